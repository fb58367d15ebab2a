"""What the journal keeps, of whom, and how it is found again."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from rpc_server.api.dispatch import Api
from rpc_server.api.errors import ParseError
from rpc_server.api.exchange import BODY, Exchange, LogJournal, Request, Unread
from rpc_server.api.families import Endpoint
from rpc_server.api.faults import Fault
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Services
from rpc_server.errors import ApiError
from rpc_server.sandbox.errors import AccountIsLive
from rpc_server.sandbox.journal import recorder, service
from rpc_server.sandbox.journal.model import MOST_TEXT, Entry, Wanted
from rpc_server.sandbox.journal.recorder import StoredJournal
from rpc_server.storage import Database
from tests.api_client import endpoint

SIX = endpoint("merchant-6.0")


class Office:
    """An API whose calls are journaled, and a client of it."""

    def __init__(self, services: Services, kept: int = 1000, database: Database | None = None) -> None:
        self.services = services
        self.journal = StoredJournal(database or services.database, services.clock, kept, LogJournal())
        self._api = Api(Registry(groups()), services, self.journal)

    def login(self, code: str = "APITEST", key: str = "SECRET_KEY") -> str:
        date = self.services.clock.now().strftime("%Y-%m-%d %H:%M:%S")
        session_id = self.call("login", code, date, sign(Algorithm.SHA256, key, code, date))
        return str(session_id)

    def call(self, name: str, *arguments: Any, body: bytes = b"", at: Endpoint = SIX) -> Any:
        headers = {BODY: body, "HTTP_IDEMPOTENCY_KEY": "k1"}
        found = self._api.registry.find(at, name)
        return self._api.call(Request(at, "soap", found, list(arguments), "r1", "10.0.0.1", headers))

    def unread(self, body: bytes) -> None:
        self.journal.record_unread(Unread("soap", "/soap/6.0/", "r2", "10.0.0.1", body, ParseError("Not XML.")))

    def entries(self, merchant: str = "APITEST", /, **wanted: Any) -> tuple[Entry, ...]:
        return service.entries(self.services, merchant, Wanted(**wanted))


@pytest.fixture
def office(services: Services, merchant: Merchant) -> Office:
    return Office(services)


def test_a_call_is_kept_with_all_it_said(office: Office, merchant: Merchant) -> None:
    session_id = office.login()
    office.call("searchProducts", session_id, {"Name": "Backup"}, body=b"<Name>Backup</Name>")

    entry = office.entries()[0]
    assert (entry.merchant_id, entry.wire, entry.endpoint, entry.method) == (
        merchant.merchant_id,
        "soap",
        "merchant-6.0",
        "searchProducts",
    )
    assert (entry.request_id, entry.client_address, entry.idempotency_key) == ("r1", "10.0.0.1", "k1")
    assert (entry.code, entry.message, entry.fault) == (None, None, None)
    assert entry.arguments_read == {"sessionID": "***", "searchOptions": {"Name": "Backup"}}
    assert entry.answer_read["Items"] == []
    assert entry.body == "<Name>Backup</Name>"
    assert entry.at == office.services.clock.now()


def test_a_refused_call_is_kept_with_code_and_text(office: Office) -> None:
    session_id = office.login()
    with pytest.raises(ApiError):
        office.call("getOrder", session_id, "1")

    entry = office.entries()[0]
    assert (entry.method, entry.code, entry.answer) == ("getOrder", "ORDER_NOT_FOUND", None)
    assert entry.message


def test_the_login_shows_no_session_id_and_no_key(office: Office) -> None:
    session_id = office.login()

    (entry,) = office.entries(method="login")
    assert entry.answer_read == session_id[:4] + "***"
    assert "SECRET_KEY" not in (entry.arguments or "")


def test_a_login_that_is_refused_belongs_to_the_account_it_names(office: Office) -> None:
    with pytest.raises(ApiError):
        office.login(key="WRONG")

    (entry,) = office.entries()
    assert (entry.method, entry.code) == ("login", "FORBIDDEN")
    assert entry.arguments_read["MerchantCode"] == "APITEST"


def test_a_call_in_a_session_that_has_ended_belongs_to_its_account(office: Office, clock: SetClock) -> None:
    session_id = office.login()
    clock.advance(timedelta(hours=1))
    with pytest.raises(ApiError):
        office.call("searchProducts", session_id, {})

    assert office.entries()[0].code == "FORBIDDEN"


def test_a_call_with_bad_arguments_belongs_to_the_account_of_its_session(office: Office) -> None:
    session_id = office.login()
    with pytest.raises(ApiError):
        office.call("getOrder", session_id)

    assert office.entries()[0].code == "INVALID_ARGUMENT"


def test_a_request_nobody_can_read_is_kept_with_its_body(office: Office) -> None:
    session_id = office.login()
    office.unread(f"<sessionID>{session_id}</sessionID><oops".encode())

    entry = office.entries(method="-")[0]
    assert (entry.endpoint, entry.code, entry.message) == ("/soap/6.0/", "PARSE_ERROR", "Not XML.")
    assert entry.body == "<sessionID>***</sessionID><oops"
    assert entry.merchant_id is not None


def test_a_request_of_nobody_is_shown_to_every_account(office: Office, other_merchant: Merchant) -> None:
    office.unread(b"hello")

    assert [entry.body for entry in office.entries()] == ["hello"]
    assert [entry.body for entry in office.entries(other_merchant.code)] == ["hello"]


def _make_live(services: Services, code: str) -> None:
    with services.database.writing() as work:
        work.session.query(MerchantRow).filter_by(code=code).update({"is_live": True})


def test_a_request_of_nobody_is_not_kept_where_it_may_be_of_a_live_account(
    office: Office, other_merchant: Merchant
) -> None:
    _make_live(office.services, other_merchant.code)
    office.unread(b"hello")

    assert office.entries() == ()


def test_nothing_of_a_live_account_is_kept(office: Office) -> None:
    _make_live(office.services, "APITEST")
    session_id = office.login()
    office.call("searchProducts", session_id, {})
    office.unread(session_id.encode())

    with pytest.raises(AccountIsLive):
        office.entries()
    with office.services.database.reading() as work:
        assert work.session.scalar(text("SELECT count(*) FROM journal_entries")) == 0


def test_no_card_and_no_code_is_kept_of_an_order(office: Office) -> None:
    session_id = office.login()
    card = {"CardNumber": "4111111111111111", "CCID": "737", "HolderName": "John Doe"}
    sent = {"PaymentDetails": {"Type": "CC", "PaymentMethod": card}}
    body = json.dumps([session_id, sent]).encode() + b"<multiRef>737</multiRef> SECRET_KEY"
    with pytest.raises(ApiError):
        office.call("placeOrder", session_id, sent, body=body)

    entry = office.entries()[0]
    kept = f"{entry.arguments}{entry.body}{entry.message}"
    assert "John Doe" in kept
    assert not [secret for secret in ("4111111111111111", "737", session_id, "SECRET_KEY") if secret in kept]


def test_what_is_too_long_is_cut_with_no_half_word_left(office: Office) -> None:
    session_id = office.login()
    body = b"<x>" + b"y " * (MOST_TEXT // 2 - 8) + session_id.encode() + b" " + b"z " * MOST_TEXT
    office.call("searchProducts", session_id, {"Name": "n" * 20}, body=body)

    kept = office.entries()[0].body
    assert len(kept) <= MOST_TEXT + 1
    assert kept.endswith("…")
    assert session_id[:8] not in kept


def test_what_is_no_text_is_kept_as_far_as_it_can_be(office: Office) -> None:
    office.login()
    office.unread(b"\x00\xff<a>")

    assert office.entries(method="-")[0].body == "��<a>"


def test_the_fault_that_struck_is_kept(office: Office, merchant: Merchant) -> None:
    request = Request(SIX, "soap", Registry(groups()).find(SIX, "login"), [], "r9")
    office.journal.record(Exchange(request, merchant, None, ApiError("x"), 0.0015, Fault("3 reset")))

    entry = office.entries()[0]
    assert (entry.fault, entry.microseconds) == ("3 reset", 1500)


def test_entries_are_found_by_method_code_text_and_time(office: Office, clock: SetClock) -> None:
    session_id = office.login()
    clock.advance(timedelta(minutes=1))
    later = clock.now()
    office.call("searchProducts", session_id, {"Name": "100%_Backup"})
    with pytest.raises(ApiError):
        office.call("getOrder", session_id, "77")

    def methods(**wanted: Any) -> list[str | None]:
        return [entry.method for entry in office.entries(**wanted)]

    assert methods() == ["getOrder", "searchProducts", "login"]
    assert methods(method="SEARCHproducts") == ["searchProducts"]
    assert methods(code="ORDER_NOT_FOUND") == ["getOrder"]
    assert methods(code="-") == ["searchProducts", "login"]
    assert methods(text="0%_back") == ["searchProducts"]
    assert methods(text="00_back") == []
    assert methods(since=later) == ["getOrder", "searchProducts"]
    assert methods(until=later) == ["login"]


def test_entries_come_page_by_page(office: Office) -> None:
    session_id = office.login()
    for _ in range(4):
        office.call("searchProducts", session_id, {})

    first = office.entries(limit=2)
    second = office.entries(limit=2, before=first[-1].number)
    new = office.entries(after=second[0].number)
    assert [entry.number for entry in (*first, *second)] == sorted(
        (entry.number for entry in (*first, *second)), reverse=True
    )
    assert new == first


def test_the_newest_are_kept(services: Services, merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "PRUNED_EVERY", 2)
    office = Office(services, kept=3)
    session_id = office.login()
    for n in range(7):
        office.call("searchProducts", session_id, {"Name": str(n)})

    names = [(entry.arguments_read or {}).get("searchOptions", {}).get("Name") for entry in office.entries()]
    assert names == ["6", "5", "4"]


def test_clearing_forgets_the_entries_of_one_account(office: Office, other_merchant: Merchant) -> None:
    office.login()
    office.login(other_merchant.code, "OTHER_KEY")

    assert service.clear(office.services, "APITEST") == 1
    assert office.entries() == ()
    assert len(office.entries(other_merchant.code)) == 1


def test_a_call_is_none_the_worse_where_nothing_can_be_written(services: Services, merchant: Merchant) -> None:
    nowhere = Database("sqlite:////nowhere/journal.db")
    office = Office(services, database=nowhere)
    session_id = office.login()

    assert office.call("searchProducts", session_id, {}).items == []
    office.unread(b"hello")
    assert office.entries() == ()
