"""The documented states."""

from datetime import datetime, timedelta

import pytest

from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status
from tests.subscription_world import starter

SUBSCRIPTION = starter()
ENDS = SUBSCRIPTION.expires_at or datetime.max  # noqa: DTZ901
INSTANT = timedelta(microseconds=1)
GRACE = timedelta(days=5)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (SUBSCRIPTION.starts_at - INSTANT, SubscriptionStatus.PENDING_ACTIVATION),
        (SUBSCRIPTION.starts_at, SubscriptionStatus.ACTIVE),
        (ENDS - INSTANT, SubscriptionStatus.ACTIVE),
        (ENDS, SubscriptionStatus.PAST_DUE),
        (ENDS + GRACE - INSTANT, SubscriptionStatus.PAST_DUE),
        (ENDS + GRACE, SubscriptionStatus.EXPIRED),
    ],
)
def test_time_takes_it_through_its_states(now: datetime, expected: SubscriptionStatus) -> None:
    assert status(SUBSCRIPTION, now, grace=GRACE) is expected


def test_without_grace_it_expires_at_its_end() -> None:
    assert status(SUBSCRIPTION, ENDS, grace=timedelta(0)) is SubscriptionStatus.EXPIRED


@pytest.mark.parametrize(
    ("subscription", "expected"),
    [
        (starter(is_enabled=False), SubscriptionStatus.CANCELED),
        (starter(expires_at=None), SubscriptionStatus.ACTIVE),
        (starter(expires_at=None, is_enabled=False), SubscriptionStatus.CANCELED),
    ],
)
def test_neither_the_cancelled_nor_the_everlasting_mind_the_hour(
    subscription: Subscription, expected: SubscriptionStatus
) -> None:
    assert status(subscription, ENDS + timedelta(days=9_999), grace=GRACE) is expected
