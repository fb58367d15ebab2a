"""Product groups through the merchant API."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from tests.api_client import ApiClient
from tests.catalogue import a_product
from tests.catalogue_world import client, refusal, stock

GENERAL = {"Name": "General", "Code": "General", "TemplateName": "", "Description": "", "Enabled": True}
SENT = {"Name": "Zoo", "Code": None, "TemplateName": "Animals", "Description": "All of them", "Enabled": False}


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST sells PRO, and has the groups General, Games and Zoo."""
    stock(services, merchant, a_product())
    caller = client(services, merchant)
    caller.call("addProductGroup", SENT)
    caller.call("addProductGroup", {"Name": "Games", "Code": "OWN"})
    return caller


def code(shop: ApiClient, name: str) -> str:
    codes: dict[str, str] = {group["Name"]: group["Code"] for group in shop.call("getProductGroups")}
    return codes[name]


def group_of(shop: ApiClient, product_code: str) -> tuple[str, str]:
    product = shop.call("getProductByCode", product_code)
    return product["GroupName"], product["ProductGroupCode"]


def test_every_merchant_has_the_group_general(services: Services, merchant: Merchant) -> None:
    assert client(services, merchant).call("getProductGroups") == [GENERAL]


def test_groups_are_listed_by_name_under_drawn_codes(shop: ApiClient) -> None:
    answer = shop.call("getProductGroups")

    assert answer == [
        GENERAL, GENERAL | {"Name": "Games", "Code": answer[1]["Code"]}, SENT | {"Code": answer[2]["Code"]},
    ]  # fmt: skip
    assert [len(group["Code"]) for group in answer[1:]] == [10, 10]


def test_a_group_is_found_by_its_code(shop: ApiClient) -> None:
    zoo = code(shop, "Zoo")

    assert shop.call("getProductGroup", zoo) == SENT | {"Code": zoo}
    assert shop.call("getProductGroup", "General") == GENERAL


def test_an_update_changes_what_it_states_and_nothing_else(shop: ApiClient) -> None:
    zoo = code(shop, "Zoo")

    assert shop.call("updateProductGroup", {"Code": zoo, "Description": "Some", "Enabled": True}) is True

    assert shop.call("getProductGroup", zoo) == SENT | {"Code": zoo, "Description": "Some", "Enabled": True}


def test_a_group_read_and_sent_back_stays_as_it_is(shop: ApiClient) -> None:
    before = shop.call("getProductGroups")

    assert shop.call("updateProductGroup", shop.call("getProductGroup", code(shop, "Zoo"))) is True

    assert shop.call("getProductGroups") == before


def test_a_product_is_moved_into_a_group_and_falls_back_to_general(shop: ApiClient) -> None:
    zoo = code(shop, "Zoo")

    assert shop.call("assignProductGroup", "PRO", zoo) is True
    assert group_of(shop, "PRO") == ("Zoo", zoo)

    assert shop.call("unassignProductGroup", "PRO", zoo) is True
    assert group_of(shop, "PRO") == ("General", "General")


def test_products_tell_the_new_name_of_their_group(shop: ApiClient) -> None:
    zoo = code(shop, "Zoo")
    shop.call("assignProductGroup", "PRO", zoo)

    shop.call("updateProductGroup", {"Code": zoo, "Name": "Park"})

    assert group_of(shop, "PRO") == ("Park", zoo)
    assert shop.call("searchProducts", {"GroupName": "park"})["Pagination"]["Count"] == 1


def test_a_product_names_its_group_when_it_is_added_and_changed(shop: ApiClient) -> None:
    zoo, games = code(shop, "Zoo"), code(shop, "Games")
    prices = [{"Name": "A", "Prices": {"Regular": [{"Amount": 1, "Currency": "USD"}]}}]
    product = {"ProductCode": "NEW", "ProductName": "New", "PricingConfigurations": prices, "ProductGroupCode": zoo}

    shop.call("addProduct", product)
    assert group_of(shop, "NEW") == ("Zoo", zoo)

    shop.call("updateProduct", {"ProductCode": "NEW", "ProductGroupCode": games})
    assert group_of(shop, "NEW") == ("Games", games)
    shop.call("updateProduct", {"ProductCode": "NEW", "ProductGroupCode": "General"})
    assert group_of(shop, "NEW") == ("General", "General")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (None, ["General", "Games", "Zoo"]),
        ({"Name": "G"}, ["General", "Games"]),
        ({"TemplateName": "anim"}, ["Zoo"]),
        ({"Name": "zoo", "TemplateName": "x"}, []),
        ({"Pagination": {"Page": 2, "Limit": 2}}, ["Zoo"]),
        ({"Page": 9}, []),
    ],
)
def test_a_search_finds_what_meets_every_option(shop: ApiClient, asked: Any, names: list[str]) -> None:
    answer = shop.call("searchProductGroups", asked)

    assert [group["Name"] for group in answer["Items"]] == names


