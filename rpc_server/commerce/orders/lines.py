"""From an item as asked for to an order line with its prices."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellOffer
from rpc_server.commerce.campaigns.promotions.model import Promotion
from rpc_server.commerce.catalog import service as catalog
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
from rpc_server.commerce.pricing.discounts import Discount, best_discount
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import ChosenOption, LinePrice, LineTerms, PriceType
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.pricing.selection import SelectedPrice, select_price


@dataclass(frozen=True, slots=True)
class Sale:
    """What the lines of one order are priced under.

    Prices are those of ``country``; ``vat`` is the tax in per cent by tax category, of the billing address.
    ``codes`` are the product codes of all items, in their order, ``rates`` what converts prices not stated in
    ``currency``.
    """

    currency: str
    country: str
    day: date
    products: dict[str, Product]
    codes: tuple[str | None, ...]
    vat: dict[str | None, Decimal]
    promotions: tuple[Promotion, ...]
    rates: Rates


def line(context: Context, sale: Sale, number: int, item: NewItem) -> OrderLine:
    """The priced line of an item that was checked; ``number`` counts from 1.

    A custom price stands for the unit price with its options; renewals cost the regular price. Raises
    ``ProductCodeInvalid``, ``TrialNotOffered`` and the errors of prices and cross-sell claims.
    """
    if item.dynamic is None:
        return _of_catalogue(context, sale, number, item)
    return _dynamic(context, sale, number, item, item.dynamic)


def _of_catalogue(context: Context, sale: Sale, number: int, item: NewItem) -> OrderLine:
    product = _product(sale, number, item)
    selected = _select(sale, product, item, PriceKind.REGULAR)
    unit_price = selected.amount if item.custom_price is None else item.custom_price
    vat = sale.vat[product.tax_category]
    offer = _claimed(context, sale, number, item, product)
    discount = _discount(sale, item, sale.promotions, offer, product.code, unit_price)
    return OrderLine(
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
        price=_price(item.quantity, unit_price, selected.price_type, vat, discount),
        options=selected.options,
        trial=item.trial,
        trial_price=_trial_price(item.trial, selected.price_type, vat),
        cross_sell=item.cross_sell,
        promotion=_applied(discount),
        renewal_unit_price=_renewal_unit_price(sale, product, item),
        sku=item.sku,
        extra_fields=item.extra_fields,
        starts_at=item.starts_at,
    )


def _dynamic(context: Context, sale: Sale, number: int, item: NewItem, dynamic: DynamicProduct) -> OrderLine:
    surcharge = sum((option.surcharge for option in dynamic.options), ZERO)
    unit_price = (item.custom_price or ZERO) + surcharge
    vat = sale.vat.get(dynamic.tax_category, ZERO)
    promotions = sale.promotions if dynamic.purchase_type is PurchaseType.PRODUCT else ()
    discount = _discount(sale, item, promotions, None, "", unit_price)
    price = _price(item.quantity, unit_price, dynamic.price_type, vat, discount)
    return OrderLine(
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
        price=_negated(price) if dynamic.purchase_type is PurchaseType.COUPON else price,
        options=_own_options(context, dynamic.options, number),
        trial=item.trial,
        trial_price=_trial_price(item.trial, dynamic.price_type, vat),
        promotion=_applied(discount),
        recurrence=dynamic.recurrence,
        renewal_unit_price=dynamic.recurrence.amount + surcharge if dynamic.recurrence else None,
        sku=item.sku,
        external_reference=dynamic.external_reference,
        extra_fields=item.extra_fields,
        starts_at=item.starts_at,
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


def _renewal_unit_price(sale: Sale, product: Product, item: NewItem) -> Decimal | None:
    return _select(sale, product, item, PriceKind.RENEWAL).amount if product.generates_subscription else None


def _claimed(context: Context, sale: Sale, number: int, item: NewItem, product: Product) -> CrossSellOffer | None:
    if item.cross_sell is None:
        return None
    others = sale.codes[: number - 1] + sale.codes[number:]
    return claimed_offer(
        catalog.cross_sell_campaign(context, item.cross_sell.campaign_code),
        product_code=product.code,
        parent_code=item.cross_sell.parent_code,
        other_codes=[code for code in others if code],
        day=sale.day,
        path=item.path,
    )


def _discount(
    sale: Sale,
    item: NewItem,
    promotions: tuple[Promotion, ...],
    offer: CrossSellOffer | None,
    product_code: str,
    unit_price: Decimal,
) -> Discount | None:
    return best_discount(
        promotions,
        offer,
        product_code=product_code,
        unit_price=unit_price,
        quantity=item.quantity,
        currency=sale.currency,
        day=sale.day,
    )


def _price(
    quantity: int, unit_price: Decimal, price_type: PriceType, vat_percent: Decimal, discount: Discount | None
) -> LinePrice:
    return price_line(
        LineTerms(
            quantity=quantity,
            unit_price=unit_price,
            price_type=price_type,
            vat_percent=vat_percent,
            unit_discount=discount.unit_amount if discount else ZERO,
            discounted_quantity=discount.units if discount else None,
        )
    )


def _trial_price(trial: TrialTerms | None, price_type: PriceType, vat_percent: Decimal) -> LinePrice | None:
    """A trial is priced for the whole line (documented: "total trial price")."""
    return None if trial is None else price_line(LineTerms(1, trial.price, price_type, vat_percent))


def _negated(price: LinePrice) -> LinePrice:
    amounts = {f.name: -getattr(price, f.name) for f in fields(LinePrice) if f.name != "vat_percent"}
    return LinePrice(**amounts, vat_percent=price.vat_percent)


def _applied(discount: Discount | None) -> AppliedPromotion | None:
    promotion = discount.promotion if discount else None
    if promotion is None:
        return None
    return AppliedPromotion(
        code=promotion.code,
        coupon=min(promotion.coupons, default=None),
        name=promotion.name,
        description=promotion.description,
        type=promotion.type,
        is_instant=promotion.is_instant,
        start=promotion.start,
        end=promotion.end,
        maximum_orders=promotion.maximum_orders,
        maximum_quantity=promotion.maximum_quantity,
        percent=promotion.percent,
        amount=discount.unit_amount if discount and promotion.percent is None else None,
    )


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
