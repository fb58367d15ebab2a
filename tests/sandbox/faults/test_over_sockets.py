"""What real clients meet where a fault rule strikes, on each database."""

import hashlib
import hmac
import json
import subprocess
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from rpc_server.testing import MerchantSandbox, Refused

_HERE = Path(__file__).parent
_ORDER = json.loads((_HERE.parent.parent / "conformance" / "php" / "order.json").read_text())


class Client:
    """A session over JSON-RPC that keeps its connection."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/rpc/6.0/"
        self._http = requests.Session()
        date = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        hash_ = hmac.new(b"SECRET_KEY", f"7APITEST19{date}".encode(), hashlib.sha256).hexdigest()
        self._session = self.post("login", "APITEST", date, hash_, "sha256").json()["result"]

    def call(self, name: str, *arguments: Any, key: str | None = None) -> requests.Response:
        return self.post(name, self._session, *arguments, key=key)

    def post(self, name: str, *params: Any, key: str | None = None) -> requests.Response:
        asked = {"jsonrpc": "2.0", "id": 1, "method": name, "params": params}
        headers = {} if key is None else {"Idempotency-Key": key}
        return self._http.post(self._url, json=asked, headers=headers, timeout=60)

    def order(self, reference: str, key: str | None = None) -> str:
        """The RefNo of a new order."""
        placed = self.call("placeOrder", {**_ORDER, "ExternalReference": reference}, key=key).json()
        return str(placed["result"]["RefNo"])

    def orders_of(self, reference: str) -> list[str]:
        found = self.call("searchOrders", {"ExternalRefNo": reference, "IncludeTestOrders": "YES"}).json()["result"]
        return [str(order["RefNo"]) for order in found["Items"]]


@pytest.fixture
def client(sandbox: MerchantSandbox) -> Client:
    return Client(sandbox.url)


def php(sandbox: MerchantSandbox, times: int) -> Any:
    done = subprocess.run(
        ["php", "-d", "display_errors=stderr", str(_HERE / "order.php"), sandbox.url, str(times)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout)


def test_php_meets_a_crash_after_the_commit_and_its_retry_buys_nothing_twice(sandbox: MerchantSandbox) -> None:
    sandbox.faults.add("crash_after_commit", method="placeOrder", times=1)

    met = php(sandbox, 2)

    lost, placed = met["told"]
    assert lost == ["HTTP", "Error Fetching http headers"]
    assert met["orders"] == [placed]
    assert [call["fault"] for call in sandbox.journal.calls(method="placeOrder")] == ["1 crash_after_commit", None]


def test_php_meets_a_connection_that_is_reset_and_the_order_was_not_placed(sandbox: MerchantSandbox) -> None:
    sandbox.faults.add("reset", method="placeOrder", times=1)

    met = php(sandbox, 1)

    assert met == {"told": [["HTTP", "Error Fetching http headers"]], "orders": []}


def test_without_a_key_a_lost_answer_buys_twice(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.faults.add("crash_after_commit", method="placeOrder", times=1)

    with pytest.raises(requests.ConnectionError):
        client.order("TWICE")
    client.order("TWICE")

    assert len(client.orders_of("TWICE")) == 2


def test_a_crash_before_the_commit_leaves_nothing(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.faults.add("crash_before_commit", method="placeOrder", times=1)

    with pytest.raises(requests.ConnectionError):
        client.order("GONE")

    assert client.orders_of("GONE") == []


def test_a_truncated_answer_ends_in_the_middle_and_the_call_was_kept(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.faults.add("truncate", method="placeOrder", times=1)

    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.order("CUT")

    assert len(client.orders_of("CUT")) == 1


def test_a_status_stands_for_the_answer(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.faults.add("status", method="placeOrder", status=502, text="<h1>Bad gateway</h1>")

    answer = client.call("placeOrder", _ORDER)

    assert (answer.status_code, answer.reason, answer.text) == (502, "Bad Gateway", "<h1>Bad gateway</h1>")
    assert answer.headers["Content-Type"] == "text/html"


def test_garbage_stands_for_the_answer_and_is_the_same_again(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.faults.add("garbage", method="getOrder", times=1)

    answer = client.call("getOrder", "1")

    assert (answer.status_code, len(answer.content)) == (200, 200)
    assert answer.headers["Content-Type"] == "application/json"
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_an_error_of_any_code_is_told_as_one_of_ours(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.faults.add("error", method="getOrder", code="CARD_ERROR", text="Try again.")

    error = client.call("getOrder", "1").json()["error"]

    assert (error["code"], error["message"], error["data"]["error_code"]) == (40240, "Try again.", "CARD_ERROR")


def test_a_declined_charge_is_told_by_the_order(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.faults.add("decline", text="Stolen card", times=1)

    placed = client.call("placeOrder", _ORDER).json()["result"]

    assert placed["Status"] == "PENDING"
    assert "Stolen card" in json.dumps(placed["Errors"])


def test_the_nth_call_is_the_nth_of_all_processes_and_connections(sandbox: MerchantSandbox) -> None:
    clients = [Client(sandbox.url) for _ in range(4)]
    sandbox.faults.add("error", method="getOrder", code="OUT", nth=3)

    codes = [each.call("getOrder", "1").json()["error"]["data"]["error_code"] for each in clients]

    assert codes == ["ORDER_NOT_FOUND", "ORDER_NOT_FOUND", "OUT", "ORDER_NOT_FOUND"]


def test_a_login_can_go_wrong_too(sandbox: MerchantSandbox) -> None:
    sandbox.faults.add("error", method="login", code="DOWN", times=1)

    with pytest.raises(KeyError, match="result"):
        Client(sandbox.url)
    Client(sandbox.url)


def test_a_reset_takes_the_rules_back_and_gives_the_same_numbers_again(sandbox: MerchantSandbox) -> None:
    sandbox.faults.add("error", method="login")
    sandbox.reset(seed="7")
    assert sandbox.faults.list() == []

    first = [Client(sandbox.url).order(f"SEEDED-{n}") for n in range(3)]
    sandbox.reset(seed="7")
    again = [Client(sandbox.url).order(f"SEEDED-{n}") for n in range(3)]
    sandbox.reset(seed="8")

    assert first == again
    assert "result" in Client(sandbox.url).call("getContents", _ORDER).json()
    assert Client(sandbox.url).order("SEEDED-0") != first[0]


def test_a_wrong_rule_is_refused_with_what_is_wrong(sandbox: MerchantSandbox) -> None:
    with pytest.raises(Refused) as refused:
        sandbox.faults.add("explode")

    assert (refused.value.status, refused.value.code) == (422, "INVALID_ARGUMENT")
    assert str(refused.value) == "INVALID_ARGUMENT: Invalid enum value 'explode'"


def test_rules_are_listed_with_what_they_met_and_taken_back(sandbox: MerchantSandbox, client: Client) -> None:
    number = sandbox.faults.add("error", method="getOrder", times=1, first=2)
    client.call("getOrder", "1")
    client.call("getOrder", "1")

    assert sandbox.faults.list() == [
        {
            "number": number,
            "rule": {"action": "error", "method": "getOrder", "first": 2, "times": 1},
            "seen": 2,
            "hits": 1,
        }
    ]
    assert sandbox.ask("DELETE", f"/faults/{number}") == {"removed": 1}
    with pytest.raises(Refused, match="NO_SUCH_FAULT_RULE"):
        sandbox.ask("DELETE", f"/faults/{number}")


def test_what_never_reached_a_method_is_in_the_journal(sandbox: MerchantSandbox, client: Client) -> None:
    sandbox.journal.clear()
    requests.post(f"{sandbox.url}/soap/6.0/", data="<!DOCTYPE x><x/>", timeout=60)
    requests.post(f"{sandbox.url}/soap/9.9/", data="<x/>", timeout=60)
    client.call("noSuchMethod")

    told = [(call["endpoint"], call["method"], call["code"]) for call in sandbox.journal.calls()]
    assert told == [
        ("/soap/6.0/", None, "PARSE_ERROR"),
        ("/soap/9.9/", None, "VERSION_NOT_FOUND"),
        ("/rpc/6.0/", None, "METHOD_NOT_FOUND"),
    ]


def test_the_journal_comes_page_by_page(sandbox: MerchantSandbox, client: Client) -> None:
    for n in range(3):
        client.call("getOrder", str(n))

    page = sandbox.ask("GET", "/journal?method=getOrder&limit=2")
    rest = sandbox.ask("GET", f"/journal?method=getOrder&limit=2&before={page['next']}")

    assert [call["arguments"]["orderReference"] for call in page["calls"] + rest["calls"]] == ["2", "1", "0"]
    assert rest["next"] is None


def test_other_connections_of_the_same_client_live_on(sandbox: MerchantSandbox) -> None:
    address = urlsplit(sandbox.url)
    connections = [HTTPConnection(address.hostname or "", address.port, timeout=60) for _ in range(5)]
    hello = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "login", "params": ["APITEST", "", ""]})

    def ask(connection: HTTPConnection) -> bytes:
        connection.request("POST", "/rpc/6.0/", hello)
        return connection.getresponse().read()

    sockets = [ask(connection) and connection.sock for connection in connections]
    sandbox.faults.add("reset", method="login", nth=3)
    lost = []
    for connection in connections:
        try:
            ask(connection)
        except (ConnectionError, HTTPException):
            lost.append(connection)

    kept = [connection.sock for connection in connections if connection not in lost]
    for connection in connections:
        connection.close()
    assert lost == [connections[2]]
    assert kept == sockets[:2] + sockets[3:]
