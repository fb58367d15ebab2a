"""A merchant's decisions about partner orders, over the control API and the command line."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from werkzeug.test import Client

from rpc_server.app import create_api, create_router
from rpc_server.commerce.accounts.model import BasketLine, Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.partners import placing
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.sandbox.seed import DEMO
from rpc_server.wires.http import Limits
from tests.commands import run_here
from tests.order_world import engine
from tests.partner_world import PARTNER, PRICE_LIST, partners_of
from tests.serving.test_cli import run

TOKEN = "control-token-of-a-test"
Run = Callable[..., tuple[int, str, str]]
CAREFUL = replace(PARTNER, is_trusted=False, confirms_delivery=True)


class Office:
    """A merchant with one order of a careful partner, and his ways to decide about it."""

    def __init__(self, services: Services, merchant: Merchant) -> None:
        self._services, self._merchant = services, merchant
        self._client = Client(create_router(create_api(services), services, Limits(), TOKEN))
        with engine(services, merchant) as context:
            partners_of(context, CAREFUL)
            basket = (BasketLine(1001, 1, (), PRICE_LIST),)
            placed = placing.place(context, CAREFUL.code, basket, external_reference=None)
            self.reference = placed.order.reference or ""

    def post(self, path: str, **sent: Any) -> Any:
        path = f"/sandbox/merchants/APITEST/{path}"
        return self._client.post(path, headers={"Authorization": f"Bearer {TOKEN}"}, **sent).json

    def decide(self, decision: str) -> Any:
        return self.post(f"partner-orders/{self.reference}/{decision}")

    def invoice(self) -> str:
        with engine(self._services, self._merchant) as context:
            return proformas.create(context, CAREFUL.code, [self.reference]).number


@pytest.fixture
def office(services: Services, merchant: Merchant) -> Office:
    return Office(services, merchant)


def test_an_order_is_approved_and_then_delivered(office: Office) -> None:
    assert office.decide("approved") == {
        "reference": office.reference,
        "status": "DELIVERY_NEEDS_INFO",
        "lock_reasons": ["REQUIRED_VENDOR_DELIVERY_CONFIRMATION"],
    }
    assert office.decide("delivered") == {"reference": office.reference, "status": "COMPLETE", "lock_reasons": []}


def test_an_order_is_rejected(office: Office) -> None:
    assert office.decide("rejected")["status"] == "REJECTED"


def test_an_order_is_canceled(office: Office) -> None:
    office.decide("approved")

    assert office.decide("canceled")["status"] == "CANCELED"


def test_a_proforma_is_paid(office: Office) -> None:
    office.decide("approved")
    number = office.invoice()

    paid = office.post(f"proformas/{number}/paid", json={"by": "CHECK", "receipt": "R-7"})

    assert paid == {"number": number, "payment_method": "CHECK"}
    assert office.post(f"proformas/{number}/paid", json={})["code"] == "PAYMENT_PROFORMA"


def test_only_money_that_arrives_by_itself_is_told_of(office: Office) -> None:
    refused = office.post("proformas/100000001/paid", json={"by": "CC"})

    assert (refused["code"], refused["detail"]) == ("INVALID_ARGUMENT", "A proforma is paid by WIRE or CHECK.")


def test_another_decision_there_is_not(office: Office) -> None:
    assert office.decide("forgotten")["detail"] == "A decision is one of approved, rejected, canceled, delivered."


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the demo account, to copy."""
    folder = tmp_path_factory.mktemp("demo")
    assert run_here(folder, "seed", str(DEMO), "--database", "sqlite:///shop.db")[0] == 0
    return folder


class TestCommands:
    @pytest.fixture
    def shop(self, demo: Path, tmp_path: Path) -> Path:
        """A folder with the database of the demo account."""
        return copytree(demo, tmp_path, dirs_exist_ok=True)

    def command(self, shop: Path, *arguments: str, by: Run = run_here) -> tuple[int, str, str]:
        return by(shop, "partner", *arguments, "--merchant", "APITEST", "--database", "sqlite:///shop.db")

    def test_a_proforma_is_paid(self, shop: Path) -> None:
        assert self.command(shop, "paid", "100000001", "--by", "check", by=run) == (
            0,
            "Proforma 100000001 over 313.84 USD is paid.\n",
            "",
        )

    @pytest.mark.parametrize("decision", ["approve", "reject", "cancel", "delivered"])
    def test_an_order_that_waits_for_nothing_is_not_decided(self, shop: Path, decision: str) -> None:
        status, said, mistake = self.command(shop, decision, "61404720")

        assert (status, said) == (2, "")
        assert "The order is COMPLETE." in mistake

    def test_a_way_no_proforma_is_paid_by_is_told(self, shop: Path) -> None:
        status, _, mistake = self.command(shop, "paid", "100000001", "--by", "shells")

        assert status == 2
        assert "a proforma is paid by WIRE or CHECK" in mistake
