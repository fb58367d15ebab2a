"""A partner's job told in PHP, over each wire, and what a PHP listener is told of it."""

import time
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.commerce.notifications.test_php_listener import php as php_listener
from tests.conformance.test_php import php
from tests.server import RunningServer, running_server

TOKEN = "control-token-of-a-test"
_FOR_DELIVERING = 30


def ask(server: RunningServer, verb: str, path: str, **sent: Any) -> Any:
    """What the control API answers of APITEST."""
    url = f"{server.url}/sandbox/merchants/APITEST/{path}"
    answer = requests.request(verb, url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10, **sent)
    answer.raise_for_status()
    return answer.json()


def delivered(server: RunningServer, reference: str) -> list[str]:
    """How the messages about the order fared, once none of them waits any more."""
    ends_at = time.monotonic() + _FOR_DELIVERING
    while True:
        found = ask(server, "GET", "notifications", params={"reference": reference})["notifications"]
        statuses = [delivery["status"] for delivery in found]
        if (statuses and "WAITING" not in statuses) or time.monotonic() > ends_at:
            return statuses
        time.sleep(0.05)


@pytest.mark.parametrize("wire", ["soap", "rpc"])
@pytest.mark.parametrize("receipt", ["sha3-256"])
def test_a_partners_job_from_its_price_list_to_a_paid_invoice(tmp_path: Path, wire: str, receipt: str) -> None:
    with (
        php_listener(tmp_path, receipt) as listener,
        running_server(tmp_path, "--demo", RPC_SERVER_CONTROL_TOKEN=TOKEN) as server,
    ):
        ask(server, "POST", "notification-endpoints", json={"name": "ipn", "url": listener.url, "private": True})
        reported = php(server, "partner_job.php", wire)
        reference = reported.pop("reference")

        assert delivered(server, reference) == ["DELIVERED"]
        assert [line for line in listener.lines if reference in line] == [f"verified {reference} COMPLETE Reseller"]

    for refused in ("again", "too soon"):
        reported[refused][1] = reported[refused][1].removeprefix("PAYMENT_PROFORMA: ")
    assert reported == {
        "partner": [1, True, 1000],
        "unit": ["USD", 22.46, 7.49],
        "cart": [True, True, True, 3, 67.38],
        "order": ["COMPLETE", None, None, 67.38, 1],
        "reseller": [True, "E1 6AN"],
        "subscriptions": [[False, "DELIVERED"]],
        "before": ["Unpaid", True, "67.38", None],
        "steps": [True, True, True],
        "after": ["Paid", "CC", True],
        "document": "%PDF-",
        "too soon": ["PAYMENT_PROFORMA", "You must use setPaymentDetails first."],
        "again": ["PAYMENT_PROFORMA", "This is a paid partner invoice."],
        "order now": True,
    }
