"""The JSON-RPC wire against whole messages; the contract is what recorded clients send and read."""

import io
import itertools
import json
import sys
from decimal import Decimal
from typing import Annotated, Any

import pytest

from rpc_server.api.binding import bind
from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import LogJournal, Request
from rpc_server.api.families import ORDER, Endpoint, Family, Version, span
from rpc_server.api.registry import Registry, method
from rpc_server.api.shapes import ApiObject, Mark
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.wires.http import Limits
from rpc_server.wires.jsonrpc.endpoint import JsonRpcEndpoint

BOTH = span(Family.MERCHANT, "3.0", "6.0") + ORDER


class Thing(ApiObject):
    code: str | None = None
    amount: Decimal | None = None
    flags: list[bool] | None = None


@method("login", BOTH, needs_session=False)
def login(
    call: Any, merchant_code: str, date: str, hash_: str, algo: Annotated[str | None, Mark.UNLISTED] = None
) -> str:
    """Echo who logs in."""
    return f"{merchant_code}/{date}/{hash_}/{algo}"


@method("echo", BOTH)
def echo(call: Any, thing: Thing | None = None) -> Thing | None:
    """Answer what came."""
    return thing


@method("updateUsage", BOTH)
def update_usage(call: Any, subscription_reference: str, usage_reference: str, usage: Thing) -> list[str]:
    """Answer the arguments."""
    return [subscription_reference, usage_reference, usage.code or ""]


@method("refuse", BOTH, errors=[Forbidden])
def refuse(call: Any) -> bool:
    """Refuse whoever asks."""
    raise Forbidden(field="sessionID", hint="Call login.")


@method("crash", BOTH)
def crash(call: Any) -> bool:
    """Fail for a reason of its own."""
    raise RuntimeError("secret detail")


class HandlersOnly(Api):
    """Runs handlers without sessions or a database."""

    def __init__(self) -> None:
        self.registry = Registry([sys.modules[__name__]])
        self.journal = LogJournal()

    def call(self, request: Request) -> Any:
        arguments = bind(request.method, request.arguments)
        return request.method.handler(None, *arguments[request.method.needs_session :])


def post(
    body: bytes | str | Any, *, version: str = "6.0", family: Family = Family.MERCHANT, **environ: Any
) -> tuple[str, Any]:
    """POST a body (encoded as JSON unless it is text already) and answer status and decoded response."""
    if not isinstance(body, bytes | str):
        body = json.dumps(body)
    data = body.encode() if isinstance(body, str) else body
    endpoint = JsonRpcEndpoint(
        HandlersOnly(), Endpoint(family, Version.parse(version)), Limits(), map(str, itertools.count(1)).__next__
    )
    seen: list[Any] = []
    base = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(data)), "wsgi.input": io.BytesIO(data)}
    answered = b"".join(endpoint({**base, **environ}, lambda status, headers: seen.append((status, dict(headers)))))
    status, headers = seen[0]
    if answered:
        assert headers["Content-Type"] == "application/json"
        assert headers["Content-Length"] == str(len(answered))
    return status, json.loads(answered) if answered else None


def result(params: Any, name: str = "echo", **envelope: Any) -> Any:
    status, response = post({"jsonrpc": "2.0", "method": name, "params": params, "id": 1, **envelope})
    assert status == "200 OK"
    return response


def test_a_success_has_no_error_member() -> None:
    assert result(["s", {"Code": "A"}]) == {
        "jsonrpc": "2.0",
        "id": 1,
        "result": {"Code": "A", "Amount": None, "Flags": None},
    }


@pytest.mark.parametrize("id_", [0, 1, 4294967296, -3, "2ABC1", "", 1.5, None])
def test_an_id_comes_back_with_its_type(id_: Any) -> None:
    answered = result(["s"], id=id_)

    assert answered["id"] == id_
    assert type(answered["id"]) is type(id_)
    assert "result" in answered


@pytest.mark.parametrize("version", ["2.0", 2, 2.0, "6.0", None])
def test_any_version_of_the_envelope_is_read_and_2_0_answered(version: Any) -> None:
    assert result(["s"], jsonrpc=version) == {"jsonrpc": "2.0", "id": 1, "result": None}


def test_surplus_arguments_are_ignored() -> None:
    assert result(["s", {"Code": "A"}, "sha3-256"])["result"]["Code"] == "A"


