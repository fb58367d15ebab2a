"""Subscriptions and their history, to and from their tables."""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, func, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions.model import HistoryEntry, Subscription
from rpc_server.commerce.subscriptions.tables import HistoryRow, SubscriptionRow
from rpc_server.storage import insert_all_new, insert_drawn

_MEMBERS = tuple(field.name for field in fields(Subscription))
_ENTRY_MEMBERS = tuple(field.name for field in fields(HistoryEntry))
_MOVING = (
    "period_starts_at",
    "expires_at",
    "renewed_at",
    "modified_at",
    "anchor_day",
    "is_trial",
    "paid_net",
    "renewal_unit_price",
    "custom_price",
    "contract",
    "renewals",
    "failed_tries",
    "next_try_at",
    "lapse",
)
_MOMENTS = ("bills_at", "due_at", "lapses_at")
_TABLE = cast("Table", SubscriptionRow.__table__)
_THIS = (_TABLE.c.merchant_id == bindparam("in_merchant"), _TABLE.c.reference == bindparam("of_reference"))
_FIND = select(*(_TABLE.c[name] for name in _MEMBERS)).where(*_THIS)
_FIND_LOCKED = _FIND.with_for_update()
_DUE, _LAPSING = (
    select(*(_TABLE.c[name] for name in _MEMBERS))
    .where(_TABLE.c.merchant_id == bindparam("in_merchant"), moment <= bindparam("now"))
    .order_by(moment)
    .limit(1)
    .with_for_update(skip_locked=True)
    for moment in (_TABLE.c.due_at, _TABLE.c.lapses_at)
)
_INSERT = insert(_TABLE)
_MOVE = (
    update(_TABLE)
    .where(*_THIS)
    .values({name: bindparam(f"new_{name}", type_=_TABLE.c[name].type) for name in (*_MOVING, *_MOMENTS)})
)
_PUT_OFF = update(_TABLE).where(*_THIS, _TABLE.c.due_at.is_not(None)).values(due_at=bindparam("until"))
_SET_BEGUN = update(_TABLE).where(*_THIS).values(due_at=None)
_HISTORY = cast("Table", HistoryRow.__table__)
_INSERT_ENTRY = insert(_HISTORY)
_COUNT_ENTRIES = select(func.max(_HISTORY.c.sequence)).where(
    _HISTORY.c.merchant_id == bindparam("in_merchant"), _HISTORY.c.subscription_reference == bindparam("of_reference")
)
_OF_ORDERS = select(*(_TABLE.c[name] for name in _MEMBERS)).where(
    _TABLE.c.merchant_id == bindparam("in_merchant"),
    _TABLE.c.reference.in_(
        select(_HISTORY.c.subscription_reference).where(
            _HISTORY.c.merchant_id == bindparam("in_merchant"),
            _HISTORY.c.order_reference.in_(bindparam("of_orders", expanding=True)),
        )
    ),
)
_BORN_OF = select(_TABLE.c.reference).where(
    _TABLE.c.merchant_id == bindparam("in_merchant"),
    _TABLE.c.order_reference == bindparam("of_order"),
    _TABLE.c.reference.in_(bindparam("drawn", expanding=True)),
)


def add(context: Context, subscription: Subscription) -> Subscription:
    """Store a new subscription and answer it; an empty reference is drawn."""
    values = _values(context, subscription)
    if subscription.reference:
        context.connection.execute(_INSERT, values)
        return subscription
    drawn = insert_drawn(context.connection, SubscriptionRow, "reference", context.ids.subscription_reference, values)
    return replace(subscription, reference=drawn)


def add_born(context: Context, born: Sequence[Subscription]) -> list[Subscription]:
    """Store the new subscriptions of one order, and answer them with the references drawn, in one batch.

    Where the merchant has a drawn reference already, another one is.
    """
    drawn = [replace(each, reference=context.ids.subscription_reference()) for each in born]
    rows = [_values(context, each) for each in drawn]
    if insert_all_new(context.connection, SubscriptionRow, rows) == len(drawn):
        return drawn
    values = {"of_order": born[0].order_reference, "drawn": [each.reference for each in drawn]}
    found = context.connection.execute(_BORN_OF, {"in_merchant": context.merchant_id, **values})
    written = set(found.scalars())
    return [_as_written(context, each, written) for each in drawn]


def _as_written(context: Context, born: Subscription, written: set[str]) -> Subscription:
    """The subscription, which was written unless its reference was taken; each of ``written`` was once."""
    if born.reference not in written:
        return add(context, replace(born, reference=""))
    written.remove(born.reference)
    return born


def save(context: Context, subscription: Subscription) -> None:
    """Store a changed subscription."""
    context.connection.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.merchant_id == context.merchant_id, SubscriptionRow.reference == subscription.reference)
        .values(_values(context, subscription))
    )


def move(context: Context, subscription: Subscription) -> None:
    """Store what the calendar changes of a subscription: its period, its price, and how the payment of it stands."""
    values = {f"new_{name}": getattr(subscription, name) for name in _MOVING} | _moments(subscription)
    context.connection.execute(_MOVE, {**_key(context, subscription.reference), **values})


