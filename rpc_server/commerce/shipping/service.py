"""Shipping: the methods a merchant has, and what each costs for the tangible lines of an order."""

from sqlalchemy import select

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.shipping import cost
from rpc_server.commerce.shipping.model import Goods, Parcel, ShippingMethod, ShippingPrice
from rpc_server.commerce.shipping.tables import ShippingMethodRow


def methods(context: Context) -> list[ShippingMethod]:
    """Every shipping method of the merchant, by code."""
    rows = context.session.scalars(
        select(ShippingMethodRow)
        .where(ShippingMethodRow.merchant_id == context.merchant_id)
        .order_by(ShippingMethodRow.code)
    )
    return [_method(row) for row in rows]


def add_method(context: Context, method: ShippingMethod) -> None:
    """Keep a new shipping method."""
    context.session.add(
        ShippingMethodRow(
            merchant_id=context.merchant_id,
            code=method.code,
            name=method.name,
            amounts=method.amounts,
            unit_amounts=method.unit_amounts,
            countries=method.countries,
            tracking_url=method.tracking_url,
        )
    )


def prices_for(context: Context, order: Order) -> list[ShippingPrice]:
    """What each method that reaches the delivery country costs for an order, quoted or placed.

    Methods without a price in its currency are left out; there are none where nothing of it is tangible.
    Raises ``ShippingNotPriced``.
    """
    parcel = _parcel(context, order)
    if not parcel.goods:
        return []
    reaching = [method for method in methods(context) if method.reaches(parcel.country)]
    rates = _rates(context, parcel, reaching)
    prices = [cost.price(method, parcel, rates) for method in reaching]
    return [price for price in prices if price is not None]


def _parcel(context: Context, order: Order) -> Parcel:
    sent = [line for line in order.lines if line.is_tangible]
    products = catalog.products_by_code(context, {line.code for line in sent if line.code})
    classes = {code: product.shipping_class for code, product in products.items()}
    taxed_in = order.billing.country or order.country
    today = context.clock.now().astimezone(context.merchant.zone).date()
    return Parcel(
        goods=tuple(Goods(line.quantity, line.price.net_discounted, classes.get(line.code or "")) for line in sent),
        country=order.delivery.country or taxed_in,
        currency=order.currency,
        vat_percent=catalog.vat_percent(context, taxed_in, None, today, state=order.billing.state),
    )


def _rates(context: Context, parcel: Parcel, reaching: list[ShippingMethod]) -> Rates:
    """The day's rates, if something is not priced in the currency of the parcel."""
    stated = [amounts for method in reaching for amounts in (method.amounts, method.unit_amounts) if amounts]
    fixed = [goods.shipping_class.currency for goods in parcel.goods if goods.shipping_class]
    if all(parcel.currency in dict(amounts) for amounts in stated) and set(fixed) <= {parcel.currency, None}:
        return NO_RATES
    return exchange_rates(context, context.clock.now().astimezone(context.merchant.zone).date())


def _method(row: ShippingMethodRow) -> ShippingMethod:
    return ShippingMethod(
        code=row.code,
        name=row.name,
        amounts=row.amounts,
        unit_amounts=row.unit_amounts,
        countries=row.countries,
        tracking_url=row.tracking_url,
    )
