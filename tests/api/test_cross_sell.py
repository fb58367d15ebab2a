"""The cross-sell methods, on the database, as JSON shows their answers."""

from typing import Any
from urllib.parse import quote

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.campaigns.cross_sell import store
from rpc_server.commerce.campaigns.cross_sell.model import CrossSellTexts
from rpc_server.commerce.context import Context, Services
from tests.api_client import ApiClient
from tests.campaign_world import sells

CAMPAIGN = {
    "MasterProducts": ["15", "PRO"],
    "DisplayType": "review",
    "DisplayInEmail": True,
    "Products": [{"ProductCode": "34924C876E", "Discount": 12.5, "DiscountType": "PERCENT"}],
    "Name": "Effects",
    "StartDate": "2026-03-01",
    "EndDate": None,
}
OLD_PRODUCT = {"ProductCode": "34924C876E", "Discount": "12.5", "DiscountType": "PERCENT"}
OLD = {
    "MasterProducts": ["15", "PRO"],
    "DisplayType": "review",
    "DisplayInEmail": True,
    "Products": [OLD_PRODUCT],
    "CampaignCode": "<code>",
    "Name": "Effects",
    "StartDate": "2026-03-01",
    "EndDate": None,
}
SHOWN = {
    **OLD,
    "Products": [
        {
            **OLD_PRODUCT,
            "Type": "Own",
            "AutoAdded": False,
            "DiscountedPrice": [{"Currency": "USD", "Price": 17.46}, {"Currency": "EUR", "Price": 15.71}],
            "BasePrice": [{"Currency": "USD", "Price": 19.95}, {"Currency": "EUR", "Price": 17.95}],
        }
    ],
    "CampaignStatus": "ACTIVE",
    "CampaignOwnerType": "MERCH",
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
    answer: dict[str, Any] = client.call("createCrossSellCampaign", {**CAMPAIGN, **changes})
    return answer


def masked(campaign: dict[str, Any]) -> dict[str, Any]:
    return {**campaign, "CampaignCode": "<code>"}


def found(client: ApiClient, **options: Any) -> list[str]:
    return [campaign["Name"] for campaign in client.call("searchCrossSellCampaigns", options)["Items"]]


def test_a_campaign_is_answered_whole_as_it_was_created(client: ApiClient) -> None:
    answer = created(client)

    assert masked(answer) == SHOWN
    assert list(answer) == list(SHOWN)
    assert len(answer["CampaignCode"]) == 24
    assert client.call("getCrossSellCampaign", answer["CampaignCode"]) == answer
    assert client.call("getCrossSellCampaign", quote(answer["CampaignCode"], safe="")) == answer


def test_a_campaign_sent_back_as_it_was_read_does_not_change(client: ApiClient) -> None:
    before = created(client, CampaignStatus="INACTIVE", CampaignOwnerType="AFF", EndDate="2026-12-31")

    assert client.call("updateCrossSellCampaign", before) == before
    assert client.call("getCrossSellCampaign", before["CampaignCode"]) == before


def test_a_changed_campaign_is_answered_as_it_is_now(client: ApiClient) -> None:
    before = created(client)
    changes = {"Name": "More effects", "MasterProducts": ["PRO"], "CampaignStatus": "inactive", "DisplayType": "CART"}

    answer = client.call("updateCrossSellCampaign", {"CampaignCode": before["CampaignCode"], **changes})

    assert answer == {**before, **changes, "CampaignStatus": "INACTIVE", "DisplayType": "cart"}
    assert client.call("getCrossSellCampaign", before["CampaignCode"]) == answer


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"Name": ""}, "CROSS_SELL_NAME_INVALID", "A campaign needs a name."),
        ({"EndDate": "2026-02-01"}, "CROSS_SELL_DATES_INVALID", "The campaign ends before it starts."),
        (
            {"MasterProducts": None},
            "CROSS_SELL_MASTER_PRODUCTS_INVALID",
            "A campaign needs products whose buyers it is for.",
        ),
        ({"MasterProducts": ["NOTHING"]}, "CROSS_SELL_MASTER_PRODUCTS_INVALID", "There is no product 'NOTHING'."),
        ({"Products": []}, "CROSS_SELL_PRODUCTS_INVALID", "A campaign needs products to recommend."),
        ({"Products": [{"ProductCode": "NOTHING"}]}, "CROSS_SELL_PRODUCTS_INVALID", "There is no product 'NOTHING'."),
        (
            {"Products": [{"ProductCode": "PRO"}, {"ProductCode": "PRO"}]},
            "CROSS_SELL_PRODUCTS_INVALID",
            "A product is recommended twice.",
        ),
        (
            {"Products": [{"ProductCode": "PRO", "Discount": "101"}]},
            "CROSS_SELL_DISCOUNT_INVALID",
            "A discount must be a percentage between 0 and 100, of two places at most.",
        ),
        (
            {"Products": [{"ProductCode": "PRO", "Discount": "much"}]},
            "CROSS_SELL_DISCOUNT_INVALID",
            "A discount must be a percentage between 0 and 100, of two places at most.",
        ),
        (
            {"Products": [{"ProductCode": "PRO", "Discount": 1, "DiscountType": "FIXED"}]},
            "CROSS_SELL_DISCOUNT_INVALID",
            "DiscountType must be PERCENT.",
        ),
        ({"DisplayType": "poster"}, "CROSS_SELL_DISPLAY_TYPE_INVALID", "DisplayType must be cart, review or finish."),
        (
            {"CampaignStatus": "SLEEPING"},
            "CROSS_SELL_CAMPAIGN_STATUS_INVALID",
            "CampaignStatus must be ACTIVE or INACTIVE.",
        ),
    ],
)
def test_a_campaign_that_cannot_be_is_refused(client: ApiClient, changes: dict[str, Any], code: str, text: str) -> None:
    assert client.refusal("createCrossSellCampaign", {**CAMPAIGN, **changes}) == (code, text)


