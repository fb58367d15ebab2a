"""Subscriptions and their history, to and from their tables."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, func, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions.model import HistoryEntry, Subscription
from rpc_server.commerce.subscriptions.tables import HistoryRow, SubscriptionRow
from rpc_server.storage import insert_drawn

_MEMBERS = tuple(field.name for field in fields(Subscription))
_ENTRY_MEMBERS = tuple(field.name for field in fields(HistoryEntry))
_INSERT = insert(cast("Table", SubscriptionRow.__table__))
_INSERT_ENTRY = insert(cast("Table", HistoryRow.__table__))


def add(context: Context, subscription: Subscription) -> Subscription:
    """Store a new subscription and answer it; an empty reference is drawn."""
    values = _values(context, subscription)
    if subscription.reference:
        context.session.execute(_INSERT, values)
        return subscription
    drawn = insert_drawn(context.session, SubscriptionRow, "reference", context.ids.subscription_reference, values)
    return replace(subscription, reference=drawn)


def save(context: Context, subscription: Subscription) -> None:
    """Store a changed subscription."""
    context.session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.merchant_id == context.merchant_id, SubscriptionRow.reference == subscription.reference)
        .values(_values(context, subscription))
    )


def find(context: Context, reference: str, *, is_locked: bool = False) -> Subscription | None:
    """The merchant's subscription of this reference, or None.

    With ``is_locked`` others who ask for it so wait until this transaction ends.
    """
    query = of_merchant(context).where(SubscriptionRow.reference == reference)
    if is_locked:
        query = query.with_for_update()
    found = read(context, query)
    return found[0] if found else None


def of_merchant(context: Context) -> Select[Any]:
    """A query for the merchant's subscriptions, to narrow and to give to ``read``."""
    columns = (getattr(SubscriptionRow, name) for name in _MEMBERS)
    return select(*columns).where(SubscriptionRow.merchant_id == context.merchant_id)


def read(context: Context, query: Select[Any]) -> list[Subscription]:
    """The subscriptions a query made by ``of_merchant`` finds."""
    return [Subscription(*row) for row in context.session.execute(query)]


def record_first(context: Context, entry: HistoryEntry) -> None:
    """Add the first paid period of a subscription just made."""
    _record(context, entry, 1)


def record(context: Context, entry: HistoryEntry) -> None:
    """Add the latest paid period of a subscription; the caller holds its lock."""
    row = HistoryRow
    periods = select(func.max(row.sequence)).where(
        row.merchant_id == context.merchant_id, row.subscription_reference == entry.subscription_reference
    )
    _record(context, entry, (context.session.scalar(periods) or 0) + 1)


def end_period(context: Context, reference: str, at: datetime) -> None:
    """Let the latest paid period of a subscription end at ``at``; the caller holds its lock."""
    row = HistoryRow
    own = (row.merchant_id == context.merchant_id, row.subscription_reference == reference)
    latest = select(func.max(row.sequence)).where(*own).scalar_subquery()
    context.session.execute(update(row).where(*own, row.sequence == latest).values(expires_at=at))


def history(context: Context, reference: str) -> list[HistoryEntry]:
    """The paid periods of a subscription, oldest first."""
    columns = (getattr(HistoryRow, name) for name in _ENTRY_MEMBERS)
    query = (
        select(*columns)
        .where(HistoryRow.merchant_id == context.merchant_id, HistoryRow.subscription_reference == reference)
        .order_by(HistoryRow.sequence)
    )
    return [HistoryEntry(*row) for row in context.session.execute(query)]


def _record(context: Context, entry: HistoryEntry, sequence: int) -> None:
    members = {name: getattr(entry, name) for name in _ENTRY_MEMBERS}
    values = {**members, "merchant_id": context.merchant_id, "sequence": sequence}
    context.session.execute(_INSERT_ENTRY, values)


def _values(context: Context, subscription: Subscription) -> dict[str, Any]:
    end_user = subscription.end_user
    return {
        **{name: getattr(subscription, name) for name in _MEMBERS},
        "merchant_id": context.merchant_id,
        "email": end_user.email.lower() if end_user.email else None,
        "end_user_country": end_user.country,
    }
