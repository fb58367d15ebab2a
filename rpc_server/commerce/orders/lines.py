"""From items as asked for to order lines with their prices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellOffer
from rpc_server.commerce.campaigns.cross_sell.service import cross_sell_campaign
from rpc_server.commerce.campaigns.promotions.model import Promotion, folded
from rpc_server.commerce.catalog.model import PriceKind, Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.model import (
    AppliedPromotion,
    CustomOption,
    DynamicProduct,
    NewItem,
    OrderLine,
    PurchaseType,
    TrialTerms,
)
from rpc_server.commerce.pricing.cross_sell import claimed_offer
from rpc_server.commerce.pricing.discounts import Discount, decide, discounted
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.lines import price_line, restated
from rpc_server.commerce.pricing.model import ChosenOption, LineTerms, PriceType
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.pricing.options import choose
from rpc_server.commerce.pricing.promotions import DiscountableLine
from rpc_server.commerce.pricing.selection import SelectedPrice, select_price


@dataclass(frozen=True, slots=True)
class Sale:
    """What the lines of one order are priced under.

    Prices are those of ``country``; ``vat`` is the tax in per cent by tax category, of the billing address.
    ``codes`` are the product codes of all items, in their order, ``rates`` what converts prices not stated in
    ``currency``, ``wanted`` the coupons given for the whole order, folded.
    """

    currency: str
    country: str
    day: date
    products: dict[str, Product]
    codes: tuple[str | None, ...]
    vat: dict[str | None, Decimal]
    promotions: tuple[Promotion, ...]
    rates: Rates
    wanted: frozenset[str] = frozenset()

    def refused_by(self, item: NewItem) -> frozenset[str]:
        """Promotions that were opened for other items alone."""
        own = self.wanted | ({folded(item.promotion)} if item.promotion else frozenset())
        return frozenset(
            promotion.code
            for promotion in self.promotions
            if promotion.coupons and own.isdisjoint(folded(coupon) for coupon in promotion.coupons)
        )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line before discounts, and what discounts need to know of it."""

    line: OrderLine
    facts: DiscountableLine

    def with_discount(self, discount: Discount | None) -> OrderLine:
        if discount is None:
            return self.line
        price = price_line(discounted(self.facts.terms, discount))
        promotion = discount.promotion
        applied = applied_promotion(promotion, discount.unit_amount) if promotion else None
        return replace(self.line, price=price, promotion=applied)


def priced_lines(context: Context, sale: Sale, items: Sequence[NewItem]) -> tuple[OrderLine, ...]:
    """The lines of items that were checked, each with the discount it takes, in the order of the items.

    A discount of the whole order is one more line, of a negative price. A custom price stands for the unit
    price with its options; renewals cost the regular price. Raises ``ProductCodeInvalid``, ``TrialNotOffered``
    and the errors of prices and cross-sell claims.
    """
    drafts = [_draft(context, sale, number, item) for number, item in enumerate(items, start=1)]
    decision = decide(
        [draft.facts for draft in drafts], sale.promotions, currency=sale.currency, day=sale.day, rates=sale.rates
    )
    lines = [draft.with_discount(discount) for draft, discount in zip(drafts, decision.discounts, strict=True)]
    if decision.promotion is not None and decision.order_amount:
        lines.append(_off_the_order(context, len(lines) + 1, decision.promotion, decision.order_amount))
    return tuple(lines)


def applied_promotion(promotion: Promotion, amount: Decimal) -> AppliedPromotion:
    """The promotion as the line keeps it, with the ``amount`` it took off where it is no percentage."""
    return AppliedPromotion(
        code=promotion.code,
        coupon=min(promotion.coupons, default=None),
        name=promotion.name,
        description=promotion.description,
        type=promotion.type.value,
        is_instant=promotion.is_instant,
        start=promotion.start,
        end=promotion.end,
        maximum_orders=promotion.maximum_orders,
        maximum_quantity=promotion.maximum_quantity,
        percent=promotion.percent,
        amount=amount if promotion.percent is None else None,
        label=promotion.label,
        recurring=promotion.recurring.value,
        recurring_charges=promotion.recurring_charges,
    )


