"""Usage, to and from its table."""

from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, delete, func, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions.usage.model import Metering, Usage, UsageSearch
from rpc_server.commerce.subscriptions.usage.tables import UsageRow
from rpc_server.storage import insert_drawn

_MEMBERS = tuple(field.name for field in fields(Usage))
_usages = cast("Table", UsageRow.__table__)
_METERING = select(func.max(_usages.c.reported_at), func.count().filter(_usages.c.order_reference.is_(None))).where(
    _usages.c.merchant_id == bindparam("in_merchant"), _usages.c.subscription_reference == bindparam("of_subscription")
)


def add(context: Context, usage: Usage) -> Usage:
    """Store new usage under a number drawn for it, and answer it."""
    values = {"merchant_id": context.merchant_id, **{name: getattr(usage, name) for name in _MEMBERS}}
    drawn = insert_drawn(context.connection, UsageRow, "usage_reference", context.ids.usage_reference, values)
    return replace(usage, usage_reference=drawn)


def found(context: Context, reference: str, search: UsageSearch) -> tuple[list[Usage], int]:
    """The page of a subscription's usage asked for, the earliest end first, and how much there is in all."""
    conditions = list(_conditions(context, reference, search))
    page = (
        _select()
        .where(*conditions)
        .order_by(UsageRow.ends_at, UsageRow.usage_reference)
        .limit(search.limit)
        .offset((search.page - 1) * search.limit)
    )
    count = context.connection.scalar(select(func.count()).select_from(UsageRow).where(*conditions))
    return [Usage(*row) for row in context.connection.execute(page)], count or 0


def unbilled(context: Context, reference: str, search: UsageSearch) -> list[Usage]:
    """All usage of a subscription that no order has billed and that meets the search, whatever its page."""
    query = _select().where(*_conditions(context, reference, search), UsageRow.order_reference.is_(None))
    rows = context.connection.execute(query.order_by(UsageRow.ends_at, UsageRow.usage_reference))
    return [Usage(*row) for row in rows]


def metering(context: Context, reference: str) -> Metering:
    """How the usage of a subscription stands."""
    key = {"in_merchant": context.merchant_id, "of_subscription": reference}
    return Metering(*context.connection.execute(_METERING, key).one())


def change(context: Context, references: Collection[int], **values: Any) -> None:
    """Store new values for the usage of these numbers."""
    context.connection.execute(update(UsageRow).where(*_of(context, references)).values(**values))


def remove(context: Context, references: Collection[int]) -> None:
    """Forget the usage of these numbers."""
    context.connection.execute(delete(UsageRow).where(*_of(context, references)))


def _select() -> Any:
    return select(*(getattr(UsageRow, name) for name in _MEMBERS))


def _of(context: Context, references: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return UsageRow.merchant_id == context.merchant_id, UsageRow.usage_reference.in_(references)


def _conditions(context: Context, reference: str, search: UsageSearch) -> Iterator[ColumnElement[bool]]:
    yield UsageRow.merchant_id == context.merchant_id
    yield UsageRow.subscription_reference == reference
    if search.since is not None:
        yield UsageRow.ends_at >= search.since
    if search.until is not None:
        yield UsageRow.ends_at <= search.until
    equals = (
        (UsageRow.option_code, search.option_code),
        (UsageRow.usage_reference, search.usage_reference),
        (UsageRow.order_reference, search.order_reference),
    )
    yield from (column == value for column, value in equals if value is not None)
