"""Prices in currencies a product has none in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.catalog.model import OptionGroupType, Price, PriceImpact, PriceKind, PricingSchema, Product
from rpc_server.commerce.pricing.errors import CurrencyNotPriced, QuantityNotPriced
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.model import ChosenOption
from rpc_server.commerce.pricing.selection import SelectedPrice, is_priced_in, select_price
from tests.catalogue import a_configuration, a_group, a_product, adds, an_option, percent

RATES = Rates({"USD": Decimal(1), "EUR": Decimal("0.92"), "RON": Decimal("4.57"), "JPY": Decimal(148)})


def select(product: Product, *options: str, rates: Rates = RATES, **changes: object) -> SelectedPrice:
    wanted: dict[str, object] = {"currency": "RON", "country": "RO", "quantity": 1, "kind": PriceKind.REGULAR}
    return select_price(product, options=options, path="", rates=rates, **{**wanted, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "source", "target", "converted"),
    [
        ("19.95", "USD", "RON", "91.17"),
        ("0.5", "USD", "RON", "2.29"),
        ("100", "EUR", "USD", "108.70"),
        ("10", "EUR", "RON", "49.67"),
        ("1", "JPY", "EUR", "0.01"),
        ("0.5", "USD", "EUR", "0.46"),
        ("19.955", "USD", "USD", "19.955"),
    ],
)
def test_an_amount_is_converted_to_the_cent_half_up(amount: str, source: str, target: str, converted: str) -> None:
    assert RATES.converted(Decimal(amount), source, target) == Decimal(converted)


@pytest.mark.parametrize(("source", "target"), [("USD", "XXX"), ("XXX", "USD"), ("AAA", "BBB")])
def test_without_a_rate_nothing_is_converted(source: str, target: str) -> None:
    assert RATES.converted(Decimal(1), source, target) is None


def test_a_price_that_is_stated_is_not_converted() -> None:
    assert select(a_product(), currency="EUR").amount == Decimal("17.95")


def test_a_price_that_is_not_stated_is_that_of_the_default_currency_converted() -> None:
    configuration = a_configuration(default_currency="EUR")

    assert select(a_product(configuration)) == SelectedPrice(
        Decimal("89.16"), configuration.price_type, (), configuration
    )


def test_the_interval_is_found_before_anything_is_converted() -> None:
    rows = (Price(Decimal(20), "USD", 1, 9), Price(Decimal(16), "USD", 10, 20))
    product = a_product(a_configuration(regular=rows))

    assert select(product, quantity=10).amount == Decimal("73.12")
    with pytest.raises(QuantityNotPriced):
        select(product, quantity=21)


def test_a_combination_is_converted_too() -> None:
    rows = (Price(Decimal(30), "USD"), Price(Decimal(39), "USD", options=frozenset({"a"})))
    group = a_group(OptionGroupType.CHECKBOX, an_option("a"), code="ADDONS")
    product = a_product(a_configuration(schema=PricingSchema.FLAT, regular=rows, option_groups=(group,)))

    assert select(product, "a").amount == Decimal("178.23")


def test_the_impacts_of_options_are_converted_one_by_one() -> None:
    group = a_group(
        OptionGroupType.CHECKBOX,
        an_option("support", adds("7.125")),
        an_option("share", percent("10")),
        an_option("stated", PriceImpact(is_percent=False, is_addition=True, amounts=(("RON", Decimal(5)),))),
    )
    product = a_product(a_configuration(option_groups=(group,)))

    selected = select(product, "support", "share", "stated")

    assert selected.amount == Decimal("91.17") + Decimal("32.56") + Decimal("9.12") + Decimal(5)
    assert selected.options == tuple(
        ChosenOption("SUPPORT", "Support", False, code.title(), code, Decimal(surcharge))
        for code, surcharge in (("support", "32.56"), ("share", "9.12"), ("stated", "5.00"))
    )


def test_an_impact_is_converted_from_the_first_currency_with_a_rate() -> None:
    impact = PriceImpact(is_percent=False, is_addition=True, amounts=(("XPF", Decimal(1)), ("EUR", Decimal(2))))
    product = a_product(a_configuration(option_groups=(a_group(OptionGroupType.RADIO, an_option("a", impact)),)))

    assert select(product, "a").options[0].surcharge == Decimal("9.93")


def test_a_renewal_price_is_converted_and_goes_before_the_regular_one() -> None:
    product = a_product(a_configuration(renewal=(Price(Decimal(10), "USD"),)))

    assert select(product, kind=PriceKind.RENEWAL).amount == Decimal("45.70")


def test_a_regular_price_that_is_stated_goes_before_a_converted_renewal_price() -> None:
    product = a_product(a_configuration(renewal=(Price(Decimal(10), "USD"),)))

    assert select(product, kind=PriceKind.RENEWAL, currency="EUR").amount == Decimal("17.95")


@pytest.mark.parametrize(
    ("product", "rates", "currency"),
    [
        (a_product(a_configuration(uses_original_prices=True)), RATES, "RON"),
        (a_product(), NO_RATES, "RON"),
        (a_product(), RATES, "XXX"),
        (a_product(a_configuration(default_currency="GBP")), RATES, "RON"),
    ],
    ids=["original prices only", "no rates", "no rate", "no price in the default currency"],
)
def test_a_price_that_cannot_be_converted_is_refused(product: Product, rates: Rates, currency: str) -> None:
    with pytest.raises(CurrencyNotPriced) as refusal:
        select(product, rates=rates, currency=currency)

    assert (refusal.value.message, refusal.value.field) == (f"The product PRO has no price in {currency}.", "Currency")


def test_an_impact_keeps_to_original_prices_with_its_configuration() -> None:
    group = a_group(OptionGroupType.RADIO, an_option("a", adds("7")))
    product = a_product(a_configuration(uses_original_prices=True, option_groups=(group,)))

    with pytest.raises(CurrencyNotPriced, match="The price option a has no price in EUR"):
        select(product, "a", currency="EUR")


@pytest.mark.parametrize(("currency", "is_priced"), [("USD", True), ("EUR", False), ("RON", False)])
def test_a_configuration_is_priced_where_neither_price_nor_impact_is_missing(currency: str, is_priced: bool) -> None:
    group = a_group(OptionGroupType.CHECKBOX, an_option("a", adds("7")), an_option("b", percent("5")), an_option("c"))

    assert is_priced_in(a_configuration(option_groups=(group,)), currency) is is_priced


@given(
    st.decimals(0, 10**8, places=2), st.decimals("0.0001", 10_000, places=6), st.decimals("0.0001", 10_000, places=6)
)
def test_a_converted_amount_is_within_half_a_cent_of_the_exact_one(
    amount: Decimal, source: Decimal, target: Decimal
) -> None:
    converted = Rates({"AAA": source, "BBB": target}).converted(amount, "AAA", "BBB")

    assert converted is not None
    assert abs(converted - amount * target / source) <= Decimal("0.005")
    assert converted == round(converted, 2)
