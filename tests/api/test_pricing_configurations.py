"""Pricing configurations through the merchant API."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog.model import OptionGroupType, OptionUsage, Price, PricingSchema
from rpc_server.commerce.context import Services
from rpc_server.commerce.pricing.model import PriceType
from tests.api_client import ApiClient
from tests.catalogue import a_configuration, a_group, a_product, an_option
from tests.catalogue_world import ADDONS, SUPPORT, USERS, client, refusal, stock

METERED = replace(
    a_group(OptionGroupType.CHECKBOX, an_option("calls"), code="METERED"), usage=OptionUsage.PAY_PER_USAGE
)
FLAT = a_configuration(
    code="F1A7F1A7F1",
    name="Flat",
    is_default=False,
    schema=PricingSchema.FLAT,
    countries=frozenset({"BR"}),
    regular=(Price(Decimal(30), "USD", 1, 9), Price(Decimal(39), "USD", 1, 9, frozenset({"x", "email"}))),
    option_groups=(SUPPORT, ADDONS),
)


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST sells PRO: 19.95 USD and 17.95 EUR, and 30 USD flat in Brazil, 39 with x and email."""
    stock(services, merchant, SUPPORT, ADDONS, USERS, METERED, a_product(a_configuration(), FLAT))
    return client(services, merchant)


def price(
    amount: float, currency: str = "USD", first: int = 1, last: int = 99_999, **codes: list[str]
) -> dict[str, Any]:
    return {
        "Amount": amount,
        "Currency": currency,
        "MinQuantity": str(first),
        "MaxQuantity": str(last),
        "OptionCodes": [{"Code": code, "Options": options} for code, options in codes.items()],
    }


DEFAULT_SHOWN = {
    "Name": "Default",
    "Code": "5A3C1E9D42",
    "Default": True,
    "BillingCountries": [],
    "UseOriginalPrices": False,
    "PricingSchema": "DYNAMIC",
    "PriceType": "NET",
    "DefaultCurrency": "USD",
    "Prices": {"Regular": [price(19.95), price(17.95, "EUR")], "Renewal": []},
    "PriceOptions": [],
}
FLAT_SHOWN = {
    "Name": "Flat",
    "Code": "F1A7F1A7F1",
    "Default": False,
    "BillingCountries": ["BR"],
    "UseOriginalPrices": False,
    "PricingSchema": "FLAT",
    "PriceType": "NET",
    "DefaultCurrency": "USD",
    "Prices": {
        "Regular": [price(30, "USD", 1, 9), price(39, "USD", 1, 9, SUPPORT=["email"], ADDONS=["x"])],
        "Renewal": [],
    },
    "PriceOptions": [{"Code": "SUPPORT", "Required": False}, {"Code": "ADDONS", "Required": False}],
}


def test_all_configurations_of_a_product_are_answered_whole(shop: ApiClient) -> None:
    assert shop.call("getPricingConfigurations", "PRO") == [DEFAULT_SHOWN, FLAT_SHOWN]


def test_a_configuration_is_found_by_its_code(shop: ApiClient) -> None:
    assert shop.call("getPricingConfigurationByCode", "PRO", "F1A7F1A7F1") == FLAT_SHOWN


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("Default", "DYNAMIC"), "5A3C1E9D42"),
        (("Flat", "flat", "NET"), "F1A7F1A7F1"),
        (("Flat", "FLAT", None), "F1A7F1A7F1"),
    ],
)
def test_a_configuration_is_found_by_its_name(shop: ApiClient, arguments: tuple[str, ...], code: str) -> None:
    assert shop.call("getPricingConfigurationByName", "PRO", *arguments)["Code"] == code


def test_api_3_and_4_do_not_know_original_prices(services: Services, merchant: Merchant, shop: ApiClient) -> None:
    before, after = (
        client(services, merchant, version).call("getPricingConfigurationByCode", "PRO", "5A3C1E9D42")
        for version in ("4.0", "5.0")
    )

    assert before | {"UseOriginalPrices": False} == after == DEFAULT_SHOWN


