"""What an account sells in and to, and what an item costs there, through the merchant API."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import ExchangeRate, Price, VatRate
from rpc_server.commerce.context import Context, Services
from tests.api_client import ApiClient
from tests.catalogue import a_configuration, a_product
from tests.catalogue_world import SUPPORT, client, refusal, stock

SINCE = date(2024, 1, 1)
BRAZIL = a_configuration(
    code="B", name="Brazil", is_default=False, countries=frozenset({"BR"}), uses_original_prices=True,
    default_currency="BRL", regular=(Price(Decimal(99), "BRL"),),
)  # fmt: skip


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST sells PRO for 19.95 USD or 17.95 EUR, for 99 BRL in Brazil, and knows what a dollar is in RON.

    Tax is 6 % in West Virginia and 24 % in Romania.
    """
    stock(services, merchant, SUPPORT, a_product(a_configuration(option_groups=(SUPPORT,)), BRAZIL))
    with services.database.writing() as work:
        context = Context(merchant, work, services)
        rates = [("RO", "", 24), ("US", "WV", 6)]
        store.insert_vat_rates(context, [VatRate(c, Decimal(percent), SINCE, state) for c, state, percent in rates])
        store.insert_exchange_rates(
            context, [ExchangeRate("USD", Decimal(1), SINCE), ExchangeRate("RON", Decimal("4.57"), SINCE)]
        )
    return client(services, merchant)


def test_countries_are_named_in_english(shop: ApiClient) -> None:
    answer = shop.call("getAvailableCountries")

    assert len(answer) == 249
    assert answer[0] == {"code": "AD", "label": "Andorra"}
    assert [country["code"] for country in answer] == sorted(country["code"] for country in answer)
    assert {"code": "RO", "label": "Romania"} in answer


@pytest.mark.parametrize(
    ("language", "label"),
    [("de", "Deutschland"), ("RO", "Germania"), ("zh", "德国"), ("", "Germany"), (None, "Germany")],
)
def test_countries_are_named_in_the_language_asked_for(shop: ApiClient, language: str | None, label: str) -> None:
    assert {"code": "DE", "label": label} in shop.call("getAvailableCountries", language)


def test_a_language_there_is_not_is_refused(shop: ApiClient) -> None:
    assert refusal(shop, "getAvailableCountries", "xx") == (
        "ORDER_LANGUAGE_INVALID", "There is no language 'xx'.", "language",
    )  # fmt: skip


def test_languages_are_answered_as_recorded(shop: ApiClient) -> None:
    answer = shop.call("getAvailableLanguages")

    assert answer[0] == {"code": "aa", "label": "Afar"}
    assert {"code": "ro", "label": "Romanian"} in answer


@pytest.mark.parametrize("country", ["US", "us"])
def test_states_are_told_by_their_own_codes(shop: ApiClient, country: str) -> None:
    answer = shop.call("getCountryStates", country)

    assert answer[0] == {"code": "AK", "label": "Alaska"}
    assert {"code": "WV", "label": "West Virginia"} in answer


def test_a_country_without_states_has_none(shop: ApiClient) -> None:
    assert shop.call("getCountryStates", "VA") == []


def test_the_states_of_no_country_are_refused(shop: ApiClient) -> None:
    assert refusal(shop, "getCountryStates", "XX") == (
        "ORDER_COUNTRY_INVALID", "There is no country 'XX'.", "countryCode",
    )  # fmt: skip


def test_currencies_are_those_prices_are_stated_in_or_converted_to(shop: ApiClient) -> None:
    assert shop.call("getAvailableCurrencies") == ["BRL", "EUR", "RON", "USD"]


def test_a_country_has_the_currencies_of_the_configurations_that_hold_there(shop: ApiClient) -> None:
    assert shop.call("getAvailableCurrencies", "de", "cc") == ["EUR", "RON", "USD"]
    assert shop.call("getAvailableCurrencies", "BR", "CC") == ["BRL"]
    assert shop.call("getAvailableCurrencies", "NL", "IDEAL") == ["EUR"]
    assert shop.call("getAvailableCurrencies", "DE", "IDEAL") == []


CURRENCY_REFUSALS = [
    (("XX", "CC"), ("ORDER_COUNTRY_INVALID", "There is no country 'XX'.", "countryCode")),
    (("", "CC"), ("ORDER_COUNTRY_INVALID", "There is no country ''.", "countryCode")),
    (("DE",), ("ORDER_PAYMENT_TYPE_INVALID", "There is no payment method ''.", "paymentMethod")),
    (("DE", "SHELLS"), ("ORDER_PAYMENT_TYPE_INVALID", "There is no payment method 'SHELLS'.", "paymentMethod")),
]


