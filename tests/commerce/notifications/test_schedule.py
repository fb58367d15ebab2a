"""The documented stages of trying again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from rpc_server.commerce.notifications.schedule import next_try

FIRST = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_a_message_nobody_takes_is_tried_at_the_documented_moments() -> None:
    moments = [FIRST]
    while (following := next_try(len(moments), moments[-1], FIRST)) is not None:
        moments.append(following)

    minutes = [(moment - FIRST) / timedelta(minutes=1) for moment in moments]
    assert minutes[:9] == [0, 2.5, 5, 20, 35, 50, 65, 125, 185]
    assert {later - earlier for earlier, later in pairwise(minutes[6:])} == {60}
    assert minutes[-1] == 2 * 24 * 60 - 55


def test_a_late_try_does_not_bring_the_next_ones_forward() -> None:
    tried_at = FIRST + timedelta(hours=10)

    assert next_try(2, tried_at, FIRST) == tried_at + timedelta(minutes=2, seconds=30)


def test_nothing_is_tried_later_than_two_days_after_the_first_time() -> None:
    assert next_try(30, FIRST + timedelta(hours=47, minutes=1), FIRST) is None
    assert next_try(30, FIRST + timedelta(hours=47), FIRST) == FIRST + timedelta(days=2)
