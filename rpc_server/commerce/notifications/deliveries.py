"""Deliveries, to and from their table: claimed by one worker each, and told apart when they end."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    exists,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.model import Attempt, Claim, Delivery, DeliveryStatus
from rpc_server.commerce.notifications.tables import IS_WAITING, AttemptRow, DeliveryRow

LEASE = timedelta(minutes=2)
"""How long a worker may take to send one message: longer than any courier does."""

_MARK_LENGTH = 32
_MEMBERS = tuple(field.name for field in fields(Delivery))
_ATTEMPT_MEMBERS = tuple(field.name for field in fields(Attempt))

_SUBJECT = ("merchant_id", "endpoint", "topic", "reference")
_CHANGING = ("status", "due_at", "copies", "tries", "stage", "first_tried_at", "settled_at")
_insert_attempt = insert(cast("Table", AttemptRow.__table__))
_KEY_COLUMNS = (
    DeliveryRow.merchant_id,
    DeliveryRow.endpoint,
    DeliveryRow.topic,
    DeliveryRow.reference,
    DeliveryRow.sequence,
)
_earlier = aliased(DeliveryRow)
_is_free = or_(
    DeliveryRow.keeps_order.is_(False),
    ~exists().where(
        _earlier.merchant_id == DeliveryRow.merchant_id,
        _earlier.endpoint == DeliveryRow.endpoint,
        _earlier.topic == DeliveryRow.topic,
        _earlier.reference == DeliveryRow.reference,
        _earlier.sequence < DeliveryRow.sequence,
        _earlier.status == DeliveryStatus.WAITING,
    ),
)
"""Whether no earlier message of the same order or subscription is on its way to the same endpoint."""

_rows = cast("Table", DeliveryRow.__table__)
_next_due = (
    select(*(getattr(DeliveryRow, name) for name in _MEMBERS))
    .where(
        DeliveryRow.merchant_id == bindparam("in_merchant"),
        IS_WAITING,
        DeliveryRow.due_at <= bindparam("moment"),
        _is_free,
    )
    .order_by(DeliveryRow.due_at, DeliveryRow.sequence)
    .limit(1)
    .with_for_update(skip_locked=True, of=DeliveryRow)
)
_subject = [_rows.c[name] == bindparam(f"of_{name}") for name in _SUBJECT]
_this = [*_subject, _rows.c.sequence == bindparam("of_sequence")]
_behind = [*_subject, _rows.c.sequence > bindparam("of_sequence"), _rows.c.status == DeliveryStatus.WAITING]
_set_claim = update(_rows).where(*_this).values(due_at=bindparam("until"), claim=bindparam("mark"))
_set_outcome = (
    update(_rows)
    .where(*_this, _rows.c.claim == bindparam("mark"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
    .values(claim=None)
)
_keep_behind = (
    update(_rows)
    .where(*_behind, _rows.c.keeps_order, _rows.c.due_at < bindparam("moment"))
    .values(due_at=bindparam("moment"))
)
_let_follow = (
    update(_rows)
    .where(*_behind, _rows.c.keeps_order)
    .where(or_(_rows.c.due_at == bindparam("was_due_at"), _rows.c.due_at == bindparam("until")))
    .values(due_at=bindparam("moment"))
)


def waiting() -> Select[int, datetime]:
    """Every delivery, of any merchant, that will be tried without waiting for another one."""
    return select(DeliveryRow.merchant_id, DeliveryRow.due_at).where(IS_WAITING, _is_free)


def claim(context: Context) -> Claim | None:
    """Take the delivery that has waited longest from all other workers, for ``LEASE``; None where none is due.

    The caller commits.
    """
    connection, now = context.connection, context.clock.now()
    row = connection.execute(_next_due, {"in_merchant": context.merchant_id, "moment": now}).one_or_none()
    if row is None:
        return None
    claimed = Claim(Delivery(*row), context.ids.hexadecimal(_MARK_LENGTH), now + LEASE)
    marked = {"mark": claimed.mark, "until": claimed.until}
    connection.execute(_set_claim, {**_named(context, claimed.delivery), **marked})
    return claimed


def settle(context: Context, claimed: Claim, after: Delivery, attempt: Attempt) -> bool:
    """Write what became of a claimed delivery; False, with nothing written, where another has claimed it since.

    Later messages of the same order or subscription go with it: they wait as long as it does, and no longer.
    """
    connection, named = context.connection, _named(context, claimed.delivery)
    outcome = {f"new_{name}": getattr(after, name) for name in _CHANGING}
    if not connection.execute(_set_outcome, {**named, "mark": claimed.mark, **outcome}).rowcount:
        return False
    members = {name: getattr(attempt, name) for name in _ATTEMPT_MEMBERS}
    connection.execute(_insert_attempt, {**_key(context, claimed.delivery), **members})
    if after.status is DeliveryStatus.WAITING:
        connection.execute(_keep_behind, {**named, "moment": after.due_at})
    else:
        waited = {"was_due_at": claimed.delivery.due_at, "until": claimed.until}
        connection.execute(_let_follow, {**named, **waited, "moment": context.clock.now()})
    return True


def find(
    context: Context, *, limit: int, status: DeliveryStatus | None, endpoint: str | None, reference: str | None
) -> list[Delivery]:
    """The merchant's deliveries, those due or tried last first; None stands for any."""
    columns = (getattr(DeliveryRow, name) for name in _MEMBERS)
    query = select(*columns).where(*_narrowed(context, status=status, endpoint=endpoint, reference=reference))
    latest = query.order_by(DeliveryRow.due_at.desc(), DeliveryRow.reference, DeliveryRow.sequence.desc()).limit(limit)
    return [Delivery(*row) for row in context.connection.execute(latest)]


