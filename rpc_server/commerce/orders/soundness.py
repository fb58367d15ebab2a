"""The arithmetic every order must show, held to before it is written and after it is read."""

from collections.abc import Iterable

from rpc_server.commerce.orders.model import Order, OrderLine
from rpc_server.commerce.pricing.lines import total
from rpc_server.commerce.pricing.model import LinePrice, Totals


class UnsoundOrder(AssertionError):
    """An order whose sums do not agree: a mistake of this program, never of a caller."""


def assert_sound(order: Order) -> Order:
    """The order itself, when its lines and totals agree; raises ``UnsoundOrder`` otherwise.

    In every line and in the totals gross = net + vat, net_discounted = net - discount and
    gross_discounted = net_discounted + vat. The totals are the sums over the lines, a line in trial counting
    with its trial price, and no order is below zero.
    """
    name = order.reference or "a new order"
    for line in order.lines:
        for price in (line.price, line.trial_price):
            if price is not None and not _agrees(price):
                raise UnsoundOrder(f"{name}: the prices of line {line.number} do not agree")
    if not _agrees(order.totals) or order.totals != totals_of(order.lines):
        raise UnsoundOrder(f"{name}: the totals are not the sums of the lines")
    if order.totals.gross_discounted < 0:
        raise UnsoundOrder(f"{name}: the total is below zero")
    return order


def totals_of(lines: Iterable[OrderLine]) -> Totals:
    """The sums over the lines of what each counts with: its trial price in a trial, else its price."""
    return total(line.trial_price or line.price for line in lines)


def _agrees(price: LinePrice | Totals) -> bool:
    return (
        price.gross == price.net + price.vat
        and price.net_discounted == price.net - price.discount
        and price.gross_discounted == price.net_discounted + price.vat
    )
