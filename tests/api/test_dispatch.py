"""A call through the whole of the API: session, transaction, errors, journal, idempotency."""

import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

from rpc_server.api.dispatch import Api, Call
from rpc_server.api.errors import InternalError
from rpc_server.api.exchange import Exchange, Request, Unread
from rpc_server.api.families import MERCHANT, Endpoint, Family, Version
from rpc_server.api.methods import session as session_methods
from rpc_server.api.registry import Registry, method
from rpc_server.api.shapes import ApiObject
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.errors import (
    Forbidden,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    RequestInProgress,
)
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.accounts.tables import IdempotencyRow
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.errors import ApiError

SIX = Endpoint(Family.MERCHANT, Version(6, 0))


class Note(ApiObject):
    text: str | None = None
    amount: Decimal | None = None


class Refusal(ApiError):
    code = "REFUSED"


@method("note", MERCHANT)
def note(call: Call, text: str | None = None) -> Note:
    """Remember a text and answer what was remembered before."""
    before = call.open_session.state.external_reference
    call.remember(external_reference=text)
    return Note(text=before, amount=Decimal("9.50"))


@method("noteAndRefuse", MERCHANT)
def note_and_refuse(call: Call, text: str) -> bool:
    """Remember a text, then think better of it."""
    call.remember(external_reference=text)
    raise Refusal


@method("noteAndCrash", MERCHANT)
def note_and_crash(call: Call, text: str) -> bool:
    """Remember a text, then fall over."""
    call.remember(external_reference=text)
    raise RuntimeError("secret detail")


@method("peek", MERCHANT, writes=False)
def peek(call: Call) -> str | None:
    """Answer what was remembered."""
    return call.open_session.state.external_reference


class Pages:
    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []

    def record(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)

    def record_unread(self, unread: Unread) -> None:
        pass


@pytest.fixture
def journal() -> Pages:
    return Pages()


@pytest.fixture
def api(services: Services, merchant: Merchant, journal: Pages) -> Api:
    return Api(Registry([session_methods, sys.modules[__name__]]), services, journal)


@pytest.fixture
def ask(api: Api) -> Callable[..., Any]:
    def ask(name: str, *arguments: Any, key: str | None = None) -> Any:
        headers = {} if key is None else {"HTTP_IDEMPOTENCY_KEY": key}
        found = api.registry.find(SIX, name)
        return api.call(Request(SIX, "jsonrpc", found, list(arguments), "r1", headers=headers))

    return ask


@pytest.fixture
def session_id(ask: Any) -> Any:
    date = "2026-03-10 12:00:00"
    return ask("login", "APITEST", date, sign(Algorithm.SHA256, "SECRET_KEY", "APITEST", date))


def test_what_a_call_changes_is_there_for_the_next(ask: Any, session_id: str) -> None:
    assert ask("note", session_id, "one") == Note(text=None, amount=Decimal("9.50"))
    assert ask("note", session_id, "two").text == "one"
    assert ask("peek", session_id) == "two"


def test_a_refused_call_leaves_nothing(ask: Any, session_id: str) -> None:
    with pytest.raises(Refusal):
        ask("noteAndRefuse", session_id, "kept?")

    assert ask("peek", session_id) is None


def test_a_bug_leaves_nothing_and_says_nothing(ask: Any, session_id: str) -> None:
    with pytest.raises(InternalError) as error:
        ask("noteAndCrash", session_id, "kept?")

    assert "secret" not in error.value.message
    assert ask("peek", session_id) is None


def test_any_use_of_a_session_keeps_it_open_also_a_failed_or_reading_one(
    ask: Any, session_id: str, clock: SetClock
) -> None:
    clock.advance(timedelta(minutes=9))
    ask("peek", session_id)
    clock.advance(timedelta(minutes=9))
    with pytest.raises(Refusal):
        ask("noteAndRefuse", session_id, "x")
    clock.advance(timedelta(minutes=9))

    assert ask("peek", session_id) is None
    clock.advance(timedelta(minutes=10, seconds=1))
    with pytest.raises(Forbidden):
        ask("peek", session_id)


def test_the_journal_is_told_of_answers_and_refusals(ask: Any, session_id: str, journal: Pages) -> None:
    ask("peek", session_id)
    with pytest.raises(Refusal):
        ask("noteAndRefuse", session_id, "x")
    with pytest.raises(Forbidden):
        ask("peek", "nobody")

    told = [
        (e.request.method.name, e.merchant and e.merchant.code, e.error and e.error.code) for e in journal.exchanges
    ]
    assert told == [
        ("login", "APITEST", None),
        ("peek", "APITEST", None),
        ("noteAndRefuse", "APITEST", "REFUSED"),
        ("peek", None, "FORBIDDEN"),
    ]


def test_the_same_request_under_one_key_is_carried_out_once(ask: Any, session_id: str) -> None:
    first = ask("note", session_id, "one", key="k")
    again = ask("note", session_id, "one", key="k")

    assert again == first == Note(text=None, amount=Decimal("9.50"))
    assert ask("note", session_id, "one", key="k2").text == "one"


def test_another_request_under_a_used_key_is_refused(ask: Any, session_id: str) -> None:
    ask("note", session_id, "one", key="k")

    with pytest.raises(IdempotencyKeyReused):
        ask("note", session_id, "two", key="k")
    assert ask("peek", session_id) == "one"


def test_a_refused_request_gives_its_key_back(ask: Any, session_id: str) -> None:
    with pytest.raises(Refusal):
        ask("noteAndRefuse", session_id, "x", key="k")

    assert ask("note", session_id, "x", key="k").text is None


def test_a_request_that_ended_without_an_answer_is_never_carried_out_again(ask: Any, session_id: str) -> None:
    with pytest.raises(InternalError):
        ask("noteAndCrash", session_id, "x", key="k")

    with pytest.raises(RequestInProgress):
        ask("noteAndCrash", session_id, "x", key="k")


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_of_no_or_too_many_characters_is_refused(ask: Any, session_id: str, key: str) -> None:
    with pytest.raises(IdempotencyKeyInvalid):
        ask("note", session_id, "x", key=key)


def test_an_answer_kept_for_a_key_rests_sealed(ask: Any, session_id: str, services: Services) -> None:
    ask("note", session_id, "one", key="k")

    with services.database.reading() as work:
        (sealed,) = work.session.scalars(select(IdempotencyRow.sealed_answer))
    assert sealed is not None
    assert b"9.50" not in sealed


def test_an_answer_whose_vault_key_was_dropped_is_not_made_up(ask: Any, session_id: str, services: Services) -> None:
    ask("note", session_id, "one", key="k")
    with services.database.writing() as work:
        work.session.execute(update(IdempotencyRow).values(sealed_answer=Vault([b"o" * 32]).seal("{}", "another")))

    with pytest.raises(RequestInProgress):
        ask("note", session_id, "one", key="k")
    assert ask("peek", session_id) == "one"


def test_a_reading_call_needs_no_key(ask: Any, session_id: str) -> None:
    assert ask("peek", session_id, key="k") is None
    assert ask("note", session_id, "x", key="k").text is None


def test_twins_in_flight_are_carried_out_once(ask: Any, session_id: str) -> None:
    outcomes: list[Any] = []

    def send() -> None:
        try:
            outcomes.append(ask("note", session_id, "one", key="k").text)
        except RequestInProgress as told:
            outcomes.append(told.code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 4
    assert set(outcomes) <= {None, "REQUEST_IN_PROGRESS"}
    assert None in outcomes
