"""Writing and reading orders. Writes go through compiled statements, the lines of an order in one batch."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import RowMapping, Select, Table, bindparam, exists, select, update
from sqlalchemy import insert as insert_into

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderLine, OrderStatus
from rpc_server.commerce.orders.soundness import assert_sound
from rpc_server.commerce.orders.tables import OrderLineRow, OrderRow
from rpc_server.commerce.payments.model import Payment
from rpc_server.commerce.pricing.model import Totals
from rpc_server.storage import insert_drawn

_TOTALS = tuple(f.name for f in fields(Totals))
_NOT_COLUMNS = {"reference", "lines", "totals", "errors", "authorisation"}
_ORDER = tuple(f.name for f in fields(Order) if f.name not in _NOT_COLUMNS)
_LINE = tuple(f.name for f in fields(OrderLine))

_orders = cast("Table", OrderRow.__table__)
_lines = cast("Table", OrderLineRow.__table__)
_this_order = (_orders.c.merchant_id == bindparam("in_merchant"), _orders.c.reference == bindparam("in_order"))
_find = select(_orders).where(*_this_order)
_lock = _find.with_for_update()
_find_lines = (
    select(_lines)
    .where(_lines.c.merchant_id == bindparam("in_merchant"), _lines.c.order_reference == bindparam("in_order"))
    .order_by(_lines.c.number)
)
_insert_lines = insert_into(_lines)
_set_subscriptions = (
    update(_lines)
    .where(
        _lines.c.merchant_id == bindparam("in_merchant"),
        _lines.c.order_reference == bindparam("in_order"),
        _lines.c.number == bindparam("at"),
    )
    .values(subscription_reference=bindparam("subscription"))
)
_set_payment = (
    update(_orders)
    .where(*_this_order)
    .values(
        payment=bindparam("new_payment"),
        status=OrderStatus.PENDING,
        approve_status=ApproveStatus.WAITING,
        authorised_at=None,
        due_at=None,
    )
)
_set_card = update(_orders).where(*_this_order).values(payment=bindparam("new_payment"))
_set_due = update(_orders).where(*_this_order).values(due_at=bindparam("at"))
_set_authorised = (
    update(_orders)
    .where(*_this_order)
    .values(status=OrderStatus.AUTHRECEIVED, authorised_at=bindparam("at"), due_at=bindparam("goes_on_at"))
)
_set_finished = (
    update(_orders)
    .where(*_this_order)
    .values(
        number=bindparam("new_number"),
        status=bindparam("new_status"),
        approve_status=bindparam("new_approve_status"),
        finished_at=bindparam("at"),
    )
)
_others = _orders.alias()
_has_number = exists().where(
    _others.c.merchant_id == bindparam("in_merchant"), _others.c.number == bindparam("new_number")
)
_finish = _set_finished.where(_orders.c.status == OrderStatus.AUTHRECEIVED, ~_has_number)
_set_status = (
    update(_orders)
    .where(*_this_order, _orders.c.status == bindparam("old_status"))
    .values(status=bindparam("new_status"), approve_status=bindparam("new_approve_status"))
)
_number_taken = (
    select(_orders.c.number)
    .where(_orders.c.merchant_id == bindparam("in_merchant"), _orders.c.number == bindparam("drawn"))
    .limit(1)
)


def insert(context: Context, order: Order) -> Order:
    """Write the order and its lines and answer it as written, with a new RefNo drawn where it has none.

    Raises ``UnsoundOrder`` for one whose sums do not agree.
    """
    assert_sound(order)
    row = {"merchant_id": context.merchant_id, "authorised_at": None, "due_at": None}
    row |= {name: getattr(order, name) for name in _ORDER}
    row |= {name: getattr(order.totals, name) for name in _TOTALS}
    given = order.reference
    draw = context.ids.order_reference if given is None else (lambda: given)
    reference = insert_drawn(context.connection, OrderRow, "reference", draw, row)
    written = replace(order, reference=reference)
    if order.lines:
        context.connection.execute(_insert_lines, [_line_values(context, written, line) for line in order.lines])
    return written


def find(context: Context, reference: str) -> Order | None:
    """The merchant's order of this RefNo, or None."""
    return _read(context, _find, reference)


def lock(context: Context, reference: str) -> Order | None:
    """Like ``find``; until the transaction ends, others that lock the same order wait."""
    return _read(context, _lock, reference)


def is_paid_with(context: Context, card_id: str, *, since: datetime) -> bool:
    """Whether an order placed since then is paid, or to be paid, with this card of the vault."""
    placed = select(OrderRow.payment).where(OrderRow.merchant_id == context.merchant_id, OrderRow.placed_at >= since)
    return any(payment is not None and payment.card_id == card_id for payment in context.connection.scalars(placed))


