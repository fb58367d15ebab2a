"""The upsell methods, on the database, as JSON shows their answers."""

from datetime import timedelta
from typing import Any

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.campaigns.upsell import store
from rpc_server.commerce.campaigns.upsell.model import DisplayType
from rpc_server.commerce.context import Context, Services
from tests.api_client import ApiClient
from tests.campaign_world import sells

NOWHERE = "00000000-0000-4000-8000-000000000000"
CAMPAIGN = {
    "Name": "Go pro",
    "StartDate": "2026-03-01",
    "EndDate": "2026-03-31",
    "DisplayForManualRenewals": 1,
    "Discount": {"Type": "PERCENT", "Value": 15},
    "PrimaryProduct": {"Code": "STARTER", "Quantity": 0},
    "RecommendedProduct": {
        "Code": "SCANNER",
        "Quantity": 2,
        "PriceOptions": [{"Code": "ADDONS", "Options": [{"Code": "reports", "Value": 3}]}],
    },
    "Description": "For less",
}
SHOWN = {
    "Code": "<uuid>",
    "Name": "Go pro",
    "Description": "For less",
    "StartDate": "2026-03-01",
    "EndDate": "2026-03-31",
    "DisplayForManualRenewals": True,
    "Discount": {"Type": "PERCENT", "Value": 15},
    "PrimaryProduct": {"Code": "STARTER", "Quantity": 0, "PriceOptions": []},
    "RecommendedProduct": {
        "Code": "SCANNER",
        "Quantity": 2,
        "PriceOptions": [{"Code": "ADDONS", "Options": [{"Code": "reports", "Value": 3}]}],
    },
    "Status": "Enabled",
}


@pytest.fixture
def shop(context: Context) -> None:
    """APITEST sells what ``sells`` says."""
    sells(context)
    context.work.commit()


@pytest.fixture
def client(services: Services, merchant: Merchant, shop: None) -> ApiClient:
    return ApiClient(services, "merchant-6.0", merchant)


def created(client: ApiClient, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.call("createUpSellCampaign", {**CAMPAIGN, **changes})
    return answer


def found(client: ApiClient, **options: Any) -> list[str]:
    answer = client.call("searchUpsellCampaigns", options)
    assert answer["UpsellsCount"] >= len(answer["Upsells"])
    return [campaign["Name"] for campaign in answer["Upsells"]]


def test_a_campaign_is_answered_whole_as_it_was_created(client: ApiClient) -> None:
    answer = created(client)

    assert {**answer, "Code": "<uuid>"} == SHOWN
    assert list(answer) == list(SHOWN)
    assert (len(answer["Code"]), answer["Code"][14]) == (36, "4")
    assert client.call("getUpSellCampaign", answer["Code"].upper()) == answer


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"StartDate": None, "EndDate": None, "Status": "Disabled"},
        {"StartDate": "2026-01-01", "EndDate": "2026-01-31"},
        {
            "Discount": {
                "Type": "FIXED", "Values": [{"Currency": "USD", "Amount": 5}], "DefaultCurrency": "USD",
            }
        },
    ],
)  # fmt: skip
def test_a_campaign_sent_back_as_it_was_read_does_not_change(client: ApiClient, changes: dict[str, Any]) -> None:
    before = created(client, **changes)

    assert client.call("updateUpSellCampaign", before["Code"], before) == before
    assert client.call("getUpSellCampaign", before["Code"]) == before


def test_a_changed_campaign_is_answered_as_it_is_now(client: ApiClient) -> None:
    before = created(client)

    answer = client.call(
        "updateUpSellCampaign", before["Code"], {"Name": "Go further", "PrimaryProduct": {"Code": "15"}}
    )

    expected = {"Name": "Go further", "PrimaryProduct": {"Code": "15", "Quantity": 0, "PriceOptions": []}}
    assert answer == {**before, **expected}


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"Name": None}, "UPSELL_NAME_INVALID", "A campaign needs a name of 500 characters at most."),
        ({"EndDate": "2026-02-01"}, "UPSELL_DATES_INVALID", "The campaign ends before it starts."),
        ({"Discount": None}, "UPSELL_DISCOUNT_INVALID", "A discount needs a Value, or Values by currency."),
        ({"Discount": {"Type": "HALF"}}, "UPSELL_DISCOUNT_INVALID", "Type must be PERCENT or FIXED."),
        ({"PrimaryProduct": None}, "UPSELL_PRODUCT_INVALID", "There is no product ''."),
        ({"RecommendedProduct": {"Code": "NOTHING"}}, "UPSELL_PRODUCT_INVALID", "There is no product 'NOTHING'."),
        (
            {"RecommendedProduct": {"Code": "PRO", "Quantity": 100000}},
            "UPSELL_PRODUCT_INVALID",
            "Quantity must be between 0 and 99999.",
        ),
        (
            {"PrimaryProduct": {"Code": "PRO", "PriceOptions": [{"Code": "ADDONS", "Options": [{"Code": "reports"}]}]}},
            "UPSELL_PRODUCT_INVALID",
            "PRO has no such price options.",
        ),
        ({"Status": "Sleeping"}, "UPSELL_STATUS_INVALID", "A status is Enabled, Disabled or Expired."),
    ],
)
def test_a_campaign_that_cannot_be_is_refused(client: ApiClient, changes: dict[str, Any], code: str, text: str) -> None:
    assert client.refusal("createUpSellCampaign", {**CAMPAIGN, **changes}) == (code, text)


