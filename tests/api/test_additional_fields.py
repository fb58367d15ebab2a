"""Additional fields through the merchant API."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from tests.api_client import ApiClient
from tests.catalogue import a_product
from tests.catalogue_world import client, refusal, stock

SIZE = {
    "Label": "Size",
    "Code": "SIZE",
    "Type": "LISTBOX",
    "ApplyTo": "PRODUCT",
    "Values": ["S", "M", "größer"],
    "ValidationRule": None,
    "Translations": [{"Label": "Größe", "Values": ["K", "M"], "Language": "DE"}],
}
NOTE = {
    "Label": "Note",
    "Code": "NOTE",
    "Type": "TEXT",
    "ApplyTo": "ORDER",
    "Values": [],
    "ValidationRule": "ALPHANUMERIC",
    "Translations": [],
}


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST sells PRO and has the fields SIZE and NOTE."""
    stock(services, merchant, a_product())
    caller = client(services, merchant)
    caller.call("addAdditionalField", SIZE)
    caller.call("addAdditionalField", NOTE)
    return caller


def test_added_fields_read_back_as_they_were_sent(shop: ApiClient) -> None:
    assert shop.call("getAdditionalFields") == [NOTE, SIZE]
    assert shop.call("getAdditionalField", "SIZE") == SIZE
    assert list(shop.call("getAdditionalField", "SIZE")) == list(SIZE)


def test_a_field_without_a_code_gets_one(shop: ApiClient) -> None:
    assert shop.call("addAdditionalField", NOTE | {"Code": None, "Label": "Other"}) is True

    (found,) = (field for field in shop.call("getAdditionalFields") if field["Label"] == "Other")
    assert found == NOTE | {"Label": "Other", "Code": found["Code"]}
    assert len(found["Code"]) == 10


def test_an_update_changes_what_it_states_and_nothing_else(shop: ApiClient) -> None:
    assert shop.call("updateAdditionalField", {"Code": "SIZE", "Values": ["L", "XL"], "Type": "checkbox"}) is True

    assert shop.call("getAdditionalField", "SIZE") == SIZE | {"Values": ["L", "XL"], "Type": "CHECKBOX"}


def test_a_field_read_and_sent_back_stays_as_it_is(shop: ApiClient) -> None:
    assert shop.call("updateAdditionalField", shop.call("getAdditionalField", "SIZE")) is True

    assert shop.call("getAdditionalFields") == [NOTE, SIZE]


def test_a_product_asks_for_the_fields_assigned_to_it(shop: ApiClient) -> None:
    assert shop.call("getAssignedAdditionalFields", "PRO") == []

    assert shop.call("assignAdditionalField", "SIZE", True, "PRO") is True
    assert shop.call("assignAdditionalField", "NOTE", False, "PRO") is True

    assert shop.call("getAssignedAdditionalFields", "PRO") == [SIZE, NOTE]
    assert shop.call("getProductByCode", "PRO")["AdditionalFields"] == [
        {"Label": "Size", "Code": "SIZE", "Enabled": True, "Required": True, "URLParameter": None},
        {"Label": "Note", "Code": "NOTE", "Enabled": True, "Required": False, "URLParameter": None},
    ]


def test_a_field_assigned_again_is_required_as_said_last(shop: ApiClient) -> None:
    for required in (True, False):
        shop.call("assignAdditionalField", "SIZE", required, "PRO")

    assert [field["Required"] for field in shop.call("getProductByCode", "PRO")["AdditionalFields"]] == [False]


def test_a_field_is_not_required_where_that_is_left_out(shop: ApiClient) -> None:
    assert shop.call("assignAdditionalField", "SIZE", "PRO") is True

    assert [field["Required"] for field in shop.call("getProductByCode", "PRO")["AdditionalFields"]] == [False]


def test_a_field_is_asked_for_no_more(shop: ApiClient) -> None:
    shop.call("assignAdditionalField", "SIZE", True, "PRO")

    assert shop.call("unassignAdditionalField", "SIZE", "PRO") is True

    assert shop.call("getAssignedAdditionalFields", "PRO") == []
    assert shop.call("getAdditionalField", "SIZE") == SIZE


def test_a_product_names_its_fields_when_it_is_changed(shop: ApiClient) -> None:
    fields = [{"Code": "NOTE", "Required": True}, {"Code": "SIZE", "Enabled": False}]

    shop.call("updateProduct", {"ProductCode": "PRO", "AdditionalFields": fields})

    assert shop.call("getAssignedAdditionalFields", "PRO") == [NOTE]


