"""What sending an order's goods adds to it."""

from dataclasses import replace
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.model import Order, OrderLine, PurchaseType
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LineTerms, PriceType
from rpc_server.commerce.shipping import service as shipping
from rpc_server.commerce.shipping.model import ShippingPrice

SHIPPING_CODE = "SHIPPING_GENERIC_PRODUCT"
SHIPPING_NAME = "NG_SHIPPING_GENERIC_PRODUCT"
"""What the line of the shipping method is called (recorded)."""


def needs_shipping(order: Order) -> bool:
    """Whether goods of the catalogue are sent; dynamic orders say themselves what sending costs."""
    return any(line.is_tangible and not line.is_dynamic for line in order.lines)


def with_shipping(context: Context, order: Order, wanted: str | None, vat_percent: Decimal) -> Order:
    """The order with a line for its shipping method: the ``wanted`` one, else the cheapest that reaches the buyer.

    The totals are left as they were. An account without shipping methods sends for nothing. Raises
    ``ShippingMethodInvalid`` and ``ShippingNotPriced``.
    """
    offered = shipping.prices_for(context, order)
    chosen = _chosen(offered, wanted)
    if chosen is None:
        return order
    line = OrderLine(
        reference=context.ids.hexadecimal(40),
        number=len(order.lines) + 1,
        code=SHIPPING_CODE,
        product_id=None,
        name=SHIPPING_NAME,
        short_description="",
        quantity=1,
        purchase_type=PurchaseType.SHIPPING,
        is_dynamic=False,
        is_tangible=False,
        price_type=PriceType.NET,
        price=price_line(LineTerms(1, chosen.net, PriceType.NET, vat_percent)),
    )
    return replace(order, lines=(*order.lines, line), shipping_method=chosen.method.code)


def _chosen(offered: list[ShippingPrice], wanted: str | None) -> ShippingPrice | None:
    if wanted is None:
        return min(offered, key=lambda price: (price.net, price.method.code), default=None)
    found = next((price for price in offered if price.method.code == wanted), None)
    if found is None:
        raise errors.ShippingMethodInvalid(
            f"The shipping method {wanted[:50]!r} does not send this order.",
            field="DeliveryInformation.ShippingMethod.Code",
        )
    return found
