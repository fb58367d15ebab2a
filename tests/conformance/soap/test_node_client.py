"""The npm package ``soap`` against the shop, from both documents."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.soap.serving import CONFORMANCE, ShopServer

NODE = CONFORMANCE / "node"
REFUSAL = {
    "status": 500,
    "faultcode": "FORBIDDEN",
    "faultstring": "Invalid hash provided or session expired",
    "detail": {"field": "sessionID", "hint": "Call <login> & pass what it answers.", "request_id": "req-1"},
}


@pytest.fixture(scope="module")
def packages() -> Path:
    """The packages of ``tests/conformance/node``, installed if they are not yet."""
    installed = NODE / "node_modules"
    if not (installed / "soap").is_dir():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=NODE, check=True, capture_output=True, timeout=300)
    return installed


@pytest.fixture(scope="module")
def seen(shop_server: ShopServer, packages: Path) -> Any:
    """What Node saw in its conversations."""
    script = packages.parent / "soap_shop.js"
    done = subprocess.run(
        ["node", str(script), shop_server.url], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_node_reads_the_parts_in_documented_order(seen: Any) -> None:
    assert seen["signature"] == ["merchantCode", "date", "hash"]


def test_node_reads_typed_values_from_encoded_answers(seen: Any) -> None:
    placed = {
        "placeOrderReturn": {
            "TestOrder": True,
            "BillingDetails": {"FirstName": "Ana"},
            "Items": {
                "item": [
                    {"Code": "A", "Quantity": 2, "Price": {"Currency": "eur", "Amount": 9.5}},
                    {"Code": "B", "Quantity": 1},
                ]
            },
        }
    }
    assert seen["encoded"] == {
        "login": {"loginReturn": "C|D|H|None"},
        "flag": {"setExternalRefReturn": True},
        "number": {"getPriceReturn": 19},
        "two": {"searchProductsReturn": {"item": [{"Code": "P0", "Quantity": 1}, {"Code": "P1", "Quantity": 1}]}},
        "refusal": REFUSAL,
        "item": placed,
        "OrderItem": placed,
        "repeated": placed,
    }


def test_node_reads_literal_answers_its_own_way(seen: Any) -> None:
    """It types the outermost value alone, as it does with every literal service."""
    assert seen["literal"] == {
        "login": {"loginReturn": "C|D|H|None"},
        "flag": {"setExternalRefReturn": True},
        "number": {"getPriceReturn": 19},
        "two": {
            "searchProductsReturn": {"OrderItem": [{"Code": "P0", "Quantity": "1"}, {"Code": "P1", "Quantity": "1"}]}
        },
        "refusal": REFUSAL,
        "OrderItem": {
            "placeOrderReturn": {
                "TestOrder": "true",
                "BillingDetails": {"FirstName": "Ana"},
                "Items": {
                    "OrderItem": [
                        {"Code": "A", "Quantity": "2", "Price": {"Currency": "eur", "Amount": "9.5"}},
                        {"Code": "B", "Quantity": "1"},
                    ]
                },
            }
        },
    }
