"""Merchants' programs that write into the catalogue at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.errors import ApiError
from tests.api_client import ApiClient
from tests.catalogue import a_product
from tests.catalogue_world import ADDONS, SUPPORT, client, stock

CALLERS = 4


@pytest.fixture
def callers(services: Services, merchant: Merchant) -> list[ApiClient]:
    """Several clients of APITEST, which sells PRO and has the groups SUPPORT and ADDONS."""
    stock(services, merchant, SUPPORT, ADDONS, a_product())
    return [client(services, merchant) for _ in range(CALLERS)]


def at_once(callers: list[ApiClient], act: Callable[[ApiClient, int], Any]) -> list[Any]:
    """What each caller is answered, or the code it is refused with."""

    def attempt(caller: ApiClient, number: int) -> Any:
        try:
            return act(caller, number)
        except ApiError as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(callers)) as pool:
        return list(pool.map(attempt, callers, range(len(callers))))


PRODUCT = {
    "ProductCode": "NEW",
    "ProductName": "New",
    "PricingConfigurations": [{"Name": "Main", "Prices": {"Regular": [{"Amount": 1, "Currency": "USD"}]}}],
}
ADDITIONS: list[tuple[str, dict[str, Any], str]] = [
    ("addProduct", PRODUCT, "PRODUCT_CODE_NOT_UNIQUE"),
    (
        "addPriceOptionGroup",
        {"Code": "G", "Name": "G", "Type": "RADIO", "Options": [{"Value": "a"}]},
        "PRODUCT_CODE_NOT_UNIQUE",
    ),
    ("addProductGroup", {"Name": "Games"}, "PRODUCT_GROUP_NAME_NOT_UNIQUE"),
    (
        "addAdditionalField",
        {"Code": "F", "Label": "F", "Type": "TEXT", "ApplyTo": "ORDER"},
        "ADDITIONAL_FIELD_CODE_NOT_UNIQUE",
    ),
]


@pytest.mark.parametrize(("name", "value", "code"), ADDITIONS, ids=[name for name, *_ in ADDITIONS])
def test_what_is_added_by_several_at_once_is_added_once(
    callers: list[ApiClient], name: str, value: dict[str, Any], code: str
) -> None:
    answers = at_once(callers, lambda caller, _: caller.call(name, value))

    assert sorted(map(str, answers)) == sorted([str(True), *[code] * (CALLERS - 1)])


def test_prices_written_by_several_at_once_are_all_kept(callers: list[ApiClient]) -> None:
    currencies = ["GBP", "BRL", "JPY", "RON"]

    def write(caller: ApiClient, number: int) -> Any:
        prices = {"Regular": [{"Amount": number + 1, "Currency": currencies[number]}]}
        return caller.call("updatePricingConfiguration", {"Code": "5A3C1E9D42", "Prices": prices}, "PRO")

    assert at_once(callers, write) == [True] * CALLERS

    (configuration,) = callers[0].call("getPricingConfigurations", "PRO")
    written = {price["Currency"]: price["Amount"] for price in configuration["Prices"]["Regular"]}
    assert written == {"USD": 19.95, "EUR": 17.95, "GBP": 1, "BRL": 2, "JPY": 3, "RON": 4}


def test_different_parts_of_a_product_written_at_once_are_all_kept(callers: list[ApiClient]) -> None:
    callers[0].call("addAdditionalField", {"Code": "F", "Label": "F", "Type": "TEXT", "ApplyTo": "ORDER"})
    calls: list[tuple[Any, ...]] = [
        ("updateProduct", {"AvangateId": "4700002", "ProductName": "Renamed"}),
        ("setProductStatus", "PRO", False),
        ("assignAdditionalField", "F", True, "PRO"),
        ("assignPricingConfigurationOption", "PRO", "5A3C1E9D42", "SUPPORT", True),
    ]

    assert at_once(callers, lambda caller, number: caller.call(*calls[number])) == [True] * CALLERS

    product = callers[0].call("getProductByCode", "PRO")
    assert (product["ProductName"], product["Enabled"]) == ("Renamed", False)
    assert [field["Code"] for field in product["AdditionalFields"]] == ["F"]
    assert product["PricingConfigurations"][0]["PriceOptions"] == [{"Code": "SUPPORT", "Required": True}]


def test_an_option_does_not_go_while_a_price_for_it_is_set(callers: list[ApiClient]) -> None:
    combination = [{"Code": "ADDONS", "Options": ["x"]}]
    price = {"Amount": 1, "Currency": "USD"}
    flat = {
        "Name": "Flat",
        "PricingSchema": "FLAT",
        "Prices": {"Regular": [price, price | {"OptionCodes": combination}]},
        "PriceOptions": [{"Code": "ADDONS"}],
    }

    def write(caller: ApiClient, number: int) -> Any:
        if number % 2:
            return caller.call("addPricingConfiguration", flat | {"Name": f"Flat {number}"}, "PRO")
        return caller.call("updatePriceOptionGroup", {"Code": "ADDONS", "Options": [{"Value": "y"}]})

    answers = at_once(callers, write)

    options = {option["Value"] for option in callers[0].call("getPriceOptionGroup", "ADDONS")["Options"]}
    priced = len(callers[0].call("getPricingConfigurations", "PRO")) > 1
    assert True in answers
    assert ("x" in options) is priced