def test_a_search_answers_a_bare_list_up_to_4_and_a_page_from_5_on(
    services: Services, merchant: Merchant, shop: ApiClient
) -> None:
    asked = {"Limit": 1}

    assert client(services, merchant, "4.0").call("searchProductGroups", asked) == [GENERAL]
    assert client(services, merchant, "5.0").call("searchProductGroups", asked) == {
        "Items": [GENERAL], "Pagination": {"Page": 1, "Limit": 1, "Count": 3},
    }  # fmt: skip


NO_GROUP = ("PRODUCT_GROUP_NOT_FOUND", "There is no product group 'NOPE'.", "groupCode")
NO_PRODUCT = ("ORDER_PRODUCT_CODE_INVALID", "Requested product [NOPE] was not found.", "productCode")
CALLS: list[tuple[tuple[Any, ...], tuple[str, str, str]]] = [
    (("getProductGroup", "NOPE"), NO_GROUP),
    (("addProductGroup", {"Name": " "}), ("PRODUCT_GROUP_NAME_EMPTY", "A product group needs a name.", "Name")),
    (("addProductGroup", {}), ("PRODUCT_GROUP_NAME_EMPTY", "A product group needs a name.", "Name")),
    (
        ("addProductGroup", {"Name": "zoo"}),
        ("PRODUCT_GROUP_NAME_NOT_UNIQUE", "There is a product group zoo already.", "Name"),
    ),
    (
        ("addProductGroup", {"Name": "General"}),
        ("PRODUCT_GROUP_NAME_NOT_UNIQUE", "There is a product group General already.", "Name"),
    ),
    (
        ("addProductGroup", {"Name": "N" * 256}),
        ("INVALID_ARGUMENT", "productGroup.Name is longer than 255 characters.", "productGroup.Name"),
    ),
    (("updateProductGroup", {"Code": "NOPE"}), (*NO_GROUP[:2], "Code")),
    (
        ("updateProductGroup", {"Code": "General", "Name": "Special"}),
        ("PRODUCT_GROUP_NOT_EDITABLE", "The group General cannot be changed.", "Code"),
    ),
    (("assignProductGroup", "PRO", "NOPE"), NO_GROUP),
    (("assignProductGroup", "NOPE", "General"), NO_PRODUCT),
    (("unassignProductGroup", "PRO", "NOPE"), NO_GROUP),
    (("unassignProductGroup", "NOPE", "General"), NO_PRODUCT),
]


@pytest.mark.parametrize(("call", "told"), CALLS, ids=[f"{call[0]} {told[1]}" for call, told in CALLS])
def test_what_is_not_valid_is_refused(shop: ApiClient, call: tuple[Any, ...], told: tuple[str, str, str]) -> None:
    before = shop.call("getProductGroups")

    assert refusal(shop, *call) == told

    assert shop.call("getProductGroups") == before
    assert group_of(shop, "PRO") == ("General", "General")


def test_a_group_cannot_take_the_name_of_another(shop: ApiClient) -> None:
    assert refusal(shop, "updateProductGroup", {"Code": code(shop, "Zoo"), "Name": "games"}) == (
        "PRODUCT_GROUP_NAME_NOT_UNIQUE", "There is a product group games already.", "Name",
    )  # fmt: skip


def test_a_product_is_taken_out_of_the_group_it_is_in_alone(shop: ApiClient) -> None:
    assert refusal(shop, "unassignProductGroup", "PRO", code(shop, "Zoo")) == (
        "PRODUCT_GROUP_NOT_ASSIGNED", "The product PRO is in the group General.", "groupCode",
    )  # fmt: skip


def test_no_merchant_sees_or_changes_the_groups_of_another(
    services: Services, other_merchant: Merchant, shop: ApiClient
) -> None:
    zoo, stranger = code(shop, "Zoo"), client(services, other_merchant)

    assert stranger.call("getProductGroups") == [GENERAL]
    assert refusal(stranger, "getProductGroup", zoo)[0] == "PRODUCT_GROUP_NOT_FOUND"
    assert refusal(stranger, "updateProductGroup", {"Code": zoo, "Name": "X"})[0] == "PRODUCT_GROUP_NOT_FOUND"
    assert stranger.call("addProductGroup", SENT) is True
    assert code(shop, "Zoo") == zoo
