"""Price option groups through the merchant API."""

from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog.model import Price, PricingSchema
from rpc_server.commerce.context import Services
from tests.api_client import ApiClient
from tests.catalogue import a_configuration, a_product
from tests.catalogue_world import ADDONS, SUPPORT, USERS, client, refusal, stock

FULL: dict[str, Any] = {
    "Type": "RADIO",
    "Options": [
        {
            "Value": "gold",
            "ScaleMin": 0,
            "ScaleMax": 0,
            "SubscriptionImpact": {"Months": 12, "ImpactOn": "BASE", "Impact": "SUBTRACT"},
            "PriceImpact": {
                "ImpactOn": "BASE",
                "Percent": None,
                "Method": "FIXED",
                "Amounts": [{"Currency": "USD", "Amount": 10.5}, {"Currency": "EUR", "Amount": 9}],
                "Impact": "ADD",
            },
            "Default": True,
            "Name": "Gold",
            "Description": "The best",
            "Translations": [{"Name": "Gold", "Description": "Das Beste", "Language": "DE"}],
        },
        {
            "Value": "lead",
            "ScaleMin": 0,
            "ScaleMax": 0,
            "SubscriptionImpact": None,
            "PriceImpact": {
                "ImpactOn": "TOTAL", "Percent": 12.5, "Method": "PERCENT", "Amounts": [], "Impact": "SUBTRACT",
            },
            "Default": False,
            "Name": "Lead",
            "Description": "",
            "Translations": [],
        },
    ],
    "Code": "METAL",
    "Required": True,
    "Name": "Metal",
    "Description": "Which",
    "Translations": [{"Name": "Metall", "Description": "Welches", "Language": "DE"}],
    "Usage": "PREPAID",
    "UsagePricingModel": None,
}  # fmt: skip
SCALE: dict[str, Any] = {
    "Type": "INTERVAL",
    "Options": [
        {"Value": "few", "Name": "Few", "ScaleMin": 1, "ScaleMax": 10},
        {"ScaleMin": 11, "ScaleMax": 500},
    ],
    "Code": "Seats",
    "Name": "Seats",
    "Usage": "PAY_PER_USAGE",
    "UsagePricingModel": "TIERED",
}


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST has the groups SUPPORT, ADDONS and Users, and prices FLAT with x of ADDONS and with SUPPORT."""
    flat = a_configuration(
        schema=PricingSchema.FLAT,
        regular=(Price(Decimal(1), "USD"), Price(Decimal(2), "USD", options=frozenset({"x"}))),
        option_groups=(SUPPORT, ADDONS),
    )
    stock(services, merchant, SUPPORT, ADDONS, USERS, a_product(flat))
    return client(services, merchant)


def test_an_added_group_reads_back_as_it_was_sent(shop: ApiClient) -> None:
    assert shop.call("addPriceOptionGroup", FULL) is True

    answer = shop.call("getPriceOptionGroup", "METAL")

    assert answer == FULL
    assert list(answer) == list(FULL)


def test_an_interval_may_go_without_a_code_and_a_name(shop: ApiClient) -> None:
    assert shop.call("addPriceOptionGroup", SCALE) is True

    option: dict[str, Any] = {
        "SubscriptionImpact": None,
        "PriceImpact": None,
        "Default": False,
        "Description": "",
        "Translations": [],
    }
    assert shop.call("getPriceOptionGroup", "Seats") == {
        "Type": "INTERVAL",
        "Options": [
            {"Value": "few", "ScaleMin": 1, "ScaleMax": 10, "Name": "Few"} | option,
            {"Value": "11-500", "ScaleMin": 11, "ScaleMax": 500, "Name": "11-500"} | option,
        ],
        "Code": "Seats",
        "Required": False,
        "Name": "Seats",
        "Description": "",
        "Translations": [],
        "Usage": "PAY_PER_USAGE",
        "UsagePricingModel": "TIERED",
    }


def test_an_option_may_be_named_by_its_older_member(shop: ApiClient) -> None:
    shop.call("addPriceOptionGroup", {"Type": "COMBO", "Code": "C", "Name": "C", "Options": [{"Code": "old"}]})

    assert [option["Value"] for option in shop.call("getPriceOptionGroup", "C")["Options"]] == ["old"]


def test_a_group_without_a_code_gets_one(shop: ApiClient) -> None:
    shop.call("addPriceOptionGroup", FULL | {"Code": None})

    (found,) = shop.call("searchPriceOptionGroups", {"Name": "metal"})["Items"]

    assert found == FULL | {"Code": found["Code"]}
    assert len(found["Code"]) == 10


@pytest.mark.parametrize("version", ["3.0", "5.0", "6.0"])
def test_a_group_read_and_sent_back_stays_as_it_is(
    services: Services, merchant: Merchant, shop: ApiClient, version: str
) -> None:
    caller = client(services, merchant, version)
    shop.call("addPriceOptionGroup", FULL)

    assert caller.call("updatePriceOptionGroup", caller.call("getPriceOptionGroup", "METAL")) is True

    assert shop.call("getPriceOptionGroup", "METAL") == FULL


def test_an_update_changes_what_it_states_and_nothing_else(shop: ApiClient) -> None:
    shop.call("addPriceOptionGroup", FULL)
    options = [{**FULL["Options"][1], "Default": True, "Name": "Tin"}]

    shop.call("updatePriceOptionGroup", {"Code": "METAL", "Options": options, "Description": "What"})

    assert shop.call("getPriceOptionGroup", "METAL") == FULL | {"Options": options, "Description": "What"}


def test_the_name_is_changed_through_the_english_translation(shop: ApiClient) -> None:
    shop.call("addPriceOptionGroup", FULL)
    english = {"Name": "Alloy", "Description": "", "Language": "EN"}

    shop.call("updatePriceOptionGroup", {"Code": "METAL", "Name": "Ignored", "Translations": [english]})

    assert shop.call("getPriceOptionGroup", "METAL") == FULL | {"Name": "Alloy", "Translations": [english]}


def test_products_are_sold_with_the_options_as_they_became(shop: ApiClient) -> None:
    option = shop.call("getPriceOptionGroup", "Users")["Options"][0]
    option["PriceImpact"]["Amounts"] = [{"Currency": "USD", "Amount": 5}]
    shop.call("updatePriceOptionGroup", {"Code": "Users", "Options": [option]})
    shop.call("addPricingConfiguration", {
        "Name": "Seats", "Default": True, "Prices": {"Regular": [{"Amount": 1, "Currency": "USD"}]},
        "PriceOptions": [{"Code": "Users"}],
    }, "PRO")  # fmt: skip

    item = {"Code": "PRO", "Quantity": 1, "PriceOptions": [{"Options": [{"Value": "Users=3"}]}]}
    quoted = shop.call("getContents", {"Items": [item], "Currency": "USD"})

    assert quoted["NetPrice"] == 16


def test_an_option_without_prices_may_go_and_another_may_come(shop: ApiClient) -> None:
    option: dict[str, Any] = {"Value": "z", "Name": "Z"}

    shop.call("updatePriceOptionGroup", {"Code": "ADDONS", "Options": [{"Value": "x", "Name": "X"}, option]})

    assert [option["Value"] for option in shop.call("getPriceOptionGroup", "ADDONS")["Options"]] == ["x", "z"]


def found(answer: list[dict[str, Any]]) -> list[str]:
    return [group["Code"] for group in answer]


def test_a_group_of_no_merchant_is_not_found(shop: ApiClient) -> None:
    assert refusal(shop, "getPriceOptionGroup", "NOPE") == (
        "PRICE_OPTION_GROUP_NOT_FOUND", "There is no option group 'NOPE'.", "groupCode",
    )  # fmt: skip


def test_a_search_answers_a_bare_list_up_to_4_and_a_page_from_5_on(
    services: Services, merchant: Merchant, shop: ApiClient
) -> None:
    asked = {"Limit": 2, "Page": 1}

    assert found(client(services, merchant, "4.0").call("searchPriceOptionGroups", asked)) == ["ADDONS", "SUPPORT"]
    for version in ("5.0", "6.0"):
        page = client(services, merchant, version).call("searchPriceOptionGroups", asked)
        assert found(page["Items"]) == ["ADDONS", "SUPPORT"]
        assert page["Pagination"] == {"Page": 1, "Limit": 2, "Count": 3}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (None, ["ADDONS", "SUPPORT", "Users"]),
        ({"Name": "uSe"}, ["Users"]),
        ({"Name": "%"}, []),
        ({"Types": ["RADIO", "interval"]}, ["SUPPORT", "Users"]),
        ({"Types": ["COMBO"]}, []),
        ({"Pagination": {"Page": 2, "Limit": 2}}, ["Users"]),
        ({"Pagination": {"Page": 3, "Limit": 2}}, []),
    ],
)
def test_a_search_finds_what_meets_every_option(shop: ApiClient, asked: dict[str, Any], codes: list[str]) -> None:
    assert sorted(found(shop.call("searchPriceOptionGroups", asked)["Items"])) == sorted(codes)


ADDING: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"Code": "SUPPORT"}, ("PRODUCT_CODE_NOT_UNIQUE", "There is an option group SUPPORT already.", "Code")),
    ({"Name": None}, ("VALUE_EMPTY", "Name is required.", "Name")),
    ({"Type": None}, ("INVALID_ARGUMENT", "Type is required.", "Type")),
    ({"Type": "WHEEL"}, ("INVALID_ARGUMENT", "Type must be one of RADIO, CHECKBOX, COMBO, INTERVAL.", "Type")),
    ({"Options": []}, ("PRICE_OPTION_GROUP_OPTIONS_EMPTY", "A price option group needs options.", "Options")),
    ({"Options": None}, ("PRICE_OPTION_GROUP_OPTIONS_EMPTY", "A price option group needs options.", "Options")),
    (
        {"Options": [{"Name": "A"}]},
        ("VALUE_EMPTY", "Options[0].Value is required.", "Options[0].Value"),
    ),
    (
        {"Type": "INTERVAL"},
        ("PRICE_OPTION_INTERVAL_INVALID", "The intervals 0 to 0 and 0 to 0 overlap.", "Options"),
    ),
    (
        {"Options": [{"Value": "a", "PriceImpact": {"Percent": 5}}]},
        ("INVALID_ARGUMENT", "Options[0].PriceImpact.Method is required.", "Options[0].PriceImpact.Method"),
    ),
    (
        {"Options": [{"Value": "a", "PriceImpact": {"Method": "PERCENT"}}]},
        ("INVALID_ARGUMENT", "Options[0].PriceImpact.Percent is required.", "Options[0].PriceImpact.Percent"),
    ),
    (
        {"Options": [{"Value": "a", "PriceImpact": {"Method": "FIXED", "Amounts": [{"Currency": "USD"}]}}]},
        (
            "INVALID_ARGUMENT",
            "Options[0].PriceImpact.Amounts[0].Amount is required.",
            "Options[0].PriceImpact.Amounts[0].Amount",
        ),
    ),
    (
        {"Options": [{"Value": "a", "PriceImpact": {"Method": "PERCENT", "Percent": 5, "Impact": "DOUBLE"}}]},
        (
            "INVALID_ARGUMENT",
            "Options[0].PriceImpact.Impact must be one of ADD, SUBTRACT.",
            "Options[0].PriceImpact.Impact",
        ),
    ),
    (
        {"Usage": "PAY_PER_USAGE"},
        ("PRICE_OPTION_GROUP_REQUIRED_INVALID", "A choice of options paid per usage cannot be required.", "Required"),
    ),
]


@pytest.mark.parametrize(("changes", "told"), ADDING, ids=[told[1] for _, told in ADDING])
def test_a_group_that_is_not_valid_is_not_added(
    shop: ApiClient, changes: dict[str, Any], told: tuple[str, str, str]
) -> None:
    assert refusal(shop, "addPriceOptionGroup", FULL | changes) == told

    assert shop.call("searchPriceOptionGroups")["Pagination"]["Count"] == 3


FORBIDS = "The pricing configuration 5A3C1E9D42 of the product PRO forbids it:"
X, Y = {"Value": "x", "Name": "X"}, {"Value": "y", "Name": "Y"}
UPDATING: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"Code": "NOPE"}, ("PRICE_OPTION_GROUP_NOT_FOUND", "There is no option group 'NOPE'.", "Code")),
    (
        {"Code": "ADDONS", "Required": True},
        ("VALUE_NOT_EDITABLE", "Whether a group is required cannot be changed.", "Required"),
    ),
    (
        {"Code": "ADDONS", "Type": "RADIO"},
        ("VALUE_NOT_EDITABLE", "The type of a group cannot be changed.", "Type"),
    ),
    (
        {"Code": "ADDONS", "Options": []},
        ("PRICE_OPTION_GROUP_OPTIONS_EMPTY", "A price option group needs options.", "Options"),
    ),
    (
        {"Code": "Users", "Options": [{"ScaleMin": 1, "ScaleMax": 5}, {"ScaleMin": 5, "ScaleMax": 9}]},
        ("PRICE_OPTION_INTERVAL_INVALID", "The intervals 1 to 5 and 5 to 9 overlap.", "Options"),
    ),
    (
        {"Code": "ADDONS", "Options": [Y]},
        (
            "PRICE_OPTION_IN_USE",
            f"{FORBIDS} The configuration has no price option x.",
            "Options",
        ),
    ),
    (
        {"Code": "ADDONS", "Options": [X, {"Value": "email", "Name": "E"}]},
        (
            "PRICE_OPTION_IN_USE",
            f"{FORBIDS} Two of the groups have the option email.",
            "Options",
        ),
    ),
]


@pytest.mark.parametrize(("update", "told"), UPDATING, ids=[told[1] for _, told in UPDATING])
def test_a_group_is_not_changed_into_one_that_is_not_valid(
    shop: ApiClient, update: dict[str, Any], told: tuple[str, str, str]
) -> None:
    before = shop.call("searchPriceOptionGroups")

    assert refusal(shop, "updatePriceOptionGroup", update) == told

    assert shop.call("searchPriceOptionGroups") == before


@pytest.mark.parametrize("asked", [{"Types": ["WHEEL"]}, {"Limit": 201}, {"Page": -1}], ids=["type", "limit", "page"])
def test_a_search_that_is_not_valid_is_refused(shop: ApiClient, asked: dict[str, Any]) -> None:
    assert refusal(shop, "searchPriceOptionGroups", asked)[0] == "INVALID_ARGUMENT"


def test_no_merchant_sees_or_changes_the_groups_of_another(
    services: Services, other_merchant: Merchant, shop: ApiClient
) -> None:
    stranger = client(services, other_merchant)

    assert stranger.call("addPriceOptionGroup", FULL | {"Code": "SUPPORT"}) is True
    assert refusal(stranger, "getPriceOptionGroup", "ADDONS")[0] == "PRICE_OPTION_GROUP_NOT_FOUND"
    assert refusal(stranger, "updatePriceOptionGroup", {"Code": "ADDONS"})[0] == "PRICE_OPTION_GROUP_NOT_FOUND"
    assert found(stranger.call("searchPriceOptionGroups")["Items"]) == ["SUPPORT"]
    assert shop.call("getPriceOptionGroup", "SUPPORT")["Name"] == "Support"
