"""A subscription from its trial to its end, lived by PHP over SOAP and over JSON-RPC.

Every step tells what the history, the money and the notifications are after it.
"""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from rpc_server.testing import MerchantSandbox, Sandbox
from tests.server import running_server

FOLDER = Path(__file__).parent
BEGINS = datetime(2030, 1, 10, 12, tzinfo=UTC)
ORDER: dict[str, Any] = {
    "Currency": "USD",
    "Country": "GB",
    "Language": "en",
    "CustomerIP": "10.10.10.10",
    "Items": [{"Code": "STARTER", "Quantity": 1, "Trial": {"Period": 7, "Price": 1}}],
    "BillingDetails": {
        "FirstName": "Ada", "LastName": "Lovelace", "Email": "ada@example.com", "CountryCode": "GB",
        "Address1": "12 St James's Square", "City": "London", "Zip": "SW1Y 4JH",
    },
    "PaymentDetails": {
        "Type": "CC", "Currency": "USD", "CustomerIP": "10.10.10.10",
        "PaymentMethod": {
            "CardNumber": "4111111111111111", "CardType": "VISA", "ExpirationYear": "2035", "ExpirationMonth": "12",
            "HolderName": "John Doe", "CCID": "123", "RecurringEnabled": True,
            "Vendor3DSReturnURL": "https://example.com/ok", "Vendor3DSCancelURL": "https://example.com/no",
        },
    },
}  # fmt: skip


@dataclass
class Shop:
    """A merchant's PHP, his clock, and the rows his server writes."""

    merchant: MerchantSandbox
    wire: str
    database: Path
    reference: str = ""

    def call(self, method: str, *arguments: Any) -> Any:
        """The answer PHP gets for a call in a session of its own."""
        date = f"{self.merchant.clock.now():%Y-%m-%d %H:%M:%S}"
        done = subprocess.run(
            ["php", "-d", "display_errors=stderr", str(FOLDER / "call.php"), self.wire, method, json.dumps(arguments)],
            env={**os.environ, "RPC_SERVER_URL": self.merchant.url, "LOGIN_DATE": date},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout, parse_float=Decimal)["answer"]

    def token(self, number: str, holder: str) -> str:
        """A token for a card, as a shopper's browser gets it."""
        card = {
            "MerchantCode": "APITEST", "CardNumber": number, "ExpirationYear": "2035", "ExpirationMonth": "12",
            "HolderName": holder,
        }  # fmt: skip
        request = Request(f"{self.merchant.url}/token", json.dumps(card).encode(), method="POST")
        with urlopen(request, timeout=30) as answer:
            minted: str = json.load(answer)["token"]
        return minted

    def pay_with(self, number: str, holder: str) -> bool:
        """Have the subscription charged to another card from now on."""
        method = {"EesToken": self.token(number, holder)}
        details = {"PaymentDetails": {"Type": "EES_TOKEN_PAYMENT", "PaymentMethod": method}}
        replaced: bool = self.call("updateSubscriptionPaymentInformation", self.reference, details)
        return replaced

    def stands(self) -> tuple[str, str, bool, bool]:
        """The product, the day it ends, whether it is of use, and whether it renews by itself."""
        read = self.call("getSubscription", self.reference)
        return (
            read["Product"]["ProductCode"], read["ExpirationDate"], read["SubscriptionEnabled"], read["RecurringEnabled"],
        )  # fmt: skip

    def history(self) -> list[tuple[str, str, str, Decimal]]:
        """What each period came from, its days, and what was paid for it."""
        return [
            (entry["Type"], entry["StartDate"], entry["ExpirationDate"], self.paid(entry["ReferenceNo"]))
            for entry in self.call("getSubscriptionHistory", self.reference)
        ]

    def paid(self, order: str) -> Decimal:
        """What the order came to, which is paid."""
        read = self.call("getOrder", order)
        assert read["Status"] == "COMPLETE"
        return Decimal(read["GrossPrice"])

    def told(self, topic: str = "SUBSCRIPTION") -> list[str]:
        """Why the merchant was told of his subscription, or what became of his orders, in order."""
        rows = sqlite3.connect(self.database)
        try:
            query = "SELECT reason FROM notification_events WHERE topic = ? ORDER BY occurred_at, reference, sequence"
            return [reason for (reason,) in rows.execute(query, [topic])]
        finally:
            rows.close()


@pytest.fixture
def shop(tmp_path: Path, wire: str) -> Iterator[Shop]:
    """A server with two products, where it is noon of 10 January 2030."""
    database = tmp_path / "shop.db"
    variables = {"RPC_SERVER_DATABASE": f"sqlite:///{database}", "RPC_SERVER_CONTROL_TOKEN": "journey-control-token"}
    with running_server(tmp_path, "--no-demo", **variables) as server:
        sandbox = Sandbox(server.url, variables["RPC_SERVER_CONTROL_TOKEN"])
        sandbox.seed((FOLDER / "shop.yaml").read_text(encoding="utf-8"))
        merchant = sandbox.merchant("APITEST")
        merchant.clock.freeze()
        merchant.clock.set(BEGINS)
        yield Shop(merchant, wire, database)


TRIED = ("SALE", "2030-01-10", "2030-01-12", Decimal(1))
CONVERTED = ("RENEWAL", "2030-01-12", "2030-02-12", Decimal(30))
RENEWED = [
    ("RENEWAL", "2030-02-12", "2030-03-12", Decimal(30)),
    ("RENEWAL", "2030-03-12", "2030-04-12", Decimal(30)),
    ("RENEWAL", "2030-04-12", "2030-05-12", Decimal(30)),
]
COLLECTED = ("RENEWAL", "2030-05-12", "2030-06-12", Decimal(30))
PAID = ["PENDING", "AUTHRECEIVED", "COMPLETE"]


