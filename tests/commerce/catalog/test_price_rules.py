"""What the prices of a pricing configuration may be."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.catalog.authoring.price_rules import check_configuration, check_names
from rpc_server.commerce.catalog.errors import CatalogRefused, PricingNameTaken
from rpc_server.commerce.catalog.model import OptionGroupType, Price, PricingConfiguration, PricingSchema
from rpc_server.commerce.pricing.model import PriceType
from tests.catalogue import a_configuration, a_group, an_option

SUPPORT = a_group(OptionGroupType.RADIO, an_option("email"), an_option("phone"))
ADDONS = a_group(OptionGroupType.CHECKBOX, an_option("x"), an_option("y"), code="ADDONS")
FLAT = a_configuration(schema=PricingSchema.FLAT, option_groups=(SUPPORT, ADDONS))


def usd(amount: str, first: int = 1, last: int = 99_999, *options: str, currency: str = "USD") -> Price:
    return Price(Decimal(amount), currency, first, last, frozenset(options))


def refused(configuration: PricingConfiguration) -> tuple[str, str, str | None]:
    with pytest.raises(CatalogRefused) as refusal:
        check_configuration(configuration, "P")
    return refusal.value.code, refusal.value.message, refusal.value.field


@pytest.mark.parametrize(
    "configuration",
    [
        a_configuration(),
        a_configuration(regular=(usd("16", 10), usd("20", 1, 9), usd("18", currency="EUR"))),
        a_configuration(regular=(usd("20", 5, 9), usd("16", 10, 12))),
        a_configuration(regular=(usd("0"), usd("99999999.99", currency="EUR"))),
        a_configuration(countries=frozenset({"RO", "DE"}), renewal=(usd("1", 1, 5), usd("2", 6, 6))),
        replace(FLAT, regular=(usd("1"), usd("2", 1, 9, "email"), usd("3", 10, 99, "email"), usd("4", 1, 9, "x", "y"))),
        replace(FLAT, regular=(usd("1", 1, 9, "email", "x", "y"),)),
    ],
    ids=["plain", "intervals in any order", "from five", "bounds", "renewals", "combinations", "of several groups"],
)
def test_a_sound_configuration_is_taken(configuration: PricingConfiguration) -> None:
    check_configuration(configuration, "P")


REFUSED: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"name": " "}, ("VALUE_EMPTY", "P.Name is required.", "P.Name")),
    (
        {"default_currency": "XYZ"},
        ("PRICE_CURRENCY_INVALID", "There is no currency 'XYZ'.", "P.DefaultCurrency"),
    ),
    (
        {"countries": frozenset({"RO", "XX"})},
        ("PRICING_CONFIGURATION_COUNTRY_INVALID", "There is no country 'XX'.", "P.BillingCountries"),
    ),
    (
        {"regular": (usd("1"), usd("1", currency="usd"))},
        ("PRICE_CURRENCY_INVALID", "There is no currency 'usd'.", "P.Prices.Regular[1].Currency"),
    ),
    (
        {"renewal": (usd("-0.01"),)},
        ("PRICE_AMOUNT_INVALID", "-0.01 is no price.", "P.Prices.Renewal[0].Amount"),
    ),
    (
        {"regular": (usd("100000000"),)},
        ("PRICE_AMOUNT_INVALID", "100000000 is no price.", "P.Prices.Regular[0].Amount"),
    ),
    *(
        (
            {"regular": (usd("1", first, last),)},
            (
                "PRICE_INTERVAL_INVALID",
                f"Quantities run from 1 to 99999, not from {first} to {last}.",
                "P.Prices.Regular[0].MinQuantity",
            ),
        )
        for first, last in ((0, 5), (6, 5), (1, 100_000))
    ),
    (
        {"regular": (usd("1", 1, 9), usd("2", 11, 20))},
        (
            "PRICE_INTERVAL_INVALID",
            "The quantities 1 to 9 and 11 to 20 in USD leave a gap.",
            "P.Prices.Regular",
        ),
    ),
    (
        {"regular": (usd("2", 9, 20), usd("1", 1, 9))},
        ("PRICE_INTERVAL_INVALID", "The quantities 1 to 9 and 9 to 20 in USD overlap.", "P.Prices.Regular"),
    ),
    (
        {"regular": (usd("1"), usd("2"))},
        ("PRICE_INTERVAL_INVALID", "The quantities 1 to 99999 and 1 to 99999 in USD overlap.", "P.Prices.Regular"),
    ),
    (
        {"regular": (usd("1", currency="EUR"),)},
        (
            "PRICING_CONFIGURATION_PRICES_EMPTY",
            "At least one regular price in the default currency is required.",
            "P.Prices.Regular",
        ),
    ),
    (
        {"regular": ()},
        (
            "PRICING_CONFIGURATION_PRICES_EMPTY",
            "At least one regular price in the default currency is required.",
            "P.Prices.Regular",
        ),
    ),
    (
        {"regular": (usd("1", 1, 9, "email"),), "option_groups": (SUPPORT,)},
        (
            "PRICE_OPTION_CODES_INVALID",
            "DYNAMIC prices are for no combination of options.",
            "P.Prices.Regular[0].OptionCodes",
        ),
    ),
    (
        {"schema": PricingSchema.FLAT, "regular": (usd("1", 1, 9, "email", "phone"),), "option_groups": (SUPPORT,)},
        ("PRICE_OPTION_CODES_INVALID", "SUPPORT takes one option, not 2.", "P.Prices.Regular[0].OptionCodes"),
    ),
    (
        {"schema": PricingSchema.FLAT, "regular": (usd("1", 1, 9, "email", "z"),), "option_groups": (SUPPORT,)},
        (
            "PRICE_OPTION_CODES_INVALID",
            "The configuration has no price option z.",
            "P.Prices.Regular[0].OptionCodes",
        ),
    ),
    (
        {"option_groups": (SUPPORT, a_group(OptionGroupType.COMBO, an_option("email"), code="HELP"))},
        ("PRICE_OPTION_CODES_INVALID", "Two of the groups have the option email.", "P.PriceOptions"),
    ),
]


@pytest.mark.parametrize(("changes", "told"), REFUSED, ids=[told[1] for _, told in REFUSED])
def test_an_unsound_configuration_is_refused(changes: dict[str, Any], told: tuple[str, str, str]) -> None:
    assert refused(a_configuration(**changes)) == told


def test_the_same_interval_may_be_priced_for_each_combination() -> None:
    check_configuration(replace(FLAT, regular=(usd("1"), usd("2", 1, 99_999, "x"), usd("3", 1, 99_999, "y"))), "P")


def test_configurations_are_told_apart_by_name_schema_and_price_type() -> None:
    gross = a_configuration(price_type=PriceType.GROSS)
    check_names([a_configuration(), gross, FLAT, a_configuration(name="Other")], "P")

    with pytest.raises(PricingNameTaken) as refusal:
        check_names([a_configuration(), gross, a_configuration(code="B")], "P")

    assert (refusal.value.code, refusal.value.message, refusal.value.field) == (
        "PRICING_CONFIGURATION_NAME_NOT_UNIQUE",
        "There is a DYNAMIC NET pricing configuration 'Default' already.",
        "P",
    )
