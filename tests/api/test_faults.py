"""Calls that go wrong on purpose, as the dispatch carries them out."""

import sys
from typing import Any

import pytest

from rpc_server.api.dispatch import Api, Call
from rpc_server.api.errors import InternalError
from rpc_server.api.exchange import LogJournal, Request
from rpc_server.api.families import MERCHANT
from rpc_server.api.faults import DISTURBANCE, Disturbance, Fate, Fault, Harm, Target
from rpc_server.api.methods import session as session_methods
from rpc_server.api.registry import Registry, method
from rpc_server.commerce.accounts.errors import RequestInProgress
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Services
from rpc_server.errors import ApiError
from tests.api_client import endpoint

_SIX = endpoint("merchant-6.0")
_DROPPED = Disturbance(Harm.DROPPED)


@method("note", MERCHANT)
def note(call: Call, text: str) -> str | None:
    """Remember a text and answer the one before."""
    before = call.open_session.state.external_reference
    call.remember(external_reference=text)
    return before


@method("noteAtOnce", MERCHANT)
def note_at_once(call: Call, text: str) -> bool:
    """Remember a text and commit it, then go on."""
    call.remember(external_reference=text)
    call.context.work.commit()
    return True


@method("peek", MERCHANT, writes=False)
def peek(call: Call) -> str | None:
    """Answer what was remembered."""
    return call.open_session.state.external_reference


class Planned:
    """Strikes the next call it is asked about with the fault it was given, and keeps what it was asked."""

    def __init__(self) -> None:
        self.next: Fault | None = None
        self.asked: list[tuple[str, str]] = []

    def strike(self, rules: str, target: Target) -> Fault | None:
        self.asked.append((rules, target.method.name))
        fault, self.next = self.next, None
        return fault


class Shop:
    """Calls in one session of APITEST, whose rules are named R1."""

    def __init__(self, services: Services) -> None:
        self.faults = Planned()
        registry = Registry([session_methods, sys.modules[__name__]])
        self._api = Api(registry, services, LogJournal(), self.faults)
        date = "2026-03-10 12:00:00"
        self._session = self._call("login", ["APITEST", date, sign(Algorithm.SHA256, "SECRET_KEY", "APITEST", date)])
        self.environ: dict[str, Any] = {}

    def call(self, name: str, *arguments: Any, key: str | None = None) -> Any:
        return self._call(name, [self._session, *arguments], key)

    def _call(self, name: str, arguments: list[Any], key: str | None = None) -> Any:
        self.environ = {} if key is None else {"HTTP_IDEMPOTENCY_KEY": key}
        found = self._api.registry.find(_SIX, name)
        return self._api.call(Request(_SIX, "soap", found, arguments, "r1", headers=self.environ))


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> Shop:
    with services.database.writing() as work:
        work.session.query(MerchantRow).update({"faults": "R1"})
    return Shop(services)


def test_each_call_is_judged_once(shop: Shop) -> None:
    shop.call("note", "a", key="k1")
    shop.call("peek")

    assert shop.faults.asked == [("R1", "login"), ("R1", "note"), ("R1", "peek")]


def test_an_account_without_rules_is_not_judged(services: Services, merchant: Merchant) -> None:
    shop = Shop(services)
    shop.call("peek")

    assert shop.faults.asked == []


def test_a_refused_call_is_not_carried_out(shop: Shop) -> None:
    shop.faults.next = Fault("1 error", Fate.REFUSED, ApiError("Out of order.", code="OUT_OF_ORDER"))

    with pytest.raises(ApiError) as refused:
        shop.call("note", "kept?")

    assert (refused.value.code, refused.value.message) == ("OUT_OF_ORDER", "Out of order.")
    assert shop.call("peek") is None


@pytest.mark.parametrize("name", ["note", "noteAtOnce", "peek"])
def test_a_lost_call_leaves_nothing_and_its_answer_a_disturbance(shop: Shop, name: str) -> None:
    shop.faults.next = Fault("1 crash_before_commit", Fate.LOST, disturbance=_DROPPED)

    with pytest.raises(InternalError):
        shop.call(name, *(["kept?"] if name != "peek" else []))

    assert shop.environ[DISTURBANCE] == _DROPPED
    assert shop.call("peek") is None


def test_a_kept_call_is_carried_out_whatever_its_answer_meets(shop: Shop) -> None:
    shop.faults.next = Fault("1 crash_after_commit", Fate.KEPT, disturbance=_DROPPED)

    shop.call("note", "kept")

    assert shop.environ[DISTURBANCE] == _DROPPED
    assert shop.call("peek") == "kept"


def test_a_kept_call_is_not_carried_out_again_under_its_key(shop: Shop) -> None:
    shop.faults.next = Fault("1 crash_after_commit", Fate.KEPT, disturbance=_DROPPED)
    shop.call("note", "first", key="k1")
    shop.call("note", "second")

    assert shop.call("note", "first", key="k1") is None
    assert shop.call("peek") == "second"


def test_the_key_of_a_lost_call_stays_claimed_as_that_of_a_dead_server(shop: Shop) -> None:
    shop.faults.next = Fault("1 crash_before_commit", Fate.LOST, disturbance=_DROPPED)
    with pytest.raises(InternalError):
        shop.call("note", "kept?", key="k1")

    with pytest.raises(RequestInProgress):
        shop.call("note", "kept?", key="k1")


def test_a_refused_call_gives_no_key_away(shop: Shop) -> None:
    shop.faults.next = Fault("1 error", Fate.REFUSED, ApiError("Out of order."))
    with pytest.raises(ApiError):
        shop.call("note", "text", key="k1")

    assert shop.call("note", "text", key="k1") is None
    assert shop.call("peek") == "text"


def test_an_answer_leaves_as_late_as_it_shall(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("rpc_server.api.dispatch.time.sleep", slept.append)
    shop.faults.next = Fault("1 latency", seconds=2.5)

    shop.call("note", "kept")

    assert slept == [2.5]
    assert shop.call("peek") == "kept"
