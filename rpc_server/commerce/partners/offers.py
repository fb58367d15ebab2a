"""What a partner may buy: a product of one of its price lists, with the margin and the tax that go with it."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.exchange import rates_for
from rpc_server.commerce.catalog.model import PriceKind, Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import price_lists
from rpc_server.commerce.partners.errors import QuantityNotAvailable, Wording
from rpc_server.commerce.partners.model import Partner, PriceList
from rpc_server.commerce.partners.pricing import partner_price, priced_by_list
from rpc_server.commerce.pricing.errors import QuantityNotPriced
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.model import LinePrice
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.pricing.options import choose
from rpc_server.commerce.pricing.selection import SelectedPrice, configuration_for, select_price


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as one partner may buy it; ``product`` carries the prices of the price list."""

    partner: Partner
    product: Product
    margin_percent: Decimal
    vat_percent: Decimal
    rates: Rates

    @property
    def smallest_quantity(self) -> int:
        """The fewest units there is a price for in the partner's currency, stated or converted."""
        priced = configuration_for(self.product, _country(self.partner), path="")
        own = [row.min_quantity for row in priced.regular if row.currency == self.partner.currency]
        converted = [row.min_quantity for row in priced.regular if row.currency == priced.default_currency]
        return min(own or converted, default=1)

    def complete(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """These options and the defaults of required groups they leave open, sorted.

        Raises ``PriceOptionsInvalid`` for what the product does not offer.
        """
        groups = configuration_for(self.product, _country(self.partner), path="").option_groups
        return tuple(sorted(choice.value for choice in choose(groups, options, field="priceOptions")))

    def select(self, *, quantity: int, options: tuple[str, ...], kind: PriceKind = PriceKind.REGULAR) -> SelectedPrice:
        """The list price of one unit when ``quantity`` are bought with these options.

        Required groups not among the options take their default. Raises ``QuantityNotAvailable`` outside the
        list's quantities and the errors of options and currency that any order meets.
        """
        try:
            return select_price(
                self.product,
                currency=self.partner.currency,
                country=_country(self.partner),
                quantity=quantity,
                options=options,
                kind=kind,
                path="",
                rates=self.rates,
            )
        except QuantityNotPriced as refusal:
            raise QuantityNotAvailable(field="quantity", hint=refusal.hint) from refusal

    def price(self, *, quantity: int, options: tuple[str, ...], kind: PriceKind = PriceKind.REGULAR) -> LinePrice:
        """What the partner owes for a line of this product."""
        return self.priced(self.select(quantity=quantity, options=options, kind=kind), quantity)

    def priced(self, selected: SelectedPrice, quantity: int, extra: Decimal = ZERO) -> LinePrice:
        """What the partner owes for a line at this list price, with ``extra`` off each unit beside its margin."""
        return partner_price(
            selected,
            quantity=quantity,
            vat_percent=self.vat_percent,
            margin_percent=self.margin_percent,
            extra=extra,
        )

    def renewal_unit_price(self, *, quantity: int, options: tuple[str, ...]) -> Decimal | None:
        """What one unit renews for, net and after margin; None for a product that makes no subscription."""
        if not self.product.generates_subscription:
            return None
        return self.price(quantity=quantity, options=options, kind=PriceKind.RENEWAL).unit_net_discounted


def find_offer(
    context: Context, partner: Partner, product_id: int | None, price_list_code: str | None, wording: Wording
) -> Offer:
    """The product of this id as the partner's price list offers it.

    Refuses in the method's ``wording`` no or no positive id, a price list that is not the partner's, and a
    product the list does not have or the merchant does not sell any more.
    """
    if product_id is None or product_id < 1:
        raise wording.no_product(field="productId")
    price_list = _price_list(context, partner, price_list_code, wording)
    found = _offer(context, partner, price_list, catalog.product_by_id(context, product_id))
    if found is None:
        raise wording.not_listed(field="productId")
    return found


def find_offer_by_code(
    context: Context, partner: Partner, product_code: str | None, price_list_code: str | None, wording: Wording
) -> Offer:
    """The product of this code as the partner's price list offers it; refusals as in ``find_offer``."""
    if not product_code:
        raise wording.no_product(field="productCode")
    price_list = _price_list(context, partner, price_list_code, wording)
    found = _offer(context, partner, price_list, catalog.product_by_code(context, product_code))
    if found is None:
        raise wording.not_listed(field="productCode")
    return found


def offer_on_any_list(context: Context, partner: Partner, product_id: int) -> Offer | None:
    """The product as the first of the partner's price lists that has it offers it."""
    product = catalog.product_by_id(context, product_id)
    offers = (_offer(context, partner, price_list, product) for price_list in price_lists.of_partner(context, partner))
    return next((offer for offer in offers if offer is not None), None)


def offers_of(context: Context, partner: Partner, price_list: PriceList) -> list[Offer]:
    """Everything the partner may buy from its price list, in the order of the list."""
    products = (catalog.product_by_id(context, listed.product_id) for listed in price_list.products)
    offers = (_offer(context, partner, price_list, product) for product in products)
    return [offer for offer in offers if offer is not None]


def _price_list(context: Context, partner: Partner, code: str | None, wording: Wording) -> PriceList:
    if not code:
        raise wording.no_price_list_code(field="pricingListCode")
    found = price_lists.find(context, partner, code)
    if found is None:
        raise wording.no_price_list(field="pricingListCode")
    return found


def _offer(context: Context, partner: Partner, price_list: PriceList, product: Product | None) -> Offer | None:
    if product is None or not product.is_enabled:
        return None
    listed = next((entry for entry in price_list.products if entry.product_id == product.product_id), None)
    if listed is None:
        return None
    offered = priced_by_list(product, listed, country=_country(partner))
    return Offer(
        partner=partner,
        product=offered,
        margin_percent=partner.margin_percent if listed.margin_percent is None else listed.margin_percent,
        vat_percent=_vat_percent(context, partner, product),
        rates=rates_for(context, [offered], partner.currency, context.today),
    )


def _vat_percent(context: Context, partner: Partner, product: Product) -> Decimal:
    state = partner.billing.state
    return catalog.vat_percent(context, _country(partner), product.tax_category, context.today, state=state)


def _country(partner: Partner) -> str:
    return partner.billing.country or ""