def test_an_added_configuration_reads_back_under_a_code_of_its_own(shop: ApiClient) -> None:
    sent = {
        "Name": "Romania",
        "Code": "OWN",
        "Default": True,
        "BillingCountries": ["ro"],
        "UseOriginalPrices": True,
        "PricingSchema": "FLAT",
        "PriceType": "GROSS",
        "DefaultCurrency": "ron",
        "Prices": {
            "Regular": [
                price(50, "RON", 1, 9),
                price(45, "RON", 10, 99),
                price(59, "RON", 1, 9, ADDONS=["x", "y"]),
                price(-1, "RON", 1, 9, ADDONS=["x"]),
            ],
            "Renewal": [price(40, "RON")],
        },
        "PriceOptions": [{"Code": "ADDONS", "Required": True}],
    }

    assert shop.call("addPricingConfiguration", sent, "PRO") is True

    first, second, added = shop.call("getPricingConfigurations", "PRO")
    assert (first, second) == (DEFAULT_SHOWN | {"Default": False}, FLAT_SHOWN)
    assert added == sent | {
        "Code": added["Code"],
        "BillingCountries": ["RO"],
        "DefaultCurrency": "RON",
        "Prices": {"Regular": sent["Prices"]["Regular"][:3], "Renewal": sent["Prices"]["Renewal"]},  # type: ignore[index]
    }
    assert added["Code"] not in {"OWN", "5A3C1E9D42", "F1A7F1A7F1"}


def test_an_update_changes_what_it_states_and_nothing_else(shop: ApiClient) -> None:
    update = {
        "Code": "5A3C1E9D42",
        "Name": "Main",
        "BillingCountries": ["DE", "AT"],
        "PriceType": "GROSS",
        "Prices": {"Regular": [price(21, "USD"), price(80, "BRL")], "Renewal": [price(5, "USD", 1, 9)]},
        "PriceOptions": [{"Code": "Users", "Required": True}],
    }

    assert shop.call("updatePricingConfiguration", update, "PRO") is True

    assert shop.call("getPricingConfigurations", "PRO") == [
        DEFAULT_SHOWN
        | update
        | {
            "BillingCountries": ["AT", "DE"],
            "Prices": {
                "Regular": [price(21), price(17.95, "EUR"), price(80, "BRL")],
                "Renewal": [price(5, "USD", 1, 9)],
            },
        },
        FLAT_SHOWN,
    ]


def test_an_amount_of_minus_one_deletes_a_price(shop: ApiClient) -> None:
    shop.call("updatePricingConfiguration", {"Code": "5A3C1E9D42", "Prices": {"Regular": [price(-1, "EUR")]}}, "PRO")

    assert shop.call("getPricingConfigurationByCode", "PRO", "5A3C1E9D42") == DEFAULT_SHOWN | {
        "Prices": {"Regular": [price(19.95)], "Renewal": []}
    }


def test_a_configuration_read_and_sent_back_stays_as_it_is(shop: ApiClient) -> None:
    for shown in (DEFAULT_SHOWN, FLAT_SHOWN):
        assert shop.call("updatePricingConfiguration", shown, "PRO") is True

    assert shop.call("getPricingConfigurations", "PRO") == [DEFAULT_SHOWN, FLAT_SHOWN]


def test_only_one_configuration_is_the_default_one(shop: ApiClient) -> None:
    shop.call("updatePricingConfiguration", {"Code": "F1A7F1A7F1", "Default": True}, "PRO")

    assert [found["Default"] for found in shop.call("getPricingConfigurations", "PRO")] == [False, True]


def test_prices_in_force_are_those_last_written(shop: ApiClient) -> None:
    shop.call("updatePricingConfiguration", {"Code": "5A3C1E9D42", "Prices": {"Regular": [price(21)]}}, "PRO")

    quoted = shop.call("getContents", {"Items": [{"Code": "PRO", "Quantity": 1}], "Currency": "USD"})

    assert quoted["NetPrice"] == 21


