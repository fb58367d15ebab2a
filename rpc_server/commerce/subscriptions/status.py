"""In which of the documented states a subscription is."""

from datetime import datetime, timedelta
from enum import Enum

from rpc_server.commerce.subscriptions.model import Subscription


class SubscriptionStatus(Enum):
    """The states of the documented back office."""

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    PAST_DUE = "PAST_DUE"
    EXPIRED = "EXPIRED"
    CANCELED = "CANCELED"


def status(subscription: Subscription, now: datetime, *, grace: timedelta) -> SubscriptionStatus:
    """CANCELED when disabled, whatever the dates; PENDING_ACTIVATION before the start; ACTIVE until the end.

    After the end it is PAST_DUE, still renewable, for ``grace``, then EXPIRED. A lifetime never ends.
    """
    if not subscription.is_enabled:
        return SubscriptionStatus.CANCELED
    if now < subscription.starts_at:
        return SubscriptionStatus.PENDING_ACTIVATION
    if subscription.expires_at is None or now < subscription.expires_at:
        return SubscriptionStatus.ACTIVE
    is_in_grace = now < subscription.expires_at + grace
    return SubscriptionStatus.PAST_DUE if is_in_grace else SubscriptionStatus.EXPIRED