NO_FIELD = ("ADDITIONAL_FIELD_NOT_FOUND", "There is no additional field 'NOPE'.", "fieldCode")
NO_PRODUCT = ("ORDER_PRODUCT_CODE_INVALID", "Requested product [NOPE] was not found.", "productCode")
NEW = NOTE | {"Code": "NEW"}
CALLS: list[tuple[tuple[Any, ...], tuple[str, str, str]]] = [
    (("getAdditionalField", "NOPE"), NO_FIELD),
    (("getAssignedAdditionalFields", "NOPE"), NO_PRODUCT),
    (
        ("addAdditionalField", NOTE),
        ("ADDITIONAL_FIELD_CODE_NOT_UNIQUE", "There is an additional field NOTE already.", "Code"),
    ),
    (("addAdditionalField", NEW | {"Label": " "}), ("VALUE_EMPTY", "Label is required.", "Label")),
    (("addAdditionalField", NEW | {"Type": None}), ("INVALID_ARGUMENT", "Type is required.", "Type")),
    (
        ("addAdditionalField", NEW | {"Type": "DIAL"}),
        ("INVALID_ARGUMENT", "Type must be one of LISTBOX, CHECKBOX, TEXT, HIDDEN.", "Type"),
    ),
    (
        ("addAdditionalField", NEW | {"ApplyTo": "ALL"}),
        ("INVALID_ARGUMENT", "ApplyTo must be one of ORDER, PRODUCT.", "ApplyTo"),
    ),
    (
        ("addAdditionalField", NEW | {"Type": "LISTBOX"}),
        ("ADDITIONAL_FIELD_VALUES_INVALID", "A LISTBOX needs values.", "Values"),
    ),
    (
        ("addAdditionalField", NEW | {"Values": ["a", " "]}),
        ("ADDITIONAL_FIELD_VALUES_INVALID", "A value is blank.", "Values"),
    ),
    (
        ("addAdditionalField", NEW | {"Values": ["a", "a"]}),
        ("ADDITIONAL_FIELD_VALUES_INVALID", "A value is there twice.", "Values"),
    ),
    (
        ("addAdditionalField", SIZE | {"Code": "NEW", "Values": ["S"]}),
        (
            "ADDITIONAL_FIELD_VALUES_INVALID",
            "There are more translated values than values.",
            "Translations[0].Values",
        ),
    ),
    (
        ("addAdditionalField", NEW | {"Translations": [{"Language": "xx", "Label": "?"}]}),
        ("TRANSLATION_LANGUAGE_INVALID", "There is no language 'xx'.", "Translations[0].Language"),
    ),
    (
        ("addAdditionalField", NEW | {"Code": "C" * 257}),
        ("INVALID_ARGUMENT", "additionalField.Code is longer than 256 characters.", "additionalField.Code"),
    ),
    (("updateAdditionalField", {"Code": "NOPE"}), (*NO_FIELD[:2], "Code")),
    (
        ("updateAdditionalField", {"Code": "SIZE", "Values": []}),
        ("ADDITIONAL_FIELD_VALUES_INVALID", "A LISTBOX needs values.", "Values"),
    ),
    (("assignAdditionalField", "NOPE", True, "PRO"), NO_FIELD),
    (("assignAdditionalField", "SIZE", True, "NOPE"), NO_PRODUCT),
    (
        ("assignAdditionalField", "SIZE", True),
        ("ORDER_PRODUCT_CODE_INVALID", "Requested product [] was not found.", "productCode"),
    ),
    (("unassignAdditionalField", "NOPE", "PRO"), NO_FIELD),
    (("unassignAdditionalField", "SIZE", "NOPE"), NO_PRODUCT),
    (
        ("unassignAdditionalField", "SIZE", "PRO"),
        ("ADDITIONAL_FIELD_NOT_ASSIGNED", "The product does not have this additional field.", "fieldCode"),
    ),
]


@pytest.mark.parametrize(("call", "told"), CALLS, ids=[f"{call[0]} {told[1]}" for call, told in CALLS])
def test_what_is_not_valid_is_refused(shop: ApiClient, call: tuple[Any, ...], told: tuple[str, str, str]) -> None:
    assert refusal(shop, *call) == told

    assert shop.call("getAdditionalFields") == [NOTE, SIZE]
    assert shop.call("getAssignedAdditionalFields", "PRO") == []


def test_no_merchant_sees_or_assigns_the_fields_of_another(
    services: Services, other_merchant: Merchant, shop: ApiClient
) -> None:
    stock(services, other_merchant, a_product())
    stranger = client(services, other_merchant)

    assert stranger.call("getAdditionalFields") == []
    assert refusal(stranger, "getAdditionalField", "SIZE")[0] == "ADDITIONAL_FIELD_NOT_FOUND"
    assert refusal(stranger, "assignAdditionalField", "SIZE", True, "PRO")[0] == "ADDITIONAL_FIELD_NOT_FOUND"
    assert stranger.call("addAdditionalField", SIZE | {"Label": "Theirs"}) is True
    assert shop.call("getAdditionalField", "SIZE") == SIZE
