"""Adding and changing products through the merchant API."""

from collections.abc import Callable
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog.model import ProductType
from rpc_server.commerce.context import Services
from tests.api_client import ApiClient
from tests.catalogue import a_configuration, a_product
from tests.catalogue_world import ADDONS, SUPPORT, USERS, client, refusal, stock

PLAIN: dict[str, Any] = {
    "ProductCode": "NEW",
    "ProductName": "New one",
    "PricingConfigurations": [{"Name": "Main", "Prices": {"Regular": [{"Amount": 10, "Currency": "USD"}]}}],
}
FULL: dict[str, Any] = {
    "AvangateId": None,
    "ProductCode": "GAME",
    "ProductType": "BUNDLE",
    "ProductName": "Größe ✓",
    "ProductVersion": "7.2",
    "PurchaseMultipleUnits": False,
    "ChangeOptionsQuantityAtManualRenewal": True,
    "ProductGroupCode": "General",
    "TaxCategory": "9a2f1c60-0000-4000-8000-000000000001",
    "Tangible": 1,
    "GroupName": "No group of ours",
    "ShippingClass": {"Name": "Heavy", "Amount": 5.5, "Currency": "EUR", "ApplyTo": "ORDER", "Type": "FIXED"},
    "GiftOption": True,
    "ShortDescription": "Short",
    "LongDescription": "Long <b>text</b>",
    "SystemRequirements": "Any",
    "ProductCategory": "Games",
    "Platforms": [{"IdPlatform": "23", "PlatformName": "Windows", "Category": "Desktop"}],
    "ProductImages": [
        {"Default": False, "URL": "https://www.example.com/1.png"},
        {"Default": True, "URL": "https://www.example.com/2.png"},
    ],
    "TrialUrl": "https://www.example.com/t",
    "TrialDescription": "Try",
    "Enabled": False,
    "AdditionalFields": [],
    "Translations": [
        {
            "LongDescription": "Lang",
            "TrialUrl": None,
            "TrialDescription": "Probe",
            "SystemRequirements": None,
            "Name": "Neu",
            "Description": "Kurz",
            "Language": "DE",
        }
    ],
    "PricingConfigurations": [
        {
            "Name": "Everywhere",
            "Code": "OWNCODE",
            "Default": True,
            "BillingCountries": [],
            "UseOriginalPrices": True,
            "PricingSchema": "DYNAMIC",
            "PriceType": "GROSS",
            "DefaultCurrency": "EUR",
            "Prices": {
                "Regular": [
                    {"Amount": 20, "Currency": "EUR", "MinQuantity": "1", "MaxQuantity": "9", "OptionCodes": []},
                    {
                        "Amount": 16.25,
                        "Currency": "EUR",
                        "MinQuantity": "10",
                        "MaxQuantity": "99999",
                        "OptionCodes": [],
                    },
                ],
                "Renewal": [
                    {"Amount": 15, "Currency": "EUR", "MinQuantity": "1", "MaxQuantity": "99999", "OptionCodes": []}
                ],
            },
            "PriceOptions": [{"Code": "SUPPORT", "Required": True}, {"Code": "Users", "Required": False}],
        },
        {
            "Name": "Brazil",
            "Code": None,
            "Default": False,
            "BillingCountries": ["BR", "PT"],
            "UseOriginalPrices": False,
            "PricingSchema": "FLAT",
            "PriceType": "NET",
            "DefaultCurrency": "USD",
            "Prices": {
                "Regular": [
                    {"Amount": 30, "Currency": "USD", "MinQuantity": "1", "MaxQuantity": "99999", "OptionCodes": []},
                    {
                        "Amount": 39,
                        "Currency": "USD",
                        "MinQuantity": "1",
                        "MaxQuantity": "99999",
                        "OptionCodes": [
                            {"Code": "SUPPORT", "Options": ["email"]},
                            {"Code": "ADDONS", "Options": ["x", "y"]},
                        ],
                    },
                ],
                "Renewal": [],
            },
            "PriceOptions": [{"Code": "SUPPORT", "Required": False}, {"Code": "ADDONS", "Required": False}],
        },
    ],
    "Prices": [],
    "BundleProducts": [{"ProductId": None, "ProductCode": "PRO"}, {"ProductId": "15", "ProductCode": None}],
    "Fulfillment": "BY_VENDOR",
    "GeneratesSubscription": True,
    "SubscriptionInformation": {
        "DeprecatedProducts": ["OLD"],
        "BundleRenewalManagement": "INDIVIDUAL",
        "BillingCycle": "30",
        "BillingCycleUnits": "D",
        "IsOneTimeFee": False,
        "ContractPeriod": {
            "Action": "RESTART",
            "EmailsDuringContract": True,
            "Period": 12,
            "PeriodUnits": "M",
            "IsUnlimited": False,
        },
        "UsageBilling": 1,
        "GracePeriod": {"Type": "CUSTOM", "Period": "7", "PeriodUnits": "D", "IsUnlimited": False},
        "RenewalEmails": {
            "Type": "CUSTOM",
            "Settings": {
                "ManualRenewal": {
                    "Before30Days": False,
                    "Before15Days": False,
                    "Before7Days": True,
                    "Before1Day": True,
                    "OnExpirationDate": False,
                    "After5Days": True,
                    "After15Days": False,
                },
                "AutomaticRenewal": {
                    "Before30Days": True,
                    "Before15Days": False,
                    "Before7Days": False,
                    "Before1Day": False,
                    "OnExpirationDate": True,
                    "After5Days": False,
                    "After15Days": True,
                },
            },
        },
    },
    "FulfillmentInformation": {
        "IsStartAfterFulfillment": True,
        "IsElectronicCode": True,
        "IsDownloadLink": True,
        "IsBackupMedia": True,
        "IsDownloadInsuranceService": True,
        "IsInstantDeliveryThankYouPage": True,
        "IsDisplayInPartnersCPanel": True,
        "CodeList": {"Code": "L1", "Name": "Licences", "Type": "STATIC"},
        "BackupMedia": {"Code": "M1", "Name": "CD", "Type": "CD"},
        "ProductFile": {
            "Code": "F1",
            "Name": "Setup",
            "File": "setup.exe",
            "Version": "7",
            "Size": "1 MB",
            "Type": "exe",
            "LastUpdate": "2026-03-01",
        },
        "AdditionalInformationByEmail": "Thanks",
        "AdditionalInformationEmailTranslations": [],
        "AdditionalThankYouPage": "Thank you",
        "AdditionalThankYouPageTranslations": [{"Name": "Danke", "Description": "Seite", "Language": "DE"}],
        "ReturnMethod": {"Type": "GET", "URL": "https://www.example.com/back"},
    },
}

