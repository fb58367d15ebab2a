"""An account whose clock was moved: its sessions, logins and request keys go by it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts import idempotency
from rpc_server.commerce.accounts import service as accounts
from rpc_server.commerce.accounts.duties import KEY_EXPIRIES
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.idempotency import LIFETIME, Claim
from rpc_server.commerce.accounts.model import Merchant, Session
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.accounts.tables import IdempotencyRow, SessionRow
from rpc_server.commerce.carts.duties import SESSION_ENDS
from rpc_server.commerce.context import Services
from rpc_server.commerce.duties import Done, carry_out
from rpc_server.sandbox.clock import service

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
IDLE = timedelta(minutes=10)
TINY = timedelta(microseconds=1)


def login(services: Services, moment: datetime, code: str = "APITEST", key: str = "SECRET_KEY") -> str:
    """A session opened by somebody who takes this moment for now."""
    date = f"{moment:%Y-%m-%d %H:%M:%S}"
    with services.database.writing() as work:
        return accounts.open_session(
            work.connection, services.clock, services.ids, services.sessions,
            merchant_code=code, date=date, hash_=sign(Algorithm.SHA256, key, code, date), algorithm=None,
        )  # fmt: skip


def resume(services: Services, session_id: str) -> Session:
    with services.database.reading() as work:
        return accounts.resume(work.connection, services.clock, services.sessions, session_id)


@pytest.mark.usefixtures("merchant")
@pytest.mark.parametrize("moment", [NOON, NOON + 30 * DAY])
def test_a_login_may_be_dated_by_the_machine_or_by_the_account(services: Services, moment: datetime) -> None:
    service.set_to(services, "APITEST", NOON + 30 * DAY)

    session = resume(services, login(services, moment))

    assert (session.opened_at, session.seen_at) == (NOON + 30 * DAY, NOON + 30 * DAY)


@pytest.mark.usefixtures("merchant")
def test_a_login_dated_by_neither_is_refused(services: Services) -> None:
    service.set_to(services, "APITEST", NOON + 30 * DAY)

    with pytest.raises(Forbidden):
        login(services, NOON + DAY)


@pytest.mark.usefixtures("merchant")
def test_one_accounts_clock_dates_nobody_elses_login(services: Services, other_merchant: Merchant) -> None:
    service.set_to(services, "APITEST", NOON + 30 * DAY)

    with pytest.raises(Forbidden):
        login(services, NOON + 30 * DAY, other_merchant.code, other_merchant.secret_key)


@pytest.mark.usefixtures("merchant")
def test_a_session_ends_by_the_accounts_clock(services: Services) -> None:
    session_id = login(services, NOON)

    service.set_to(services, "APITEST", NOON + IDLE)
    assert resume(services, session_id).seen_at == NOON
    service.set_to(services, "APITEST", NOON + IDLE + TINY)
    with pytest.raises(Forbidden):
        resume(services, session_id)


@pytest.mark.usefixtures("merchant")
def test_a_session_does_not_end_while_the_accounts_clock_stands(services: Services, clock: SetClock) -> None:
    service.freeze(services, "APITEST")
    session_id = login(services, NOON)

    clock.advance(30 * DAY)

    assert not accounts.needs_touch(resume(services, session_id), clock)


@pytest.mark.usefixtures("merchant")
def test_a_session_is_used_at_the_accounts_hour(services: Services, clock: SetClock) -> None:
    service.set_to(services, "APITEST", NOON + DAY)
    session_id = login(services, NOON)
    clock.advance(IDLE)

    with services.database.writing() as work:
        session = accounts.resume(work.connection, clock, services.sessions, session_id)
        assert accounts.needs_touch(session, clock)
        accounts.touch(work.connection, clock, services.sessions, session)

    assert resume(services, session_id).seen_at == NOON + DAY + IDLE


def test_sessions_that_ended_are_forgotten(
    services: Services, merchant: Merchant, other_merchant: Merchant, clock: SetClock
) -> None:
    for _ in range(2):
        login(services, NOON)
    login(services, NOON, other_merchant.code, other_merchant.secret_key)
    clock.advance(IDLE)
    assert carry_out(services, SESSION_ENDS, merchant.merchant_id) is None

    clock.advance(TINY)

    assert carry_out(services, SESSION_ENDS, merchant.merchant_id) == Done(
        "APITEST", NOON + IDLE + TINY, "session ends", "2 sessions ended"
    )
    with services.database.reading() as work:
        assert list(work.session.scalars(select(SessionRow.merchant_id))) == [other_merchant.merchant_id]


def test_a_session_in_use_ends_at_its_cap(services: Services, merchant: Merchant, clock: SetClock) -> None:
    session_id = login(services, NOON)
    for _ in range(72):
        clock.advance(IDLE)
        with services.database.writing() as work:
            session = accounts.resume(work.connection, clock, services.sessions, session_id)
            accounts.touch(work.connection, clock, services.sessions, session)

    assert carry_out(services, SESSION_ENDS, merchant.merchant_id) is None
    clock.advance(TINY)

    assert carry_out(services, SESSION_ENDS, merchant.merchant_id) is not None
    with pytest.raises(Forbidden):
        resume(services, session_id)


def test_a_request_key_is_forgotten_in_its_time(services: Services, merchant: Merchant, clock: SetClock) -> None:
    claim = Claim(merchant.merchant_id, "key-1", ("f" * 64,))
    with services.database.writing() as work:
        assert idempotency.claim(work.session, clock, services.vault, claim) is None

    clock.advance(LIFETIME - TINY)
    assert carry_out(services, KEY_EXPIRIES, merchant.merchant_id) is None
    clock.advance(TINY)
    assert carry_out(services, KEY_EXPIRIES, merchant.merchant_id) == Done(
        "APITEST", NOON + LIFETIME, "request keys to forget", "a request key forgotten"
    )
    with services.database.reading() as work:
        assert work.session.scalars(select(IdempotencyRow)).all() == []
