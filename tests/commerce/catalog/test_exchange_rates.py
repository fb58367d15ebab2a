"""Exchange rates in the database."""

from datetime import date
from decimal import Decimal

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import currencies, store
from rpc_server.commerce.catalog.exchange import exchange_rates, rates_for
from rpc_server.commerce.catalog.model import ExchangeRate, Price
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from tests.catalogue import a_configuration, a_product

DAYS = [
    ("USD", "1", date(2024, 1, 1)),
    ("EUR", "0.9", date(2024, 1, 1)),
    ("EUR", "0.923456789", date(2026, 3, 10)),
    ("EUR", "0.95", date(2026, 3, 11)),
    ("JPY", "148.25", date(2025, 1, 1)),
]


@pytest.fixture
def rated(context: Context) -> Context:
    store.insert_exchange_rates(context, [ExchangeRate(code, Decimal(units), since) for code, units, since in DAYS])
    return context


@pytest.mark.parametrize(
    ("day", "units"),
    [
        (date(2023, 12, 31), {}),
        (date(2024, 1, 1), {"USD": "1", "EUR": "0.9"}),
        (date(2026, 3, 9), {"USD": "1", "EUR": "0.9", "JPY": "148.25"}),
        (date(2026, 3, 10), {"USD": "1", "EUR": "0.923456789", "JPY": "148.25"}),
        (date(2026, 3, 11), {"USD": "1", "EUR": "0.95", "JPY": "148.25"}),
    ],
)
def test_the_latest_rate_of_the_day_counts_to_its_last_place(rated: Context, day: date, units: dict[str, str]) -> None:
    assert exchange_rates(rated, day) == Rates({code: Decimal(rate) for code, rate in units.items()})


def test_no_merchant_sees_the_rates_of_another(other_merchant: Merchant, rated: Context) -> None:
    stranger = Context(other_merchant, rated.work, rated.services)

    assert exchange_rates(stranger, date(2026, 3, 10)) == NO_RATES


def test_rates_are_read_for_products_without_a_price_in_the_currency_alone(rated: Context) -> None:
    today = date(2026, 3, 10)
    original = a_product(a_configuration(uses_original_prices=True))

    assert rates_for(rated, [a_product(), original], "USD", today) == NO_RATES
    assert rates_for(rated, [original], "JPY", today) == NO_RATES
    assert rates_for(rated, [original, a_product()], "JPY", today) == exchange_rates(rated, today)


def test_a_shop_sells_in_the_currencies_it_states_and_in_those_it_converts_to(rated: Context) -> None:
    original = a_configuration(uses_original_prices=True, regular=(Price(Decimal(1), "CHF"),))
    brazil = a_configuration(code="B", countries=frozenset({"BR"}), is_default=False)
    store.insert_product(rated, a_product(original, brazil))
    store.insert_product(rated, a_product(code="OFF", product_id=2, is_enabled=False))

    assert currencies.sold_in(rated) == {"CHF", "USD", "EUR", "JPY"}
    assert currencies.sold_in(rated, "DE") == {"CHF"}
    assert currencies.sold_in(rated, "BR") == {"USD", "EUR", "JPY"}


def test_a_shop_does_not_convert_from_a_currency_without_a_rate(rated: Context) -> None:
    prices = (Price(Decimal(1), "GBP"), Price(Decimal(1), "USD"))
    store.insert_product(rated, a_product(a_configuration(default_currency="GBP", regular=prices)))

    assert currencies.sold_in(rated) == {"GBP", "USD"}
