"""Partners in a file of known data: price lists, partners, and the orders and proformas they have already.

Orders are placed as a partner's client places them, so credit, subscriptions and locks are as they would be.
"""

import re
from decimal import Decimal

from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.catalog.service import products_by_code
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES, LANGUAGES
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.partners import cart, service, store
from rpc_server.commerce.partners.model import BusinessModel, ListedProduct, Partner, PartnerStatus, PriceList
from rpc_server.commerce.partners.placing import place
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.proformas import store as proforma_store
from rpc_server.commerce.partners.resellers import service as resellers
from rpc_server.commerce.partners.resellers.model import ResellerDetails
from rpc_server.errors import ApiError
from rpc_server.ids import Ids
from rpc_server.sandbox.section import Entry, Section, SeedMistake, checked_amount
from rpc_server.sandbox.sections.catalog_entries import PriceEntry

PRICE_LISTS, PARTNERS, RESELLERS = "price_lists", "partners", "resellers"
ORDERS, PROFORMAS = "partner_orders", "proformas"

_NUMBER = re.compile(r"[1-9]\d{7,8}", re.ASCII)
_WHOLE = 100


class ListedEntry(Entry):
    """A product of a price list; ``prices`` are net and stand in the place of the catalogue's."""

    product: str
    prices: tuple[PriceEntry, ...] = ()
    margin_percent: Decimal | None = None

    def __post_init__(self) -> None:
        _check_percent(self.margin_percent or Decimal(0))


class PriceListEntry(Entry):
    """What partners who are given this list may buy."""

    code: str
    name: str
    products: tuple[ListedEntry, ...]


class PartnerEntry(Entry):
    """A partner; without ``credit_limit`` it has no credit. Orders of one not ``trusted`` await approval.

    ``needs_end_user``, ``needs_reseller`` and ``confirms_delivery`` say what each order waits for; after
    ``invoiced_after_days`` its orders get a proforma by themselves.
    """

    code: str
    company: str
    email: str
    country: str
    currency: str
    language: str = "en"
    status: PartnerStatus = PartnerStatus.ACTIVE
    business_model: BusinessModel = BusinessModel.RESELLER
    credit_limit: Decimal | None = None
    margin_percent: Decimal = Decimal(0)
    trusted: bool = True
    payment_days: int = 30
    needs_end_user: bool = False
    needs_reseller: bool = False
    confirms_delivery: bool = False
    invoiced_after_days: int | None = None
    price_lists: tuple[str, ...] = ()
    first_name: str | None = None
    last_name: str | None = None
    address1: str | None = None
    city: str | None = None
    zip: str | None = None
    state: str | None = None
    fiscal_code: str | None = None

    def __post_init__(self) -> None:
        _check_percent(self.margin_percent)
        checked_amount(self.credit_limit or Decimal(0))
        if (self.invoiced_after_days or 0) < 0:
            raise ValueError("invoiced_after_days is zero or more")
        for code, known, noun in (
            (self.country, COUNTRIES, "country"),
            (self.currency, CURRENCIES, "currency"),
            (self.language, LANGUAGES, "language"),
        ):
            if code not in known:
                raise ValueError(f"{code!r} is no {noun} code")

    def value(self) -> Partner:
        """The partner; its billing address carries the company's name and e-mail address."""
        return Partner(
            code=self.code,
            company_name=self.company,
            email=self.email,
            language=self.language,
            currency=self.currency,
            status=self.status,
            business_model=self.business_model,
            credit_limit=self.credit_limit,
            margin_percent=self.margin_percent,
            is_trusted=self.trusted,
            payment_days=self.payment_days,
            billing=self._billing(),
            needs_end_user=self.needs_end_user,
            needs_reseller=self.needs_reseller,
            confirms_delivery=self.confirms_delivery,
            invoiced_after_days=self.invoiced_after_days,
        )

    def _billing(self) -> Address:
        shared = {name: getattr(self, name) for name in self.__struct_fields__ if name in Address.__struct_fields__}
        return Address(**{**shared, "company": self.company})


class ResellerEntry(Entry):
    """A company a partner sells to; ``code`` is its ResellerCode."""

    code: str
    partner: str
    company: str
    first_name: str
    last_name: str
    email: str
    country: str
    city: str | None = None
    zip: str | None = None
    address: str | None = None

    def value(self) -> ResellerDetails:
        own = {name: getattr(self, name) for name in self.__struct_fields__ if name != "partner"}
        return ResellerDetails(**own)


class PartnerItemEntry(Entry):
    """A line of a partner's order."""

    product: str
    price_list: str
    quantity: int | None = None
    options: tuple[str, ...] = ()


class PartnerOrderEntry(Entry):
    """An order a partner placed; ``reference`` is its RefNo."""

    reference: str
    partner: str
    items: tuple[PartnerItemEntry, ...]
    external_reference: str | None = None

    def __post_init__(self) -> None:
        _check_number(self.reference)


class ProformaEntry(Entry):
    """An invoice over orders of a partner."""

    number: str
    partner: str
    orders: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_number(self.number)