def leave_alone(context: Context, endpoint: str, until: datetime) -> None:
    """Let nothing of what is due at the endpoint be sent before then; what others just work on stays as it is."""
    now = context.clock.now()
    waiting = _narrowed(context, endpoint=endpoint, status=DeliveryStatus.WAITING)
    due = select(*_KEY_COLUMNS).where(*waiting, DeliveryRow.due_at <= now).with_for_update(skip_locked=True)
    context.connection.execute(update(DeliveryRow).where(tuple_(*_KEY_COLUMNS).in_(due)).values(due_at=until))


def kill(context: Context, endpoint: str) -> None:
    """Let everything that waits for the endpoint be dead."""
    waiting = _narrowed(context, endpoint=endpoint, status=DeliveryStatus.WAITING)
    in_order = select(*_KEY_COLUMNS).where(*waiting).order_by(*_KEY_COLUMNS).with_for_update()
    context.connection.execute(in_order).all()  # locked first to last, as whoever settles one locks those behind it
    ended = {"status": DeliveryStatus.DEAD, "settled_at": context.clock.now(), "claim": None}
    context.connection.execute(update(DeliveryRow).where(*waiting).values(**ended))


def revive(context: Context, *, reference: str | None, endpoint: str | None, sequence: int | None) -> int:
    """Let what is delivered or dead be due now, with its schedule ahead of it; without a reference only the dead.

    Answers how many.
    """
    ended = _narrowed(context, endpoint=endpoint, reference=reference, sequence=sequence)
    status = DeliveryRow.status
    which = status == DeliveryStatus.DEAD if reference is None else status != DeliveryStatus.WAITING
    anew = {"status": DeliveryStatus.WAITING, "due_at": context.clock.now(), "copies": 1, "stage": 0}
    unset = {"first_tried_at": None, "settled_at": None, "claim": None}
    revived = context.connection.execute(update(DeliveryRow).where(*ended, which).values(**anew, **unset))
    return revived.rowcount


def attempts(context: Context, delivery: Delivery) -> list[Attempt]:
    """Every try to deliver it, the first first."""
    key = _key(context, delivery)
    query = select(*(getattr(AttemptRow, name) for name in _ATTEMPT_MEMBERS)).where(
        *(getattr(AttemptRow, name) == value for name, value in key.items())
    )
    return [Attempt(*row) for row in context.connection.execute(query.order_by(AttemptRow.number))]


def _narrowed(context: Context, **wanted: object) -> list[ColumnElement[bool]]:
    """The merchant's deliveries with these values; None stands for any."""
    given = [getattr(DeliveryRow, name) == value for name, value in wanted.items() if value is not None]
    return [DeliveryRow.merchant_id == context.merchant_id, *given]


def _key(context: Context, delivery: Delivery) -> dict[str, object]:
    return {
        "merchant_id": context.merchant_id,
        "endpoint": delivery.endpoint,
        "topic": delivery.topic,
        "reference": delivery.reference,
        "sequence": delivery.sequence,
    }


def _named(context: Context, delivery: Delivery) -> dict[str, object]:
    """The key, as the statements above name its values."""
    return {f"of_{name}": value for name, value in _key(context, delivery).items()}