def test_groups_of_options_are_assigned_changed_and_taken_away(shop: ApiClient) -> None:
    def assigned() -> list[tuple[str, bool]]:
        shown = shop.call("getPricingConfigurationByCode", "PRO", "5A3C1E9D42")["PriceOptions"]
        return [(group["Code"], group["Required"]) for group in shown]

    assert shop.call("assignPricingConfigurationOption", "PRO", "5A3C1E9D42", "SUPPORT", True) is True
    assert shop.call("assignPricingConfigurationOption", "PRO", "5A3C1E9D42", "Users") is True
    assert assigned() == [("SUPPORT", True), ("Users", False)]

    shop.call("assignPricingConfigurationOption", "PRO", "5A3C1E9D42", "SUPPORT", False)
    assert assigned() == [("SUPPORT", False), ("Users", False)]

    assert shop.call("unassignPricingConfigurationOption", "PRO", "5A3C1E9D42", "SUPPORT") is True
    assert assigned() == [("Users", False)]


NEW = {"Name": "New", "Prices": {"Regular": [price(1)]}}
ADDING: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    (
        {"Name": "Default"},
        (
            "PRICING_CONFIGURATION_NAME_NOT_UNIQUE",
            "There is a DYNAMIC NET pricing configuration 'Default' already.",
            "PricingConfiguration.Name",
        ),
    ),
    (
        {"Name": "N" * 256},
        (
            "INVALID_ARGUMENT",
            "pricingConfiguration.Name is longer than 255 characters.",
            "pricingConfiguration.Name",
        ),
    ),
    (
        {"Prices": None},
        (
            "PRICING_CONFIGURATION_PRICES_EMPTY",
            "At least one regular price in the default currency is required.",
            "PricingConfiguration.Prices.Regular",
        ),
    ),
    (
        {"Prices": {"Regular": [price(1, "XYZ")]}},
        (
            "PRICE_CURRENCY_INVALID",
            "There is no currency 'XYZ'.",
            "PricingConfiguration.Prices.Regular[0].Currency",
        ),
    ),
    (
        {"Prices": {"Regular": [price(1) | {"Amount": None}]}},
        (
            "INVALID_ARGUMENT",
            "PricingConfiguration.Prices.Regular[0].Amount is required.",
            "PricingConfiguration.Prices.Regular[0].Amount",
        ),
    ),
    (
        {"Prices": {"Regular": [price(1), price(-2, "EUR")]}},
        ("PRICE_AMOUNT_INVALID", "-2 is no price.", "PricingConfiguration.Prices.Regular[1].Amount"),
    ),
    (
        {"Prices": {"Regular": [price(1) | {"MinQuantity": "one"}]}},
        (
            "INVALID_ARGUMENT",
            "PricingConfiguration.Prices.Regular[0].MinQuantity must be a whole number.",
            "PricingConfiguration.Prices.Regular[0].MinQuantity",
        ),
    ),
    (
        {"Prices": {"Regular": [price(1, "USD", 1, 9), price(2, "USD", 9, 12)]}},
        (
            "PRICE_INTERVAL_INVALID",
            "The quantities 1 to 9 and 9 to 12 in USD overlap.",
            "PricingConfiguration.Prices.Regular",
        ),
    ),
    (
        {
            "PricingSchema": "FLAT",
            "Prices": {"Regular": [price(1, SUPPORT=["x"])]},
            "PriceOptions": [{"Code": "SUPPORT"}],
        },
        (
            "PRICE_OPTION_CODES_INVALID",
            "The configuration has no price option 'x' in a group 'SUPPORT'.",
            "PricingConfiguration.Prices",
        ),
    ),
    (
        {"PriceOptions": [{"Code": "SUPPORT"}, {"Code": "SUPPORT"}]},
        (
            "PRICING_CONFIGURATION_INVALID",
            "An option group is there twice.",
            "PricingConfiguration.PriceOptions",
        ),
    ),
    (
        {"PriceOptions": [{"Code": "METERED", "Required": True}]},
        (
            "PRICE_OPTION_GROUP_REQUIRED_INVALID",
            "A choice of options paid per usage cannot be required.",
            "PricingConfiguration.PriceOptions",
        ),
    ),
    (
        {"PriceType": "BRUTTO"},
        (
            "INVALID_ARGUMENT",
            "PricingConfiguration.PriceType must be one of NET, GROSS.",
            "PricingConfiguration.PriceType",
        ),
    ),
]


@pytest.mark.parametrize(("changes", "told"), ADDING, ids=[told[1] for _, told in ADDING])
def test_a_configuration_that_is_not_valid_is_not_added(
    shop: ApiClient, changes: dict[str, Any], told: tuple[str, str, str]
) -> None:
    assert refusal(shop, "addPricingConfiguration", NEW | changes, "PRO") == told

    assert len(shop.call("getPricingConfigurations", "PRO")) == 2


