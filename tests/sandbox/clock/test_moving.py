"""A merchant's clock stopped, set, and running again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context, Services
from rpc_server.sandbox.clock import service
from rpc_server.sandbox.clock.errors import BackInTime, TooFar
from rpc_server.sandbox.clock.model import ClockState
from rpc_server.sandbox.errors import AccountIsLive, NoSuchMerchant

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shown_by(services: Services, code: str = "APITEST") -> datetime:
    """What the engine of this merchant takes for now."""
    with services.database.reading() as work:
        merchant = find_merchant(work.connection, code)
        assert merchant is not None
        return Context(merchant, work, services).clock.now()


@pytest.mark.usefixtures("merchant")
def test_a_clock_nobody_moved_shows_the_machines_time(services: Services) -> None:
    assert service.show(services, "APITEST") == ClockState(NOON, is_frozen=False, ahead=timedelta())


@pytest.mark.usefixtures("merchant")
def test_a_frozen_clock_stands(services: Services, clock: SetClock) -> None:
    service.freeze(services, "APITEST")
    clock.advance(HOUR)

    assert shown_by(services) == NOON
    assert service.show(services, "APITEST") == ClockState(NOON, is_frozen=True, ahead=-HOUR)


@pytest.mark.usefixtures("merchant")
def test_a_clock_that_was_set_runs_on_from_there(services: Services, clock: SetClock) -> None:
    moment = datetime(2027, 1, 31, 8, 30, tzinfo=UTC)

    service.set_to(services, "APITEST", moment)
    clock.advance(timedelta(microseconds=1))

    assert shown_by(services) == moment + timedelta(microseconds=1)


@pytest.mark.usefixtures("merchant")
def test_a_frozen_clock_that_is_set_stands_there(services: Services, clock: SetClock) -> None:
    service.freeze(services, "APITEST")
    service.set_to(services, "APITEST", NOON + HOUR)
    clock.advance(2 * HOUR)

    assert shown_by(services) == NOON + HOUR


@pytest.mark.usefixtures("merchant")
def test_a_resumed_clock_runs_on_from_what_it_shows(services: Services, clock: SetClock) -> None:
    service.freeze(services, "APITEST")
    clock.advance(HOUR)
    service.resume(services, "APITEST")
    clock.advance(HOUR)

    assert service.show(services, "APITEST") == ClockState(NOON + HOUR, is_frozen=False, ahead=-HOUR)


@pytest.mark.usefixtures("merchant")
def test_a_clock_can_follow_the_machine_again(services: Services, clock: SetClock) -> None:
    service.set_to(services, "APITEST", NOON + HOUR)
    service.follow(services, "APITEST")

    assert shown_by(services) == clock.now()


@pytest.mark.usefixtures("merchant")
def test_a_clock_goes_back_only_when_that_is_said(services: Services) -> None:
    with pytest.raises(BackInTime):
        service.set_to(services, "APITEST", NOON - HOUR)
    assert shown_by(services) == NOON

    service.set_to(services, "APITEST", NOON - HOUR, may_go_back=True)
    assert shown_by(services) == NOON - HOUR


@pytest.mark.usefixtures("merchant")
@pytest.mark.parametrize("moment", [datetime(1999, 12, 31, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)])
def test_a_clock_is_not_set_beyond_its_bounds(services: Services, moment: datetime) -> None:
    with pytest.raises(TooFar):
        service.set_to(services, "APITEST", moment, may_go_back=True)


def test_one_merchants_clock_is_nothing_to_another(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    service.set_to(services, merchant.code, NOON + HOUR)

    assert shown_by(services, other_merchant.code) == NOON


@pytest.mark.usefixtures("merchant")
def test_the_clock_of_a_live_merchant_is_not_moved(services: Services) -> None:
    service.set_to(services, "APITEST", NOON + HOUR)
    with services.database.writing() as work:
        work.session.execute(update(MerchantRow).values(is_live=True))

    for move in (service.freeze, service.resume, service.follow, service.show):
        with pytest.raises(AccountIsLive):
            move(services, "APITEST")
    assert shown_by(services) == NOON


@pytest.mark.usefixtures("database")
def test_there_is_no_clock_of_a_merchant_nobody_knows(services: Services) -> None:
    with pytest.raises(NoSuchMerchant):
        service.freeze(services, "NOBODY")


def test_an_engine_can_be_had_at_another_moment(context: Context) -> None:
    then = context.at(NOON - HOUR)

    assert (then.clock.now(), context.clock.now(), then.merchant_id) == (NOON - HOUR, NOON, context.merchant_id)


def test_at_another_moment_is_at_that_moment_whatever_the_clock_shows(services: Services, merchant: Merchant) -> None:
    service.set_to(services, merchant.code, NOON + HOUR)

    with services.database.reading() as work:
        moved = find_merchant(work.connection, merchant.code)
        assert moved is not None
        assert Context(moved, work, services).at(NOON).clock.now() == NOON
