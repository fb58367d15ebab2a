"""Attempts to move money for orders: written before a processor is asked, settled after."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import BindParameter, Table, bindparam, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments.model import Attempt, AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.gateways import Outcome, Result
from rpc_server.storage import insert_counted

_attempts = cast("Table", AttemptRow.__table__)
_this_attempt = (_attempts.c.merchant_id == bindparam("in_merchant"), _attempts.c.attempt_id == bindparam("of_attempt"))
_outcome: dict[str, BindParameter[Any]] = {
    "status": bindparam("new_status"),
    "settled_at": bindparam("at"),
    "transaction": bindparam("new_transaction"),
    "reason": bindparam("new_reason"),
}
_SETTLE = update(_attempts).where(*_this_attempt, _attempts.c.status == bindparam("old_status")).values(_outcome)
_ASK_AGAIN = update(_attempts).where(*_this_attempt).values(due_at=bindparam("at"))
_LET_GO = (
    update(_attempts)
    .where(
        _attempts.c.merchant_id == bindparam("in_merchant"),
        _attempts.c.order_reference == bindparam("of_order"),
        _attempts.c.status == AttemptStatus.AUTHORISED,
    )
    .values(status=AttemptStatus.REVERSED)
)
_RETURN = (
    update(_attempts)
    .where(*_this_attempt, _attempts.c.status == AttemptStatus.SURPLUS)
    .values(status=AttemptStatus.RETURNED, due_at=None)
)
_stored = select(*(_attempts.c[name] for name in Attempt.__dataclass_fields__))
_FIND = _stored.where(*_this_attempt)
_OF_ORDER = _stored.where(
    _attempts.c.merchant_id == bindparam("in_merchant"), _attempts.c.order_reference == bindparam("of_order")
).order_by(_attempts.c.number, _attempts.c.started_at)
_LEFT_OPEN = _stored.where(
    _attempts.c.merchant_id == bindparam("in_merchant"),
    _attempts.c.status == AttemptStatus.OPEN,
    _attempts.c.started_at < bindparam("started_before"),
).order_by(_attempts.c.started_at)
_LEFT_OPEN_OF_ORDER = _LEFT_OPEN.where(_attempts.c.order_reference == bindparam("of_order"))
_SETTLED = {Outcome.AUTHORISED: AttemptStatus.AUTHORISED, Outcome.DECLINED: AttemptStatus.DECLINED}


def open_attempt(
    context: Context, order_reference: str, amount: Decimal, currency: str, *, in_flight: timedelta
) -> Attempt | None:
    """Write an OPEN attempt for the order; None where it has one that is open or authorised already.

    The caller commits before he asks the processor, with the attempt's idempotency key. Without an outcome after
    ``in_flight`` it is looked up.
    """
    attempt_id, now = context.ids.hexadecimal(32), context.clock.now()
    attempt = Attempt(
        attempt_id=attempt_id,
        order_reference=order_reference,
        amount=amount,
        currency=currency,
        idempotency_key=f"{context.merchant.code}-{order_reference}-{attempt_id}",
        status=AttemptStatus.OPEN,
        started_at=now,
        settled_at=None,
        transaction=None,
        reason=None,
    )
    return attempt if _add(context, attempt, now + in_flight) else None


def ask_again(context: Context, attempt: Attempt, at: datetime) -> None:
    """Write when the processor is to be asked about the open attempt next."""
    row = {"in_merchant": context.merchant_id, "of_attempt": attempt.attempt_id, "at": at}
    context.connection.execute(_ASK_AGAIN, row)


def settle_attempt(context: Context, attempt: Attempt, result: Result) -> Attempt | None:
    """Write what became of the open attempt; None where it was settled meanwhile by someone else.

    Without an answer (UNKNOWN) it stays open.
    """
    status = _SETTLED.get(result.outcome)
    return attempt if status is None else _written(context, attempt, AttemptStatus.OPEN, status, result)


def settle_late(context: Context, attempt: Attempt, result: Result, *, is_wanted: bool) -> Attempt | None:
    """Write that money moved for an attempt taken for lost; None where that was known. The caller holds the order.

    It is surplus, to be given back, unless it ``is_wanted`` and nothing else was charged or tried for the order.
    """
    others = [
        other for other in attempts_of(context, attempt.order_reference) if other.attempt_id != attempt.attempt_id
    ]
    is_alone = all(other.status not in (AttemptStatus.OPEN, AttemptStatus.AUTHORISED) for other in others)
    status = AttemptStatus.AUTHORISED if is_wanted and is_alone else AttemptStatus.SURPLUS
    late = _written(context, attempt, AttemptStatus.DECLINED, status, result)
    if late is not None and status is AttemptStatus.SURPLUS:
        ask_again(context, late, context.clock.now())
    return late


def note_surplus(context: Context, surplus: Attempt) -> None:
    """Write down a SURPLUS attempt that was never open here: money a processor took for more than one order at once."""
    _add(context, surplus, context.clock.now())


def mark_returned(context: Context, attempt: Attempt) -> None:
    """Write that the money of a surplus attempt was given back."""
    of_attempt = {"in_merchant": context.merchant_id, "of_attempt": attempt.attempt_id}
    context.connection.execute(_RETURN, of_attempt)


def _add(context: Context, attempt: Attempt, due_at: datetime) -> bool:
    """Write a new attempt; False where one like it is there."""
    values = {name: getattr(attempt, name) for name in Attempt.__dataclass_fields__}
    row = {"merchant_id": context.merchant_id, "due_at": due_at, **values}
    return insert_counted(context.connection, AttemptRow, "number", ("merchant_id", "order_reference"), row)


def _written(
    context: Context, attempt: Attempt, old: AttemptStatus, status: AttemptStatus, result: Result
) -> Attempt | None:
    settled = replace(
        attempt,
        status=status,
        settled_at=context.clock.now(),
        transaction=result.transaction,
        reason=result.reason,
    )
    written = context.connection.execute(
        _SETTLE,
        {
            "old_status": old,
            "in_merchant": context.merchant_id,
            "of_attempt": attempt.attempt_id,
            "new_status": settled.status,
            "at": settled.settled_at,
            "new_transaction": settled.transaction,
            "new_reason": settled.reason,
        },
    )
    return settled if written.rowcount else None


def let_go(context: Context, order_reference: str) -> None:
    """Write that the money of the order's charge was let go of: the order may be paid anew."""
    of_order = {"in_merchant": context.merchant_id, "of_order": order_reference}
    context.connection.execute(_LET_GO, of_order)


def find_attempt(context: Context, attempt_id: str) -> Attempt | None:
    """The attempt as it is stored now."""
    key = {"in_merchant": context.merchant_id, "of_attempt": attempt_id}
    row = context.connection.execute(_FIND, key).one_or_none()
    return None if row is None else Attempt(*row)


def attempts_of(context: Context, order_reference: str) -> list[Attempt]:
    """All attempts for the order, the first first."""
    of_order = {"in_merchant": context.merchant_id, "of_order": order_reference}
    return [Attempt(*row) for row in context.connection.execute(_OF_ORDER, of_order)]


def attempts_left_open(context: Context, started_before: datetime, order_reference: str | None = None) -> list[Attempt]:
    """Attempts that began before the moment and have no outcome, the oldest first; of all orders or of one."""
    wanted = {"in_merchant": context.merchant_id, "started_before": started_before, "of_order": order_reference}
    query = _LEFT_OPEN if order_reference is None else _LEFT_OPEN_OF_ORDER
    return [Attempt(*row) for row in context.connection.execute(query, wanted)]