UPDATING: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    (
        {"Code": "NOPE"},
        ("PRICING_CONFIGURATION_NOT_FOUND", "There is no pricing configuration 'NOPE'.", "PricingConfiguration.Code"),
    ),
    (
        {"Name": "Main"},
        ("PRICING_CONFIGURATION_NOT_FOUND", "There is no pricing configuration ''.", "PricingConfiguration.Code"),
    ),
    (
        {"Code": "F1A7F1A7F1", "PricingSchema": "DYNAMIC"},
        ("VALUE_NOT_EDITABLE", "The schema cannot be changed.", "PricingConfiguration.PricingSchema"),
    ),
    (
        {"Code": "5A3C1E9D42", "Prices": {"Regular": [price(1, "USD", 1, 9)]}},
        (
            "VALUE_NOT_EDITABLE",
            "The intervals of quantity cannot be changed.",
            "PricingConfiguration.Prices.Regular[0].MinQuantity",
        ),
    ),
    (
        {"Code": "5A3C1E9D42", "Prices": {"Regular": [price(1), price(2)]}},
        ("PRICE_INTERVAL_INVALID", "The price is there twice.", "PricingConfiguration.Prices.Regular[1]"),
    ),
    (
        {"Code": "5A3C1E9D42", "Prices": {"Regular": [price(-1)]}},
        (
            "PRICING_CONFIGURATION_PRICES_EMPTY",
            "At least one regular price in the default currency is required.",
            "PricingConfiguration.Prices.Regular",
        ),
    ),
    (
        {"Code": "5A3C1E9D42", "DefaultCurrency": "GBP"},
        (
            "PRICING_CONFIGURATION_PRICES_EMPTY",
            "At least one regular price in the default currency is required.",
            "PricingConfiguration.Prices.Regular",
        ),
    ),
    (
        {"Code": "F1A7F1A7F1", "PriceOptions": [{"Code": "ADDONS"}]},
        (
            "PRICE_OPTION_CODES_INVALID",
            "The configuration has no price option email.",
            "PricingConfiguration.Prices.Regular[1].OptionCodes",
        ),
    ),
    (
        {"Code": "5A3C1E9D42", "Prices": {"Regular": [price(1, ADDONS=["x"])]}, "PriceOptions": [{"Code": "ADDONS"}]},
        (
            "PRICE_OPTION_CODES_INVALID",
            "DYNAMIC prices are for no combination of options.",
            "PricingConfiguration.Prices.Regular[2].OptionCodes",
        ),
    ),
]


@pytest.mark.parametrize(("update", "told"), UPDATING, ids=[f"{told[1]} {told[2]}" for _, told in UPDATING])
def test_a_configuration_is_not_changed_into_one_that_is_not_valid(
    shop: ApiClient, update: dict[str, Any], told: tuple[str, str, str]
) -> None:
    assert refusal(shop, "updatePricingConfiguration", update, "PRO") == told

    assert shop.call("getPricingConfigurations", "PRO") == [DEFAULT_SHOWN, FLAT_SHOWN]


