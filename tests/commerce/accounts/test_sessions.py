"""Logging in, staying in, and being put out."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts import service
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import SessionPolicy, open_session, resume
from rpc_server.commerce.accounts.signature import Algorithm, base_string, sign
from rpc_server.commerce.accounts.tables import MerchantRow, SessionRow
from rpc_server.commerce.context import Services

NOW = "2026-03-10 12:00:00"
POLICY = SessionPolicy()

VECTORS = {
    Algorithm.MD5: "bf763db7d333e9c3038698cf59ada3e6",
    Algorithm.SHA256: "29e85dbf92ce0113e7755c31c0438a7db98a4de9f910bf0a527e005f35e43739",
    Algorithm.SHA3_256: "0c7e9c0c96148e5bf8e199a0a0e27977edc099ff0b27794e761853b96e04c7fb",
}


def test_the_base_string_is_the_published_one() -> None:
    assert base_string("AVANGATE", "2010-05-13 12:12:12") == b"8AVANGATE192010-05-13 12:12:12"


def test_lengths_count_bytes_not_characters() -> None:
    assert base_string("Zoë") == "4Zoë".encode()


@pytest.mark.parametrize("algorithm", Algorithm)
def test_signatures_equal_the_verified_vectors(algorithm: Algorithm) -> None:
    assert sign(algorithm, "SECRET_KEY", "AVANGATE", "2010-05-13 12:12:12") == VECTORS[algorithm]


@pytest.fixture
def login(services: Services, merchant: Merchant) -> Callable[..., str]:
    def login(
        *, code: str = "APITEST", key: str = "SECRET_KEY", date: str = NOW, using: Algorithm = Algorithm.SHA256,
        hash_: str | None = None, algorithm: str | None = None, policy: SessionPolicy = POLICY,
    ) -> str:  # fmt: skip
        with services.database.writing() as work:
            return open_session(
                work.connection, services.clock, services.ids, policy,
                merchant_code=code, date=date, hash_=hash_ or sign(using, key, code, date), algorithm=algorithm,
            )  # fmt: skip

    return login


@pytest.mark.parametrize("using", Algorithm)
@pytest.mark.parametrize("names_it", [True, False])
def test_every_algorithm_logs_in_named_or_known_by_length(login: Any, using: Algorithm, names_it: bool) -> None:
    session_id = login(using=using, algorithm=using.value if names_it else None)

    assert re.fullmatch("[a-z0-9]{32}", session_id)


def test_a_hash_in_upper_case_is_the_same_hash(login: Any) -> None:
    assert login(hash_=sign(Algorithm.MD5, "SECRET_KEY", "APITEST", NOW).upper())


BAD_LOGINS: list[dict[str, Any]] = [
    {"key": "WRONG"},
    {"code": "NOBODY"},
    {"hash_": "0" * 31},
    {"hash_": "é" * 64},
    {"date": "2026-03-10 12:10:01"},
    {"date": "2026-03-10 11:49:59"},
    {"date": "2026-03-10T12:00:00Z"},
    {"date": ""},
    {"algorithm": "sha3-256"},
    {"algorithm": "crc32"},
    {"using": Algorithm.SHA256, "algorithm": "sha3-256"},
]


@pytest.mark.parametrize("attempt", BAD_LOGINS)
def test_every_bad_login_is_refused_with_the_same_words(
    login: Any, services: Services, attempt: dict[str, Any]
) -> None:
    with pytest.raises(Forbidden) as refusal:
        login(**attempt)

    assert (refusal.value.code, refusal.value.message) == ("FORBIDDEN", "Invalid hash provided or session expired")
    with services.database.reading() as work:
        assert work.session.execute(select(SessionRow)).first() is None


@pytest.mark.parametrize("date", ["2026-03-10 12:10:00", "2026-03-10 11:50:00"])
def test_clocks_may_differ_by_the_window(login: Any, date: str) -> None:
    assert login(date=date)


def test_a_merchant_can_refuse_md5(login: Any, services: Services) -> None:
    with services.database.writing() as work:
        work.session.execute(update(MerchantRow).values(accepts_md5=False))

    with pytest.raises(Forbidden):
        login(using=Algorithm.MD5)
    assert login(using=Algorithm.SHA3_256)


def test_a_session_id_is_stored_as_a_digest_only(login: Any, services: Services) -> None:
    session_id = login()

    with services.database.reading() as work:
        stored = work.session.execute(select(SessionRow)).scalar_one()
    assert session_id not in (stored.digest, repr(stored.state))
    assert len(stored.digest) == 64


def test_a_session_slides_with_each_use_and_ends_when_idle(login: Any, services: Services, clock: SetClock) -> None:
    session_id = login()

    for _ in range(5):
        clock.advance(timedelta(minutes=10))
        with services.database.writing() as work:
            session = resume(work.connection, clock, POLICY, session_id)
            service.touch(work.connection, clock, POLICY, session)
    clock.advance(timedelta(minutes=10, microseconds=1))

    with services.database.reading() as work, pytest.raises(Forbidden) as refusal:
        resume(work.connection, clock, POLICY, session_id)
    assert refusal.value.field == "sessionID"


def test_a_session_ends_for_good_at_its_cap(login: Any, services: Services, clock: SetClock) -> None:
    session_id = login()

    with services.database.writing() as work:
        for _ in range(73):
            clock.advance(timedelta(minutes=10))
            work.session.execute(update(SessionRow).values(seen_at=clock.now()))

    with services.database.reading() as work, pytest.raises(Forbidden):
        resume(work.connection, clock, POLICY, session_id)


@pytest.mark.parametrize("session_id", ["", "x", "0" * 32, "' OR 1=1 --"])
def test_an_unknown_session_is_refused_like_a_wrong_hash(
    services: Services, merchant: Merchant, session_id: str
) -> None:
    with services.database.reading() as work, pytest.raises(Forbidden):
        resume(work.connection, services.clock, POLICY, session_id)


def test_what_a_session_remembers_is_read_back(login: Any, services: Services) -> None:
    session_id = login()
    with services.database.writing() as work:
        session = resume(work.connection, services.clock, POLICY, session_id, is_locked=True)
        changed = service.remember(work.connection, session, external_reference="REF-é", currency="EUR")

    with services.database.reading() as work:
        again = resume(work.connection, services.clock, POLICY, session_id)
    assert again.state == changed.state
    assert (again.state.external_reference, again.state.currency, again.state.basket) == ("REF-é", "EUR", ())


def test_the_secret_key_and_session_digest_stay_out_of_a_repr(login: Any, services: Services) -> None:
    session_id = login()

    with services.database.reading() as work:
        session = resume(work.connection, services.clock, POLICY, session_id)
    assert "SECRET_KEY" not in repr(session)
    assert session.digest not in repr(session)