def test_an_unknown_campaign_is_refused(client: ApiClient) -> None:
    refused = ("CROSS_SELL_CAMPAIGN_NOT_FOUND", "There is no cross-sell campaign 'nothing'.")

    assert client.refusal("getCrossSellCampaign", "nothing") == refused
    assert client.refusal("updateCrossSellCampaign", {**CAMPAIGN, "CampaignCode": "nothing"}) == refused


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({}, ["Drives", "Effects", "Partners"]),
        ({"CampaignName": "EFF"}, ["Effects"]),
        ({"Status": "INACTIVE"}, ["Drives"]),
        ({"Status": "ACTIVE"}, ["Effects", "Partners"]),
        ({"Products": ["15"]}, ["Effects", "Partners"]),
        ({"Products": ["STARTER", "NOTHING"]}, ["Drives"]),
        ({"RecommendedProducts": ["SCANNER"]}, ["Drives"]),
        ({"StartDate": "2026-03-02"}, ["Drives"]),
        ({"EndDate": "2026-12-31"}, ["Drives"]),
        ({"Type": "AFF"}, ["Partners"]),
        ({"Type": "AFF", "Status": "INACTIVE"}, []),
        ({"Pagination": {"Page": 2, "Limit": 2}}, ["Partners"]),
    ],
)
def test_campaigns_are_found_by_what_they_say(client: ApiClient, options: dict[str, Any], names: list[str]) -> None:
    created(client)
    created(client, Name="Partners", CampaignOwnerType="AFF")
    created(
        client,
        Name="Drives",
        CampaignStatus="INACTIVE",
        MasterProducts=["STARTER"],
        Products=[{"ProductCode": "SCANNER", "Discount": 5}],
        StartDate="2026-04-01",
        EndDate="2026-12-31",
    )

    assert found(client, **options) == names


