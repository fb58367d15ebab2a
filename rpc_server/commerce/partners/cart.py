"""The cart of a partner's session: every line of it is on one of the partner's price lists, and priced by it."""

from dataclasses import dataclass

from rpc_server.commerce.accounts.model import BasketLine
from rpc_server.commerce.carts import basket as baskets
from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.carts.errors import EmptyCart, NotInCart
from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.errors import ADDING, QuantityNotAvailable
from rpc_server.commerce.partners.model import Partner
from rpc_server.commerce.partners.offers import Offer, find_offer
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid
from rpc_server.commerce.pricing.model import LinePrice


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of the cart with what is offered and what the partner owes for it."""

    line: BasketLine
    offer: Offer
    price: LinePrice


def add_product(
    context: Context,
    partner: Partner,
    basket: Basket,
    *,
    product_id: int | None,
    quantity: int | None,
    options: tuple[str, ...],
    price_list_code: str | None,
) -> Basket:
    """The basket with more of a product of one of the partner's price lists.

    No quantity stands for the smallest the list has a price for, missing required options for their defaults.
    The line the product joins must as a whole be in the list's quantities: nothing is cut down to fit.
    """
    offer = find_offer(context, partner, product_id, price_list_code, ADDING)
    added = offer.smallest_quantity if quantity is None else quantity
    if added < 1:
        raise QuantityNotAvailable(field="quantity")
    line = BasketLine(offer.product.product_id, added, offer.complete(options), price_list_code)
    filled = baskets.add(basket, line)
    joined = baskets.find(filled, line) or line
    offer.select(quantity=joined.quantity, options=joined.options)
    return filled


def delete_product(
    context: Context,
    partner: Partner,
    basket: Basket,
    *,
    product_id: int | None,
    options: tuple[str, ...],
    quantity: int | None,
) -> Basket:
    """The basket with ``quantity`` units less of the line with exactly these options; without the line for None.

    Options are completed with defaults as when the product was added. Raises ``EmptyCart``, ``NotInCart``, and
    ``QuantityNotAvailable`` for less than one unit.
    """
    if not basket:
        raise EmptyCart
    if quantity is not None and quantity < 1:
        raise QuantityNotAvailable(field="quantity")
    for line in basket:
        if line.product_id == product_id and _has_options(context, partner, line, options):
            return baskets.remove(basket, line, quantity)
    raise NotInCart(field="productId")


def contents(context: Context, partner: Partner, basket: Basket) -> tuple[PricedLine, ...]:
    """Every line of the cart at today's prices; raises ``EmptyCart`` when there is none."""
    if not basket:
        raise EmptyCart(hint="Call addProduct first.")
    return tuple(_priced(context, partner, line) for line in basket)


def _priced(context: Context, partner: Partner, line: BasketLine) -> PricedLine:
    offer = find_offer(context, partner, line.product_id, line.price_list_code, ADDING)
    return PricedLine(line, offer, offer.price(quantity=line.quantity, options=line.options))


def _has_options(context: Context, partner: Partner, line: BasketLine, options: tuple[str, ...]) -> bool:
    offer = find_offer(context, partner, line.product_id, line.price_list_code, ADDING)
    try:
        return offer.complete(options) == line.options
    except PriceOptionsInvalid:
        return False
