"""The lead methods, on the database, as JSON shows their answers."""

from datetime import timedelta
from typing import Any

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from tests.api_client import ApiClient
from tests.order_world import stock

DYNAMIC = {
    "Code": None,
    "Quantity": 2,
    "IsDynamic": True,
    "Name": "Made to measure",
    "Description": "Of oak",
    "Tangible": False,
    "PurchaseType": "PRODUCT",
    "PriceOptions": [
        {"Name": "OPT1", "Required": True, "Options": [{"Name": "Polish", "Value": "polish", "Surcharge": "7.00"}]}
    ],
    "RecurringOptions": {
        "CycleLength": 2, "CycleUnit": "DAY", "CycleAmount": 12.2, "ContractLength": 3, "ContractUnit": "DAY",
    },
    "MarketingCampaigns": {"Type": "17", "ParentCode": "PLAN", "CampaignCode": "hX/8"},
    "Price": {"Amount": 100.5, "Type": "CUSTOM"},
    "AdditionalFields": [{"Code": "text_1", "Text": "How did you hear?", "Value": "A friend"}],
}  # fmt: skip
PLAN = {
    "Code": "PLAN", "Quantity": 1, "IsDynamic": None, "Name": None, "Description": None, "Tangible": None,
    "PurchaseType": None, "PriceOptions": [], "RecurringOptions": None, "MarketingCampaigns": None, "Price": None,
    "AdditionalFields": [],
}  # fmt: skip
BILLING = {
    "FiscalCode": None, "TaxOffice": None, "Phone": "555 0100", "FirstName": "Grace", "LastName": "Hopper",
    "Company": None, "Email": "Grace@example.com", "Address1": "1 Arlington Ridge", "Address2": None,
    "City": "Arlington", "Zip": "22202", "CountryCode": "us", "State": "VA",
}  # fmt: skip
LEAD = {
    "CartId": "cart-1",
    "Currency": "usd",
    "Language": "EN",
    "ExternalReference": "lead-1",
    "Source": "shop.example",
    "CustomerReference": 298084139,
    "MachineId": "m-1",
    "LocalTime": "2026-03-10 14:00:00",
    "Items": [DYNAMIC, {"Code": "PLAN", "Quantity": 1}],
    "BillingDetails": {**BILLING, "CountryCode": "US"},
}
SHOWN = {
    "LeadCode": "<code>",
    "GeneratedFrom": "API",
    "CartId": "cart-1",
    "Currency": "USD",
    "Language": "en",
    "ExternalReference": "lead-1",
    "Source": "shop.example",
    "CustomerReference": 298084139,
    "MachineId": "m-1",
    "LocalTime": "2026-03-10 14:00:00",
    "Type": "New",
    "Items": [DYNAMIC, PLAN],
    "BillingDetails": BILLING,
    "DeliveryDetails": None,
}


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    stock(services)
    return ApiClient(services, "merchant-6.0", merchant)


def added(client: ApiClient, **changes: Any) -> str:
    code: str = client.call("addLead", {**LEAD, **changes})["LeadCode"]
    return code


def test_a_lead_is_answered_as_it_was_told(client: ApiClient) -> None:
    answer = client.call("addLead", LEAD)

    assert {**answer, "LeadCode": "<code>"} == SHOWN
    assert len(answer["LeadCode"]) == 10
    assert client.call("getLead", answer["LeadCode"].lower()) == answer


def test_items_are_read_from_an_object_with_numbers_for_keys(client: ApiClient) -> None:
    answer = client.call("addLead", {**LEAD, "Items": {"0": DYNAMIC, "1": {"Code": "PLAN", "Quantity": 1}}})

    assert answer["Items"] == [DYNAMIC, PLAN]


def test_an_update_replaces_all_that_was_told(client: ApiClient) -> None:
    code = added(client)

    answer = client.call("updateLead", {"LeadCode": code, "Items": [{"Code": "BOOK", "Quantity": 3}]})

    assert answer == {
        **dict.fromkeys(SHOWN),
        "LeadCode": code,
        "GeneratedFrom": "API",
        "Type": "New",
        "Items": [{**PLAN, "Code": "BOOK", "Quantity": 3}],
        "BillingDetails": dict.fromkeys(BILLING),
    }
    assert client.call("getLead", code) == answer


