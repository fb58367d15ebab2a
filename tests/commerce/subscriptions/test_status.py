"""The documented states."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rpc_server.commerce.subscriptions.model import Lapse, Subscription
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status
from tests.subscription_world import starter

SUBSCRIPTION = starter(is_recurring=False, grace_days=5)
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
    assert status(SUBSCRIPTION, now) is expected


def test_without_grace_it_expires_at_its_end() -> None:
    assert status(replace(SUBSCRIPTION, grace_days=0), ENDS) is SubscriptionStatus.EXPIRED


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (starter(), SubscriptionStatus.PAST_DUE),
        (starter(failed_tries=1, next_try_at=ENDS + GRACE), SubscriptionStatus.PAST_DUE),
        (starter(failed_tries=5, next_try_at=None), SubscriptionStatus.EXPIRED),
        (starter(lapse=Lapse.EXPIRED), SubscriptionStatus.EXPIRED),
    ],
)
def test_one_that_is_still_to_be_charged_is_past_due_without_grace(
    tried: Subscription, expected: SubscriptionStatus
) -> None:
    assert status(tried, ENDS) is expected


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
    assert status(subscription, ENDS + timedelta(days=9_999)) is expected
