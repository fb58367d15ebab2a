"""Payment methods, their currencies and countries, and paying in parts."""

from pathlib import Path
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES
from rpc_server.sandbox.seed import seed
from tests.api_client import ApiClient

WORLD = """\
account: {code: APITEST, secret_key: SECRET_KEY, currency: USD}
products:
  - {code: BOOK, id: 1, name: Book, pricing: [{prices: [{amounts: {USD: 10, EUR: 9, BRL: 20}}]}]}
  - {code: PEN, id: 2, name: Pen, pricing: [{prices: [{amounts: {BRL: 9.99}}]}]}
"""


@pytest.fixture
def client(services: Services, merchant: Merchant, tmp_path: Path) -> ApiClient:
    world = tmp_path / "world.yaml"
    world.write_text(WORLD)
    seed(services, world)
    return ApiClient(services, "merchant-6.0", merchant)


def of(code: str, country: str = "BR", currency: str = "BRL", quantity: int = 1, **method: Any) -> dict[str, Any]:
    return {
        "Currency": currency,
        "Items": [{"Code": code, "Quantity": quantity}],
        "BillingDetails": {"CountryCode": country},
        "PaymentDetails": {"Type": "CC", "Currency": currency, "PaymentMethod": method},
    }


def test_methods_are_those_a_shopper_chooses(client: ApiClient) -> None:
    assert client.call("getPaymentMethods") == [
        "ALIPAY",
        "CC",
        "CHECK",
        "IDEAL",
        "PAYPAL",
        "PAYPAL_EXPRESS",
        "PURCHASEORDER",
        "SOFORT",
        "TRUSTLY",
        "WEBMONEY",
        "WE_CHAT_PAY",
        "WIRE",
    ]


@pytest.mark.parametrize(
    ("name", "currencies", "countries"),
    [
        ("WE_CHAT_PAY", ["CNY", "HKD", "USD"], ["CN", "HK"]),
        ("ideal", ["EUR"], ["NL"]),
        ("CC", sorted(CURRENCIES), sorted(COUNTRIES)),
    ],
)
def test_a_method_has_its_currencies_and_countries(
    client: ApiClient, name: str, currencies: list[str], countries: list[str]
) -> None:
    assert client.call("getPaymentMethodCurrencies", name) == currencies
    assert client.call("getPaymentMethodCountries", name) == countries


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [("WIRE", "FR", ["BRL", "EUR", "USD"]), ("IDEAL", "nl", ["EUR"]), ("IDEAL", "FR", []), ("ALIPAY", "US", [])],
)
def test_an_account_is_paid_in_the_currencies_of_its_prices(
    client: ApiClient, name: str, country: str, expected: list[str]
) -> None:
    assert client.call("getVendorPaymentMethodCurrencies", name, country) == expected


@pytest.mark.parametrize("method", ["getPaymentMethodCurrencies", "getPaymentMethodCountries"])
def test_an_unknown_method_is_refused(client: ApiClient, method: str) -> None:
    assert client.refusal(method, "COWRIES") == (
        "ORDER_PAYMENT_TYPE_INVALID",
        "There is no payment method 'COWRIES'.",
    )


def test_an_unknown_country_is_refused(client: ApiClient) -> None:
    assert client.refusal("getVendorPaymentMethodCurrencies", "WIRE", "XX") == (
        "ORDER_COUNTRY_INVALID",
        "There is no country 'XX'.",
    )


def test_a_brazilian_pays_in_up_to_six_parts_of_five_reais_or_more(client: ApiClient) -> None:
    assert client.call("getInstallments", of("BOOK", quantity=2)) == [
        {"Number": number, "Amount": amount, "Currency": "brl"}
        for number, amount in ((1, 40), (2, 20), (3, 13.33), (4, 10), (5, 8), (6, 6.67))
    ]
    assert [way["Number"] for way in client.call("getInstallments", of("BOOK"))] == [1, 2, 3, 4]
    assert [way["Number"] for way in client.call("getInstallments", of("PEN"))] == [1]


@pytest.mark.parametrize(
    "order", [of("BOOK", country="US"), of("BOOK", currency="USD"), of("BOOK", RecurringEnabled=True)]
)
def test_others_do_not_pay_in_parts(client: ApiClient, order: dict[str, Any]) -> None:
    assert client.call("getInstallments", order) == []


def test_an_order_that_cannot_be_priced_is_refused(client: ApiClient) -> None:
    assert client.refusal("getInstallments", of("NOPE"))[0] == "ORDER_PRODUCT_CODE_INVALID"