Ask = Callable[..., Any]


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST has three option groups, the products PRO and 15, and a bundle of them."""
    stock(services, merchant, SUPPORT, ADDONS, USERS, a_product(), a_product(code="15", product_id=15, name="Photo"))
    stock(services, merchant, a_product(code="BOTH", product_id=3, type=ProductType.BUNDLE, bundle=("PRO", "15")))
    return client(services, merchant)


def added(shop: ApiClient, product: dict[str, Any]) -> dict[str, Any]:
    assert shop.call("addProduct", product) is True
    answer: dict[str, Any] = shop.call("getProductByCode", product["ProductCode"])
    return answer


def test_an_added_product_reads_back_as_it_was_sent_but_for_what_is_drawn_and_read_only(shop: ApiClient) -> None:
    answer = added(shop, FULL)

    first, second = answer["PricingConfigurations"]
    drawn = {
        "AvangateId": answer["AvangateId"],
        "GroupName": "General",
        "PricingConfigurations": [
            FULL["PricingConfigurations"][0] | {"Code": first["Code"], "Default": False},
            FULL["PricingConfigurations"][1] | {"Code": second["Code"]},
        ],
        "BundleProducts": [
            {"ProductId": "4700002", "ProductCode": "PRO"}, {"ProductId": "15", "ProductCode": "15"},
        ],
    }  # fmt: skip
    assert answer == FULL | drawn
    assert len({"OWNCODE", first["Code"], second["Code"]}) == 3
    assert [len(code) for code in (first["Code"], second["Code"])] == [10, 10]
    assert 1_000_000 <= int(answer["AvangateId"]) < 10_000_000


def test_a_product_of_which_little_is_said_has_the_recorded_defaults(shop: ApiClient) -> None:
    answer = added(shop, PLAIN)

    assert answer == {
        "AvangateId": answer["AvangateId"],
        "ProductCode": "NEW",
        "ProductType": "REGULAR",
        "ProductName": "New one",
        "ProductVersion": "",
        "PurchaseMultipleUnits": True,
        "ChangeOptionsQuantityAtManualRenewal": False,
        "ProductGroupCode": "General",
        "TaxCategory": None,
        "Tangible": 0,
        "GroupName": "General",
        "ShippingClass": None,
        "GiftOption": False,
        "ShortDescription": "",
        "LongDescription": "",
        "SystemRequirements": "",
        "ProductCategory": False,
        "Platforms": [],
        "ProductImages": [],
        "TrialUrl": "",
        "TrialDescription": "",
        "Enabled": True,
        "AdditionalFields": [],
        "Translations": [],
        "PricingConfigurations": [
            {
                "Name": "Main",
                "Code": answer["PricingConfigurations"][0]["Code"],
                "Default": False,
                "BillingCountries": [],
                "UseOriginalPrices": False,
                "PricingSchema": "DYNAMIC",
                "PriceType": "NET",
                "DefaultCurrency": "USD",
                "Prices": {
                    "Regular": [
                        {
                            "Amount": 10, "Currency": "USD", "MinQuantity": "1", "MaxQuantity": "99999",
                            "OptionCodes": [],
                        }
                    ],
                    "Renewal": [],
                },
                "PriceOptions": [],
            }
        ],
        "Prices": [],
        "BundleProducts": [],
        "Fulfillment": "NO_DELIVERY",
        "GeneratesSubscription": False,
        "SubscriptionInformation": None,
        "FulfillmentInformation": {
            "IsStartAfterFulfillment": False,
            "IsElectronicCode": False,
            "IsDownloadLink": False,
            "IsBackupMedia": False,
            "IsDownloadInsuranceService": False,
            "IsInstantDeliveryThankYouPage": False,
            "IsDisplayInPartnersCPanel": False,
            "CodeList": None,
            "BackupMedia": None,
            "ProductFile": None,
            "AdditionalInformationByEmail": "",
            "AdditionalInformationEmailTranslations": [],
            "AdditionalThankYouPage": "",
            "AdditionalThankYouPageTranslations": [],
            "ReturnMethod": None,
        },
    }  # fmt: skip


def test_renewal_mails_of_the_account_are_answered_whatever_was_sent(shop: ApiClient) -> None:
    """Recorded: with the type GLOBAL the account's settings come back."""
    settings = {"ManualRenewal": {"Before1Day": True}, "AutomaticRenewal": {"After15Days": True}}
    terms = {"BillingCycle": "1", "RenewalEmails": {"Type": "GLOBAL", "Settings": settings}}

    answer = added(shop, PLAIN | {"GeneratesSubscription": True, "SubscriptionInformation": terms})

    emails = answer["SubscriptionInformation"]["RenewalEmails"]
    assert emails["Type"] == "GLOBAL"
    assert [day for day, sent in emails["Settings"]["ManualRenewal"].items() if sent] == [
        "Before30Days", "Before15Days", "Before7Days", "OnExpirationDate",
    ]  # fmt: skip
    assert not any(emails["Settings"]["AutomaticRenewal"].values())


