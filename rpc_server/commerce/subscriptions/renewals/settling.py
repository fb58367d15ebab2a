"""What the payment of a renewal makes of its subscription: the next period, another try, or the end."""

from dataclasses import replace
from decimal import Decimal

import msgspec

from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.orders import charging
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.birth import period_entry
from rpc_server.commerce.subscriptions.model import HistoryType, Lapse, Subscription
from rpc_server.commerce.subscriptions.renewals import dunning, store
from rpc_server.commerce.subscriptions.renewals.model import Renewal, RenewalStatus, RenewalTerms
from rpc_server.commerce.subscriptions.renewals.period import renewed
from rpc_server.commerce.subscriptions.renewals.store import Standing, Verdict
from rpc_server.commerce.subscriptions.usage import service as usage

_TOLD = {Lapse.PAST_DUE: LicenceChange.LICENCE_PASTDUE, Lapse.EXPIRED: LicenceChange.LICENCE_EXPIRATION}


def held(context: Context, reference: str, number: int) -> tuple[Subscription, Renewal]:
    """The subscription and its renewal of this number, both known to be there, locked in that order."""
    subscription = subscriptions.find(context, reference, is_locked=True)
    renewal = store.find(context, reference, number)
    if subscription is None or renewal is None:
        raise LookupError(f"there is no renewal {number} of the subscription {reference}")
    return subscription, renewal


def settle(context: Context, reference: str, number: int, reason: str | None = None) -> Renewal:
    """Write what the payment of a renewal came to, once, and answer how it stands. Commits.

    ``reason`` is why no order could be placed, where that was so. Without an outcome it stays CHARGING.
    """
    subscription, renewal = held(context, reference, number)
    if renewal.status is RenewalStatus.CHARGING:
        standing = store.standing(context, renewal.order_reference)
        renewal = _settled(context, subscription, replace(renewal, reason=reason or standing.reason), standing)
    context.work.commit()
    return renewal


def give_up(context: Context, subscription: Subscription, renewal: Renewal) -> Renewal:
    """End a renewal that is not to be tried again; answer it. The caller holds both."""
    now = context.clock.now()
    failed = replace(renewal, status=RenewalStatus.FAILED, settled_at=now, due_at=None)
    drop_order(context, failed)
    store.write(context, failed)
    subscriptions.move(context, subscription)
    return failed


def drop_order(context: Context, renewal: Renewal) -> None:
    """Cancel the order of a refused renewal; the usage it was to bill waits for another."""
    order = orders.lock(context, renewal.order_reference) if renewal.order_reference else None
    if order is not None and order.status is OrderStatus.PENDING:
        charging.canceled(context, order)
    usage.unmark(context, renewal.terms.usages)


def change_lapse(context: Context, before: Subscription, after: Subscription) -> None:
    """Store a subscription that nobody paid for, and tell that it became past due or expired, where it did."""
    subscriptions.move(context, after)
    if after.lapse is not None and after.lapse is not before.lapse:
        outbox.subscription_changed(context, after, _TOLD[after.lapse])


def refuse(context: Context, subscription: Subscription, renewal: Renewal) -> Renewal:
    """Note a try that came to nothing: another one follows, or the renewal is given up. The caller holds both."""
    now = context.clock.now()
    again_at = dunning.next_try(renewal.tried_at, now, context.merchant.retry_days)
    tried = dunning.refused(subscription, tries=renewal.tries, next_try_at=again_at, now=now)
    change_lapse(context, subscription, tried)
    if again_at is None:
        return give_up(context, tried, renewal)
    refused = replace(renewal, status=RenewalStatus.REFUSED, settled_at=now, due_at=again_at)
    store.write(context, refused)
    return refused


def _settled(context: Context, subscription: Subscription, renewal: Renewal, standing: Standing) -> Renewal:
    match standing.verdict:
        case Verdict.PAID:
            return _paid(context, subscription, renewal, standing)
        case Verdict.UNDECIDED:
            return renewal
        case Verdict.LOST if not renewal.terms.is_asked_for:
            return _to_try_at_once(context, renewal)
        case _ if renewal.terms.is_asked_for:
            return _not_had(context, subscription, renewal)
        case _:
            useless = subscription.payment_method if dunning.is_final(standing.reason) else None
            terms = msgspec.structs.replace(renewal.terms, useless_method=useless)
            return refuse(context, subscription, replace(renewal, terms=terms))


def _paid(context: Context, subscription: Subscription, renewal: Renewal, standing: Standing) -> Renewal:
    now = context.clock.now()
    terms = renewal.terms
    net = _in_own_currency(context, subscription, standing)
    moved = renewed(subscription, terms, paid_net=net, now=now, zone=context.merchant.zone)
    if terms.starts_at is not None:
        subscriptions.end_period(context, moved.reference, terms.starts_at)
    subscriptions.move(context, moved)
    subscriptions.record(context, period_entry(moved, renewal.order_reference or "", HistoryType.RENEWAL))
    outbox.subscription_changed(context, moved, LicenceChange.LICENCE_CHANGE)
    paid = replace(renewal, status=RenewalStatus.PAID, settled_at=now, due_at=None)
    store.write(context, paid)
    return paid


def _in_own_currency(context: Context, subscription: Subscription, standing: Standing) -> Decimal:
    """What was paid, in the subscription's currency; as it is where there is no rate (any more)."""
    if standing.currency == subscription.currency:
        return standing.net
    rates = exchange_rates(context, context.today)
    return rates.converted(standing.net, standing.currency, subscription.currency) or standing.net


def _to_try_at_once(context: Context, renewal: Renewal) -> Renewal:
    """A try the processor never heard of is none."""
    now = context.clock.now()
    waiting = replace(renewal, status=RenewalStatus.REFUSED, tries=renewal.tries - 1, due_at=now)
    store.write(context, waiting)
    return waiting


def _not_had(context: Context, subscription: Subscription, renewal: Renewal) -> Renewal:
    """What was asked for and refused is over; where the calendar was trying already, it goes on with that."""
    failed = give_up(context, subscription, renewal)
    if subscription.next_try_at is None:
        return failed
    waiting = replace(
        failed,
        status=RenewalStatus.REFUSED,
        terms=RenewalTerms(),
        due_at=max(subscription.next_try_at, context.clock.now()),
    )
    store.write(context, waiting)
    return waiting