@pytest.mark.parametrize("wire", ["soap", "rpc"])
def test_a_subscription_lives(shop: Shop) -> None:
    _buys_a_trial(shop)
    _converts_it(shop)
    _renews_three_times(shop)
    _is_declined_and_dunned(shop)
    _is_paid_with_another_card(shop)
    _is_upgraded(shop)
    _is_refunded_in_part(shop)
    _is_cancelled(shop)


def _buys_a_trial(shop: Shop) -> None:
    order = shop.call("placeOrder", ORDER)
    shop.reference = shop.call("getOrder", order["RefNo"])["Items"][0]["ProductDetails"]["Subscriptions"][0][
        "SubscriptionReference"
    ]

    assert shop.stands() == ("STARTER", "2030-01-17", True, True)
    assert shop.call("getSubscription", shop.reference)["IsTrial"] is True
    assert shop.history() == [("SALE", "2030-01-10", "2030-01-17", Decimal(1))]
    assert shop.told() == ["LICENCE_CHANGE"]
    assert shop.told("ORDER") == PAID


def _converts_it(shop: Shop) -> None:
    shop.merchant.clock.advance("2d")

    assert shop.call("convertTrial", shop.reference, True) is True

    assert shop.stands() == ("STARTER", "2030-02-12", True, True)
    assert shop.call("getSubscription", shop.reference)["IsTrial"] is False
    assert shop.history() == [TRIED, CONVERTED]
    assert shop.told() == ["LICENCE_CHANGE"] * 2
    assert shop.told("ORDER") == PAID * 2


def _renews_three_times(shop: Shop) -> None:
    shop.merchant.clock.advance("90d1h")

    assert shop.stands() == ("STARTER", "2030-05-12", True, True)
    assert shop.history() == [TRIED, CONVERTED, *RENEWED]
    assert shop.told() == ["LICENCE_CHANGE"] * 5
    assert shop.told("ORDER") == PAID * 5


def _is_declined_and_dunned(shop: Shop) -> None:
    assert shop.pay_with("4111111111111111", "Mona Doe") is True

    shop.merchant.clock.advance("31d")

    assert shop.stands() == ("STARTER", "2030-05-12", True, True)
    assert shop.history() == [TRIED, CONVERTED, *RENEWED]
    assert shop.told()[5:] == ["LICENCE_CHANGE", "LICENCE_PASTDUE"]
    assert shop.told("ORDER")[15:] == ["PENDING"]


def _is_paid_with_another_card(shop: Shop) -> None:
    assert shop.pay_with("5555555555554444", "John Doe") is True

    shop.merchant.clock.advance("1h")

    card = shop.call("getSubscriptionPaymentInformation", shop.reference)["PaymentMethod"]
    assert (card["CardType"], card["FirstDigits"], card["LastDigits"]) == ("MasterCard", "5555", "4444")
    assert shop.stands() == ("STARTER", "2030-06-12", True, True)
    assert shop.history() == [TRIED, CONVERTED, *RENEWED, COLLECTED]
    assert shop.told()[7:] == ["LICENCE_CHANGE"] * 2
    assert shop.told("ORDER")[15:] == PAID


def _is_upgraded(shop: Shop) -> None:
    shop.merchant.clock.advance("9d")
    credit = (Decimal(30) * 21 / 31).quantize(Decimal("0.01"))

    price = shop.call("getProductUpgradeOptionsPrice", shop.reference, "PRO", "USD", "")
    assert shop.call("setSubscriptionUpgrade", shop.reference, "PRO", "") is True

    assert Decimal(price["BillingPrice"]) == 90 - credit
    assert shop.stands() == ("PRO", "2030-06-22", True, True)
    assert shop.history()[-2:] == [
        ("RENEWAL", "2030-05-12", "2030-05-22", Decimal(30)),
        ("UPGRADE", "2030-05-22", "2030-06-22", 90 - credit),
    ]
    assert _upgrade(shop)["ExternalReference"] == "UP-1"
    assert shop.told()[9:] == ["LICENCE_CHANGE"]
    assert shop.told("ORDER")[18:] == PAID


def _is_refunded_in_part(shop: Shop) -> None:
    order = _upgrade(shop)

    assert shop.call("issueRefund", order["RefNo"], 10, [], "Too dear", "Other") is True

    (refund,) = _upgrade(shop)["Refunds"]
    assert (refund["Type"], refund["Status"], Decimal(refund["Amount"])) == ("PARTIAL", "DONE", Decimal(10))
    assert shop.stands() == ("PRO", "2030-06-22", True, True)
    assert shop.told("ORDER")[21:] == ["COMPLETE"]


def _is_cancelled(shop: Shop) -> None:
    lived = shop.call("getSubscriptionHistory", shop.reference)

    assert shop.call("cancelSubscription", shop.reference, ["CHURN_REASON_OTHER"], "Moved on") is True
    shop.merchant.clock.advance("60d")

    assert shop.stands() == ("PRO", "2030-06-22", False, False)
    assert shop.call("getSubscriptionHistory", shop.reference) == lived
    assert shop.told()[10:] == ["LICENCE_CHANGE"]
    assert len(shop.told("ORDER")) == 22


def _upgrade(shop: Shop) -> Any:
    """The order of the upgrade."""
    return shop.call("getOrder", shop.call("getSubscriptionHistory", shop.reference)[-1]["ReferenceNo"])
