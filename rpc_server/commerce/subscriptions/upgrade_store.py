"""Upgrades, to and from their table, and what their orders say of them."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select, union_all
from sqlalchemy.orm import aliased

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderLineRow, OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions.model import HistoryType, Upgrade, UpgradeStatus
from rpc_server.commerce.subscriptions.tables import UpgradeRow
from rpc_server.storage import stated

PAID = (OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)
_MEMBERS = tuple(field.name for field in fields(Upgrade))


def add(context: Context, upgrade: Upgrade) -> None:
    """Store an upgrade just begun."""
    values = {name: getattr(upgrade, name) for name in _MEMBERS}
    context.connection.execute(insert(UpgradeRow), {"merchant_id": context.merchant_id, **values})


def is_pending(context: Context, reference: str) -> bool:
    """Whether an upgrade of the subscription waits for its payment."""
    pending = exists().where(
        UpgradeRow.merchant_id == context.merchant_id,
        UpgradeRow.subscription_reference == reference,
        UpgradeRow.status == stated(UpgradeStatus.PENDING),
    )
    return bool(context.connection.scalar(select(pending)))


def decided() -> Select[int, datetime]:
    """When each upgrade began, of every merchant, that is to be settled: its payment is decided and it is not.

    That is one PENDING whose order is paid or has no attempt left open, or FAILED whose order was paid after all.
    """
    both = union_all(_when(_IS_ANSWERED), _when(_IS_PAID_LATE)).subquery()
    return select(both.c.merchant_id, both.c.opened_at)


def longest_decided(context: Context) -> str | None:
    """The subscription of the merchant whose upgrade is to be settled and began first, or None."""
    own = UpgradeRow.merchant_id == context.merchant_id
    both = union_all(_when(_IS_ANSWERED, own), _when(_IS_PAID_LATE, own)).subquery()
    return context.connection.scalar(select(both.c.subscription_reference).order_by(both.c.opened_at).limit(1))


def order_of(context: Context, upgrade: Upgrade) -> Select[str, OrderStatus, bool]:
    """The order placed with the upgrade, in the same transaction: the one no other upgrade has.

    Its status and whether it has an open attempt are read in one statement: between two, a charge could end
    and look like one that never began.
    """
    others = select(UpgradeRow.order_reference).where(
        UpgradeRow.merchant_id == context.merchant_id,
        UpgradeRow.subscription_reference == upgrade.subscription_reference,
        UpgradeRow.upgrade_id != upgrade.upgrade_id,
        UpgradeRow.order_reference.is_not(None),
    )
    placed = select(OrderLineRow.order_reference).where(
        OrderLineRow.merchant_id == context.merchant_id,
        OrderLineRow.subscription_reference == upgrade.subscription_reference,
    )
    attempts = exists().where(
        AttemptRow.merchant_id == OrderRow.merchant_id,
        AttemptRow.order_reference == OrderRow.reference,
        AttemptRow.status == AttemptStatus.OPEN,
    )
    query = select(OrderRow.reference, OrderRow.status, attempts.label("is_open")).where(
        OrderRow.merchant_id == context.merchant_id, OrderRow.kind == HistoryType.UPGRADE.value
    )
    if upgrade.order_reference is not None:
        return query.where(OrderRow.reference == upgrade.order_reference)
    return query.where(OrderRow.reference.in_(placed), OrderRow.reference.not_in(others))


def unsettled(context: Context, *conditions: ColumnElement[bool]) -> list[Upgrade]:
    """Upgrades whose payment is undecided, or that were taken for failed and paid after all; the oldest first."""
    return upgrades(context, or_(UpgradeRow.status == UpgradeStatus.PENDING, _IS_PAID_LATE), *conditions)


def upgrades(context: Context, *conditions: ColumnElement[bool]) -> list[Upgrade]:
    columns = (getattr(UpgradeRow, name) for name in _MEMBERS)
    query = select(*columns).where(UpgradeRow.merchant_id == context.merchant_id, *conditions)
    return [Upgrade(*row) for row in context.connection.execute(query.order_by(UpgradeRow.opened_at))]


def _when(*conditions: ColumnElement[bool]) -> Select[int, datetime, str]:
    return select(UpgradeRow.merchant_id, UpgradeRow.opened_at, UpgradeRow.subscription_reference).where(*conditions)


def _is_paid_late() -> ColumnElement[bool]:
    paid = exists().where(
        OrderRow.merchant_id == UpgradeRow.merchant_id,
        OrderRow.reference == UpgradeRow.order_reference,
        OrderRow.status.in_(PAID),
    )
    return and_(UpgradeRow.status == stated(UpgradeStatus.FAILED), paid)


def _is_answered() -> ColumnElement[bool]:
    """Of the order no other upgrade has, as ``order_of`` finds it; one that is pending has none noted yet."""
    other = aliased(UpgradeRow)
    taken = exists().where(
        other.merchant_id == OrderRow.merchant_id,
        other.subscription_reference == OrderLineRow.subscription_reference,
        other.order_reference == OrderRow.reference,
    )
    is_open = exists().where(
        AttemptRow.merchant_id == OrderRow.merchant_id,
        AttemptRow.order_reference == OrderRow.reference,
        AttemptRow.status == AttemptStatus.OPEN,
    )
    answered = exists().where(
        OrderLineRow.merchant_id == UpgradeRow.merchant_id,
        OrderLineRow.subscription_reference == UpgradeRow.subscription_reference,
        OrderRow.merchant_id == OrderLineRow.merchant_id,
        OrderRow.reference == OrderLineRow.order_reference,
        OrderRow.kind == HistoryType.UPGRADE.value,
        ~taken,
        or_(OrderRow.status.in_(PAID), ~is_open),
    )
    return and_(UpgradeRow.status == stated(UpgradeStatus.PENDING), answered)


_IS_PAID_LATE = _is_paid_late()
_IS_ANSWERED = _is_answered()