def test_translations_of_the_mail_are_not_kept_when_added_but_when_changed(shop: ApiClient) -> None:
    """Recorded: addProduct drops them."""
    texts = [{"Name": "N", "Description": "D", "Language": "DE"}]
    sent = {"FulfillmentInformation": {"AdditionalInformationEmailTranslations": texts}}
    member = "AdditionalInformationEmailTranslations"

    assert added(shop, PLAIN | sent)["FulfillmentInformation"][member] == []

    shop.call("updateProduct", {"ProductCode": "NEW"} | sent)
    assert shop.call("getProductByCode", "NEW")["FulfillmentInformation"][member] == texts


@pytest.mark.parametrize("version", ["3.0", "4.0", "5.0", "6.0"])
def test_a_product_read_and_sent_back_stays_as_it_is(
    services: Services, merchant: Merchant, shop: ApiClient, version: str
) -> None:
    before = added(shop, FULL)
    caller = client(services, merchant, version)

    assert caller.call("updateProduct", caller.call("getProductByCode", "GAME")) is True

    assert shop.call("getProductByCode", "GAME") == before


def test_an_update_changes_what_it_states_and_nothing_else(shop: ApiClient) -> None:
    before = added(shop, FULL)
    changes = {
        "ProductName": "Other",
        "Tangible": 0,
        "ProductCategory": False,
        "ShippingClass": None,
        "TaxCategory": None,
        "Platforms": [],
        "Enabled": True,
        "BundleProducts": [{"ProductCode": "15"}],
    }
    terms = {"BillingCycle": 1, "BillingCycleUnits": "MONTH", "ContractPeriod": None, "GracePeriod": None}

    shop.call(
        "updateProduct",
        {
            "AvangateId": before["AvangateId"],
            "SubscriptionInformation": terms,
            "FulfillmentInformation": {"CodeList": None},
        }
        | changes,
    )

    assert shop.call("getProductByCode", "GAME") == before | changes | {
        "BundleProducts": [{"ProductId": "15", "ProductCode": "15"}],
        "SubscriptionInformation": before["SubscriptionInformation"]
        | {"BillingCycle": "1", "BillingCycleUnits": "M", "ContractPeriod": None, "GracePeriod": None},
        "FulfillmentInformation": before["FulfillmentInformation"] | {"CodeList": None},
    }