@pytest.mark.parametrize(("arguments", "expected"), CURRENCY_REFUSALS)
def test_currencies_are_asked_for_with_a_country_and_a_payment_method_or_with_neither(
    shop: ApiClient, arguments: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    assert refusal(shop, "getAvailableCurrencies", *arguments) == expected


def test_an_item_is_priced_as_the_recorded_order(shop: ApiClient) -> None:
    """9 x 19.95 at 6 %: recorded as 179.55 net, 10.77 of tax, 190.32 gross, 1.20 of tax a unit."""
    billing = {"CountryCode": "US", "State": "WV"}

    answer = shop.call("getPrice", {"Code": "PRO", "Quantity": 9}, billing, "USD")

    assert answer == {
        "Currency": "USD",
        "UnitNetPrice": 19.95,
        "UnitGrossPrice": 21.15,
        "UnitVAT": 1.2,
        "UnitDiscount": 0,
        "UnitNetDiscountedPrice": 19.95,
        "UnitGrossDiscountedPrice": 21.15,
        "UnitAffiliateCommission": 0,
        "NetPrice": 179.55,
        "GrossPrice": 190.32,
        "NetDiscountedPrice": 179.55,
        "GrossDiscountedPrice": 190.32,
        "Discount": 0,
        "VAT": 10.77,
        "AffiliateCommission": 0,
    }
    assert list(answer)[:4] == ["Currency", "UnitNetPrice", "UnitGrossPrice", "UnitVAT"]


@pytest.mark.parametrize(
    ("billing", "currency", "told"),
    [
        ({"CountryCode": "RO"}, None, ("RON", 91.17)),
        ({"CountryCode": "BR"}, None, ("BRL", 99)),
        ({"CountryCode": "DE"}, None, ("EUR", 17.95)),
        ({"CountryCode": "JP"}, None, ("USD", 19.95)),
        ({"CountryCode": "RO"}, "eur", ("EUR", 17.95)),
        (None, None, ("USD", 19.95)),
    ],
)
def test_without_a_currency_that_of_the_country_counts_where_there_is_a_price_in_it(
    shop: ApiClient, billing: dict[str, str] | None, currency: str | None, told: tuple[str, float]
) -> None:
    answer = shop.call("getPrice", {"Code": "PRO", "Quantity": 1}, billing, currency)

    assert (answer["Currency"], answer["NetPrice"]) == told


@pytest.mark.parametrize("options", [["email"], [{"Options": [{"Value": "email"}]}]])
@pytest.mark.parametrize("version", ["3.0", "6.0"])
def test_options_are_in_the_price(
    services: Services, merchant: Merchant, shop: ApiClient, version: str, options: list[Any]
) -> None:
    item = {"Code": "PRO", "Quantity": 1, "PriceOptions": options}

    answer = client(services, merchant, version).call("getPrice", item, None, "USD", None, "CC")

    assert answer["UnitNetPrice"] == 26.95


PRICE_REFUSALS: list[tuple[tuple[Any, ...], tuple[str, str, str]]] = [
    (
        ({"Code": "NOPE", "Quantity": 1},),
        ("ORDER_PRODUCT_CODE_INVALID", "Requested product [NOPE] was not found.", "item.Code"),
    ),
    (
        ({"Code": "PRO", "Quantity": 0},),
        ("ORDER_ITEMS_QUANTITY_INVALID", "Quantity must be between 1 and 99999.", "item.Quantity"),
    ),
    (
        ({"Code": "PRO", "Quantity": 1, "PriceOptions": ["gold"]},),
        ("ORDER_PRODUCT_PRICE_OPTIONS_INVALID", "There is no price option 'gold'.", "item.PriceOptions"),
    ),
    (
        ({"Code": "PRO", "Quantity": 1}, {"CountryCode": "XX"}),
        ("ORDER_BILLING_COUNTRY_INVALID", "The billing country is not valid.", "BillingDetails.CountryCode"),
    ),
    (
        ({"Code": "PRO", "Quantity": 1}, {"CountryCode": "DE"}, "JPY"),
        ("ORDER_PRODUCT_CURRENCY_INVALID", "The product PRO has no price in JPY.", "Currency"),
    ),
    (
        ({"Code": "PRO", "Quantity": 1}, {"CountryCode": "BR"}, "USD"),
        ("ORDER_PRODUCT_CURRENCY_INVALID", "The product PRO has no price in USD.", "Currency"),
    ),
]


@pytest.mark.parametrize(("arguments", "expected"), PRICE_REFUSALS, ids=[e[1] for _, e in PRICE_REFUSALS])
def test_what_has_no_price_is_refused(
    shop: ApiClient, arguments: tuple[Any, ...], expected: tuple[str, str, str]
) -> None:
    assert refusal(shop, "getPrice", *arguments) == expected


def test_a_coupon_there_is_not_is_refused(shop: ApiClient) -> None:
    code, _, _ = refusal(shop, "getPrice", {"Code": "PRO", "Quantity": 1}, None, "USD", "NOPE")

    assert code.startswith("ORDER_")


def test_an_order_in_a_currency_without_a_price_is_placed_at_the_converted_one(shop: ApiClient) -> None:
    order = {"Items": [{"Code": "PRO", "Quantity": 2}], "BillingDetails": {"CountryCode": "RO"}, "Currency": "ron"}

    quoted = shop.call("getContents", order)

    assert (quoted["NetPrice"], quoted["VAT"], quoted["GrossPrice"]) == (182.34, 43.76, 226.1)


def test_the_session_cart_converts_too(services: Services, merchant: Merchant, shop: ApiClient) -> None:
    cart = ApiClient(services, "order-2.0", merchant)
    cart.call("setCountry", "RO")

    assert cart.call("getPrice", 4700002, 2, "", "RON") == {
        "NetPrice": 182.34, "NetCurrency": "RON", "FinalPrice": 226.1, "FinalCurrency": "RON",
    }  # fmt: skip
    assert cart.call("getAvailableCurrencies") == ["BRL", "EUR", "RON", "USD"]


def test_no_merchant_prices_the_products_of_another(
    services: Services, other_merchant: Merchant, shop: ApiClient
) -> None:
    stranger = client(services, other_merchant)

    assert refusal(stranger, "getPrice", {"Code": "PRO", "Quantity": 1})[0] == "ORDER_PRODUCT_CODE_INVALID"
    assert stranger.call("getAvailableCurrencies") == []