@pytest.mark.parametrize(
    "params",
    [
        ["APITEST", "now", "ab", "sha256"],
        {"MerchantCode": "APITEST", "Date": "now", "hash": "ab", "algo": "sha256"},
        {"merchant_code": "APITEST", "date": "now", "hash_": "ab", "ALGO": "sha256"},
        {"0": "APITEST", "Date": "now", "1": "ab", "2": "sha256"},
    ],
)
def test_login_takes_positions_names_and_mixed_keys(params: Any) -> None:
    assert result(params, "login")["result"] == "APITEST/now/ab/sha256"


def test_php_mixed_keys_count_in_order_of_appearance() -> None:
    params = {"0": "s", "SubscriptionReference": "AB", "1": 17, "2": {"Code": "u"}}

    assert result(params, "updateUsage")["result"] == ["AB", "17", "u"]


def test_amounts_stay_exact_and_whole_ones_lose_their_fraction() -> None:
    body = '{"method":"echo","params":["s",{"Amount":0.1}],"id":1}'
    assert post(body)[1]["result"]["Amount"] == 0.1
    assert b'"Amount":10,' in raw('{"method":"echo","params":["s",{"Amount":"10.00"}],"id":1}')
    assert b'"Amount":19.95,' in raw('{"method":"echo","params":["s",{"Amount":19.949999999999999}],"id":1}')


def raw(body: str) -> bytes:
    endpoint = JsonRpcEndpoint(HandlersOnly(), Endpoint(Family.MERCHANT, Version(6, 0)), Limits(), lambda: "r")
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body.encode())}
    return b"".join(endpoint(environ, lambda *_: None))


def test_a_refusal_carries_number_code_field_and_request_id() -> None:
    assert result(["s"], "refuse") == {
        "jsonrpc": "2.0",
        "id": 1,
        "error": {
            "code": 10000,
            "message": "Invalid hash provided or session expired",
            "data": {"error_code": "FORBIDDEN", "field": "sessionID", "hint": "Call login.", "request_id": "1"},
        },
    }


def test_before_3_0_the_message_begins_with_the_code() -> None:
    _, response = post({"method": "refuse", "params": ["s"], "id": 1}, family=Family.ORDER, version="2.0")

    assert response["error"]["message"] == "FORBIDDEN: Invalid hash provided or session expired"


def test_a_bug_says_nothing_of_itself() -> None:
    error = result(["s"], "crash")["error"]

    assert (error["code"], error["data"]["error_code"]) == (-32603, "INTERNAL_ERROR")
    assert "secret" not in json.dumps(error)


def test_method_names_match_in_any_case() -> None:
    assert result(["s", {"Code": "A"}], "ECHO")["result"]["Code"] == "A"


def test_a_content_type_of_a_form_is_read_as_json() -> None:
    _, response = post({"method": "echo", "params": ["s"], "id": 1}, CONTENT_TYPE="application/x-www-form-urlencoded")

    assert response == {"jsonrpc": "2.0", "id": 1, "result": None}


def test_a_notification_is_answered_with_no_body() -> None:
    assert post({"jsonrpc": "2.0", "method": "echo", "params": ["s"]}) == ("204 No Content", None)


def test_a_batch_answers_each_request_in_order_and_no_notification() -> None:
    _, responses = post(
        [
            {"method": "echo", "params": ["s"], "id": 1},
            {"method": "echo", "params": ["s"]},
            7,
            {"method": 5, "id": "x"},
            {"method": "nothing", "id": 3},
        ]
    )

    assert [(r["id"], r.get("error", {}).get("code")) for r in responses] == [
        (1, None),
        (None, -32600),
        ("x", -32600),
        (3, -32601),
    ]


def test_a_batch_of_notifications_has_no_body() -> None:
    assert post([{"method": "echo", "params": ["s"]}] * 2) == ("204 No Content", None)


DEEP = '{"method":"echo","id":1,"params":["s",' + "[" * 70 + "]" * 70 + "]}"
VERY_DEEP = "[" * 100_000 + "]" * 100_000
WIDE = '{"method":"echo","id":1,"params":[' + "0," * 30_000 + "0]}"