def _draft(context: Context, sale: Sale, number: int, item: NewItem) -> _Draft:
    if item.dynamic is None:
        return _of_catalogue(context, sale, number, item)
    return _dynamic(context, sale, number, item, item.dynamic)


def _of_catalogue(context: Context, sale: Sale, number: int, item: NewItem) -> _Draft:
    product = _product(sale, number, item)
    selected = _select(sale, product, item, PriceKind.REGULAR)
    terms = LineTerms(
        quantity=item.quantity,
        unit_price=selected.amount if item.custom_price is None else item.custom_price,
        price_type=selected.price_type,
        vat_percent=sale.vat[product.tax_category],
    )
    trial = _trial_terms(item.trial, terms)
    facts = DiscountableLine(
        terms,
        product_code=product.code,
        configuration_code=selected.configuration.code,
        options=_option_codes(selected, item),
        surcharge=sum((o.surcharge for o in selected.options), ZERO) if item.custom_price is None else ZERO,
        tax_category=product.tax_category,
        offer=_claimed(context, sale, number, item, product),
        paid_now=trial,
        refused=sale.refused_by(item),
    )
    line = OrderLine(
        reference=context.ids.hexadecimal(40),
        number=number,
        code=product.code,
        product_id=product.product_id,
        name=product.name,
        short_description=product.short_description,
        quantity=item.quantity,
        purchase_type=PurchaseType.PRODUCT,
        is_dynamic=False,
        is_tangible=product.is_tangible,
        price_type=selected.price_type,
        price=price_line(terms),
        options=selected.options,
        trial=item.trial,
        trial_price=price_line(trial) if trial else None,
        cross_sell=item.cross_sell,
        custom_terms=item.custom_terms,
        renewal_unit_price=_renewal_unit_price(sale, product, item, terms),
        sku=item.sku,
        extra_fields=item.extra_fields,
        starts_at=item.starts_at,
    )
    return _Draft(line, facts)


def _dynamic(context: Context, sale: Sale, number: int, item: NewItem, dynamic: DynamicProduct) -> _Draft:
    surcharge = sum((option.surcharge for option in dynamic.options), ZERO)
    unit_price = (item.custom_price or ZERO) + surcharge
    terms = LineTerms(
        quantity=item.quantity,
        unit_price=-unit_price if dynamic.purchase_type is PurchaseType.COUPON else unit_price,
        price_type=dynamic.price_type,
        vat_percent=sale.vat.get(dynamic.tax_category, ZERO),
    )
    trial = _trial_terms(item.trial, terms)
    facts = DiscountableLine(
        terms,
        surcharge=surcharge,
        tax_category=dynamic.tax_category,
        paid_now=trial,
        takes_promotions=dynamic.purchase_type is PurchaseType.PRODUCT,
        refused=sale.refused_by(item),
    )
    line = OrderLine(
        reference=context.ids.hexadecimal(40),
        number=number,
        code=None,
        product_id=None,
        name=dynamic.name,
        short_description=dynamic.description or "",
        quantity=item.quantity,
        purchase_type=dynamic.purchase_type,
        is_dynamic=True,
        is_tangible=dynamic.is_tangible,
        price_type=dynamic.price_type,
        price=price_line(terms),
        options=_own_options(context, dynamic.options, number),
        trial=item.trial,
        trial_price=price_line(trial) if trial else None,
        recurrence=dynamic.recurrence,
        renewal_unit_price=dynamic.recurrence.amount + surcharge if dynamic.recurrence else None,
        sku=item.sku,
        external_reference=dynamic.external_reference,
        extra_fields=item.extra_fields,
        starts_at=item.starts_at,
        tax_category=dynamic.tax_category,
    )
    return _Draft(line, facts)


