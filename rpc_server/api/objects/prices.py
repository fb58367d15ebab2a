"""What an item would cost: the price object recorded of getPrice, in its key order."""

from decimal import Decimal
from typing import Annotated, ClassVar

from rpc_server.api.shapes import ApiObject, Wire
from rpc_server.commerce.pricing.model import LinePrice
from rpc_server.commerce.pricing.money import ZERO


class QuotedPrice(ApiObject):
    """The prices of one unit, then of the whole item. There is no commission for affiliates."""

    wire_type: ClassVar[str] = "Price"

    currency: str
    unit_net_price: Decimal
    unit_gross_price: Decimal
    unit_vat: Annotated[Decimal, Wire("UnitVAT")]
    unit_discount: Decimal
    unit_net_discounted_price: Decimal
    unit_gross_discounted_price: Decimal
    unit_affiliate_commission: Decimal
    net_price: Decimal
    gross_price: Decimal
    net_discounted_price: Decimal
    gross_discounted_price: Decimal
    discount: Decimal
    vat: Decimal
    affiliate_commission: Decimal


def show_quoted_price(price: LinePrice, currency: str) -> QuotedPrice:
    """The price of an item as answered."""
    return QuotedPrice(
        currency=currency,
        unit_net_price=price.unit_net,
        unit_gross_price=price.unit_gross,
        unit_vat=price.unit_vat,
        unit_discount=price.unit_discount,
        unit_net_discounted_price=price.unit_net_discounted,
        unit_gross_discounted_price=price.unit_gross_discounted,
        unit_affiliate_commission=ZERO,
        net_price=price.net,
        gross_price=price.gross,
        net_discounted_price=price.net_discounted,
        gross_discounted_price=price.gross_discounted,
        discount=price.discount,
        vat=price.vat,
        affiliate_commission=ZERO,
    )
