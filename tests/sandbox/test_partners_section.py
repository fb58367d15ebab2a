"""Partners from a file, and those that come with the server."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.sandbox.seed import SeedError, seed
from tests.api_client import ApiClient

SHOP = """\
account: {code: SMALL, secret_key: KEY}
products:
  - {code: BOOK, name: Book, pricing: [{prices: [{amounts: {USD: 10}}]}]}
price_lists:
  - {code: LIST, name: List, products: [{product: BOOK}]}
partners:
  - {code: P, company: P, email: p@p.example, country: GB, currency: USD, price_lists: [LIST], credit_limit: 5}
"""
ORDER = "{reference: '12345678', partner: P, items: [{product: BOOK, price_list: LIST}]}"
RESELLER = "{code: R, partner: P, company: C, first_name: F, last_name: L, email: r@c.example, country: GB}"


@pytest.fixture
def client(services: Services) -> ApiClient:
    """A session for the partner that comes with the server."""
    (merchant,) = seed(services)
    client = ApiClient(services, "channel-manager-2.1", merchant)
    client.call("setPartner", "PARTNER1")
    return client


def _seed(services: Services, folder: Path, *lines: str) -> Merchant:
    path = folder / "shop.yaml"
    path.write_text(SHOP + "\n".join(lines), encoding="utf-8")
    (merchant,) = seed(services, path)
    return merchant


def _mistake(services: Services, folder: Path, *lines: str) -> str:
    with pytest.raises(SeedError) as mistake:
        _seed(services, folder, *lines)
    return str(mistake.value)


def test_the_partner_has_used_some_of_its_credit(client: ApiClient) -> None:
    assert client.call("getPartnerByCode", "PARTNER1") == {
        "PartnerCode": "PARTNER1",
        "CompanyName": "Example Distribution Inc.",
        "Email": "orders@distribution.example",
        "CommunicationLanguage": "en",
        "Currency": "USD",
        "CreditLimit": 1000,
        "AvailableCreditLimit": 606.56,
    }


def test_there_is_an_unpaid_proforma_of_a_known_number(client: ApiClient) -> None:
    assert client.call("getProforma", "100000001", False) == {
        "Number": "100000001",
        "CreateDate": "2026-03-10 14:00:00",
        "DueDate": "2026-04-09 14:00:00",
        "Status": "Unpaid",
        "Currency": "USD",
        "Total": "313.84",
        "PaymentMethod": None,
        "Orders": ["61404720"],
        "BusinessModel": "RESELLER",
        "ProformaPDF": None,
    }


def test_there_is_an_approved_order_on_no_proforma(client: ApiClient) -> None:
    assert client.call("getOrderStatus", "61404721") == {
        "RefNo": "61404721",
        "Status": "COMPLETE",
        "OrderLockReason": None,
        "ProformaNumber": None,
        "TotalAmount": 79.6,
        "Currency": "USD",
        "TotalSubbscriptionsNumber": 1,
    }
    assert client.call("createProforma", ["61404721"])["Total"] == "79.60"


def test_its_price_list_has_the_documented_code(client: ApiClient) -> None:
    assert client.call("addProduct", 4700002, 1, None, "EFBECC428A") is True


def test_a_partner_has_a_reseller_of_a_known_code(client: ApiClient) -> None:
    assert client.call("setOrderReseller", "61404720", "5D0C8AE1B2") is True
    assert client.call("getOrderReseller", "61404720")["Company"] == "Corner Software LLC"


def test_the_orders_of_another_wait_for_all_that_can_be_waited_for(client: ApiClient) -> None:
    client.call("setPartner", "PARTNER3")
    client.call("addProduct", 4700001, 1, None, "EFBECC428A")

    assert client.call("placeOrder")["OrderLockReason"] == [
        "REQUIRED_END_USER_INFORMATION",
        "REQUIRED_RESELLER_INFORMATION",
        "REQUIRED_VENDOR_DELIVERY_CONFIRMATION",
    ]


def test_an_order_past_the_credit_limit_is_placed_all_the_same(services: Services, tmp_path: Path) -> None:
    merchant = _seed(services, tmp_path, f"partner_orders: [{ORDER}]")
    client = ApiClient(services, "channel-manager-2.1", merchant)
    client.call("setPartner", "P")

    assert client.call("getOrderStatus", "12345678")["OrderLockReason"] == ["NOT_ENOUGH_CREDIT"]


@pytest.mark.parametrize(
    ("lines", "place", "text"),
    [
        ([f"partner_orders: [{ORDER}, {ORDER}]"], "partner_orders[1].reference", "There is an order 12345678 already."),
        ([f"partner_orders: [{ORDER.replace('BOOK', 'PEN')}]"], "partner_orders[0].items[0].product", "There is no product PEN."),
        ([f"partner_orders: [{ORDER.replace('LIST', 'TSIL')}]"], "partner_orders[0]", "There are no pricing lists with the provided code."),
        ([f"partner_orders: [{ORDER.replace('partner: P', 'partner: Q')}]"], "partner_orders[0]", "No partner is set."),
        ([f"resellers: [{RESELLER}, {RESELLER}]"], "resellers[1].code", "There is a reseller R already."),
        ([f"resellers: [{RESELLER.replace('partner: P', 'partner: Q')}]"], "resellers[0].partner", "There is no active partner Q."),
        ([f"resellers: [{RESELLER.replace('GB', 'XX')}]"], "resellers[0]", "Invalid reseller country code."),
        (["proformas: [{number: '10000000', partner: Q, orders: []}]"], "proformas[0].partner", "There is no active partner Q."),
        (["proformas: [{number: '10000000', partner: P, orders: ['12345678']}]"], "proformas[0]", "The provided order reference is invalid."),
        (["proformas: [{number: '1', partner: P, orders: []}]"], "proformas[0]", "a number has eight or nine digits, the first not zero"),
        (
            [
                f"partner_orders: [{ORDER}]",
                "proformas:",
                "  - {number: '10000000', partner: P, orders: ['12345678']}",
                "  - {number: '10000000', partner: P, orders: ['12345678']}",
            ],
            "proformas[1].number",
            "There is a proforma 10000000 already.",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    services: Services, tmp_path: Path, lines: list[str], place: str, text: str
) -> None:
    told = _mistake(services, tmp_path, *lines)

    assert told.endswith(f": {place}: {text}")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"country: GB": "country: UK"}, "'UK' is no country code"),
        ({"currency: USD": "currency: EURO"}, "'EURO' is no currency code"),
        ({"credit_limit: 5": "credit_limit: -5"}, "-5 is no number of zero or more"),
        ({"credit_limit: 5": "margin_percent: 101"}, "a margin is at most 100 per cent"),
        ({"credit_limit: 5": "language: english"}, "'english' is no language code"),
        ({"credit_limit: 5": "invoiced_after_days: -1"}, "invoiced_after_days is zero or more"),
    ],
)
def test_a_partner_that_cannot_be_is_refused(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], text: str
) -> None:
    ((old, new),) = change.items()
    monkeypatch.setattr(f"{__name__}.SHOP", SHOP.replace(old, new))

    assert text in _mistake(services, tmp_path)


def test_amounts_of_the_file_are_exact(services: Services, tmp_path: Path) -> None:
    merchant = _seed(services, tmp_path)

    shown = ApiClient(services, "channel-manager-2.1", merchant).call("getPartnerByCode", "P")

    assert Decimal(str(shown["CreditLimit"])) == Decimal(5)
