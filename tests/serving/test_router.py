"""Which application a path leads to, and what an unknown one is told in each dialect."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from lxml import etree
from werkzeug.test import Client
from werkzeug.wrappers import Response

from rpc_server.wires.http import Environ, Limits, StartResponse, answer
from rpc_server.wires.router import Health, Index, Router


def named(name: str) -> Any:
    """An application that answers its name."""

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        return answer(start_response, "200 OK", "text/plain", name.encode())

    return application


@pytest.fixture
def client() -> Client:
    routes = {
        "/": Index(["/soap/6.0/"], ["/rpc/6.0/"]),
        "/health": Health(lambda: None),
        "/soap/6.0/": named("soap 6.0"),
        "/order/2.5/rpc/": named("order rpc"),
    }
    return Client(Router(routes, Limits(), lambda: "req-1"), Response)


@pytest.mark.parametrize("path", ["/soap/6.0/", "/soap/6.0", "/SOAP/6.0/", "/soap//6.0", "/api/soap/6.0/?wsdl"])
def test_an_endpoint_is_found_at_every_spelling_of_its_path_without_a_redirect(client: Client, path: str) -> None:
    response = client.post(path)

    assert (response.status_code, response.text) == (200, "soap 6.0")


def test_an_unknown_soap_version_is_told_as_a_fault(client: Client) -> None:
    response = client.post("/soap/9.9/")

    fault = etree.fromstring(response.data).find(".//{http://schemas.xmlsoap.org/soap/envelope/}Fault")
    assert fault is not None
    assert (response.status_code, response.mimetype) == (500, "text/xml")
    assert fault.findtext("faultcode") == "VERSION_NOT_FOUND"
    assert fault.findtext("faultstring") == "There is no endpoint at /soap/9.9/"


def test_a_wsdl_of_an_unknown_version_is_not_found(client: Client) -> None:
    assert client.get("/soap/9.9/?wsdl").status_code == 404


@pytest.mark.parametrize(
    ("body", "id_"),
    [
        (b'{"jsonrpc": "2.0", "id": 7, "method": "login", "params": []}', 7),
        (b'{"jsonrpc": "2.0", "id": "a", "method": 5}', "a"),
        (b"not json", None),
        (b"[]", None),
    ],
)
def test_an_unknown_rpc_version_is_told_as_a_json_rpc_error_with_the_callers_id(
    client: Client, body: bytes, id_: object
) -> None:
    response = client.post("/rpc/9.9/", data=body)

    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert json.loads(response.data) == {
        "jsonrpc": "2.0",
        "id": id_,
        "error": {
            "code": -32601,
            "message": "There is no endpoint at /rpc/9.9/",
            "data": {
                "error_code": "VERSION_NOT_FOUND",
                "field": None,
                "hint": "GET / lists the endpoints there are.",
                "request_id": "req-1",
            },
        },
    }


def test_any_other_unknown_path_is_told_in_plain_text(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert (response.status_code, response.mimetype) == (404, "text/plain")
    assert response.text == "There is no endpoint at /favicon.ico. GET / lists the endpoints there are.\n"


def test_the_index_lists_the_endpoints_at_the_address_asked(client: Client) -> None:
    response = client.get("/", base_url="http://shop.example:8080")

    assert response.mimetype == "text/plain"
    assert "  http://shop.example:8080/soap/6.0/?wsdl\n" in response.text
    assert "  http://shop.example:8080/rpc/6.0/\n" in response.text


def test_health_is_ok_while_the_database_answers(client: Client) -> None:
    response = client.get("/health")

    assert (response.status_code, response.text) == (200, "ok\n")


def test_health_fails_when_the_database_does_not_answer() -> None:
    def fail() -> None:
        raise OSError("no database")

    response = Client(Health(fail), Response).get("/health")

    assert (response.status_code, response.text) == (503, "The database does not answer.\n")
