"""In which of the documented states a subscription is."""

from datetime import datetime
from enum import Enum

from rpc_server.commerce.subscriptions.model import Subscription


class SubscriptionStatus(Enum):
    """The states of the documented back office."""

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    PAST_DUE = "PAST_DUE"
    EXPIRED = "EXPIRED"
    CANCELED = "CANCELED"


def status(subscription: Subscription, now: datetime) -> SubscriptionStatus:
    """CANCELED when disabled, whatever the dates; PENDING_ACTIVATION before the start; ACTIVE until the end.

    After the end it is PAST_DUE, still renewable, in its days of grace and as long as its renewal is still to be
    charged; then EXPIRED. A lifetime never ends.
    """
    if not subscription.is_enabled:
        return SubscriptionStatus.CANCELED
    if now < subscription.starts_at:
        return SubscriptionStatus.PENDING_ACTIVATION
    ends, grace_ends = subscription.expires_at, subscription.grace_ends_at
    if ends is None or grace_ends is None or now < ends:
        return SubscriptionStatus.ACTIVE
    is_renewable = subscription.bills_at is not None or now < grace_ends
    return SubscriptionStatus.PAST_DUE if is_renewable else SubscriptionStatus.EXPIRED