def test_an_update_may_name_the_lead_apart(client: ApiClient) -> None:
    code = added(client)

    answer = client.call("updateLead", code, {**LEAD, "Source": "elsewhere"})

    assert (answer["LeadCode"], answer["Source"]) == (code, "elsewhere")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"Items": None}, ("LEAD_ITEMS_INVALID", "Items are required.")),
        ({"Items": [{"Code": "GHOST"}]}, ("LEAD_PRODUCT_CODE_INVALID", "There is no product 'GHOST'.")),
        ({"Items": [{"IsDynamic": True}]}, ("LEAD_PRODUCT_NAME_INVALID", "A dynamic product needs a Name.")),
        (
            {"Items": [{"Code": "PLAN", "Quantity": 0}]},
            ("LEAD_QUANTITY_INVALID", "Quantity must be between 1 and 99999."),
        ),
        ({"Currency": "ZZZ"}, ("LEAD_CURRENCY_INVALID", "There is no currency 'ZZZ'.")),
        ({"Language": "xx"}, ("LEAD_LANGUAGE_INVALID", "There is no language 'xx'.")),
        ({"BillingDetails": {"Email": "grace"}}, ("LEAD_EMAIL_INVALID", "The e-mail address is not valid.")),
        ({"DeliveryDetails": {"CountryCode": "XX"}}, ("LEAD_COUNTRY_INVALID", "There is no country 'XX'.")),
    ],
)
def test_a_lead_that_cannot_be_is_refused(client: ApiClient, changes: dict[str, Any], refusal: tuple[str, str]) -> None:
    assert client.refusal("addLead", {**LEAD, **changes}) == refusal


def test_a_refused_update_changes_nothing(client: ApiClient) -> None:
    code = added(client)

    assert client.refusal("updateLead", {"LeadCode": code})[0] == "LEAD_ITEMS_INVALID"

    assert client.call("getLead", code) == {**SHOWN, "LeadCode": code}


def test_a_lead_that_is_not_there_is_told(client: ApiClient) -> None:
    told = ("LEAD_NOT_FOUND", "There is no such lead.")

    assert client.refusal("getLead", "0000000000") == told
    assert client.refusal("updateLead", {**LEAD, "LeadCode": "0000000000"}) == told


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["first", "second"]),
        ({"Email": "GRACE@EXAMPLE.com"}, ["first"]),
        ({"ProductCode": "BOOK"}, ["second"]),
        ({"Language": "EN"}, ["first"]),
        ({"Country": "gb"}, ["second"]),
        ({"GeneratedFrom": "api"}, ["first", "second"]),
        ({"GeneratedFrom": "CART"}, []),
        ({"Type": "new"}, ["first", "second"]),
        ({"Type": "NotStopped"}, ["first", "second"]),
        ({"Type": "UsedSuccess"}, []),
        ({"StartDate": "2026-03-11"}, ["second"]),
        ({"EndDate": "2026-03-10"}, ["first"]),
        ({"Pagination": {"Page": 2, "Limit": 1}}, ["second"]),
    ],
)
def test_leads_are_found_by_what_was_told(
    services: Services, merchant: Merchant, client: ApiClient, clock: SetClock, wanted: dict[str, Any], found: list[str]
) -> None:
    added(client, ExternalReference="first")
    clock.advance(timedelta(hours=10))
    elsewhere = {"Email": "ada@example.com", "CountryCode": "GB"}
    again = ApiClient(services, "merchant-6.0", merchant)
    added(again, ExternalReference="second", Items=[{"Code": "BOOK"}], Language="fr", BillingDetails=elsewhere)

    page = again.call("searchLeads", wanted)

    assert [lead["ExternalReference"] for lead in page["Items"]] == found


def test_a_lead_is_found_by_its_code(client: ApiClient) -> None:
    code = added(client)
    added(client)

    page = client.call("searchLeads", {"LeadCode": code.lower()})

    assert [lead["LeadCode"] for lead in page["Items"]] == [code]
    assert page["Pagination"] == {"Page": 1, "Limit": 10, "Count": 1}


def test_a_type_that_is_none_is_refused(client: ApiClient) -> None:
    assert client.refusal("searchLeads", {"Type": "Cold"}) == (
        "INVALID_ARGUMENT",
        "Type must be one of New, Used, UsedSuccess, Stopped, NotStopped.",
    )