def test_a_product_may_stop_making_subscriptions(shop: ApiClient) -> None:
    added(shop, FULL)

    shop.call("updateProduct", {"ProductCode": "GAME", "GeneratesSubscription": False})

    answer = shop.call("getProductByCode", "GAME")
    assert (answer["GeneratesSubscription"], answer["SubscriptionInformation"]) == (False, None)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"IsOneTimeFee": True}, ("-1", "M", True)),
        ({"BillingCycle": "-1", "BillingCycleUnits": "M"}, ("-1", "M", True)),
        ({"BillingCycle": 12}, ("12", "M", False)),
        ({"BillingCycle": "15", "BillingCycleUnits": "day"}, ("15", "D", False)),
    ],
)
def test_a_billing_cycle_is_read_as_clients_send_it(
    shop: ApiClient, terms: dict[str, Any], told: tuple[str, str, bool]
) -> None:
    answer = added(shop, PLAIN | {"GeneratesSubscription": True, "SubscriptionInformation": terms})

    information = answer["SubscriptionInformation"]
    assert (information["BillingCycle"], information["BillingCycleUnits"], information["IsOneTimeFee"]) == told


def test_a_grace_period_may_never_end(shop: ApiClient) -> None:
    grace = {"Type": "CUSTOM", "Period": None, "PeriodUnits": "D", "IsUnlimited": True}

    terms = {"BillingCycle": 1, "GracePeriod": grace}
    answer = added(shop, PLAIN | {"GeneratesSubscription": True, "SubscriptionInformation": terms})

    assert answer["SubscriptionInformation"]["GracePeriod"] == grace