def test_an_unknown_campaign_is_refused_by_every_method(client: ApiClient) -> None:
    refused = ("UPSELL_CAMPAIGN_NOT_FOUND", f"There is no upsell campaign '{NOWHERE}'.")

    for method in ("getUpSellCampaign", "deleteUpSellCampaign", "enableUpSellCampaign", "disableUpSellCampaign"):
        assert client.refusal(method, NOWHERE) == refused
    assert client.refusal("updateUpSellCampaign", NOWHERE, CAMPAIGN) == refused


def test_a_campaign_is_switched_off_and_on_and_deleted(client: ApiClient) -> None:
    code = created(client)["Code"]

    assert client.call("disableUpSellCampaign", code) is True
    assert client.call("getUpSellCampaign", code)["Status"] == "Disabled"
    assert client.call("enableUpSellCampaign", code) is True
    assert client.call("getUpSellCampaign", code)["Status"] == "Enabled"
    assert client.call("deleteUpSellCampaign", code) is True
    assert client.refusal("getUpSellCampaign", code)[0] == "UPSELL_CAMPAIGN_NOT_FOUND"


@pytest.mark.parametrize(("hours", "status"), [(9, "Enabled"), (10, "Expired")])
def test_a_campaign_expires_with_its_last_day_in_the_accounts_zone(
    services: Services, merchant: Merchant, client: ApiClient, clock: SetClock, hours: int, status: str
) -> None:
    code = created(client, EndDate="2026-03-10")["Code"]

    clock.advance(timedelta(hours=hours))

    assert ApiClient(services, "merchant-6.0", merchant).call("getUpSellCampaign", code)["Status"] == status


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({}, ["Go pro", "Renew"]),
        ({"Statuses": ["disabled", "Expired"]}, ["Off", "Over"]),
        ({"Name": "REN"}, ["Renew"]),
        ({"PrimaryProductCodes": ["PRO", "NOTHING"]}, ["Renew"]),
        ({"RecommendedProductCodes": ["SCANNER"]}, ["Go pro", "Renew"]),
        ({"EnabledForRenewals": False}, ["Renew"]),
        ({"StartsAfter": "2026-03-02"}, ["Renew"]),
        ({"StartsBefore": "2026-03-02"}, ["Go pro"]),
        ({"EndsAfter": "2026-03-31"}, ["Go pro"]),
        ({"EndsBefore": "2026-03-30"}, []),
        ({"CampaignCodes": [NOWHERE]}, []),
        ({"Page": 2, "Limit": 1}, ["Renew"]),
    ],
)
def test_campaigns_are_found_by_what_they_say(client: ApiClient, options: dict[str, Any], names: list[str]) -> None:
    created(client)
    created(client, Name="Off", Status="Disabled")
    created(client, Name="Over", EndDate="2026-03-09")
    renewed = {"StartDate": "2026-04-01", "EndDate": None, "DisplayForManualRenewals": False}
    created(client, Name="Renew", PrimaryProduct={"Code": "PRO"}, **renewed)

    assert found(client, **options) == names


def test_a_page_of_campaigns_says_which_it_is_and_how_many_there_are(client: ApiClient) -> None:
    campaign = created(client)
    created(client, Name="Z")

    assert client.call("searchUpSellCampaigns", {"Limit": 1}) == {
        "Page": 1, "Limit": 1, "Upsells": [campaign], "UpsellsCount": 2,
    }  # fmt: skip
    assert found(client, CampaignCodes=[campaign["Code"].upper()]) == ["Go pro"]


def test_the_way_upsells_are_shown_is_kept(client: ApiClient, context: Context) -> None:
    assert store.display_type(context) is DisplayType.OVERLAY
    context.work.rollback()

    assert client.call("updateDisplayType", {"UpsellingDisplayType": "Interstitial"}) is True
    assert client.refusal("updateDisplayType", {}) == (
        "UPSELL_DISPLAY_TYPE_INVALID", "UpsellingDisplayType must be overlay or interstitial.",
    )  # fmt: skip
    assert store.display_type(context) is DisplayType.INTERSTITIAL


def test_a_campaign_that_is_over_cannot_be_switched_on(client: ApiClient) -> None:
    code = created(client, StartDate="2026-01-01", EndDate="2026-01-31")["Code"]

    assert client.refusal("enableUpSellCampaign", code) == (
        "UPSELL_CAMPAIGN_EXPIRED", "The campaign is over: give it another end date first.",
    )  # fmt: skip


def test_another_merchant_has_none_of_it(services: Services, client: ApiClient, other_merchant: Merchant) -> None:
    code = created(client)["Code"]
    stranger = ApiClient(services, "merchant-6.0", other_merchant)

    for method in ("getUpSellCampaign", "deleteUpSellCampaign", "enableUpSellCampaign", "disableUpSellCampaign"):
        assert stranger.refusal(method, code)[0] == "UPSELL_CAMPAIGN_NOT_FOUND"
    assert found(stranger, Statuses=["Enabled", "Disabled", "Expired"]) == []
