"""The control API: who may ask, what he is told, and what he is told when it cannot be."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sqlalchemy import update
from werkzeug.test import Client, TestResponse

from rpc_server.app import create_api, create_router
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Services
from rpc_server.wires.control import RESOURCES, ControlEndpoint, open_api
from rpc_server.wires.control.resource import Asked, Resource
from rpc_server.wires.http import Limits
from tests.duty_world import hang

TOKEN = "control-token-of-a-test"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Controller:
    """Somebody with a token, and one merchant in mind."""

    def __init__(self, client: Client, token: str | None = TOKEN) -> None:
        self._client = client
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def ask(self, verb: str, path: str, **sent: Any) -> TestResponse:
        return self._client.open(f"/sandbox{path}", method=verb, headers=self._headers, **sent)

    def told(self, verb: str, path: str, **sent: Any) -> Any:
        """What is answered when all is well."""
        answer = self.ask(verb, path, **sent)
        assert answer.status_code == 200, answer.text
        assert answer.content_type == "application/json"
        return answer.json

    def problem(self, verb: str, path: str, **sent: Any) -> dict[str, Any]:
        """The problem told of, without the id of the request."""
        answer = self.ask(verb, path, **sent)
        assert answer.content_type == "application/problem+json"
        told: Any = answer.json
        assert told.pop("request_id")
        assert told["status"] == answer.status_code
        return dict(told)


@pytest.fixture
def client(services: Services, merchant: Merchant) -> Client:
    assert merchant.code == "APITEST"
    return Client(create_router(create_api(services), services, Limits(bytes=50_000), TOKEN))


@pytest.fixture
def control(client: Client) -> Controller:
    return Controller(client)


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN[:-1], TOKEN + "x", "ключ"])
@pytest.mark.parametrize("path", ["/merchants", "/nothing", "/merchants/APITEST/clock"])
def test_nobody_is_told_anything_without_the_token(client: Client, token: str | None, path: str) -> None:
    header = {} if token is None else {"HTTP_AUTHORIZATION": f"Bearer {token}".encode().decode("latin-1")}

    answer = client.get(f"/sandbox{path}", environ_overrides=header)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json is not None
    assert answer.json["code"] == "UNAUTHORIZED"


def test_the_token_is_no_password_of_another_scheme(client: Client) -> None:
    assert client.get("/sandbox/merchants", headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401


def test_there_is_no_control_api_where_there_is_no_token(services: Services, merchant: Merchant) -> None:
    client = Client(create_router(create_api(services), services, Limits()))

    assert Controller(client).ask("GET", f"/merchants/{merchant.code}/clock").status_code == 404


def test_the_merchants_that_are_not_live_are_listed(control: Controller, services: Services) -> None:
    with services.database.writing() as work:
        work.session.add(_live_merchant())

    assert control.told("GET", "/merchants") == {"merchants": ["APITEST"]}


def test_the_clock_is_shown_frozen_set_and_let_go(control: Controller) -> None:
    clock = "/merchants/APITEST/clock"

    assert control.told("GET", clock) == {"now": "2026-03-10T12:00:00Z", "frozen": False, "seconds_ahead": 0.0}
    assert control.told("POST", f"{clock}/freeze")["frozen"] is True
    assert control.told("POST", f"{clock}/set", json={"moment": "2026-03-11T14:00:00+02:00"}) == {
        "now": "2026-03-11T12:00:00Z",
        "frozen": True,
        "seconds_ahead": 86_400.0,
    }
    assert control.told("POST", f"{clock}/resume")["frozen"] is False
    assert control.told("POST", f"{clock}/follow")["seconds_ahead"] == 0.0


def test_a_moment_without_a_zone_is_utc(control: Controller) -> None:
    told = control.told("POST", "/merchants/APITEST/clock/set", json={"moment": "2026-03-10T12:30:00"})

    assert told["seconds_ahead"] == 1800.0


def test_an_advance_tells_what_happened(control: Controller, services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "a key a client sent", {"k1": datetime(2026, 3, 12, tzinfo=UTC)})

    told = control.told("POST", "/merchants/APITEST/clock/advance", json={"by": "40d"})

    assert told == {
        "clock": {"now": "2026-04-19T12:00:00Z", "frozen": False, "seconds_ahead": 3_456_000.0},
        "happened": [
            {"moment": "2026-03-12T00:00:00Z", "duty": "request keys to forget", "text": "a request key forgotten"}
        ],
    }


def test_an_advance_may_name_its_end(control: Controller) -> None:
    told = control.told("POST", "/merchants/APITEST/clock/advance", json={"until": "2026-03-10T13:00:00"})

    assert told["clock"]["now"] == "2026-03-10T13:00:00Z"


def test_an_account_is_filled_kept_changed_and_brought_back(control: Controller) -> None:
    document = "account: {code: NEW, secret_key: KEY}\n"

    assert control.told("POST", "/seed", data=document) == {"merchants": ["NEW"]}
    taken = {"name": "first", "taken_at": "2026-03-10T12:00:00Z"}
    assert control.told("PUT", "/merchants/NEW/snapshots/first") == taken
    assert control.told("GET", "/merchants/NEW/snapshots") == {"snapshots": [taken]}
    assert control.told("POST", "/merchants/NEW/clock/freeze")["frozen"]
    assert control.told("POST", "/merchants/NEW/snapshots/first/load") == taken
    assert not control.told("GET", "/merchants/NEW/clock")["frozen"]
    assert control.told("POST", "/merchants/NEW/clock/freeze")["frozen"]
    assert control.told("POST", "/merchants/NEW/reset") == {"merchant": "NEW"}
    assert not control.told("GET", "/merchants/NEW/clock")["frozen"]
    assert control.told("DELETE", "/merchants/NEW/snapshots/first") == {"name": "first"}
    assert control.told("GET", "/merchants/NEW/snapshots") == {"snapshots": []}


def test_a_document_may_be_json(control: Controller) -> None:
    assert control.told("POST", "/seed", json={"account": {"code": "NEW", "secret_key": "KEY"}}) == {
        "merchants": ["NEW"]
    }


CLOCK = "/merchants/APITEST/clock"
REFUSALS: list[tuple[str, str, dict[str, Any], tuple[int, str, str | None]]] = [
    ("GET", "/nothing", {}, (404, "UNKNOWN_PATH", None)),
    ("GET", "/merchants/NOBODY/clock", {}, (404, "NO_SUCH_MERCHANT", "merchant")),
    ("POST", CLOCK, {}, (405, "METHOD_NOT_ALLOWED", None)),
    ("POST", f"{CLOCK}/set", {}, (422, "INVALID_ARGUMENT", "moment")),
    ("POST", f"{CLOCK}/set", {"json": {"moment": "soon"}}, (422, "INVALID_ARGUMENT", "moment")),
    ("POST", f"{CLOCK}/set", {"json": {"moment": "2026-01-01T00:00:00"}}, (422, "BACK_IN_TIME", "moment")),
    ("POST", f"{CLOCK}/set", {"json": {"moment": "2999-01-01T00:00:00"}}, (422, "TOO_FAR", "moment")),
    ("POST", f"{CLOCK}/set", {"json": {"when": "2027-01-01T00:00:00"}}, (422, "INVALID_ARGUMENT", "when")),
    ("POST", f"{CLOCK}/set", {"json": []}, (422, "INVALID_ARGUMENT", None)),
    ("POST", f"{CLOCK}/set", {"data": b"{"}, (400, "INVALID_REQUEST", None)),
    ("POST", f"{CLOCK}/set", {"data": b"[" * 40_000}, (400, "INVALID_REQUEST", None)),
    ("POST", f"{CLOCK}/set", {"data": b" " * 50_001}, (413, "REQUEST_TOO_LARGE", None)),
    ("POST", f"{CLOCK}/advance", {}, (422, "INVALID_ARGUMENT", "by")),
    ("POST", f"{CLOCK}/advance", {"json": {"by": "a while"}}, (422, "SPAN_NOT_UNDERSTOOD", "by")),
    ("POST", f"{CLOCK}/advance", {"json": {"until": "2026-01-01T00:00:00"}}, (422, "BACK_IN_TIME", "until")),
    ("POST", "/merchants/APITEST/reset", {}, (422, "NOT_SEEDED", "merchant")),
    ("PUT", "/merchants/APITEST/snapshots/a%20b", {}, (422, "SNAPSHOT_NAME_INVALID", "name")),
    ("POST", "/merchants/APITEST/snapshots/none/load", {}, (404, "NO_SUCH_SNAPSHOT", "name")),
    ("POST", "/seed", {"data": b"\xff"}, (400, "INVALID_REQUEST", None)),
    ("POST", "/seed", {"data": b"account: {code: NEW}"}, (422, "INVALID_ARGUMENT", None)),
]


@pytest.mark.parametrize(("verb", "path", "sent", "expected"), REFUSALS)
def test_what_cannot_be_is_told_with_its_reason(
    control: Controller, verb: str, path: str, sent: dict[str, Any], expected: tuple[int, str, str | None]
) -> None:
    told = control.problem(verb, path, **sent)

    assert (told["status"], told["code"], told.get("field")) == expected


def test_a_problem_is_told_in_full(control: Controller) -> None:
    assert control.problem("PATCH", "/merchants") == {
        "status": 405,
        "title": "Method Not Allowed",
        "code": "METHOD_NOT_ALLOWED",
        "detail": "This path does not take this method.",
        "hint": "It takes GET.",
    }
    assert control.ask("PATCH", "/merchants").headers["Allow"] == "GET"


def test_a_mistake_in_a_document_is_told_with_its_line(control: Controller) -> None:
    told = control.problem("POST", "/seed", data="account: {code: NEW, secret_key: KEY}\nproduct: []\n")

    assert told["detail"].startswith("body, line 2: product: There is no section 'product'")


def test_a_document_of_a_live_account_is_not_stored(control: Controller) -> None:
    told = control.problem("POST", "/seed", data="account: {code: NEW, secret_key: KEY, is_live: true}")

    assert told["detail"] == "body, line 1: account.is_live: A live account is not for the sandbox."
    assert control.told("GET", "/merchants") == {"merchants": ["APITEST"]}


OF_A_MERCHANT = [resource for resource in RESOURCES if "merchant" in resource.places]


@pytest.mark.parametrize("resource", OF_A_MERCHANT, ids=lambda resource: f"{resource.verb} {resource.path}")
def test_nothing_can_be_done_to_a_live_merchant(control: Controller, services: Services, resource: Resource) -> None:
    with services.database.writing() as work:
        work.session.execute(update(MerchantRow).values(is_live=True))
    path = resource.path.format_map({**dict.fromkeys(resource.places, "x"), "merchant": "APITEST"})

    told = control.problem(resource.verb, path)

    assert (told["status"], told["code"], told["field"]) == (403, "ACCOUNT_IS_LIVE", "merchant")


def test_a_bug_is_told_as_one_and_no_more(services: Services) -> None:
    def broken(_: Asked, __: None) -> None:
        raise ZeroDivisionError("secret")

    resources = [Resource("GET", "/broken", broken, None)]
    control = Controller(Client(ControlEndpoint(resources, services, TOKEN, Limits(), lambda: "r1")))

    answer = control.ask("GET", "/broken")

    assert (answer.status_code, answer.json) == (
        500,
        {
            "status": 500,
            "title": "Internal Server Error",
            "code": "INTERNAL_ERROR",
            "detail": "Internal error. Quote the request id when you report it.",
            "request_id": "r1",
        },
    )


def test_a_query_is_read_as_its_type_says(services: Services) -> None:
    class Wanted(msgspec.Struct, forbid_unknown_fields=True):
        limit: int = 10
        method: str | None = None

    resources = [Resource("GET", "/seen", lambda _, wanted: msgspec.to_builtins(wanted), dict, takes=Wanted)]
    control = Controller(Client(ControlEndpoint(resources, services, TOKEN, Limits(), lambda: "r1")))

    assert control.told("GET", "/seen?limit=3&method=getOrder") == {"limit": 3, "method": "getOrder"}
    assert control.problem("GET", "/seen?limit=some")["field"] == "limit"
    assert control.problem("GET", "/seen?" + "&".join(f"a{n}=1" for n in range(51)))["status"] == 400


def test_the_root_describes_all_there_is(control: Controller) -> None:
    assert control.told("GET", "/") == json.loads(json.dumps(open_api(RESOURCES)))


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: f"{resource.verb} {resource.path}")
def test_every_resource_is_described(resource: Resource) -> None:
    operation = open_api(RESOURCES)["paths"][f"/sandbox{resource.path}"][resource.verb.lower()]

    assert operation["summary"]
    assert [place["name"] for place in operation.get("parameters", []) if place["in"] == "path"] == list(
        resource.places
    )
    assert "requestBody" in operation or resource.takes is None or resource.takes_query


def test_no_two_resources_are_asked_the_same_way() -> None:
    asked = [(resource.verb, resource.pattern.pattern) for resource in RESOURCES]

    assert len(set(asked)) == len(asked)


def _live_merchant() -> MerchantRow:
    return MerchantRow(
        code="LIVE",
        name="Live",
        secret_key="KEY",
        model="PSP",
        is_live=True,
        accepts_md5=True,
        accepts_test_orders=False,
        utc_offset_minutes=0,
        default_currency="USD",
        commission_percent=Decimal(0),
        commission_fixed=Decimal(0),
        approval_delay_seconds=0,
    )