class GivenNumber(Ids):
    """The number an entry gives its order, proforma or reseller; all others are drawn as usual."""

    def __init__(self, usual: Ids, number: str) -> None:
        super().__init__(usual.source)
        self._number = number

    def order_reference(self) -> str:
        return self._number

    def proforma_number(self) -> str:
        return self._number

    def code(self) -> str:
        return self._number


def load_price_lists(context: Context, entries: list[PriceListEntry]) -> None:
    """Store the merchant's price lists; the products they name must be there before."""
    for n, entry in enumerate(entries):
        products = tuple(
            ListedProduct(
                product_id=_product_id(context, listed.product, PRICE_LISTS, n, "products", position),
                prices=tuple(price for row in listed.prices for price in row.values()),
                margin_percent=listed.margin_percent,
            )
            for position, listed in enumerate(entry.products)
        )
        store.insert_price_list(context, PriceList(entry.code, entry.name, products))


def load_partners(context: Context, entries: list[PartnerEntry]) -> None:
    """Store the merchant's partners, each with the price lists it may buy from."""
    for entry in entries:
        store.insert_partner(context, entry.value())
        for code in entry.price_lists:
            store.assign_price_list(context, code, entry.code)


def load_resellers(context: Context, entries: list[ResellerEntry]) -> None:
    """Store the partners' resellers; raises ``SeedMistake`` for what one is refused for."""
    codes = [entry.code for entry in entries]
    for n, entry in enumerate(entries):
        partner = service.find_partner(context, entry.partner)
        if partner is None:
            raise SeedMistake(f"There is no active partner {entry.partner}.", RESELLERS, n, "partner")
        if entry.code in codes[:n]:
            raise SeedMistake(f"There is a reseller {entry.code} already.", RESELLERS, n, "code")
        try:
            resellers.create(_with_number(context, entry.code), partner, entry.value())
        except ApiError as refusal:
            raise SeedMistake(refusal.message, RESELLERS, n) from refusal


def load_partner_orders(context: Context, entries: list[PartnerOrderEntry]) -> None:
    """Place the orders; raises ``SeedMistake`` for a number that is taken and for what an order is refused for."""
    for n, entry in enumerate(entries):
        if orders.find(context, entry.reference) is not None:
            raise SeedMistake(f"There is an order {entry.reference} already.", ORDERS, n, "reference")
        numbered = _with_number(context, entry.reference)
        try:
            place(numbered, entry.partner, _basket(context, entry, n), external_reference=entry.external_reference)
        except ApiError as refusal:
            raise SeedMistake(refusal.message, ORDERS, n) from refusal


def load_proformas(context: Context, entries: list[ProformaEntry]) -> None:
    """Invoice the orders; raises ``SeedMistake`` for a number that is taken and orders that cannot be invoiced."""
    for n, entry in enumerate(entries):
        _check_proforma_free(context, entry, n)
        try:
            proformas.create(_with_number(context, entry.number), entry.partner, entry.orders)
        except ApiError as refusal:
            raise SeedMistake(refusal.message, PROFORMAS, n) from refusal


def _basket(context: Context, entry: PartnerOrderEntry, n: int) -> Basket:
    partner = service.chosen_partner(context, entry.partner)
    basket: Basket = ()
    for position, item in enumerate(entry.items):
        basket = cart.add_product(
            context,
            partner,
            basket,
            product_id=_product_id(context, item.product, ORDERS, n, "items", position),
            quantity=item.quantity,
            options=item.options,
            price_list_code=item.price_list,
        )
    return basket


def _check_proforma_free(context: Context, entry: ProformaEntry, n: int) -> None:
    if service.find_partner(context, entry.partner) is None:
        raise SeedMistake(f"There is no active partner {entry.partner}.", PROFORMAS, n, "partner")
    if proforma_store.find(context, entry.number) is not None:
        raise SeedMistake(f"There is a proforma {entry.number} already.", PROFORMAS, n, "number")


def _with_number(context: Context, number: str) -> Context:
    return context.drawing(GivenNumber(context.ids, number))


def _product_id(context: Context, code: str, *at: str | int) -> int:
    product = products_by_code(context, {code}).get(code)
    if product is None:
        raise SeedMistake(f"There is no product {code}.", *at, "product")
    return product.product_id


def _check_number(number: str) -> None:
    if not _NUMBER.fullmatch(number):
        raise ValueError("a number has eight or nine digits, the first not zero")


def _check_percent(percent: Decimal) -> None:
    if checked_amount(percent) > _WHOLE:
        raise ValueError("a margin is at most 100 per cent")


SECTIONS = (
    Section(PRICE_LISTS, list[PriceListEntry], load_price_lists),
    Section(PARTNERS, list[PartnerEntry], load_partners),
    Section(RESELLERS, list[ResellerEntry], load_resellers),
    Section(ORDERS, list[PartnerOrderEntry], load_partner_orders),
    Section(PROFORMAS, list[ProformaEntry], load_proformas),
)