MALFORMED = [
    ("", -32700, "PARSE_ERROR", None),
    ("{", -32700, "PARSE_ERROR", None),
    (b"\xff\xfe{}", -32700, "PARSE_ERROR", None),
    ("<?xml version='1.0'?><a/>", -32700, "PARSE_ERROR", None),
    ('{"method":"echo","id":NaN}', -32700, "PARSE_ERROR", None),
    ("[]", -32600, "INVALID_REQUEST", None),
    ("null", -32600, "INVALID_REQUEST", None),
    ('"login"', -32600, "INVALID_REQUEST", None),
    ('{"id":1}', -32600, "INVALID_REQUEST", "method"),
    ('{"method":"echo","id":[1]}', -32600, "INVALID_REQUEST", "id"),
    ('{"method":"echo","id":true}', -32600, "INVALID_REQUEST", "id"),
    ('{"method":"echo","params":"s","id":1}', -32600, "INVALID_REQUEST", "params"),
    ('{"method":"nothing","params":["s"],"id":1}', -32601, "METHOD_NOT_FOUND", "method"),
    ('{"method":"updateUsage","params":["s","AB"],"id":1}', -32602, "INVALID_ARGUMENT", "usageReference"),
    ('{"method":"echo","params":[],"id":1}', -32602, "INVALID_ARGUMENT", "sessionID"),
    ('{"method":"echo","params":["s",5],"id":1}', -32602, "INVALID_ARGUMENT", "thing"),
    ('{"method":"echo","params":["s",{"Amount":"ten"}],"id":1}', -32602, "INVALID_ARGUMENT", "thing.Amount"),
    ('{"method":"echo","params":["s",{"Amount":1e999}],"id":1}', -32602, "INVALID_ARGUMENT", "thing.Amount"),
    ('{"method":"echo","params":["s",{"Flags":[1,2]}],"id":1}', -32602, "INVALID_ARGUMENT", "thing.Flags[1]"),
    ('{"method":"echo","params":["s",{"Code":"a\\u0000b"}],"id":1}', -32602, "INVALID_ARGUMENT", "thing.Code"),
    ("[" + ",".join(["0"] * 101) + "]", -32600, "REQUEST_TOO_LARGE", None),
    (DEEP, -32600, "REQUEST_TOO_LARGE", None),
    (VERY_DEEP, -32600, "REQUEST_TOO_LARGE", None),
    (WIDE, -32600, "REQUEST_TOO_LARGE", None),
    ('"' + "x" * 1_048_576 + '"', -32600, "REQUEST_TOO_LARGE", None),
]


@pytest.mark.parametrize(("body", "number", "code", "field"), MALFORMED, ids=range(len(MALFORMED)))
def test_bad_input_is_refused_with_code_and_field(body: Any, number: int, code: str, field: str | None) -> None:
    status, response = post(body)

    assert status == "200 OK"
    assert set(response) == {"jsonrpc", "id", "error"}
    error = response["error"]
    assert (error["code"], error["data"]["error_code"], error["data"]["field"]) == (number, code, field)
    assert error["message"]


def test_another_verb_is_refused_and_told_which_one_to_use() -> None:
    status, response = post(b"", REQUEST_METHOD="GET")

    assert status == "405 Method Not Allowed"
    assert response["error"]["message"] == "JSON-RPC requests are sent with POST."


def test_a_lying_content_length_is_refused_before_reading() -> None:
    _, response = post(b"{}", CONTENT_LENGTH="2000000")
    assert response["error"]["data"]["error_code"] == "REQUEST_TOO_LARGE"

    _, response = post(b"{}", CONTENT_LENGTH="many")
    assert response["error"]["data"]["error_code"] == "INVALID_REQUEST"


def test_discover_describes_every_method_of_the_endpoint() -> None:
    document = result([], "rpc.discover")["result"]

    assert document["openrpc"] == "1.3.2"
    assert [m["name"] for m in document["methods"]] == ["crash", "echo", "login", "refuse", "updateUsage"]
    assert document["methods"][1] == {
        "name": "echo",
        "tags": [{"name": "test_endpoint"}],
        "summary": "Answer what came.",
        "description": "Answer what came.",
        "paramStructure": "either",
        "params": [
            {"name": "sessionID", "required": True, "schema": {"type": ["string", "null"]}},
            {"name": "thing", "required": False, "schema": {"$ref": "#/components/schemas/Thing"}},
        ],
        "result": {"name": "echoReturn", "schema": {"$ref": "#/components/schemas/Thing"}},
        "errors": [],
    }
    assert document["components"]["schemas"]["Thing"]["properties"]["Flags"] == {
        "type": ["array", "null"],
        "items": {"type": ["boolean", "null"]},
    }