def _off_the_order(context: Context, number: int, promotion: Promotion, amount: Decimal) -> OrderLine:
    """What a promotion takes off the whole order after tax, as a line of its own (documented)."""
    return OrderLine(
        reference=context.ids.hexadecimal(40),
        number=number,
        code=None,
        product_id=None,
        name=promotion.name,
        short_description=promotion.description,
        quantity=1,
        purchase_type=PurchaseType.COUPON,
        is_dynamic=False,
        is_tangible=False,
        price_type=PriceType.GROSS,
        price=price_line(LineTerms(1, -amount, PriceType.GROSS, ZERO)),
        promotion=applied_promotion(promotion, amount),
    )


def _product(sale: Sale, number: int, item: NewItem) -> Product:
    code = sale.codes[number - 1] or ""
    product = sale.products.get(code)
    if product is None or not product.is_enabled:
        raise errors.ProductCodeInvalid(f"Requested product [{code[:50]}] was not found.", field=f"{item.path}.Code")
    if item.trial is not None and not product.generates_subscription:
        raise errors.TrialNotOffered(
            f"The product {product.code} has no subscription to try.", field=f"{item.path}.Trial"
        )
    if item.custom_terms is not None and not product.generates_subscription:
        raise errors.CustomSettingsInvalid(
            f"The product {product.code} has no subscription.", field=f"{item.path}.SubscriptionCustomSettings"
        )
    return product


def _select(sale: Sale, product: Product, item: NewItem, kind: PriceKind) -> SelectedPrice:
    return select_price(
        product,
        currency=sale.currency,
        country=sale.country,
        quantity=item.quantity,
        options=item.options,
        kind=kind,
        path=item.path,
        rates=sale.rates,
    )


def _renewal_unit_price(sale: Sale, product: Product, item: NewItem, terms: LineTerms) -> Decimal | None:
    """What one unit renews for: as agreed for this subscription alone, else as the catalogue says."""
    agreed = item.custom_terms
    if agreed is not None and agreed.amount is not None:
        return restated(agreed.amount, agreed.amount_type or terms.price_type, terms.price_type, terms.vat_percent)
    return _select(sale, product, item, PriceKind.RENEWAL).amount if product.generates_subscription else None


def _claimed(context: Context, sale: Sale, number: int, item: NewItem, product: Product) -> CrossSellOffer | None:
    if item.cross_sell is None:
        return None
    others = sale.codes[: number - 1] + sale.codes[number:]
    return claimed_offer(
        cross_sell_campaign(context, item.cross_sell.campaign_code),
        product_code=product.code,
        parent_code=item.cross_sell.parent_code,
        other_codes=[code for code in others if code],
        day=sale.day,
        path=item.path,
    )


def _option_codes(selected: SelectedPrice, item: NewItem) -> frozenset[str]:
    """The codes of the options chosen, those of a scale without the number."""
    choices = choose(selected.configuration.option_groups, item.options, field=f"{item.path}.PriceOptions")
    return frozenset(choice.option.code for choice in choices)


def _trial_terms(trial: TrialTerms | None, regular: LineTerms) -> LineTerms | None:
    """A trial is priced for the whole line (documented: "total trial price")."""
    return None if trial is None else LineTerms(1, trial.price, regular.price_type, regular.vat_percent)


def _own_options(context: Context, options: tuple[CustomOption, ...], line_number: int) -> tuple[ChosenOption, ...]:
    """A dynamic product's options as answers show them: a generated group code, a generated value (recorded)."""
    groups = list(dict.fromkeys(option.group for option in options))
    return tuple(
        ChosenOption(
            group_code=f"OPT{groups.index(option.group) + 1}_{line_number}",
            group_name=option.group,
            is_required=True,
            name=option.name,
            value=context.ids.hexadecimal(32),
            surcharge=option.surcharge,
        )
        for option in options
    )
