"""Moving the end of the running period."""

from datetime import timedelta, tzinfo

from rpc_server.commerce.subscriptions.calendar import postponed
from rpc_server.commerce.subscriptions.errors import NeverExpires
from rpc_server.commerce.subscriptions.managing.errors import DaysInvalid
from rpc_server.commerce.subscriptions.model import Subscription

MOST_DAYS = 36_500


def extended(subscription: Subscription, days: int, zone: tzinfo) -> Subscription:
    """With ``days`` more, or less where they are below zero; raises ``NeverExpires``, ``DaysInvalid``."""
    if subscription.expires_at is None:
        raise NeverExpires(field="subscriptionReference")
    if not 1 <= abs(days) <= MOST_DAYS:
        raise DaysInvalid(f"days must be between 1 and {MOST_DAYS}, or below zero.", field="days")
    try:
        expires_at = subscription.expires_at + timedelta(days=days)
    except OverflowError:
        raise DaysInvalid(field="days") from None
    if expires_at < subscription.period_starts_at:
        raise DaysInvalid("The subscription would end before its running period begins.", field="days")
    return postponed(subscription, expires_at, zone=zone)
