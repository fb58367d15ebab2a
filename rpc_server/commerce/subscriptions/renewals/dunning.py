"""What becomes of a subscription whose renewal is refused: pure functions over its dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rpc_server.commerce.subscriptions.model import Lapse, Subscription

FINAL_REFUSALS = frozenset({"Stolen card", "No such card", "Expired card"})
"""Words of processors for a card that will not be charged another day either."""


def is_final(reason: str | None) -> bool:
    """Whether another try with the same payment method is in vain."""
    return reason in FINAL_REFUSALS


def next_try(tried_at: datetime, now: datetime, retry_days: Sequence[int]) -> datetime | None:
    """The first of the days after ``tried_at``, the first try, that still lies ahead; None when all are over."""
    return min((moment for days in retry_days if (moment := tried_at + timedelta(days=days)) > now), default=None)


def refused(subscription: Subscription, *, tries: int, next_try_at: datetime | None, now: datetime) -> Subscription:
    """The subscription after a refused try: past due while it is tried again or has days of grace."""
    tried = replace(subscription, failed_tries=tries, next_try_at=next_try_at, modified_at=now)
    return replace(tried, lapse=_lapse(tried, now))


def lapsed(subscription: Subscription, now: datetime) -> Subscription:
    """The subscription when its end, or that of its grace, has come unpaid."""
    return replace(subscription, lapse=_lapse(subscription, now), modified_at=now)


def _lapse(subscription: Subscription, now: datetime) -> Lapse:
    grace_ends_at = subscription.grace_ends_at
    is_renewable = subscription.bills_at is not None or (grace_ends_at is not None and now < grace_ends_at)
    return Lapse.PAST_DUE if is_renewable else Lapse.EXPIRED
