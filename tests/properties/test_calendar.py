"""When a billing period ends, for every start and cycle."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.catalog.model import BillingCycle, CycleUnit
from rpc_server.commerce.subscriptions.calendar import anchor_day, period_end

GMT_2 = timezone(timedelta(hours=2))
MONTHLY = BillingCycle(1, CycleUnit.MONTH)

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
months = st.integers(1, 36)


def _periods(start: datetime, count: int) -> list[str]:
    """The ends of monthly periods one after another, as days of GMT+02:00."""
    anchor = anchor_day(start, GMT_2)
    days = []
    for _ in range(count):
        end = period_end(start, MONTHLY, anchor=anchor, zone=GMT_2)
        assert end is not None
        days.append(end.astimezone(GMT_2).date().isoformat())
        start = end
    return days


def test_a_month_from_31_january_ends_on_the_last_of_february_and_then_on_31_march() -> None:
    assert _periods(datetime(2026, 1, 31, 9, tzinfo=GMT_2), 4) == [
        "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
    ]  # fmt: skip


def test_a_leap_year_has_its_29_february() -> None:
    assert _periods(datetime(2028, 1, 31, 9, tzinfo=GMT_2), 2) == ["2028-02-29", "2028-03-31"]


def test_the_anchor_is_the_day_the_customer_reads_not_that_of_utc() -> None:
    late_in_utc = datetime(2026, 1, 30, 23, tzinfo=UTC)

    assert _periods(late_in_utc, 2) == ["2026-02-28", "2026-03-31"]


def test_a_lifetime_has_no_end() -> None:
    lifetime = BillingCycle(-1, CycleUnit.MONTH)

    assert period_end(datetime(2026, 1, 31, tzinfo=UTC), lifetime, anchor=31, zone=UTC) is None


@given(moments, st.integers(1, 1100), zones)
def test_days_are_counted_as_days(start: datetime, days: int, zone: timezone) -> None:
    end = period_end(start, BillingCycle(days, CycleUnit.DAY), anchor=anchor_day(start, zone), zone=zone)

    assert end == start + timedelta(days=days)


@given(moments, months, zones)
def test_months_end_on_the_anchor_or_the_last_day_of_a_shorter_month(
    start: datetime, length: int, zone: timezone
) -> None:
    anchor = anchor_day(start, zone)

    end = period_end(start, BillingCycle(length, CycleUnit.MONTH), anchor=anchor, zone=zone)

    assert end is not None
    local, begun = end.astimezone(zone), start.astimezone(zone)
    assert (local.year * 12 + local.month) - (begun.year * 12 + begun.month) == length
    assert local.day == min(anchor, monthrange(local.year, local.month)[1])
    assert local.timetz() == begun.timetz()


@given(moments, months, months, zones)
def test_two_periods_end_where_one_of_their_length_does(
    start: datetime, first: int, second: int, zone: timezone
) -> None:
    anchor = anchor_day(start, zone)
    middle = period_end(start, BillingCycle(first, CycleUnit.MONTH), anchor=anchor, zone=zone)
    assert middle is not None

    end = period_end(middle, BillingCycle(second, CycleUnit.MONTH), anchor=anchor, zone=zone)

    assert end == period_end(start, BillingCycle(first + second, CycleUnit.MONTH), anchor=anchor, zone=zone)


@pytest.mark.parametrize("unit", CycleUnit)
def test_the_end_is_told_in_the_zone_of_the_start(unit: CycleUnit) -> None:
    end = period_end(datetime(2026, 3, 10, 12, tzinfo=UTC), BillingCycle(1, unit), anchor=10, zone=GMT_2)

    assert end is not None
    assert end.tzinfo is UTC