def test_prices_are_changed_by_the_code_of_their_configuration(shop: ApiClient) -> None:
    (configuration,) = added(shop, PLAIN)["PricingConfigurations"]
    price = configuration["Prices"]["Regular"][0]

    update = {
        "Code": configuration["Code"],
        "Default": True,
        "Prices": {"Regular": [price | {"Amount": 12.5}, price | {"Amount": 11, "Currency": "eur"}]},
    }
    second = PLAIN["PricingConfigurations"][0] | {"Name": "Second"}
    shop.call("updateProduct", {"ProductCode": "NEW", "PricingConfigurations": [update, second]})

    changed, new = shop.call("getPricingConfigurations", "NEW")
    assert changed == configuration | {
        "Default": True,
        "Prices": {
            "Regular": [price | {"Amount": 12.5}, price | {"Amount": 11, "Currency": "EUR"}],
            "Renewal": [],
        },
    }
    assert new == configuration | {"Name": "Second", "Code": new["Code"]}
    assert new["Code"] != changed["Code"]


def test_a_product_is_put_on_sale_and_taken_off(shop: ApiClient) -> None:
    assert shop.call("setProductStatus", "PRO", False) is True
    assert shop.call("getProductByCode", "PRO")["Enabled"] is False

    assert shop.call("setProductStatus", "PRO", True, "https://www.example.com/", "Please look") is True
    assert shop.call("getProductByCode", "PRO")["Enabled"] is True


def test_a_status_left_out_is_false(shop: ApiClient) -> None:
    assert shop.call("setProductStatus", "PRO") is True

    assert shop.call("getProductByCode", "PRO")["Enabled"] is False


