"""PHP 8's SoapClient, written as the published samples are, against the shop: what PHP code gets to see."""

import json
import subprocess
from typing import Any

import pytest

from tests.conformance.soap.serving import CONFORMANCE, ShopServer

ITEM_A = {
    "Code": "A",
    "Quantity": 2,
    "Price": {"Currency": "eur", "Amount": 9.5},
    "PriceOptions": [{"Name": "COLOR", "Options": ["red", "blue"]}],
}
ITEM_B = {"Code": "B", "Quantity": 1, "Price": None, "PriceOptions": None}
ANA = {"FirstName": "Ana", "Email": "a@b.c"}
ORDER = {
    "RefNo": None,
    "OrderNo": None,
    "TestOrder": True,
    "GrossPrice": 10.0,
    "BillingDetails": ANA,
    "DeliveryDetails": None,
    "Items": [ITEM_A, ITEM_B],
    "Promotions": [],
    "Errors": None,
    "Custom": None,
}


def found(count: int) -> list[dict[str, Any]]:
    return [{"Code": f"P{n}", "Quantity": 1, "Price": None, "PriceOptions": None} for n in range(count)]


SEEN: dict[str, Any] = {
    "scalars": ["CODE|2026-03-10 12:00:00|abc|None", True, False, 19.0, 28.5, 1773144000],
    "surplus argument": "CODE|D|H|sha256",
    "missing arguments": False,
    "null argument": False,
    "method in another case": 1773144000,
    "nested arrays": ORDER,
    "nested objects": ORDER,
    "one object twice": [True, ANA, ANA, [ITEM_A, ITEM_A]],
    "lists of none, one and two": [[], found(1), found(2)],
    "first of a list of one": "P0",
    "single element arrays": found(1),
    "class map": ["MyOrder", ["MyItem", "MyItem"], "stdClass", "A"],
    "the answer sent back": True,
    "untyped values": [
        1, 2.5, "a", True, None, [], [1, "a", [None]], {"k": "v", "n": {"x": 1}}, {"3": "a", "5": "b"},
    ],
    "an untyped object": {"Code": "A", "Options": [{"N": 1}]},
    "a map": [{"A": "1", "B": "2"}, {"A": "1"}, None],
    "without a wsdl": ["C|D|H|sha256", ORDER],
    "objects without a wsdl": ORDER,
    "literal": [
        True,
        {**ORDER, "Items": {"OrderItem": [{**ITEM_A, "PriceOptions": None}, ITEM_B]}, "Promotions": None},
        False,
    ],
    "always encoded": True,
    "gzip": True,
    "http 1.0": 1773144000,
    "refusal": {
        "faultcode": "FORBIDDEN",
        "message": "Invalid hash provided or session expired",
        "detail": {
            "field": "sessionID", "hint": "Call <login> & pass what it answers.", "request_id": "req-1",
        },
    },
    "bug": {
        "faultcode": "INTERNAL_ERROR",
        "message": "Internal error. Quote the request id when you report it.",
        "detail": {"request_id": "req-1"},
    },
    "unknown method": {
        "faultcode": "METHOD_NOT_FOUND",
        "message": "There is no method 'nope' at merchant-6.0.",
        "detail": {
            "field": "method", "hint": "rpc.discover or ?wsdl list the methods of this endpoint.", "request_id": "req-1",
        },
    },
    "version 1.2": {
        "faultcode": "VersionMismatch",
        "message": "Wrong version: this is a SOAP 1.2 envelope.",
        "detail": {
            "hint": "Send SOAP 1.1: an Envelope in http://schemas.xmlsoap.org/soap/envelope/ with Content-Type text/xml.",
            "request_id": "req-1",
        },
    },
    "an object where a text belongs": {
        "faultcode": "INVALID_ARGUMENT",
        "message": "externalRef must be a text.",
        "detail": {"field": "externalRef", "request_id": "req-1"},
    },
    "a scalar where an object belongs": None,
    "address": [1773144000, "string login(string $merchantCode, string $date, string $hash)", 10],
    "location without the last slash": 1773144000,
}  # fmt: skip


@pytest.mark.parametrize("scenario", SEEN)
def test_php_sees(shop_server: ShopServer, scenario: str) -> None:
    done = subprocess.run(
        ["php", "-d", "display_errors=stderr", str(CONFORMANCE / "php" / "soap_shop.php"), shop_server.url, scenario],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    seen = json.loads(done.stdout)
    assert (json.dumps(seen), seen) == (json.dumps(SEEN[scenario]), SEEN[scenario])
