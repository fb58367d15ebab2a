"""Upgrades between their order and their end: written before money moves, carried out when it has moved.

Whoever finds an upgrade pending may settle it: the call that began it, a later call for the same
subscription, or ``finish_upgrades`` after a crash. Each holds the subscription while it does, so that an
upgrade is carried out once.
"""

from dataclasses import replace

import msgspec
from sqlalchemy import update

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.orders import charging
from rpc_server.commerce.subscriptions import service, store, upgrade_store
from rpc_server.commerce.subscriptions.birth import period_entry
from rpc_server.commerce.subscriptions.calendar import anchor_day, period_end, postponed
from rpc_server.commerce.subscriptions.model import (
    HistoryType,
    Subscription,
    Upgrade,
    UpgradeChanges,
    UpgradeStatus,
)
from rpc_server.commerce.subscriptions.tables import UpgradeRow

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
    upgrade_store.add(context, upgrade)
    return upgrade


def settle_pending(context: Context, subscription: Subscription) -> UpgradeStatus | None:
    """Settle what upgrades of the subscription are not; answer how they now stand, None when there were none.

    PENDING while the payment of one is undecided. The caller holds the subscription.
    """
    unsettled = upgrade_store.unsettled(context, UpgradeRow.subscription_reference == subscription.reference)
    outcomes = [_settle(context, upgrade) for upgrade in unsettled]
    if UpgradeStatus.PENDING in outcomes:
        return UpgradeStatus.PENDING
    return outcomes[-1] if outcomes else None


def settle(context: Context, upgrade: Upgrade) -> UpgradeStatus:
    """Settle this upgrade if its payment is decided; answer how it now stands. The caller holds the subscription."""
    (current,) = upgrade_store.upgrades(context, UpgradeRow.upgrade_id == upgrade.upgrade_id)
    return _settle(context, current) if current.status in _NOT_FINAL else current.status


def ask_processor(context: Context, subscription: Subscription) -> bool:
    """Ask what became of a pending upgrade's charge that is no longer under way; answer whether it is decided now.

    Commits: the caller holds the subscription no longer.
    """
    unsettled = upgrade_store.unsettled(context, UpgradeRow.subscription_reference == subscription.reference)
    orders = [context.connection.execute(upgrade_store.order_of(context, upgrade)).one() for upgrade in unsettled]
    attempts = [attempt for order in orders for attempt in charging.left_open(context, order.reference)]
    return bool(charging.resolve(context, attempts))


def finish_upgrades(context: Context) -> int:
    """Settle every upgrade of the merchant whose payment is decided; answer how many subscriptions moved.

    Commits after each. Safe to run at any time and side by side.
    """
    moved = 0
    while (finished := finish_next(context)) is not None:
        _, outcome = finished
        moved += outcome is UpgradeStatus.DONE
    return moved


def finish_next(context: Context) -> tuple[str, UpgradeStatus] | None:
    """Settle the upgrade whose payment has been decided longest; answer its subscription and how it stands now.

    None where there is none. Commits.
    """
    while (reference := upgrade_store.longest_decided(context)) is not None:
        held = store.find(context, reference, is_locked=True)
        outcome = settle_pending(context, held) if held is not None else None
        context.work.commit()
        if outcome is not None:
            return reference, outcome
    return None


def _settle(context: Context, upgrade: Upgrade) -> UpgradeStatus:
    order_reference, status = _decided(context, upgrade)
    if status is upgrade.status:
        return status
    if status is UpgradeStatus.DONE:
        _move(context, upgrade, order_reference)
    context.connection.execute(
        update(UpgradeRow)
        .where(UpgradeRow.merchant_id == context.merchant_id, UpgradeRow.upgrade_id == upgrade.upgrade_id)
        .values(status=status, order_reference=order_reference, settled_at=context.clock.now())
    )
    return status


def _decided(context: Context, upgrade: Upgrade) -> tuple[str, UpgradeStatus]:
    """The order of an upgrade, and what its payment makes of the upgrade."""
    order = context.connection.execute(upgrade_store.order_of(context, upgrade)).one()
    if order.status in upgrade_store.PAID:
        is_late = upgrade.status is UpgradeStatus.FAILED and _has_successor(context, upgrade)
        return order.reference, UpgradeStatus.SUPERSEDED if is_late else UpgradeStatus.DONE
    return order.reference, UpgradeStatus.PENDING if order.is_open else UpgradeStatus.FAILED


def _has_successor(context: Context, upgrade: Upgrade) -> bool:
    """Whether another upgrade of the subscription was begun since and did not fail."""
    return bool(
        upgrade_store.upgrades(
            context,
            UpgradeRow.subscription_reference == upgrade.subscription_reference,
            UpgradeRow.upgrade_id != upgrade.upgrade_id,
            UpgradeRow.opened_at >= upgrade.opened_at,
            UpgradeRow.status.in_([UpgradeStatus.PENDING, UpgradeStatus.DONE]),
        )
    )


def _move(context: Context, upgrade: Upgrade, order_reference: str) -> None:
    """Make the subscription what it was upgraded to: the old period ends, a full one of the target begins."""
    moved = upgraded(context, service.find(context, upgrade.subscription_reference), upgrade)
    store.end_period(context, moved.reference, upgrade.opened_at)
    store.save(context, moved)
    store.record(context, period_entry(moved, order_reference, HistoryType.UPGRADE))
    outbox.subscription_changed(context, moved, LicenceChange.LICENCE_CHANGE)


def upgraded(context: Context, subscription: Subscription, upgrade: Upgrade) -> Subscription:
    """The subscription after the upgrade, under the same reference: legacy clients go on reading it by that.

    What was agreed for renewals of the old product, and what was tried to collect for it, counts no more.
    """
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
        is_price_agreed=False,
        discount=None,
        custom_price=None,
        tax_category=None,
    )
    ends_at = period_end(upgrade.opened_at, changed.cycle, anchor=anchor, zone=zone)
    return replace(postponed(changed, ends_at, zone=zone), anchor_day=anchor)