CONFIGURATION = PLAIN["PricingConfigurations"][0]
ADDING: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"ProductCode": " "}, ("VALUE_EMPTY", "ProductCode is required.", "ProductCode")),
    ({"ProductName": None}, ("VALUE_EMPTY", "ProductName is required.", "ProductName")),
    ({"ProductCode": "PRO"}, ("PRODUCT_CODE_NOT_UNIQUE", "There is a product PRO already.", "ProductCode")),
    (
        {"ProductCode": "X" * 257},
        ("INVALID_ARGUMENT", "product.ProductCode is longer than 256 characters.", "product.ProductCode"),
    ),
    (
        {"PricingConfigurations": []},
        (
            "PRODUCT_PRICING_CONFIGURATIONS_EMPTY",
            "At least one pricing configuration is required.",
            "PricingConfigurations",
        ),
    ),
    (
        {"PricingConfigurations": [CONFIGURATION, CONFIGURATION]},
        (
            "PRICING_CONFIGURATION_NAME_NOT_UNIQUE",
            "There is a DYNAMIC NET pricing configuration 'Main' already.",
            "PricingConfigurations",
        ),
    ),
    (
        {"PricingConfigurations": [CONFIGURATION | {"PriceOptions": [{"Code": "NO", "Required": True}]}]},
        ("PRICE_OPTION_GROUP_NOT_FOUND", "There is no option group 'NO'.", "PricingConfigurations[0].PriceOptions"),
    ),
    (
        {"PricingConfigurations": [CONFIGURATION | {"PricingSchema": "ROUND"}]},
        (
            "INVALID_ARGUMENT",
            "PricingConfigurations[0].PricingSchema must be one of DYNAMIC, FLAT.",
            "PricingConfigurations[0].PricingSchema",
        ),
    ),
    ({"ProductType": "SHOE"}, ("INVALID_ARGUMENT", "ProductType must be one of REGULAR, BUNDLE.", "ProductType")),
    (
        {"Fulfillment": "BY_AIR"},
        ("INVALID_ARGUMENT", "Fulfillment must be one of NO_DELIVERY, BY_VENDOR, BY_AVANGATE.", "Fulfillment"),
    ),
    ({"Tangible": 2}, ("INVALID_ARGUMENT", "Tangible must be 0 or 1.", "Tangible")),
    (
        {"ProductCategory": 7},
        ("INVALID_ARGUMENT", "ProductCategory must be a text of 255 characters at most.", "ProductCategory"),
    ),
    (
        {"ProductGroupCode": "NOPE"},
        ("PRODUCT_GROUP_NOT_FOUND", "There is no product group 'NOPE'.", "ProductGroupCode"),
    ),
    (
        {"AdditionalFields": [{"Code": "NOPE", "Required": True}]},
        ("ADDITIONAL_FIELD_NOT_FOUND", "There is no additional field 'NOPE'.", "AdditionalFields"),
    ),
    (
        {"BundleProducts": [{"ProductCode": "PRO"}]},
        ("PRODUCT_BUNDLE_INVALID", "Only a BUNDLE has products in it.", "BundleProducts"),
    ),
    (
        {"ProductType": "BUNDLE", "BundleProducts": [{"ProductCode": "PRO"}, {"ProductId": "99"}]},
        ("PRODUCT_BUNDLE_INVALID", "There is no such product.", "BundleProducts[1]"),
    ),
    (
        {"ProductType": "BUNDLE", "BundleProducts": [{"ProductCode": "BOTH"}]},
        ("PRODUCT_BUNDLE_INVALID", "BOTH is a bundle itself.", "BundleProducts[0]"),
    ),
    (
        {"ShippingClass": {"Name": "Heavy", "Currency": "USD", "ApplyTo": "PRODUCT", "Type": "FIXED"}},
        ("INVALID_ARGUMENT", "ShippingClass.Amount is required.", "ShippingClass.Amount"),
    ),
    (
        {"ShippingClass": {"Name": "Heavy", "Amount": 1, "Currency": "USD", "ApplyTo": "ALL", "Type": "FIXED"}},
        ("INVALID_ARGUMENT", "ShippingClass.ApplyTo must be one of PRODUCT, ORDER.", "ShippingClass.ApplyTo"),
    ),
    (
        {"GeneratesSubscription": True, "SubscriptionInformation": {"BillingCycle": "one"}},
        (
            "INVALID_ARGUMENT",
            "SubscriptionInformation.BillingCycle must be a whole number.",
            "SubscriptionInformation.BillingCycle",
        ),
    ),
    (
        {"GeneratesSubscription": True, "SubscriptionInformation": {"BillingCycle": 1, "BillingCycleUnits": "W"}},
        (
            "INVALID_ARGUMENT",
            "SubscriptionInformation.BillingCycleUnits must be M or D.",
            "SubscriptionInformation.BillingCycleUnits",
        ),
    ),
    (
        {
            "GeneratesSubscription": True,
            "SubscriptionInformation": {"BillingCycle": 1, "GracePeriod": {"Type": "CUSTOM"}},
        },
        (
            "INVALID_ARGUMENT",
            "SubscriptionInformation.GracePeriod.Period is required.",
            "SubscriptionInformation.GracePeriod.Period",
        ),
    ),
]


@pytest.mark.parametrize(("changes", "told"), ADDING, ids=[f"{told[1]}" for _, told in ADDING])
def test_a_product_that_is_not_valid_is_not_added(
    shop: ApiClient, changes: dict[str, Any], told: tuple[str, str, str]
) -> None:
    before = shop.call("searchProducts", {})

    assert refusal(shop, "addProduct", PLAIN | changes) == told

    assert shop.call("searchProducts", {}) == before


