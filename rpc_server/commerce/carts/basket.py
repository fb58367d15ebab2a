"""What a cart holds after products were added and removed: pure, the new basket is answered."""

from typing import TypeAlias

from msgspec.structs import replace

from rpc_server.commerce.accounts.model import BasketLine
from rpc_server.commerce.carts.errors import CartFull, NotInCart

Basket: TypeAlias = tuple[BasketLine, ...]

MAX_LINES = 200


def add(basket: Basket, line: BasketLine) -> Basket:
    """The basket with the line in it.

    The quantity joins a line of the same product, options and price list; any other line stands by itself, at
    the end. Raises ``CartFull`` past 200 lines.
    """
    held = find(basket, line)
    if held is not None:
        return _put(basket, held, held.quantity + line.quantity)
    if len(basket) >= MAX_LINES:
        raise CartFull(hint="Place this order first, or clear the cart.")
    return (*basket, line)


def find(basket: Basket, line: BasketLine) -> BasketLine | None:
    """The basket's line of the same product, options and price list, whatever its quantity."""
    return next((held for held in basket if replace(held, quantity=line.quantity) == line), None)


def remove(basket: Basket, held: BasketLine, quantity: int | None) -> Basket:
    """The basket with ``quantity`` less of a line it holds, without the line when none is left or with None."""
    return _put(basket, held, 0 if quantity is None else held.quantity - quantity)


def remove_product(basket: Basket, product_id: int, quantity: int) -> Basket:
    """The basket with ``quantity`` units less of the product, whatever its options, oldest lines first.

    More than there is removes all there is. Raises ``NotInCart`` when the basket has none of it.
    """
    held = [line for line in basket if line.product_id == product_id]
    if not held:
        raise NotInCart(field="IdProduct")
    for line in held:
        basket = remove(basket, line, min(quantity, line.quantity))
        quantity -= min(quantity, line.quantity)
    return basket


def _put(basket: Basket, held: BasketLine, quantity: int) -> Basket:
    lines = (replace(line, quantity=quantity) if line is held else line for line in basket)
    return tuple(line for line in lines if line.quantity > 0)