NO_CONFIGURATION = (
    "PRICING_CONFIGURATION_NOT_FOUND",
    "There is no pricing configuration 'NOPE'.",
    "pricingConfigurationCode",
)
CALLS: list[tuple[tuple[Any, ...], tuple[str, str, str]]] = [
    (("getPricingConfigurationByCode", "PRO", "NOPE"), NO_CONFIGURATION),
    (
        ("getPricingConfigurationByName", "PRO", "Flat", "FLAT", "GROSS"),
        ("PRICING_CONFIGURATION_NOT_FOUND", "There is no pricing configuration 'Flat'.", "name"),
    ),
    (
        ("getPricingConfigurationByName", "PRO", "Flat", "ROUND"),
        ("INVALID_ARGUMENT", "schemaType must be one of DYNAMIC, FLAT.", "schemaType"),
    ),
    (("assignPricingConfigurationOption", "PRO", "NOPE", "SUPPORT"), NO_CONFIGURATION),
    (("unassignPricingConfigurationOption", "PRO", "NOPE", "SUPPORT"), NO_CONFIGURATION),
    (
        ("assignPricingConfigurationOption", "PRO", "5A3C1E9D42", "NOPE", True),
        ("PRICE_OPTION_GROUP_NOT_FOUND", "There is no option group 'NOPE'.", "groupCode"),
    ),
    (
        ("assignPricingConfigurationOption", "PRO", "5A3C1E9D42", "METERED", True),
        (
            "PRICE_OPTION_GROUP_REQUIRED_INVALID",
            "A choice of options paid per usage cannot be required.",
            "groupCode",
        ),
    ),
    (
        ("unassignPricingConfigurationOption", "PRO", "5A3C1E9D42", "SUPPORT"),
        ("PRICE_OPTION_GROUP_NOT_FOUND", "The group 'SUPPORT' is not assigned.", "groupCode"),
    ),
    (
        ("unassignPricingConfigurationOption", "PRO", "F1A7F1A7F1", "ADDONS"),
        (
            "PRICE_OPTION_CODES_INVALID",
            "The configuration has no price option x.",
            "PricingConfiguration.Prices.Regular[1].OptionCodes",
        ),
    ),
]


@pytest.mark.parametrize(("call", "told"), CALLS, ids=[f"{call[0]} {told[1]}" for call, told in CALLS])
def test_what_is_not_there_is_refused(shop: ApiClient, call: tuple[Any, ...], told: tuple[str, str, str]) -> None:
    assert refusal(shop, *call) == told

    assert shop.call("getPricingConfigurations", "PRO") == [DEFAULT_SHOWN, FLAT_SHOWN]


OF_A_PRODUCT: list[tuple[Any, ...]] = [
    ("getPricingConfigurations", "PRO"),
    ("getPricingConfigurationByCode", "PRO", "5A3C1E9D42"),
    ("getPricingConfigurationByName", "PRO", "Default", "DYNAMIC"),
    ("addPricingConfiguration", NEW, "PRO"),
    ("updatePricingConfiguration", {"Code": "5A3C1E9D42"}, "PRO"),
    ("assignPricingConfigurationOption", "PRO", "5A3C1E9D42", "SUPPORT"),
    ("unassignPricingConfigurationOption", "PRO", "F1A7F1A7F1", "SUPPORT"),
]


@pytest.mark.parametrize("call", OF_A_PRODUCT, ids=[call[0] for call in OF_A_PRODUCT])
def test_no_merchant_reads_or_prices_the_products_of_another(
    services: Services, other_merchant: Merchant, shop: ApiClient, call: tuple[Any, ...]
) -> None:
    assert refusal(client(services, other_merchant), *call) == (
        "ORDER_PRODUCT_CODE_INVALID", "Requested product [PRO] was not found.", "productCode",
    )  # fmt: skip


def test_a_price_type_tells_configurations_of_one_name_apart(shop: ApiClient) -> None:
    shop.call("addPricingConfiguration", NEW | {"Name": "Default", "PriceType": PriceType.GROSS.value}, "PRO")

    found = shop.call("getPricingConfigurationByName", "PRO", "Default", "DYNAMIC", "GROSS")

    assert (found["PriceType"], found["Prices"]["Regular"]) == ("GROSS", [price(1)])


@pytest.mark.parametrize(("version", "named"), [("2.0", 4700002), ("2.4", "4700002"), ("2.5", "PRO")])
def test_api_2_names_the_product_by_its_id_until_2_5(
    services: Services, merchant: Merchant, shop: ApiClient, version: str, named: Any
) -> None:
    old = ApiClient(services, f"product-{version}", merchant)
    code = shop.call("getPricingConfigurations", "PRO")[0]["Code"]

    assert old.call("updatePricingConfiguration", {"Code": code, "Name": "Renamed"}, named) is True

    assert shop.call("getPricingConfigurationByCode", "PRO", code)["Name"] == "Renamed"


def test_api_2_knows_no_product_of_another_id(services: Services, merchant: Merchant, shop: ApiClient) -> None:
    old = ApiClient(services, "product-2.0", merchant)

    assert old.refusal("updatePricingConfiguration", {"Code": "5A3C1E9D42"}, 99)[0] == "PRODUCT_ERROR"