def set_begun(context: Context, reference: str) -> None:
    """Note that the renewal of a subscription was begun: nobody else begins it."""
    context.connection.execute(_SET_BEGUN, _key(context, reference))


def put_off(context: Context, reference: str, until: datetime) -> None:
    """Leave a renewal that was not begun alone for a while."""
    context.connection.execute(_PUT_OFF, {**_key(context, reference), "until": until})


def hold_due(context: Context) -> Subscription | None:
    """Of the merchant's subscriptions whose renewal is to be begun and that nobody holds, the first; locked."""
    return _first(context, _DUE, {"now": context.clock.now()})


def hold_lapsing(context: Context) -> Subscription | None:
    """Of the merchant's subscriptions whose end or grace has come and that nobody holds, the first; locked."""
    return _first(context, _LAPSING, {"now": context.clock.now()})


def find(context: Context, reference: str, *, is_locked: bool = False) -> Subscription | None:
    """The merchant's subscription of this reference, or None.

    With ``is_locked`` others who ask for it so wait until this transaction ends.
    """
    return _first(context, _FIND_LOCKED if is_locked else _FIND, {"of_reference": reference})


def of_orders(context: Context, order_references: Collection[str]) -> list[Subscription]:
    """The subscriptions any of these orders started, renewed or upgraded, in no order."""
    key = {"in_merchant": context.merchant_id, "of_orders": list(order_references)}
    return [Subscription(*row) for row in context.connection.execute(_OF_ORDERS, key)]


def of_merchant(context: Context) -> Select[Any]:
    """A query for the merchant's subscriptions, to narrow and to give to ``read``."""
    columns = (getattr(SubscriptionRow, name) for name in _MEMBERS)
    return select(*columns).where(SubscriptionRow.merchant_id == context.merchant_id)


def read(context: Context, query: Select[Any]) -> list[Subscription]:
    """The subscriptions a query made by ``of_merchant`` finds."""
    return [Subscription(*row) for row in context.connection.execute(query)]


def record_first(context: Context, *entries: HistoryEntry) -> None:
    """Add the first paid periods of subscriptions just made."""
    rows = [_entry_values(context, entry, 1) for entry in entries]
    context.connection.execute(_INSERT_ENTRY, rows)


def record(context: Context, entry: HistoryEntry) -> None:
    """Add the latest paid period of a subscription; the caller holds its lock."""
    key = _key(context, entry.subscription_reference)
    _record(context, entry, (context.connection.execute(_COUNT_ENTRIES, key).scalar() or 0) + 1)


def end_period(context: Context, reference: str, at: datetime) -> None:
    """Let the latest paid period of a subscription end at ``at``; the caller holds its lock."""
    row = HistoryRow
    own = (row.merchant_id == context.merchant_id, row.subscription_reference == reference)
    latest = select(func.max(row.sequence)).where(*own).scalar_subquery()
    context.connection.execute(update(row).where(*own, row.sequence == latest).values(expires_at=at))


def history(context: Context, reference: str) -> list[HistoryEntry]:
    """The paid periods of a subscription, oldest first."""
    columns = (getattr(HistoryRow, name) for name in _ENTRY_MEMBERS)
    query = (
        select(*columns)
        .where(HistoryRow.merchant_id == context.merchant_id, HistoryRow.subscription_reference == reference)
        .order_by(HistoryRow.sequence)
    )
    return [HistoryEntry(*row) for row in context.connection.execute(query)]


def _first(context: Context, query: Select[Any], values: dict[str, Any]) -> Subscription | None:
    row = context.connection.execute(query, {"in_merchant": context.merchant_id, **values}).first()
    return None if row is None else Subscription(*row)


def _record(context: Context, entry: HistoryEntry, sequence: int) -> None:
    context.connection.execute(_INSERT_ENTRY, _entry_values(context, entry, sequence))


def _entry_values(context: Context, entry: HistoryEntry, sequence: int) -> dict[str, Any]:
    members = {name: getattr(entry, name) for name in _ENTRY_MEMBERS}
    return {**members, "merchant_id": context.merchant_id, "sequence": sequence}


def _values(context: Context, subscription: Subscription) -> dict[str, Any]:
    end_user = subscription.end_user
    return {
        **{name: getattr(subscription, name) for name in _MEMBERS},
        "merchant_id": context.merchant_id,
        "email": end_user.email.lower() if end_user.email else None,
        "end_user_country": end_user.country,
        **{name.removeprefix("new_"): moment for name, moment in _moments(subscription).items()},
    }


def _moments(subscription: Subscription) -> dict[str, datetime | None]:
    """When something happens to the subscription by the calendar; tries after the first wait with the renewal."""
    bills_at = subscription.bills_at
    return {
        "new_bills_at": bills_at,
        "new_due_at": None if subscription.failed_tries else bills_at,
        "new_lapses_at": subscription.lapses_at,
    }


def _key(context: Context, reference: str) -> dict[str, object]:
    return {"in_merchant": context.merchant_id, "of_reference": reference}
