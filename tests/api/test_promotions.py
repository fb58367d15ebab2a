"""The promotion methods, on the database, as JSON shows their answers."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from tests.api_client import REGISTRY, ApiClient, endpoint
from tests.campaign_world import sells

REGULAR = {
    "Name": "Spring sale",
    "Description": "Until the end of March",
    "StartDate": "2026-03-01",
    "EndDate": "2026-03-31",
    "MaximumOrdersNumber": 100,
    "MaximumQuantity": 0,
    "InstantDiscount": False,
    "Coupon": {"Type": "SINGLE", "Code": "SPRING"},
    "Enabled": 1,
    "ChannelType": "ECOMMERCE",
    "Type": "REGULAR",
    "Discount": {"Type": "PERCENT", "Value": 25},
    "Products": [{"Code": "PRO"}, {"Code": "SCANNER", "PricingConfigurationCode": "F1A7F1A7F1"}],
    "PublishToAffiliatesNetwork": 1,
    "AutoApply": "0",
}
SHOWN = {
    "Name": "Spring sale",
    "Code": "<code>",
    "Description": "Until the end of March",
    "StartDate": "2026-03-01",
    "EndDate": "2026-03-31",
    "MaximumOrdersNumber": 100,
    "MaximumQuantity": None,
    "InstantDiscount": False,
    "Coupon": {"Type": "SINGLE", "Code": "SPRING"},
    "DiscountLabel": None,
    "Enabled": True,
    "ChannelType": "ECOMMERCE",
    "Type": "REGULAR",
    "DefaultCurrency": None,
    "Discount": {"Type": "PERCENT", "Value": 25},
    "Products": [
        {"Code": "PRO", "PricingConfigurationCode": None, "PricingOptionCodes": []},
        {"Code": "SCANNER", "PricingConfigurationCode": "F1A7F1A7F1", "PricingOptionCodes": []},
    ],
    "PriceMatrix": [],
    "ApplyRecurring": "NONE",
    "RecurringChargesNumber": None,
    "PublishToAffiliatesNetwork": True,
    "AutoApply": False,
    "Translations": [],
    "ProductTaxCategoryUUID": None,
}
FIXED = {
    "Type": "FIXED",
    "Values": [{"Currency": "USD", "Amount": 10.5}, {"Currency": "EUR", "Amount": 9}],
    "DefaultCurrency": "EUR",
}
MATRIX = [
    {
        "ProductCode": "SCANNER",
        "PricingConfigurationCode": "F1A7F1A7F1",
        "OptionHash": "",
        "Options": [],
        "Prices": [{"Value": 30, "Currency": "USD"}, {"Value": 27, "Currency": "EUR"}],
    },
    {
        "ProductCode": "SCANNER",
        "PricingConfigurationCode": "F1A7F1A7F1",
        "OptionHash": "5bdf74912a51c34815f11e9a3d20b609",
        "Options": [{"GroupName": "Addons", "OptionText": "Encryption"}],
        "Prices": [{"Value": 35, "Currency": "USD"}],
    },
    {
        "ProductCode": "SCANNER",
        "PricingConfigurationCode": "F1A7F1A7F1",
        "OptionHash": "743ffe2e7a7c8f03e172e8c7620f11b9",
        "Options": [
            {"GroupName": "Addons", "OptionText": "Encryption"},
            {"GroupName": "Addons", "OptionText": "Reports"},
        ],
        "Prices": [{"Value": 39, "Currency": "USD"}],
    },
]
SPECIAL = {
    "Name": "Scanner for less",
    "Coupon": {"Type": "MULTIPLE", "Codes": ["B", "A"]},
    "ChannelType": "ALL",
    "Type": "SPECIAL_PRICE",
    "DefaultCurrency": "USD",
    "PriceMatrix": [{"ProductCode": "SCANNER", "OptionHash": MATRIX[1]["OptionHash"], "Prices": MATRIX[1]["Prices"]}],
}


@pytest.fixture
def shop(context: Context) -> None:
    """APITEST sells what ``sells`` says."""
    sells(context)
    context.work.commit()


@pytest.fixture
def client(services: Services, merchant: Merchant, shop: None) -> ApiClient:
    return ApiClient(services, "merchant-6.0", merchant)


def at(services: Services, version: str, merchant: Merchant) -> ApiClient:
    return ApiClient(services, f"merchant-{version}", merchant)


def added(client: ApiClient, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.call("addPromotion", {**REGULAR, **changes})
    return answer


def masked(promotion: dict[str, Any]) -> dict[str, Any]:
    assert len(promotion["Code"]) == 10
    return {**promotion, "Code": "<code>"}


def test_a_promotion_is_answered_whole_as_it_was_added(client: ApiClient) -> None:
    answer = added(client)

    assert masked(answer) == SHOWN
    assert list(answer) == list(SHOWN)
    assert client.call("getPromotion", answer["Code"]) == answer


def test_before_6_0_a_promotion_has_no_matrix_and_no_tax_category(
    services: Services, merchant: Merchant, client: ApiClient
) -> None:
    code = added(client)["Code"]
    members = {key: value for key, value in SHOWN.items() if key not in ("PriceMatrix", "ProductTaxCategoryUUID")}

    for version in ("3.0", "3.1", "4.0", "5.0"):
        assert masked(at(services, version, merchant).call("getPromotion", code)) == members


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"Discount": FIXED},
        {"Coupon": None, "InstantDiscount": True},
        {"Coupon": {"Type": "MULTIPLE", "Codes": ["b", "A", "a2"]}, "Products": []},
        {"Type": "GLOBAL", "ApplyRecurring": "CUSTOM", "RecurringChargesNumber": 3, "Products": None},
        {"Type": "ORDER", "Discount": FIXED, "DiscountLabel": "Ten off"},
        {"Translations": [{"Name": "Frühling", "Language": "DE"}], "ProductTaxCategoryUUID": "11111111-2222"},
        {**SPECIAL, "Discount": None},
    ],
)
@pytest.mark.parametrize("version", ["3.1", "6.0"])
def test_a_promotion_sent_back_as_it_was_read_does_not_change(
    services: Services, merchant: Merchant, client: ApiClient, changes: dict[str, Any], version: str
) -> None:
    code = added(client, **changes)["Code"]
    before = client.call("getPromotion", code)
    other = at(services, version, merchant)

    read = other.call("getPromotion", code)

    assert other.call("updatePromotion", read) == read
    assert client.call("getPromotion", code) == before


def test_a_changed_promotion_is_answered_as_it_is_now(client: ApiClient) -> None:
    before = added(client)

    answer = client.call("updatePromotion", {**before, "Name": "Summer sale", "EndDate": None, "Discount": FIXED})

    expected = {"Name": "Summer sale", "EndDate": None, "Discount": FIXED, "DefaultCurrency": "EUR"}
    assert answer == {**before, **expected}


def test_a_member_left_out_of_an_update_stays_as_it_is(client: ApiClient) -> None:
    before = added(client)

    answer = client.call("updatePromotion", {"Code": before["Code"], "Enabled": False})

    assert answer == {**before, "Enabled": False}


def test_a_special_price_promotion_has_its_matrix_and_no_discount(client: ApiClient) -> None:
    answer = client.call("addPromotion", SPECIAL)

    assert (answer["Discount"], answer["PriceMatrix"]) == (None, [{**MATRIX[1], "PricingConfigurationCode": None}])
    assert answer["Coupon"] == {"Type": "MULTIPLE", "Codes": ["A", "B"]}


def test_the_price_matrix_lists_each_combination(client: ApiClient) -> None:
    assert client.call("getPriceMatrix", [{"Code": "SCANNER"}]) == MATRIX


def test_instead_of_a_type_the_shape_of_a_coupon_tells(client: ApiClient) -> None:
    assert added(client, Coupon={"Code": "ONE"})["Coupon"] == {"Type": "SINGLE", "Code": "ONE"}
    assert added(client, Coupon={"Codes": ["TWO"]})["Coupon"] == {"Type": "MULTIPLE", "Codes": ["TWO"]}


@pytest.mark.parametrize(
    ("changes", "code", "text"),
    [
        ({"Name": " "}, "PROMOTION_NAME_INVALID", "A promotion needs a name."),
        ({"Type": "QUANTITY"}, "PROMOTION_TYPE_INVALID", "Type must be REGULAR, GLOBAL, SPECIAL_PRICE or ORDER."),
        ({"Type": None}, "PROMOTION_TYPE_INVALID", "Type must be REGULAR, GLOBAL, SPECIAL_PRICE or ORDER."),
        (
            {"ChannelType": None},
            "PROMOTION_CHANNEL_TYPE_INVALID",
            "ChannelType must be ECOMMERCE, CHANNEL_MANAGER or ALL.",
        ),
        ({"EndDate": "2026-02-28"}, "PROMOTION_DATES_INVALID", "The promotion ends before it starts."),
        (
            {"EndDate": "soon"},
            "INVALID_ARGUMENT",
            "EndDate must be a date like 2026-03-10 or 2026-03-10 14:30:00.",
        ),
        ({"Coupon": None}, "PROMOTION_COUPON_INVALID", "A promotion that is not instant needs a coupon."),
        ({"Coupon": {"Type": "TRIPLE"}}, "PROMOTION_COUPON_INVALID", "A coupon has 1 to 255 characters."),
        ({"Discount": None}, "PROMOTION_DISCOUNT_INVALID", "A discount needs a Value, or Values by currency."),
        ({"Discount": {"Type": "HALF"}}, "PROMOTION_DISCOUNT_INVALID", "Type must be PERCENT or FIXED."),
        (
            {"Discount": {"Type": "FIXED", "Values": [{"Currency": "USD"}]}},
            "PROMOTION_DISCOUNT_INVALID",
            "Values must be amounts of zero or more to the cent, each in another currency.",
        ),
        ({"Products": [{"Code": "NOTHING"}]}, "PROMOTION_PRODUCTS_INVALID", "There is no product 'NOTHING'."),
        (
            {"ApplyRecurring": "SOMETIMES"},
            "PROMOTION_APPLY_RECURRING_INVALID",
            "ApplyRecurring must be NONE, ALL or CUSTOM.",
        ),
        ({"MaximumOrdersNumber": -1}, "PROMOTION_LIMIT_INVALID", "A limit must be a whole number, 0 or null for none."),
    ],
)
def test_a_promotion_that_cannot_be_is_refused(
    client: ApiClient, changes: dict[str, Any], code: str, text: str
) -> None:
    assert client.refusal("addPromotion", {**REGULAR, **changes}) == (code, text)


def test_an_unknown_promotion_is_refused_by_every_method(client: ApiClient) -> None:
    refused = ("PROMOTION_NOT_FOUND", "There is no promotion '0000000000'.")

    assert client.refusal("getPromotion", "0000000000") == refused
    assert client.refusal("updatePromotion", {"Code": "0000000000"}) == refused
    assert client.refusal("addPromotionProducts", "0000000000", [{"Code": "PRO"}]) == refused
    assert client.refusal("setPromotionDiscount", "0000000000", FIXED) == refused
    assert client.refusal("addPromotionTranslations", "0000000000", []) == refused
    assert client.refusal("deletePromotionTranslations", "0000000000") == refused
    assert client.refusal("addPromotionCoupon", "0000000000", {"Type": "SINGLE", "Code": "A"}) == refused
    assert client.refusal("deletePromotionCoupon", "0000000000", {"Type": "MULTIPLE", "Codes": ["A"]}) == refused


def test_found_promotions_are_a_page_since_5_0_and_a_list_before(
    services: Services, merchant: Merchant, client: ApiClient
) -> None:
    first = added(client)
    second = added(client, Coupon={"Type": "SINGLE", "Code": "OTHER"}, Type="GLOBAL")
    found = sorted((first, second), key=lambda promotion: str(promotion["Code"]))

    assert client.call("searchPromotions", {"Pagination": {"Page": 2, "Limit": 1}}) == {
        "Items": found[1:],
        "Pagination": {"Page": 2, "Limit": 1, "Count": 2},
    }
    old = at(services, "4.0", merchant)
    assert [p["Code"] for p in old.call("searchPromotions", {"Types": ["global"]})] == [second["Code"]]
    assert [p["Code"] for p in old.call("searchPromotions", {"Coupons": "x, spring"})] == [first["Code"]]
    assert len(old.call("searchPromotions")) == 2


def test_products_are_answered_with_those_added(client: ApiClient) -> None:
    code = added(client)["Code"]

    answer = client.call("addPromotionProducts", code, [{"Code": "15", "PricingOptionCodes": None}])

    assert answer == [*SHOWN["Products"], {"Code": "15", "PricingConfigurationCode": None, "PricingOptionCodes": []}]  # type: ignore[misc]


def test_a_discount_is_answered_as_it_is_set(client: ApiClient) -> None:
    code = added(client)["Code"]

    assert client.call("setPromotionDiscount", code, FIXED) == FIXED
    assert client.call("setPromotionDiscount", code, {"Type": "percent", "Value": "15"}) == {
        "Type": "PERCENT", "Value": 15,
    }  # fmt: skip


def test_translations_are_added_as_the_samples_spell_them_and_deleted(client: ApiClient) -> None:
    code = added(client)["Code"]

    assert client.call("addPromotionTranslations", code, [{"language": "de", "name": "Frühling"}]) == [
        {"Name": "Frühling", "Language": "de"}
    ]
    assert client.call("deletePromotionTranslations", code) is True
    assert client.call("getPromotion", code)["Translations"] == []


def test_coupons_are_added_and_removed(client: ApiClient) -> None:
    code = added(client)["Code"]

    added_now = client.call("addPromotionCoupon", code, {"Type": "MULTIPLE", "Codes": ["MAY", "APRIL"]})
    left = client.call("deletePromotionCoupon", code, {"Type": "MULTIPLE", "Codes": ["spring", "may"]})

    assert added_now == {"Type": "MULTIPLE", "Codes": ["APRIL", "MAY", "SPRING"]}
    assert left == {"Type": "MULTIPLE", "Codes": ["APRIL"]}
    assert client.refusal("deletePromotionCoupon", code, {"Type": "MULTIPLE", "Codes": ["APRIL"]}) == (
        "PROMOTION_COUPON_REQUIRED", "The only coupon of a promotion cannot be removed.",
    )  # fmt: skip


def test_a_single_coupon_cannot_be_removed_since_5_0(services: Services, merchant: Merchant, client: ApiClient) -> None:
    code = added(client, Coupon={"Type": "MULTIPLE", "Codes": ["A", "B"]})["Code"]
    single = {"Type": "SINGLE", "Code": "A"}

    assert at(services, "5.0", merchant).refusal("deletePromotionCoupon", code, single) == (
        "PROMOTION_COUPON_INVALID", "Only coupons of the type MULTIPLE can be removed.",
    )  # fmt: skip
    assert at(services, "4.0", merchant).call("deletePromotionCoupon", code, single) == {
        "Type": "MULTIPLE", "Codes": ["B"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "since"),
    [
        ("addPromotion", "3.1"),
        ("getPromotion", "3.0"),
        ("deletePromotionTranslations", "5.0"),
        ("getPriceMatrix", "6.0"),
    ],
)
def test_each_version_has_the_methods_recorded_for_it(method: str, since: str) -> None:
    versions = ("3.0", "3.1", "4.0", "5.0", "6.0")

    having = [v for v in versions if method.lower() in REGISTRY.table(endpoint(f"merchant-{v}"))]

    assert having == [version for version in versions if version >= since]


def test_another_merchant_has_none_of_it(services: Services, client: ApiClient, other_merchant: Merchant) -> None:
    code = added(client)["Code"]
    stranger = at(services, "6.0", other_merchant)

    assert stranger.refusal("getPromotion", code)[0] == "PROMOTION_NOT_FOUND"
    assert stranger.refusal("updatePromotion", {"Code": code, "Name": "Mine"})[0] == "PROMOTION_NOT_FOUND"
    assert stranger.call("searchPromotions")["Items"] == []
    assert stranger.refusal("addPromotion", REGULAR)[0] == "PROMOTION_PRODUCTS_INVALID"


def test_products_are_taken_from_a_promotion(client: ApiClient) -> None:
    code = added(client)["Code"]

    left = client.call("deletePromotionProducts", code, [{"Code": "SCANNER"}])

    assert left == [{"Code": "PRO", "PricingConfigurationCode": None, "PricingOptionCodes": []}]
    assert client.call("getPromotion", code)["Products"] == left
    assert client.call("deletePromotionProducts", code, left) == []


@pytest.mark.parametrize(
    ("products", "text"),
    [
        ([], "There are no products to remove."),
        ([{"Code": "PRO"}, {"Code": "BOX"}], "The promotion is not for 'BOX'."),
        ([{"Code": "SCANNER", "PricingConfigurationCode": "0000000000"}], "The promotion is not for 'SCANNER'."),
    ],
)
def test_products_a_promotion_is_not_for_cannot_be_taken_from_it(
    client: ApiClient, products: list[dict[str, str]], text: str
) -> None:
    code = added(client)["Code"]

    assert client.refusal("deletePromotionProducts", code, products) == ("PROMOTION_PRODUCTS_INVALID", text)
    assert len(client.call("getPromotion", code)["Products"]) == 2


def test_a_deleted_promotion_is_gone_and_its_coupon_free(client: ApiClient) -> None:
    code = added(client)["Code"]

    assert client.call("deletePromotion", code) is True

    assert client.refusal("getPromotion", code)[0] == "PROMOTION_NOT_FOUND"
    assert client.refusal("deletePromotion", code)[0] == "PROMOTION_NOT_FOUND"
    assert added(client)["Coupon"] == {"Type": "SINGLE", "Code": "SPRING"}
