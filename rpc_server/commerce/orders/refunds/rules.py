"""What may be given back of an order, and for which lines. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from rpc_server.commerce.orders.model import Order, OrderLine, OrderStatus
from rpc_server.commerce.orders.refunds import errors
from rpc_server.commerce.orders.refunds.model import NewRefund, Refund, RefundedLine, RefundItem, RefundStatus
from rpc_server.commerce.pricing.money import ZERO, rounded

REASONS = (
    "Other",
    "Fraud",
    "Chargeback",
    "Duplicate purchase",
    "Did not receive product",
    "Product not as expected",
    "Product does not work",
    "Unwanted auto-renewal",
    "Wrong product purchased",
)
"""Reasons every account has. That there are such is documented, the words are ours but for Other and Fraud."""

PERIOD = timedelta(days=365)
"""How long after it was finished an order can be refunded: a published page says a year, another three months."""

_CANCELED = (OrderStatus.CANCELED, OrderStatus.REVERSED)


def check_order(order: Order, given: Iterable[Refund], now: datetime) -> None:
    """Raise ``RefundRefused`` where the order as it stands, with its refunds so far, allows no refund."""
    if order.status in _CANCELED:
        raise errors.AlreadyCanceled(field="orderReference")
    if order.status is OrderStatus.REFUND:
        raise errors.AlreadyRefunded(field="orderReference")
    if order.status is not OrderStatus.COMPLETE or order.finished_at is None:
        raise errors.StatusNotAllowed(field="orderReference", hint=f"The order is {order.status.value}.")
    if now > order.finished_at + PERIOD:
        raise errors.PeriodExpired(field="orderReference")
    if any(refund.is_active for refund in given):
        raise errors.RefundPending(field="orderReference")


def checked_amount(amount: Decimal | None, left: Decimal) -> Decimal:
    """The amount, when it is one of whole cents between zero and what is ``left``; raises ``RefundRefused``."""
    if amount is None:
        raise errors.AmountMissing(field="amount")
    if amount <= ZERO or amount != rounded(amount):
        raise errors.AmountInvalid(field="amount")
    if amount > left:
        raise errors.AmountExceeded(field="amount", hint=f"{left} can be refunded.")
    return amount


def left_of(paid: Decimal, given: Iterable[Refund]) -> Decimal:
    """How much of what was paid is not given back."""
    return paid - sum((refund.amount for refund in given if refund.status is RefundStatus.DONE), ZERO)


def refunded_lines(order: Order, given: Iterable[Refund], new: NewRefund) -> tuple[RefundedLine, ...]:
    """What is given back of each line asked for.

    A line is worth what it counts with in the order's total, tax and discount included; units without an amount
    are worth their share of it. Raises ``RefundRefused`` for lines the order does not have, units or amounts
    above what is left of a line, and a sum that is not the amount of the refund.
    """
    taken = _taken(refund for refund in given if refund.status is RefundStatus.DONE)
    lines: list[RefundedLine] = []
    for item in new.items:
        refunded = _refunded(_line(order, item), taken, item)
        before = taken.get(refunded.number, _nothing(refunded))
        taken[refunded.number] = _sum(before, refunded)
        lines.append(refunded)
    if lines and sum(line.amount for line in lines) != new.amount:
        raise errors.AmountInvalid(field="amount", hint=f"The items add up to {sum(line.amount for line in lines)}.")
    return tuple(lines)


def known_reason(stated: str | None, own: Sequence[str]) -> str:
    """The reason as the account spells it, Other for none; raises ``ReasonInvalid``."""
    wanted = (stated or "").strip().lower() or REASONS[0].lower()
    found = next((reason for reason in (*own, *REASONS) if reason.lower() == wanted), None)
    if found is None:
        raise errors.ReasonInvalid(field="reason", hint=f"Reasons are {', '.join((*REASONS, *own))}.")
    return found


def worth(line: OrderLine) -> Decimal:
    """What the line counts with in the order's total, tax included."""
    return (line.trial_price or line.price).gross_discounted


def _refunded(line: OrderLine, taken: dict[int, RefundedLine], item: RefundItem) -> RefundedLine:
    before = taken.get(line.number, RefundedLine(line.number, line.reference, 0, ZERO))
    units, money = line.quantity - before.quantity, worth(line) - before.amount
    quantity = _quantity(item, units)
    amount = _amount(item, money, default=money if quantity == units else _share(line, quantity, money))
    return RefundedLine(line.number, line.reference, quantity, amount)


def _quantity(item: RefundItem, units: int) -> int:
    """The units to give back; an amount alone takes no unit back while some of the line's worth is left."""
    if item.quantity is None:
        return units if item.amount is None else 0
    if item.quantity < 0 or (item.quantity == 0 and item.amount is None):
        raise errors.QuantityMissing(field=f"{item.path}.Quantity")
    if item.quantity > units:
        raise errors.QuantityInvalid(field=f"{item.path}.Quantity", hint=f"{units} can be refunded.")
    return item.quantity


def _amount(item: RefundItem, money: Decimal, *, default: Decimal) -> Decimal:
    amount = default if item.amount is None else item.amount
    if item.amount is not None and (amount <= ZERO or amount != rounded(amount)):
        raise errors.AmountInvalid(field=f"{item.path}.Amount")
    if amount > money or amount <= ZERO:
        raise errors.AmountExceeded(field=f"{item.path}.Amount", hint=f"{money} can be refunded.")
    return amount


def _share(line: OrderLine, quantity: int, money: Decimal) -> Decimal:
    return min(rounded(worth(line) * quantity / line.quantity), money)


def _line(order: Order, item: RefundItem) -> OrderLine:
    if not item.reference:
        raise errors.ItemReferenceMissing(field=f"{item.path}.LineItemReference")
    by_reference = [line for line in order.lines if line.reference == item.reference]
    named = by_reference or [line for line in order.lines if line.code == item.reference]
    if len(named) != 1 or worth(named[0]) <= ZERO:
        raise errors.ItemReferenceInvalid(field=f"{item.path}.LineItemReference")
    return named[0]


def _taken(refunds: Iterable[Refund]) -> dict[int, RefundedLine]:
    """What was given back of each line, by its number."""
    taken: dict[int, RefundedLine] = {}
    for line in (line for refund in refunds for line in refund.lines):
        taken[line.number] = _sum(taken.get(line.number, _nothing(line)), line)
    return taken


def _sum(first: RefundedLine, second: RefundedLine) -> RefundedLine:
    quantity, amount = first.quantity + second.quantity, first.amount + second.amount
    return RefundedLine(first.number, first.reference, quantity, amount)


def _nothing(line: RefundedLine) -> RefundedLine:
    return RefundedLine(line.number, line.reference, 0, ZERO)
