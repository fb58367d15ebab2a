"""What sending an order costs."""

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT_5_TO_6
from rpc_server.api.objects import orders as sent
from rpc_server.api.objects.order_reading import read_order
from rpc_server.api.objects.shipping import ShippingPrice, show_shipping_price
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.errors import OrderRefused
from rpc_server.commerce.pricing.errors import CurrencyNotPriced, NotPriced, PriceOptionsInvalid, QuantityNotPriced
from rpc_server.commerce.shipping import service as shipping
from rpc_server.commerce.shipping.errors import ShippingNotPriced


@method(
    "getShippingPrice",
    MERCHANT_5_TO_6,
    errors=[
        Forbidden,
        OrderRefused,
        PriceOptionsInvalid,
        QuantityNotPriced,
        CurrencyNotPriced,
        NotPriced,
        ShippingNotPriced,
    ],
    writes=False,
)
def get_shipping_price(
    call: Call,
    items: list[sent.Item],
    billing_details: sent.BillingDetails | None = None,
    delivery_details: sent.DeliveryDetails | None = None,
    currency: str | None = None,
    coupon_codes: list[str] | None = None,
) -> list[ShippingPrice]:
    """What each shipping method that reaches the buyer costs for the items that are tangible, by the method's code."""
    asked = sent.Order(
        items=[*items],
        billing_details=billing_details,
        delivery_details=delivery_details,
        currency=currency,
        promotions=[*coupon_codes] if coupon_codes else None,
    )
    order = orders.quote(call.context, read_order(asked, call.merchant.zone))
    return [show_shipping_price(price) for price in shipping.prices_for(call.context, order)]
