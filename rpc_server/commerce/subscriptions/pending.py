"""Upgrades between their order and their end: written before money moves, carried out when it has moved.

Whoever finds an upgrade pending may settle it: the call that began it, a later call for the same
subscription, or ``finish_upgrades`` after a crash. Each holds the subscription while it does, so that an
upgrade is carried out once.
"""

from dataclasses import fields, replace

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import charging
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderLineRow, OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.birth import period_entry
from rpc_server.commerce.subscriptions.calendar import anchor_day, period_end
from rpc_server.commerce.subscriptions.model import (
    HistoryType,
    Subscription,
    Upgrade,
    UpgradeChanges,
    UpgradeStatus,
)
from rpc_server.commerce.subscriptions.tables import UpgradeRow

_MEMBERS = tuple(field.name for field in fields(Upgrade))
_PAID = (OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)
_NOT_FINAL = (UpgradeStatus.PENDING, UpgradeStatus.FAILED)


def begin(context: Context, subscription: Subscription, changes: UpgradeChanges) -> Upgrade:
    """Write that the subscription is to become what ``changes`` say; the caller holds it and places the order."""
    upgrade = Upgrade(
        upgrade_id=context.ids.hexadecimal(32),
        subscription_reference=subscription.reference,
        status=UpgradeStatus.PENDING,
        opened_at=context.clock.now(),
        settled_at=None,
        order_reference=None,
        changes=changes,
    )
    values = {name: getattr(upgrade, name) for name in _MEMBERS}
    context.session.execute(insert(UpgradeRow), {"merchant_id": context.merchant_id, **values})
    return upgrade


def settle_pending(context: Context, subscription: Subscription) -> UpgradeStatus | None:
    """Settle what upgrades of the subscription are not; answer how they now stand, None when there were none.

    PENDING while the payment of one is undecided. The caller holds the subscription.
    """
    unsettled = _unsettled(context, UpgradeRow.subscription_reference == subscription.reference)
    outcomes = [_settle(context, upgrade) for upgrade in unsettled]
    if UpgradeStatus.PENDING in outcomes:
        return UpgradeStatus.PENDING
    return outcomes[-1] if outcomes else None


def settle(context: Context, upgrade: Upgrade) -> UpgradeStatus:
    """Settle this upgrade if its payment is decided; answer how it now stands. The caller holds the subscription."""
    (current,) = _upgrades(context, UpgradeRow.upgrade_id == upgrade.upgrade_id)
    return _settle(context, current) if current.status in _NOT_FINAL else current.status


def ask_processor(context: Context, subscription: Subscription) -> bool:
    """Ask what became of a pending upgrade's charge that is no longer under way; answer whether it is decided now.

    Commits: the caller holds the subscription no longer.
    """
    unsettled = _unsettled(context, UpgradeRow.subscription_reference == subscription.reference)
    orders = [context.session.execute(_order_of(context, upgrade)).one() for upgrade in unsettled]
    attempts = [attempt for order in orders for attempt in charging.left_open(context, order.reference)]
    return bool(charging.resolve(context, attempts))


def finish_upgrades(context: Context) -> int:
    """Settle every upgrade of the merchant whose payment is decided; answer how many subscriptions moved.

    Commits after each. Safe to run at any time and side by side.
    """
    references = {upgrade.subscription_reference for upgrade in _unsettled(context)}
    return sum(_finish(context, reference) for reference in sorted(references))


def _finish(context: Context, reference: str) -> bool:
    held = store.find(context, reference, is_locked=True)
    has_moved = held is not None and settle_pending(context, held) is UpgradeStatus.DONE
    context.work.commit()
    return has_moved


def _settle(context: Context, upgrade: Upgrade) -> UpgradeStatus:
    order_reference, status = _decided(context, upgrade)
    if status is upgrade.status:
        return status
    if status is UpgradeStatus.DONE:
        _move(context, upgrade, order_reference)
    context.session.execute(
        update(UpgradeRow)
        .where(UpgradeRow.merchant_id == context.merchant_id, UpgradeRow.upgrade_id == upgrade.upgrade_id)
        .values(status=status, order_reference=order_reference, settled_at=context.clock.now())
    )
    return status


def _decided(context: Context, upgrade: Upgrade) -> tuple[str, UpgradeStatus]:
    """The order of an upgrade, and what its payment makes of the upgrade."""
    order = context.session.execute(_order_of(context, upgrade)).one()
    if order.status in _PAID:
        is_late = upgrade.status is UpgradeStatus.FAILED and _has_successor(context, upgrade)
        return order.reference, UpgradeStatus.SUPERSEDED if is_late else UpgradeStatus.DONE
    return order.reference, UpgradeStatus.PENDING if order.is_open else UpgradeStatus.FAILED


def _has_successor(context: Context, upgrade: Upgrade) -> bool:
    """Whether another upgrade of the subscription was begun since and did not fail."""
    return bool(
        _upgrades(
            context,
            UpgradeRow.subscription_reference == upgrade.subscription_reference,
            UpgradeRow.upgrade_id != upgrade.upgrade_id,
            UpgradeRow.opened_at >= upgrade.opened_at,
            UpgradeRow.status.in_([UpgradeStatus.PENDING, UpgradeStatus.DONE]),
        )
    )


def _order_of(context: Context, upgrade: Upgrade) -> Select[str, OrderStatus, bool]:
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


def _move(context: Context, upgrade: Upgrade, order_reference: str) -> None:
    """Make the subscription what it was upgraded to: the old period ends, a full one of the target begins."""
    moved = upgraded(context, service.find(context, upgrade.subscription_reference), upgrade)
    store.end_period(context, moved.reference, upgrade.opened_at)
    store.save(context, moved)
    store.record(context, period_entry(moved, order_reference, HistoryType.UPGRADE))


def upgraded(context: Context, subscription: Subscription, upgrade: Upgrade) -> Subscription:
    """The subscription after the upgrade, under the same reference: legacy clients go on reading it by that."""
    zone = context.merchant.zone
    anchor = anchor_day(upgrade.opened_at, zone)
    changed = replace(
        subscription,
        **msgspec.structs.asdict(upgrade.changes),
        starts_at=min(subscription.starts_at, upgrade.opened_at),
        period_starts_at=upgrade.opened_at,
        modified_at=context.clock.now(),
        anchor_day=anchor,
        is_trial=False,
        sku=None,
    )
    return replace(changed, expires_at=period_end(upgrade.opened_at, changed.cycle, anchor=anchor, zone=zone))


def _unsettled(context: Context, *conditions: ColumnElement[bool]) -> list[Upgrade]:
    """Upgrades whose payment is undecided, or that were taken for failed and paid after all; the oldest first."""
    paid = select(OrderRow.reference).where(
        OrderRow.merchant_id == context.merchant_id,
        OrderRow.kind == HistoryType.UPGRADE.value,
        OrderRow.status.in_(_PAID),
    )
    is_paid_late = and_(UpgradeRow.status == UpgradeStatus.FAILED, UpgradeRow.order_reference.in_(paid))
    return _upgrades(context, or_(UpgradeRow.status == UpgradeStatus.PENDING, is_paid_late), *conditions)


def _upgrades(context: Context, *conditions: ColumnElement[bool]) -> list[Upgrade]:
    columns = (getattr(UpgradeRow, name) for name in _MEMBERS)
    query = select(*columns).where(UpgradeRow.merchant_id == context.merchant_id, *conditions)
    return [Upgrade(*row) for row in context.session.execute(query.order_by(UpgradeRow.opened_at))]
