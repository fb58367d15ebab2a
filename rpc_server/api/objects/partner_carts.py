"""The cart of a partner's session as the Channel Manager API 2.1 shows it."""

from typing import ClassVar

from rpc_server.api.objects.cart import Price, show_price
from rpc_server.api.objects.partners import UnitPrice, show_unit_price
from rpc_server.api.objects.product_infos import SimpleProduct, show_simple_product
from rpc_server.api.shapes import ApiObject
from rpc_server.commerce.partners.cart import PricedLine
from rpc_server.commerce.partners.pricing import unit_price


class PartnerCartItem(ApiObject):
    """A line of a partner's cart: that of order API 2.x with the price list and the figures of one unit (inferred)."""

    wire_type: ClassVar[str] = "CartItem"

    id_product: int
    product: SimpleProduct
    quantity: int
    price_options: str
    price: Price
    unit_price: UnitPrice
    pricing_list_code: str | None


class PartnerContents(ApiObject):
    """What is in a partner's cart."""

    wire_type: ClassVar[str] = "Contents"

    products: list[PartnerCartItem]


def show_contents(lines: tuple[PricedLine, ...]) -> PartnerContents:
    """The cart with what the partner owes for each line."""
    return PartnerContents(products=[_item(line) for line in lines])


def _item(priced: PricedLine) -> PartnerCartItem:
    line, partner = priced.line, priced.offer.partner
    return PartnerCartItem(
        id_product=line.product_id,
        product=show_simple_product(priced.offer.product, currency=partner.currency, country=partner.billing.country),
        quantity=line.quantity,
        price_options=",".join(line.options),
        price=show_price(priced.price, partner.currency),
        unit_price=show_unit_price(unit_price(priced.price, partner.currency)),
        pricing_list_code=line.price_list_code,
    )
