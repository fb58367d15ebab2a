"""What a message tells of money: of a sale as it was sold, of a refund as it was given back, below zero."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.orders.model import Order, OrderLine, OrderStatus, PurchaseType
from rpc_server.commerce.orders.refunds.model import Refund
from rpc_server.commerce.pricing.money import ZERO, rounded

_GIVEN_BACK = (OrderStatus.REFUND, OrderStatus.REVERSED)
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line with the figures a message has of it; ``total`` includes tax and discounts."""

    line: OrderLine
    quantity: int
    unit_net: Decimal
    vat: Decimal
    discount: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """The lines of a message, shipping by itself, and what all comes to."""

    lines: tuple[ToldLine, ...]
    shipping: Decimal
    shipping_vat: Decimal
    total: Decimal
    commission: Decimal


def figures(order: Order, refund: Refund | None) -> Figures:
    """The figures of the order; where its money was given back, of what was."""
    if refund is not None and not refund.is_total:
        return _partly(order, refund)
    sign = -1 if refund is not None or order.status in _GIVEN_BACK else 1
    shipping = [line.price for line in order.lines if line.purchase_type is PurchaseType.SHIPPING]
    return Figures(
        lines=tuple(_sold(line, sign) for line in _goods(order)),
        shipping=sign * sum((price.net_discounted for price in shipping), ZERO),
        shipping_vat=sign * sum((price.vat for price in shipping), ZERO),
        total=sign * order.totals.gross_discounted,
        commission=sign * order.commission,
    )


def _goods(order: Order) -> list[OrderLine]:
    return [line for line in order.lines if line.purchase_type is not PurchaseType.SHIPPING]


def _sold(line: OrderLine, sign: int) -> ToldLine:
    price = line.trial_price or line.price
    return ToldLine(
        line=line,
        quantity=line.quantity,
        unit_net=sign * price.unit_net,
        vat=sign * price.vat,
        discount=sign * price.discount,
        total=sign * price.gross_discounted,
    )


def _partly(order: Order, refund: Refund) -> Figures:
    """Only the lines something was given back of; the commission on that is not told again."""
    lines = {line.number: line for line in order.lines}
    told = tuple(_returned(lines[back.number], back.quantity, back.amount) for back in refund.lines)
    return Figures(lines=told, shipping=ZERO, shipping_vat=ZERO, total=-refund.amount, commission=ZERO)


def _returned(line: OrderLine, quantity: int, amount: Decimal) -> ToldLine:
    price = line.trial_price or line.price
    vat = rounded(amount * price.vat_percent / (_ALL + price.vat_percent))
    return ToldLine(line, quantity, -price.unit_net_discounted, -vat, ZERO, -amount)