def test_a_product_has_the_campaigns_that_run_for_its_buyers(client: ApiClient) -> None:
    created(client)
    created(client, Name="Not yet", StartDate="2026-03-11")
    created(client, Name="Over", EndDate="2026-03-09")
    created(client, Name="Off", CampaignStatus="INACTIVE")
    created(client, Name="A day", StartDate="2026-03-10", EndDate="2026-03-10")

    assert [campaign["Name"] for campaign in client.call("getProductCrossSellCampaigns", "15")] == ["A day", "Effects"]
    assert client.call("getProductCrossSellCampaigns", "34924C876E") == []
    assert client.refusal("getProductCrossSellCampaigns", "NOTHING") == (
        "ORDER_PRODUCT_CODE_INVALID", "Requested product [NOTHING] was not found.",
    )  # fmt: skip


@pytest.mark.parametrize("version", ["3.0", "3.1", "4.0"])
def test_before_5_0_a_campaign_has_no_prices_and_no_status(
    services: Services, merchant: Merchant, client: ApiClient, version: str
) -> None:
    created(client)

    (campaign,) = ApiClient(services, f"merchant-{version}", merchant).call("getProductCrossSellCampaigns", "15")

    assert masked(campaign) == OLD


def test_in_2_5_a_campaign_is_for_one_product_and_its_discount_a_number(
    services: Services, merchant: Merchant, client: ApiClient
) -> None:
    created(client)

    (campaign,) = ApiClient(services, "product-2.5", merchant).call("getProductCrossSellCampaigns", "15")

    assert masked(campaign) == {
        "ProductCode": "15",
        "DisplayType": "review",
        "DisplayInEmail": True,
        "Products": [{"ProductCode": "34924C876E", "Discount": 12.5, "DiscountType": "PERCENT"}],
        "CampaignCode": "<code>",
        "Name": "Effects",
        "StartDate": "2026-03-01",
        "EndDate": None,
    }


def test_the_texts_are_those_of_the_language(client: ApiClient) -> None:
    assert client.call("getCrossSellTexts", "DE") == {
        "Title": "Empfohlene Produkte",
        "Description": "Kunden, die dieses Produkt gekauft haben, kauften auch:",
        "Language": "de",
    }
    assert client.call("getCrossSellTexts", "ja") == {
        "Title": "Recommended products",
        "Description": "Customers who bought this product also bought:",
        "Language": "ja",
    }
    assert client.refusal("getCrossSellTexts", "xx") == ("CROSS_SELL_LANGUAGE_INVALID", "There is no language 'xx'.")


def test_a_merchants_own_texts_stand_in_the_place_of_the_built_in_ones(context: Context, client: ApiClient) -> None:
    store.add_texts(context, CrossSellTexts("fr", "Aussi", "Et encore :"))
    context.work.commit()

    assert client.call("getCrossSellTexts", "fr") == {"Title": "Aussi", "Description": "Et encore :", "Language": "fr"}


def test_another_merchant_has_none_of_it(services: Services, client: ApiClient, other_merchant: Merchant) -> None:
    code = created(client)["CampaignCode"]
    stranger = ApiClient(services, "merchant-6.0", other_merchant)

    assert stranger.refusal("getCrossSellCampaign", code)[0] == "CROSS_SELL_CAMPAIGN_NOT_FOUND"
    assert stranger.refusal("updateCrossSellCampaign", {"CampaignCode": code})[0] == "CROSS_SELL_CAMPAIGN_NOT_FOUND"
    assert found(stranger) == []
    assert stranger.refusal("getProductCrossSellCampaigns", "15")[0] == "ORDER_PRODUCT_CODE_INVALID"


def test_all_campaigns_of_an_account_are_listed_by_name(
    services: Services, merchant: Merchant, client: ApiClient
) -> None:
    created(client, Name="Zebra")
    over = created(client, Name="Autumn", EndDate="2026-03-02")
    client.call("updateCrossSellCampaign", {**over, "CampaignStatus": "INACTIVE"})

    listed = ApiClient(services, "merchant-3.0", merchant).call("getCrossSellCampaigns")

    assert [masked(campaign) for campaign in listed] == [
        {**OLD, "Name": "Autumn", "EndDate": "2026-03-02"},
        {**OLD, "Name": "Zebra"},
    ]