def set_payment(context: Context, order: Order, payment: Payment) -> Order:
    """Write how an order without money is to be paid, and answer it PENDING; it no longer goes on by itself."""
    context.connection.execute(_set_payment, {**_key(context, order), "new_payment": payment})
    return replace(order, payment=payment, status=OrderStatus.PENDING, approve_status=ApproveStatus.WAITING)


def set_card(context: Context, order: Order, payment: Payment) -> Order:
    """Write what the processor has told of the card the order is paid with."""
    context.connection.execute(_set_card, {**_key(context, order), "new_payment": payment})
    return replace(order, payment=payment)


def set_due(context: Context, order: Order, at: datetime | None) -> None:
    """Write when the order goes on by itself; None: never."""
    context.connection.execute(_set_due, {**_key(context, order), "at": at})


def set_authorised(context: Context, order: Order, at: datetime, goes_on_at: datetime) -> Order:
    """Write that the money of a PENDING order is held since ``at``, and when it is to be finished."""
    values = {**_key(context, order), "at": at, "goes_on_at": goes_on_at}
    context.connection.execute(_set_authorised, values)
    return replace(order, status=OrderStatus.AUTHRECEIVED)


def finish(context: Context, order: Order) -> Order | None:
    """Write the order's statuses and finish date under an OrderNo that no order of the merchant has, and answer it so.

    None, with nothing written, where its money is not held (any more).
    """
    numbered = replace(order, number=context.ids.order_number())
    written = context.connection.execute(_finish, _finished_values(context, numbered))
    if written.rowcount:
        return numbered
    return finish(context, order) if _is_taken(context, numbered.number) else None


def set_status(context: Context, order: Order, status: OrderStatus, approve_status: ApproveStatus) -> Order | None:
    """Write the order's next statuses, and answer it so; None, with nothing written, where it stands otherwise by now."""
    values = {"old_status": order.status, "new_status": status, "new_approve_status": approve_status}
    written = context.connection.execute(_set_status, {**_key(context, order), **values})
    return replace(order, status=status, approve_status=approve_status) if written.rowcount else None


def set_finished(context: Context, order: Order) -> None:
    """Write the order's number, statuses and finish date, and the subscriptions of its lines."""
    context.connection.execute(_set_finished, _finished_values(context, order))
    set_subscriptions(context, order)


def set_subscriptions(context: Context, order: Order) -> None:
    """Write which subscriptions the order's lines paid for."""
    born = [
        {**_key(context, order), "at": line.number, "subscription": line.subscription_reference}
        for line in order.lines
        if line.subscription_reference is not None
    ]
    if born:
        context.connection.execute(_set_subscriptions, born)


def free_order_number(context: Context) -> int:
    """An OrderNo no order of the merchant has."""
    while True:
        number = context.ids.order_number()
        if not _is_taken(context, number):
            return number


def page(context: Context, query: Select[Any]) -> list[Order]:
    """The orders of a query of whole order rows, in its order; the lines of all come in one query."""
    rows = context.connection.execute(query).mappings().all()
    of_these = (
        _lines.c.merchant_id == context.merchant_id,
        _lines.c.order_reference.in_([r["reference"] for r in rows]),
    )
    by_order: dict[str, list[OrderLine]] = {row["reference"]: [] for row in rows}
    for line in context.connection.execute(select(_lines).where(*of_these).order_by(_lines.c.number)).mappings():
        by_order[line["order_reference"]].append(_line(line))
    return [_order(row, tuple(by_order[row["reference"]])) for row in rows]


def _read(context: Context, query: Select[Any], reference: str) -> Order | None:
    key = {"in_merchant": context.merchant_id, "in_order": reference}
    row = context.connection.execute(query, key).mappings().one_or_none()
    if row is None:
        return None
    lines = context.connection.execute(_find_lines, key).mappings()
    return _order(row, tuple(_line(line) for line in lines))


def _is_taken(context: Context, number: int) -> bool:
    taken = {"in_merchant": context.merchant_id, "drawn": number}
    return context.connection.execute(_number_taken, taken).first() is not None


def _line(row: RowMapping) -> OrderLine:
    return OrderLine(**{name: row[name] for name in _LINE})


def _order(row: RowMapping, lines: tuple[OrderLine, ...]) -> Order:
    totals = Totals(**{name: row[name] for name in _TOTALS})
    values: dict[str, Any] = {name: row[name] for name in _ORDER}
    return assert_sound(Order(reference=row["reference"], lines=lines, totals=totals, **values))


def _line_values(context: Context, order: Order, line: OrderLine) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in _LINE}
    return {"merchant_id": context.merchant_id, "order_reference": order.reference, **values}


def _key(context: Context, order: Order) -> dict[str, object]:
    return {"in_merchant": context.merchant_id, "in_order": order.reference}


def _finished_values(context: Context, order: Order) -> dict[str, object]:
    return {
        **_key(context, order),
        "new_number": order.number,
        "new_status": order.status,
        "new_approve_status": order.approve_status,
        "at": order.finished_at,
    }
