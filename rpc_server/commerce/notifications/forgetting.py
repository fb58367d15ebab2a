"""Forgetting messages that were received or given up long ago, some at a time.

What a message said goes, with its deliveries and every try. That it was told, when and why stays, a line for each:
later ones of the same order or subscription count on from it.

Nothing is sorted by age, for those who place orders would pay for that: what is old is found by going through the
account's deliveries, once in a while. An account whose clock was moved forgets nothing: what is old by that clock
happened a moment ago.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, Select, Table, bindparam, delete, exists, func, literal, null, select, update

from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.model import DeliveryStatus
from rpc_server.commerce.notifications.tables import AttemptRow, DeliveryRow, EndpointRow, EventRow
from rpc_server.storage import Instant

MOST = 500
"""How many deliveries are forgotten in one transaction."""

PAUSE = timedelta(days=1)
"""How long after all that is old was forgotten it is looked for again."""

_KEY = ("merchant_id", "endpoint", "topic", "reference", "sequence")
_EVER = literal(datetime(1970, 1, 1, tzinfo=UTC), Instant)
_events = cast("Table", EventRow.__table__)
_deliveries = cast("Table", DeliveryRow.__table__)
_attempts = cast("Table", AttemptRow.__table__)
_endpoints = cast("Table", EndpointRow.__table__)
_merchants = cast("Table", MerchantRow.__table__)
_named = {name: bindparam(f"of_{name}", type_=_deliveries.c[name].type) for name in _KEY}
_find_old = (
    select(*(_deliveries.c[name].label(f"of_{name}") for name in _KEY))
    .where(
        _deliveries.c.merchant_id == bindparam("in_merchant"),
        _deliveries.c.status != DeliveryStatus.WAITING,
        _deliveries.c.settled_at < bindparam("before"),
    )
    .limit(MOST)
    .with_for_update(skip_locked=True)
)
_is_delivered_to_any = exists().where(
    *(_deliveries.c[name] == _named[name] for name in _KEY if name != "endpoint"),
    _deliveries.c.endpoint.in_(select(_endpoints.c.name).where(_endpoints.c.merchant_id == _named["merchant_id"])),
)
_forget = (
    delete(_attempts).where(*(_attempts.c[name] == _named[name] for name in _KEY)),
    delete(_deliveries).where(*(_deliveries.c[name] == _named[name] for name in _KEY)),
    update(_events)
    .where(*(_events.c[name] == _named[name] for name in _KEY if name != "endpoint"), ~_is_delivered_to_any)
    .values(messages=null()),
)


def waiting() -> Select[int, datetime]:
    """When each account that is told of anything is to be looked through next."""
    is_told = exists().where(EndpointRow.merchant_id == MerchantRow.merchant_id)
    return select(MerchantRow.merchant_id, func.coalesce(MerchantRow.forgets_messages_at, _EVER).label("due_at")).where(
        is_told, MerchantRow.clock_offset.is_(None), MerchantRow.clock_frozen_at.is_(None)
    )


def forget_some(context: Context) -> int:
    """Forget what ended longer ago than the server keeps it, ``MOST`` deliveries at once; answer how many. Commits."""
    kept_for, now = context.services.keeps_messages, context.clock.now()
    if not _is_due(context, now):
        return 0
    old = [] if kept_for is None else _old(context, now - kept_for)
    if old:
        keys = [row._asdict() for row in old]
        for statement in _forget:
            context.connection.execute(statement, keys)
    if len(old) < MOST:
        _look_again(context, now + PAUSE)
    context.work.commit()
    return len(old)


def _is_due(context: Context, now: datetime) -> bool:
    merchant_id, due_at = waiting().subquery().c
    due = select(due_at).where(merchant_id == context.merchant_id, due_at <= now).limit(1)
    return context.connection.scalar(due) is not None


def _old(context: Context, before: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    return context.connection.execute(_find_old, {"in_merchant": context.merchant_id, "before": before}).all()


def _look_again(context: Context, at: datetime) -> None:
    own = update(_merchants).where(_merchants.c.merchant_id == context.merchant_id)
    context.connection.execute(own.values(forgets_messages_at=at))
