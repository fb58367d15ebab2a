"""Deliveries, to and from their table: claimed by one worker each, and told apart when they end."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
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
from rpc_server.commerce.notifications.tables import AttemptRow, DeliveryRow

LEASE = timedelta(minutes=2)
"""How long a worker may take to send one message: longer than any courier does."""

_MARK_LENGTH = 32
_MEMBERS = tuple(field.name for field in fields(Delivery))
_ATTEMPT_MEMBERS = tuple(field.name for field in fields(Attempt))

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

_next_due = (
    select(*(getattr(DeliveryRow, name) for name in _MEMBERS))
    .where(
        DeliveryRow.merchant_id == bindparam("in_merchant"),
        DeliveryRow.status == DeliveryStatus.WAITING,
        DeliveryRow.due_at <= bindparam("moment"),
        _is_free,
    )
    .order_by(DeliveryRow.due_at, DeliveryRow.sequence)
    .limit(1)
    .with_for_update(skip_locked=True, of=DeliveryRow)
)


def waiting() -> Select[int, datetime]:
    """Every delivery, of any merchant, that will be tried without waiting for another one."""
    return select(DeliveryRow.merchant_id, DeliveryRow.due_at).where(
        DeliveryRow.status == DeliveryStatus.WAITING, _is_free
    )


def claim(context: Context) -> Claim | None:
    """Take the delivery that has waited longest from all other workers, for ``LEASE``; None where none is due.

    The caller commits.
    """
    now = context.clock.now()
    row = context.session.execute(_next_due, {"in_merchant": context.merchant_id, "moment": now}).one_or_none()
    if row is None:
        return None
    claimed = Claim(Delivery(*row), context.ids.hexadecimal(_MARK_LENGTH), now + LEASE)
    own = update(DeliveryRow).where(*_this(context, claimed.delivery))
    context.session.execute(own.values(due_at=claimed.until, claim=claimed.mark))
    return claimed


def settle(context: Context, claimed: Claim, after: Delivery, attempt: Attempt) -> bool:
    """Write what became of a claimed delivery; False, with nothing written, where another has claimed it since.

    Later messages of the same order or subscription go with it: they wait as long as it does, and no longer.
    """
    before = claimed.delivery
    values = {name: getattr(after, name) for name in _MEMBERS}
    own = update(DeliveryRow).where(*_this(context, before), DeliveryRow.claim == claimed.mark)
    if not cast("CursorResult[Any]", context.session.execute(own.values(**values, claim=None))).rowcount:
        return False
    members = {name: getattr(attempt, name) for name in _ATTEMPT_MEMBERS}
    context.session.execute(_insert_attempt, {**_key(context, before), **members})
    if after.status is DeliveryStatus.WAITING:
        _move_later(context, after, DeliveryRow.due_at < after.due_at, after.due_at)
    else:
        _move_later(context, after, DeliveryRow.due_at.in_((before.due_at, claimed.until)), context.clock.now())
    return True


def find(
    context: Context, *, limit: int, status: DeliveryStatus | None, endpoint: str | None, reference: str | None
) -> list[Delivery]:
    """The merchant's deliveries, those due or tried last first; None stands for any."""
    columns = (getattr(DeliveryRow, name) for name in _MEMBERS)
    query = select(*columns).where(*_narrowed(context, status=status, endpoint=endpoint, reference=reference))
    latest = query.order_by(DeliveryRow.due_at.desc(), DeliveryRow.reference, DeliveryRow.sequence.desc()).limit(limit)
    return [Delivery(*row) for row in context.session.execute(latest)]


def leave_alone(context: Context, endpoint: str, until: datetime) -> None:
    """Let nothing of what is due at the endpoint be sent before then; what others just work on stays as it is."""
    now = context.clock.now()
    waiting = _narrowed(context, endpoint=endpoint, status=DeliveryStatus.WAITING)
    due = select(*_KEY_COLUMNS).where(*waiting, DeliveryRow.due_at <= now).with_for_update(skip_locked=True)
    context.session.execute(update(DeliveryRow).where(tuple_(*_KEY_COLUMNS).in_(due)).values(due_at=until))


def kill(context: Context, endpoint: str) -> None:
    """Let everything that waits for the endpoint be dead."""
    waiting = _narrowed(context, endpoint=endpoint, status=DeliveryStatus.WAITING)
    in_order = select(*_KEY_COLUMNS).where(*waiting).order_by(*_KEY_COLUMNS).with_for_update()
    context.session.execute(in_order).all()  # locked first to last, as whoever settles one locks those behind it
    ended = {"status": DeliveryStatus.DEAD, "settled_at": context.clock.now(), "claim": None}
    context.session.execute(update(DeliveryRow).where(*waiting).values(**ended))


def revive(context: Context, *, reference: str | None, endpoint: str | None, sequence: int | None) -> int:
    """Let what is delivered or dead be due now, with its schedule ahead of it; without a reference only the dead.

    Answers how many.
    """
    ended = _narrowed(context, endpoint=endpoint, reference=reference, sequence=sequence)
    status = DeliveryRow.status
    which = status == DeliveryStatus.DEAD if reference is None else status != DeliveryStatus.WAITING
    anew = {"status": DeliveryStatus.WAITING, "due_at": context.clock.now(), "copies": 1, "stage": 0}
    unset = {"first_tried_at": None, "settled_at": None, "claim": None}
    revived = context.session.execute(update(DeliveryRow).where(*ended, which).values(**anew, **unset))
    return cast("CursorResult[Any]", revived).rowcount


def attempts(context: Context, delivery: Delivery) -> list[Attempt]:
    """Every try to deliver it, the first first."""
    key = _key(context, delivery)
    query = select(*(getattr(AttemptRow, name) for name in _ATTEMPT_MEMBERS)).where(
        *(getattr(AttemptRow, name) == value for name, value in key.items())
    )
    return [Attempt(*row) for row in context.session.execute(query.order_by(AttemptRow.number))]


def _narrowed(context: Context, **wanted: object) -> list[ColumnElement[bool]]:
    """The merchant's deliveries with these values; None stands for any."""
    given = [getattr(DeliveryRow, name) == value for name, value in wanted.items() if value is not None]
    return [DeliveryRow.merchant_id == context.merchant_id, *given]


def _move_later(context: Context, delivery: Delivery, which: ColumnElement[bool], to: datetime) -> None:
    """Let those messages behind this one that wait because of it be due at another moment."""
    context.session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.merchant_id == context.merchant_id,
            DeliveryRow.endpoint == delivery.endpoint,
            DeliveryRow.topic == delivery.topic,
            DeliveryRow.reference == delivery.reference,
            DeliveryRow.sequence > delivery.sequence,
            DeliveryRow.status == DeliveryStatus.WAITING,
            DeliveryRow.keeps_order,
            which,
        )
        .values(due_at=to)
    )


def _key(context: Context, delivery: Delivery) -> dict[str, object]:
    return {
        "merchant_id": context.merchant_id,
        "endpoint": delivery.endpoint,
        "topic": delivery.topic,
        "reference": delivery.reference,
        "sequence": delivery.sequence,
    }


def _this(context: Context, delivery: Delivery) -> list[ColumnElement[bool]]:
    return [getattr(DeliveryRow, name) == value for name, value in _key(context, delivery).items()]
