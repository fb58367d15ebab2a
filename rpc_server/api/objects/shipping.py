"""What sending an order costs, as the merchant API 5.0 and 6.0 shows it.

Of the price details only the totals could be read in the documents.
"""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.shapes import ApiObject, Wire
from rpc_server.commerce.shipping import model


class ShippingAmount(ApiObject):
    total_amount: Decimal


class ShippingPriceDetails(ApiObject):
    """What it costs without and with tax."""

    net: ShippingAmount
    gross: ShippingAmount


class ShippingPrice(ApiObject):
    """A way of sending the goods, and its price."""

    name: str
    code: str
    tracking_url: Annotated[str | None, Wire("TrackingURL")]
    currency: str
    price_details: ShippingPriceDetails


def show_shipping_price(price: model.ShippingPrice) -> ShippingPrice:
    """The price as answered."""
    return ShippingPrice(
        name=price.method.name,
        code=price.method.code,
        tracking_url=price.method.tracking_url,
        currency=price.currency,
        price_details=ShippingPriceDetails(
            net=ShippingAmount(total_amount=price.net), gross=ShippingAmount(total_amount=price.gross)
        ),
    )