UPDATING: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"ProductCode": "NOPE"}, ("ORDER_PRODUCT_CODE_INVALID", "Requested product [NOPE] was not found.", "productCode")),
    ({}, ("ORDER_PRODUCT_CODE_INVALID", "Requested product [] was not found.", "productCode")),
    ({"AvangateId": "99"}, ("PRODUCT_ERROR", "Invalid product id.", "AvangateId")),
    ({"AvangateId": "PRO"}, ("INVALID_ARGUMENT", "AvangateId must be a whole number.", "AvangateId")),
    (
        {"AvangateId": "4700002", "ProductCode": "OTHER"},
        ("VALUE_NOT_EDITABLE", "The code of a product cannot be changed.", "ProductCode"),
    ),
    (
        {"ProductCode": "PRO", "ProductType": "BUNDLE"},
        ("VALUE_NOT_EDITABLE", "The type of a product cannot be changed.", "ProductType"),
    ),
    ({"ProductCode": "PRO", "ProductName": " "}, ("VALUE_EMPTY", "ProductName is required.", "ProductName")),
    (
        {"ProductCode": "PRO", "PricingConfigurations": [{"Code": "NOPE"}]},
        (
            "PRICING_CONFIGURATION_NOT_FOUND",
            "There is no pricing configuration 'NOPE'.",
            "PricingConfigurations[0].Code",
        ),
    ),
    (
        {"ProductCode": "PRO", "PricingConfigurations": [{"Code": "5A3C1E9D42", "PricingSchema": "FLAT"}]},
        (
            "VALUE_NOT_EDITABLE",
            "The schema cannot be changed.",
            "PricingConfigurations[0].PricingSchema",
        ),
    ),
]


@pytest.mark.parametrize(("product", "told"), UPDATING, ids=[f"{told[1]}" for _, told in UPDATING])
def test_a_product_is_not_changed_into_one_that_is_not_valid(
    shop: ApiClient, product: dict[str, Any], told: tuple[str, str, str]
) -> None:
    before = shop.call("searchProducts", {})

    assert refusal(shop, "updateProduct", product) == told

    assert shop.call("searchProducts", {}) == before


def test_the_status_of_no_product_is_refused(shop: ApiClient) -> None:
    assert refusal(shop, "setProductStatus", "NOPE", True) == (
        "ORDER_PRODUCT_CODE_INVALID", "Requested product [NOPE] was not found.", "productCode",
    )  # fmt: skip


def test_no_merchant_writes_into_the_catalogue_of_another(
    services: Services, other_merchant: Merchant, shop: ApiClient
) -> None:
    stranger = client(services, other_merchant)

    assert stranger.call("addProduct", PLAIN | {"ProductCode": "PRO", "ProductName": "Theirs"}) is True
    assert stranger.call("updateProduct", {"ProductCode": "PRO", "ProductName": "Still theirs"}) is True
    assert refusal(stranger, "updateProduct", {"AvangateId": "15"})[0] == "PRODUCT_ERROR"
    assert refusal(stranger, "setProductStatus", "15", False)[0] == "ORDER_PRODUCT_CODE_INVALID"
    grouped = PLAIN | {"PricingConfigurations": [CONFIGURATION | {"PriceOptions": [{"Code": "SUPPORT"}]}]}
    assert refusal(stranger, "addProduct", grouped)[0] == "PRICE_OPTION_GROUP_NOT_FOUND"

    assert shop.call("getProductByCode", "PRO")["ProductName"] == "Backup Pro"
    assert stranger.call("getProductByCode", "PRO")["ProductName"] == "Still theirs"


def test_what_was_added_is_on_sale(shop: ApiClient) -> None:
    added(shop, PLAIN)

    quoted = shop.call("getContents", {"Items": [{"Code": "NEW", "Quantity": 3}], "Currency": "USD"})

    assert quoted["NetPrice"] == 30


def test_the_configuration_named_first_is_unchanged_by_a_refused_one_after_it(shop: ApiClient) -> None:
    first = {"Code": "5A3C1E9D42", "Name": "Renamed"}

    assert refusal(shop, "updateProduct", {"ProductCode": "PRO", "PricingConfigurations": [first, {"Code": "NO"}]})

    assert shop.call("getPricingConfigurationByCode", "PRO", "5A3C1E9D42")["Name"] == a_configuration().name
