"""Upgrades between their order and their end: written before money moves, carried out when it has moved.

Whoever finds an upgrade pending may settle it: the call that began it, a later call for the same
subscription, or ``finish_upgrades`` after a crash. Each holds the subscription while it does, so that an
upgrade is carried out once.
"""

from dataclasses import fields, replace

import msgspec
from sqlalchemy import ColumnElement, Select, exists, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import charging
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderLineRow, OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions import store
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
    """Settle the subscription's pending upgrade if its payment is decided; answer how it now stands.

    None when there is none. The caller holds the subscription.
    """
    found = _pending_of(context, subscription)
    return _settle(context, subscription, found[0]) if found else None


def settle(context: Context, subscription: Subscription, upgrade: Upgrade) -> UpgradeStatus:
    """Settle this upgrade if nobody did and its payment is decided; answer how it now stands.

    The caller holds the subscription.
    """
    (current,) = _upgrades(context, UpgradeRow.upgrade_id == upgrade.upgrade_id)
    if current.status is not UpgradeStatus.PENDING:
        return current.status
    return _settle(context, subscription, current)


def ask_processor(context: Context, subscription: Subscription) -> bool:
    """Ask what became of a pending upgrade's charge that is no longer under way; answer whether it is decided now.

    Commits: the caller holds the subscription no longer.
    """
    orders = [
        context.session.execute(_order_of(context, upgrade)).one() for upgrade in _pending_of(context, subscription)
    ]
    attempts = [attempt for order in orders for attempt in charging.left_open(context, order.reference)]
    return bool(charging.resolve(context, attempts))


def finish_upgrades(context: Context) -> int:
    """Settle every pending upgrade of the merchant whose payment is decided; answer how many subscriptions moved.

    Commits after each. Safe to run at any time and side by side.
    """
    found = _upgrades(context, UpgradeRow.status == UpgradeStatus.PENDING)
    return sum(_finish(context, upgrade.subscription_reference) for upgrade in found)


def _finish(context: Context, reference: str) -> bool:
    held = store.find(context, reference, is_locked=True)
    has_moved = held is not None and settle_pending(context, held) is UpgradeStatus.DONE
    context.work.commit()
    return has_moved


def _settle(context: Context, subscription: Subscription, upgrade: Upgrade) -> UpgradeStatus:
    order_reference, status = _decided(context, upgrade)
    if status is UpgradeStatus.PENDING:
        return status
    if status is UpgradeStatus.DONE:
        _move(context, subscription, upgrade, order_reference)
    context.session.execute(
        update(UpgradeRow)
        .where(UpgradeRow.merchant_id == context.merchant_id, UpgradeRow.upgrade_id == upgrade.upgrade_id)
        .values(status=status, order_reference=order_reference, settled_at=context.clock.now())
    )
    return status


def _decided(context: Context, upgrade: Upgrade) -> tuple[str, UpgradeStatus]:
    """The order of a pending upgrade, and what its payment makes of the upgrade."""
    order = context.session.execute(_order_of(context, upgrade)).one()
    if order.status in _PAID:
        return order.reference, UpgradeStatus.DONE
    return order.reference, UpgradeStatus.PENDING if order.is_open else UpgradeStatus.FAILED


def _order_of(context: Context, upgrade: Upgrade) -> Select[str, OrderStatus, bool]:
    """The order placed with the upgrade, in the same transaction: the one no settled upgrade has.

    Its status and whether it has an open attempt are read in one statement: between two, a charge could end
    and look like one that never began.
    """
    settled = select(UpgradeRow.order_reference).where(
        UpgradeRow.merchant_id == context.merchant_id,
        UpgradeRow.subscription_reference == upgrade.subscription_reference,
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
    return select(OrderRow.reference, OrderRow.status, attempts.label("is_open")).where(
        OrderRow.merchant_id == context.merchant_id,
        OrderRow.kind == HistoryType.UPGRADE.value,
        OrderRow.reference.in_(placed),
        OrderRow.reference.not_in(settled),
    )


def _move(context: Context, subscription: Subscription, upgrade: Upgrade, order_reference: str) -> None:
    """Make the subscription what it was upgraded to: the old period ends, a full one of the target begins."""
    moved = upgraded(context, subscription, upgrade)
    store.end_period(context, subscription.reference, upgrade.opened_at)
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


def _pending_of(context: Context, subscription: Subscription) -> list[Upgrade]:
    """The subscription's pending upgrade, if there is one."""
    return _upgrades(
        context,
        UpgradeRow.subscription_reference == subscription.reference,
        UpgradeRow.status == UpgradeStatus.PENDING,
    )


def _upgrades(context: Context, *conditions: ColumnElement[bool]) -> list[Upgrade]:
    columns = (getattr(UpgradeRow, name) for name in _MEMBERS)
    query = select(*columns).where(UpgradeRow.merchant_id == context.merchant_id, *conditions)
    return [Upgrade(*row) for row in context.session.execute(query.order_by(UpgradeRow.opened_at))]
