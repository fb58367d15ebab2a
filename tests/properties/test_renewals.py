"""Renewed periods and refused renewals, for every start, cycle and schedule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.subscriptions.calendar import anchor_day, postponed
from rpc_server.commerce.subscriptions.model import Lapse, Subscription
from rpc_server.commerce.subscriptions.renewals.dunning import lapsed, next_try, refused
from rpc_server.commerce.subscriptions.renewals.model import RenewalTerms
from rpc_server.commerce.subscriptions.renewals.period import renewed
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status
from tests.soak.closed_form import ends
from tests.subscription_world import starter

GMT_2 = timezone(timedelta(hours=2))
DAY = timedelta(days=1)

days = st.dates(datetime(2000, 1, 1).date(), datetime(2090, 1, 1).date())  # noqa: DTZ001
cycles = st.tuples(st.integers(1, 36), st.sampled_from("DM"))
delays = st.timedeltas(timedelta(0), timedelta(days=400))
schedules = st.lists(st.integers(1, 60), max_size=8, unique=True).map(lambda drawn: tuple(sorted(drawn)))


def _begun(day: object, cycle: tuple[int, str], **changes: object) -> Subscription:
    """A subscription from noon of the day, by GMT+02:00, in its first period."""
    starts_at = datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=UTC)
    length, unit = cycle
    return starter(
        starts_at=starts_at,
        period_starts_at=starts_at,
        expires_at=next(ends(starts_at, length, unit)),
        anchor_day=anchor_day(starts_at, GMT_2),
        cycle_length=length,
        cycle_unit=unit,
        **changes,
    )


def _renew(subscription: Subscription, now: datetime, **terms: object) -> Subscription:
    asked = RenewalTerms(**terms)  # type: ignore[arg-type]
    return renewed(subscription, asked, paid_net=Decimal(30), now=now, zone=GMT_2)


@given(days, cycles, st.lists(delays, min_size=1, max_size=30))
def test_however_late_each_period_is_paid_they_end_where_the_calendar_says(
    day: object, cycle: tuple[int, str], late: list[timedelta]
) -> None:
    subscription = first = _begun(day, cycle)
    reached = []
    for delay in late:
        assert subscription.expires_at is not None
        subscription = _renew(subscription, subscription.expires_at + delay)
        reached.append(subscription.expires_at)

    assert reached == list(islice(ends(first.starts_at, *cycle), 1, len(late) + 1))
    assert subscription.renewals == len(late)


@given(days, cycles, delays, st.integers(1, 400))
def test_one_period_ends_where_the_next_begins(
    day: object, cycle: tuple[int, str], delay: timedelta, agreed_days: int
) -> None:
    before = _begun(day, cycle)
    assert before.expires_at is not None

    for after in (_renew(before, before.expires_at + delay), _renew(before, before.expires_at, days=agreed_days)):
        assert after.period_starts_at == before.expires_at
        assert after.expires_at is not None
        assert after.expires_at > after.period_starts_at
        assert after.bills_at == after.expires_at


@given(days, st.integers(1, 400), st.integers(1, 36))
def test_after_days_that_were_agreed_on_months_are_counted_from_the_new_end(
    day: object, agreed_days: int, months: int
) -> None:
    moved = _renew(_begun(day, (months, "M")), datetime(2026, 1, 1, tzinfo=UTC), days=agreed_days)
    assert moved.expires_at is not None

    again = _renew(moved, moved.expires_at)

    assert again.expires_at == next(ends(moved.expires_at, months, "M"))


@given(schedules, delays)
def test_tries_come_later_each_time_and_end(schedule: tuple[int, ...], late: timedelta) -> None:
    began = now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    tries = []
    while (following := next_try(began, now, schedule)) is not None:
        tries.append(following)
        now = following + late

    assert tries == sorted(set(tries))
    assert len(tries) <= len(schedule)
    assert all((moment - began) // DAY in schedule for moment in tries)
    if schedule and late < DAY:
        assert [(moment - began) // DAY for moment in tries] == list(schedule)


@given(schedules, st.integers(0, 60), days, cycles)
def test_a_subscription_nobody_pays_for_is_past_due_until_its_last_try_and_its_grace_are_over(
    schedule: tuple[int, ...], grace_days: int, day: object, cycle: tuple[int, str]
) -> None:
    subscription = _begun(day, cycle, grace_days=grace_days)
    now = ends_at = subscription.expires_at or datetime.max.replace(tzinfo=UTC)
    for tries in range(1, len(schedule) + 2):
        assert status(subscription, now) is SubscriptionStatus.PAST_DUE
        again_at = next_try(ends_at, now, schedule)
        subscription = refused(subscription, tries=tries, next_try_at=again_at, now=now)
        now = again_at or now
    if subscription.lapse is Lapse.PAST_DUE:
        assert subscription.lapses_at is not None
        now = max(now, subscription.lapses_at)
        subscription = lapsed(subscription, now)

    assert subscription.lapse is Lapse.EXPIRED
    assert status(subscription, now) is SubscriptionStatus.EXPIRED
    assert now == ends_at + max(grace_days, *schedule, 0) * DAY
    assert (subscription.bills_at, subscription.lapses_at) == (None, None)


@given(days, cycles, st.integers(1, 8), delays)
def test_another_end_makes_all_that_was_tried_count_no_more(
    day: object, cycle: tuple[int, str], tries: int, by: timedelta
) -> None:
    begun = _begun(day, cycle)
    assert begun.expires_at is not None
    tried = refused(begun, tries=tries, next_try_at=begun.expires_at + DAY, now=begun.expires_at)

    moved = postponed(tried, begun.expires_at + by, zone=GMT_2)

    assert replace(moved, modified_at=begun.modified_at) == replace(
        begun, expires_at=begun.expires_at + by, anchor_day=anchor_day(begun.expires_at + by, GMT_2)
    )
    assert moved.bills_at == begun.expires_at + by
