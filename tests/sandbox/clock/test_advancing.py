"""A clock led through time: everything that falls due is done at its moment, in order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import IdempotencyRow
from rpc_server.commerce.context import Services
from rpc_server.sandbox.clock import advancing, service
from rpc_server.sandbox.clock.advancing import HOLD, advance_by, advance_to
from rpc_server.sandbox.clock.errors import AdvanceStopped, BackInTime, ClockAdvances, TooFar
from rpc_server.sandbox.clock.model import ClockState
from rpc_server.worker import drain
from tests.duty_world import Bells, hang, told

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LOW, HIGH = Bells("low"), Bells("high")


def test_what_falls_due_is_done_at_its_moment_in_the_order_of_time(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {"third": NOON + 3 * DAY, "first": NOON + DAY})
    hang(services, merchant.merchant_id, "high", {"second": NOON + 2 * DAY, "later": NOON + 5 * DAY})

    happened = list(advance_by(services, merchant.code, 4 * DAY, [LOW, HIGH]))

    assert told(happened) == [
        ("11 12:00", "low", "first"),
        ("12 12:00", "high", "second"),
        ("13 12:00", "low", "third"),
    ]
    assert service.show(services, merchant.code).now == NOON + 4 * DAY


def test_at_one_moment_duties_keep_their_order(services: Services, merchant: Merchant) -> None:
    for name in ("low", "high"):
        hang(services, merchant.merchant_id, name, {f"{name} {n}": NOON + DAY for n in range(2)})

    happened = list(advance_by(services, merchant.code, DAY, [HIGH, LOW]))

    assert [done.duty for done in happened] == ["high", "high", "low", "low"]


def test_what_is_overdue_is_done_first(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {"overdue": NOON - DAY, "due": NOON})

    assert told(list(advance_by(services, merchant.code, DAY, [LOW]))) == [
        ("10 12:00", "low", "overdue"),
        ("10 12:00", "low", "due"),
    ]


def test_what_one_duty_makes_due_is_done_too(services: Services, merchant: Merchant) -> None:
    bells = Bells("low", {"first": ("at once", NOON + DAY), "at once": ("next day", NOON + 2 * DAY)})
    hang(services, merchant.merchant_id, "low", {"first": NOON + DAY})

    happened = list(advance_by(services, merchant.code, 2 * DAY, [bells]))

    assert told(happened) == [
        ("11 12:00", "low", "first"),
        ("11 12:00", "low", "at once"),
        ("12 12:00", "low", "next day"),
    ]


def test_another_merchants_things_are_left_alone(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    hang(services, other_merchant.merchant_id, "low", {"his": NOON})

    assert list(advance_by(services, merchant.code, DAY, [LOW])) == []


def test_a_running_clock_runs_on_and_a_frozen_one_stands(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    list(advance_by(services, merchant.code, DAY, [LOW]))
    clock.advance(timedelta(hours=1))
    assert service.show(services, merchant.code) == ClockState(NOON + DAY + timedelta(hours=1), False, DAY)

    service.freeze(services, merchant.code)
    list(advance_by(services, merchant.code, DAY, [LOW]))
    clock.advance(timedelta(hours=1))
    assert service.show(services, merchant.code) == ClockState(
        NOON + 2 * DAY + timedelta(hours=1), True, 2 * DAY - timedelta(hours=1)
    )


def test_a_clock_is_not_led_back_nor_out_of_time(services: Services, merchant: Merchant) -> None:
    with pytest.raises(BackInTime):
        list(advance_to(services, merchant.code, NOON - DAY))
    with pytest.raises(TooFar):
        list(advance_by(services, merchant.code, 999_999 * DAY))
    with pytest.raises(TooFar):
        list(advance_by(services, merchant.code, timedelta.max))


ATTEMPTS: list[Callable[[Services, str], object]] = [
    lambda services, code: list(advance_by(services, code, DAY, [LOW])),
    service.freeze,
    service.resume,
    service.follow,
    lambda services, code: service.set_to(services, code, NOON + 9 * DAY),
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nobody_else_moves_a_clock_on_its_way(
    services: Services, merchant: Merchant, attempt: Callable[[Services, str], object]
) -> None:
    hang(services, merchant.merchant_id, "low", {"first": NOON + DAY, "second": NOON + 2 * DAY})
    under_way = advance_by(services, merchant.code, 3 * DAY, [LOW])
    assert next(under_way).text == "first"

    with pytest.raises(ClockAdvances):
        attempt(services, merchant.code)

    assert [done.text for done in under_way] == ["second"]
    assert service.show(services, merchant.code).now == NOON + 3 * DAY


def test_workers_leave_a_merchant_alone_whose_clock_is_on_its_way(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {"first": NOON + DAY, "second": NOON + DAY})
    under_way = advance_by(services, merchant.code, 3 * DAY, [LOW])
    next(under_way)

    assert list(drain(services, [LOW])) == []
    assert [done.text for done in under_way] == ["second"]


def test_an_advance_that_died_is_done_to_its_end_by_another(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    hang(services, merchant.merchant_id, "low", {"first": NOON + DAY, "second": NOON + 2 * DAY})
    dying = advance_by(services, merchant.code, 3 * DAY, [LOW])
    next(dying)
    clock.advance(HOLD)

    assert service.show(services, merchant.code).now == NOON + DAY
    happened = list(advance_to(services, merchant.code, NOON + 3 * DAY, [LOW]))

    assert [done.text for done in happened] == ["second"]
    assert service.show(services, merchant.code) == ClockState(NOON + 3 * DAY, False, 3 * DAY - HOLD)
    with pytest.raises(ClockAdvances):
        list(dying)


def test_whoever_tells_a_clock_what_to_do_has_the_last_word_over_one_that_died(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    hang(services, merchant.merchant_id, "low", {"first": NOON + DAY})
    next(advancing.advance_by(services, merchant.code, 3 * DAY, [LOW]))
    clock.advance(HOLD)

    service.freeze(services, merchant.code)
    list(advance_by(services, merchant.code, DAY, [LOW]))

    assert service.show(services, merchant.code).is_frozen


def test_a_failure_leaves_the_clock_at_its_moment(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {"first": NOON + DAY, "cracked": NOON + 2 * DAY})

    with pytest.raises(AdvanceStopped) as stopped:
        list(advance_by(services, merchant.code, 3 * DAY, [LOW]))

    assert stopped.value.message == "low failed at 2026-03-12 12:00:00 UTC; the clock stands there."
    assert service.show(services, merchant.code).now == NOON + 2 * DAY
    with services.database.writing() as work:
        work.session.delete(work.session.scalars(select(IdempotencyRow)).one())
    list(advance_to(services, merchant.code, NOON + 3 * DAY, [LOW]))
    assert service.show(services, merchant.code) == ClockState(NOON + 3 * DAY, False, 3 * DAY)
