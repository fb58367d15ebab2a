"""Which price a product is sold for."""

from decimal import Decimal

import pytest

from rpc_server.commerce.catalog.model import OptionGroupType, Price, PriceKind, PricingSchema, Product
from rpc_server.commerce.pricing.errors import CombinationNotPriced, CurrencyNotPriced, NotPriced, QuantityNotPriced
from rpc_server.commerce.pricing.model import ChosenOption, PriceType
from rpc_server.commerce.pricing.selection import SelectedPrice, select_price
from tests.catalogue import a_configuration, a_group, a_product, adds, an_option


def select(product: Product, *options: str, **changes: object) -> SelectedPrice:
    wanted: dict[str, object] = {"currency": "USD", "country": "US", "quantity": 1, "kind": PriceKind.REGULAR}
    return select_price(product, options=options, path="Items[0]", **{**wanted, **changes})  # type: ignore[arg-type]


def test_a_product_costs_the_price_in_the_currency_asked_for() -> None:
    configuration = a_configuration()

    assert select(a_product(configuration), currency="EUR") == SelectedPrice(
        Decimal("17.95"), PriceType.NET, (), configuration
    )


def test_a_chosen_option_is_in_the_price_and_is_told() -> None:
    support = a_group(OptionGroupType.RADIO, an_option("emailsupport", adds("7")))
    selected = select(a_product(a_configuration(option_groups=(support,))), "emailsupport")

    assert selected.amount == Decimal("26.95")
    assert selected.options == (
        ChosenOption("SUPPORT", "Support", False, "Emailsupport", "emailsupport", Decimal("7.00")),
    )


@pytest.mark.parametrize(("quantity", "amount"), [(1, "20"), (9, "20"), (10, "16"), (49, "16"), (50, "12")])
def test_the_interval_that_holds_the_quantity_prices_every_unit(quantity: int, amount: str) -> None:
    rows = (Price(Decimal(20), "USD", 1, 9), Price(Decimal(16), "USD", 10, 49), Price(Decimal(12), "USD", 50))

    assert select(a_product(a_configuration(regular=rows)), quantity=quantity).amount == Decimal(amount)


def test_the_configuration_of_the_country_goes_before_the_default_one() -> None:
    brazil = a_configuration(is_default=False, countries=frozenset({"BR"}), regular=(Price(Decimal(5), "USD"),))
    product = a_product(a_configuration(), brazil)

    assert select(product, country="BR").amount == Decimal(5)
    assert select(product, country="AR").amount == Decimal("19.95")


def test_without_a_default_the_configuration_for_all_countries_counts() -> None:
    brazil = a_configuration(is_default=False, countries=frozenset({"BR"}))
    everywhere = a_configuration(is_default=False, regular=(Price(Decimal(5), "USD"),))

    assert select(a_product(brazil, everywhere), country="AR").amount == Decimal(5)


def test_a_renewal_costs_the_renewal_price() -> None:
    configuration = a_configuration(renewal=(Price(Decimal(10), "USD"),))

    assert select(a_product(configuration), kind=PriceKind.RENEWAL).amount == Decimal(10)


def test_a_renewal_costs_the_regular_price_in_currencies_without_a_renewal_price() -> None:
    configuration = a_configuration(renewal=(Price(Decimal(10), "USD"),))

    assert select(a_product(configuration), kind=PriceKind.RENEWAL, currency="EUR").amount == Decimal("17.95")


def flat_product() -> Product:
    addons = a_group(OptionGroupType.CHECKBOX, an_option("a", adds("100")), an_option("b"), code="ADDONS")
    rows = (
        Price(Decimal(30), "USD"),
        Price(Decimal(35), "USD", options=frozenset({"a"})),
        Price(Decimal(39), "USD", options=frozenset({"a", "b"})),
    )
    configuration = a_configuration(schema=PricingSchema.FLAT, regular=rows, option_groups=(addons,))
    return a_product(configuration)


@pytest.mark.parametrize(("options", "amount"), [((), "30"), (("a",), "35"), (("b", "a"), "39")])
def test_a_combination_has_its_own_price_and_options_add_nothing(options: tuple[str, ...], amount: str) -> None:
    selected = select(flat_product(), *options)

    assert selected.amount == Decimal(amount)
    assert {option.surcharge for option in selected.options} <= {Decimal(0)}


def test_a_combination_without_a_price_is_refused() -> None:
    with pytest.raises(CombinationNotPriced) as refusal:
        select(flat_product(), "b")

    assert (refusal.value.message, refusal.value.field) == ("There is no price for b.", "Items[0].PriceOptions")


def test_a_currency_without_a_price_is_refused_by_name() -> None:
    with pytest.raises(CurrencyNotPriced) as refusal:
        select(a_product(), currency="JPY")

    assert (refusal.value.code, refusal.value.message, refusal.value.field, refusal.value.hint) == (
        "ORDER_PRODUCT_CURRENCY_INVALID",
        "The product PRO has no price in JPY.",
        "Currency",
        "It is priced in EUR, USD.",
    )


def test_a_quantity_outside_the_intervals_is_refused() -> None:
    product = a_product(a_configuration(regular=(Price(Decimal(20), "USD", 5, 9), Price(Decimal(1), "USD", 20, 30))))

    with pytest.raises(QuantityNotPriced) as refusal:
        select(product, quantity=10)

    assert (refusal.value.code, refusal.value.message, refusal.value.field, refusal.value.hint) == (
        "ORDER_ITEMS_QUANTITY_INVALID",
        "There is no price for 10 units.",
        "Items[0].Quantity",
        "Quantities with a price: 5 to 9, 20 to 30.",
    )


def test_a_country_no_configuration_is_for_is_refused() -> None:
    with pytest.raises(NotPriced) as refusal:
        select(a_product(a_configuration(is_default=False, countries=frozenset({"BR"}))), country="AR")

    assert (refusal.value.message, refusal.value.field) == ("The product PRO is not sold in AR.", "Items[0]")
