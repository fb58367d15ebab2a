"""A subscription switched on and off, and its automatic renewal."""

from dataclasses import replace
from datetime import datetime

from rpc_server.commerce.subscriptions.errors import (
    NeverExpires,
    NoPaymentMethod,
    SubscriptionDisabled,
    SubscriptionExpired,
)
from rpc_server.commerce.subscriptions.model import Churn, Subscription
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status

_REFERENCE = "subscriptionReference"


def disabled(subscription: Subscription, now: datetime, churn: Churn | None = None) -> Subscription:
    """Cancelled: of no use from now on and charged no more. One that is so already stays as it is."""
    if not subscription.is_enabled:
        return subscription
    return replace(
        subscription, is_enabled=False, is_recurring=False, disabled_at=now, churn=churn or subscription.churn
    )


def enabled(subscription: Subscription) -> Subscription:
    """Of use again up to its end; whether it renews by itself is switched apart (inferred)."""
    return replace(subscription, is_enabled=True, disabled_at=None)


def renewing(subscription: Subscription, now: datetime) -> Subscription:
    """Renewed by itself, also one that is past due.

    Raises ``SubscriptionDisabled``, ``SubscriptionExpired``, ``NeverExpires``, ``NoPaymentMethod``.
    """
    match status(subscription, now):
        case SubscriptionStatus.CANCELED:
            raise SubscriptionDisabled(field=_REFERENCE, hint="Call enableSubscription first.")
        case SubscriptionStatus.EXPIRED:
            raise SubscriptionExpired(field=_REFERENCE)
    if subscription.is_lifetime:
        raise NeverExpires(field=_REFERENCE)
    if not subscription.can_be_charged:
        raise NoPaymentMethod(field=_REFERENCE)
    return replace(subscription, is_recurring=True)


def not_renewing(subscription: Subscription, churn: Churn | None = None) -> Subscription:
    """Usable up to its end and renewable by hand, charged no more by itself (documented)."""
    if not subscription.is_recurring:
        return subscription
    return replace(subscription, is_recurring=False, churn=churn or subscription.churn)
