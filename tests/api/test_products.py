"""The product methods of every family, on the database, as JSON shows their answers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from rpc_server.api.dispatch import Api
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.exchange import Exchange, Request, Unread
from rpc_server.api.families import Endpoint, Family, Version
from rpc_server.api.methods import products, session
from rpc_server.api.registry import Registry
from rpc_server.api.rendering import renderer
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.model import Merchant, SessionState
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.accounts.tables import SessionRow
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.errors import ProductCodeInvalid, ProductIdInvalid, ProductSkuInvalid
from rpc_server.commerce.catalog.model import (
    BillingCycle,
    CycleUnit,
    Option,
    OptionGroupType,
    Platform,
    Price,
    PricingSchema,
    ProductImage,
    ProductTexts,
    ProductType,
)
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.pricing.model import PriceType
from tests.catalogue import a_configuration, a_group, a_product, an_option

SUPPORT = a_group(OptionGroupType.RADIO, an_option("emailsupport", is_default=True), is_required=True)
USERS = a_group(OptionGroupType.INTERVAL, Option("few", "Few", "Up to ten", scale_min=1, scale_max=10), code="Users")
PRO = a_product(
    a_configuration(
        regular=(Price(Decimal(16), "USD", 10), Price(Decimal("19.95"), "USD", 1, 9), Price(Decimal(18), "EUR")),
        renewal=(Price(Decimal(10), "USD"),),
        option_groups=(SUPPORT, USERS),
    ),
    version="7.2",
    short_description="Short",
    long_description="Long",
    has_gift_option=True,
    group_name="Backup",
    group_code="BKP",
    generates_subscription=True,
    cycle=BillingCycle(12, CycleUnit.MONTH),
    grace_days=30,
    texts=ProductTexts(
        system_requirements="Any",
        trial_url="https://www.example.com/t",
        trial_description="Try",
        images=(ProductImage("https://www.example.com/i.png"),),
        platforms=(Platform("Linux"),),
    ),
)
FLAT = a_product(
    a_configuration(
        code="F1A7F1A7F1",
        schema=PricingSchema.FLAT,
        price_type=PriceType.GROSS,
        countries=frozenset({"RO", "DE"}),
        regular=(Price(Decimal(35), "USD", options=frozenset({"emailsupport"})),),
        option_groups=(SUPPORT,),
    ),
    product_id=4700005,
    code="SCANNER",
    name="Scanner",
    is_enabled=False,
    is_tangible=True,
    tax_category="goods",
)
BUNDLE = a_product(product_id=4700012, code="BOTH", name="Both", type=ProductType.BUNDLE, bundle=("PRO", "SCANNER"))


class Blank:
    def record(self, exchange: Exchange) -> None:
        pass

    def record_unread(self, unread: Unread) -> None:
        pass


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> None:
    """APITEST sells PRO, SCANNER and BOTH."""
    with services.database.writing() as work:
        context = Context(merchant, work, services)
        for group in (SUPPORT, USERS):
            store.insert_option_group(context, group)
        store.insert_product(context, PRO, skus=("BKP-PRO",))
        store.insert_product(context, FLAT)
        store.insert_product(context, BUNDLE)


@pytest.fixture
def ask(services: Services, shop: None) -> Callable[..., Any]:
    """Calls a method at ``family version``, logged in, and renders its answer."""
    api = Api(Registry([session, products]), services, Blank())
    date = "2026-03-10 12:00:00"

    def call(endpoint: Endpoint, name: str, *arguments: Any) -> Any:
        found = api.registry.find(endpoint, name)
        answer = api.call(Request(endpoint, "jsonrpc", found, list(arguments), "r1"))
        return renderer(found.returns, endpoint)(answer)

    def ask(at: str, name: str, *arguments: Any) -> Any:
        family, _, version = at.partition(" ")
        endpoint = Endpoint(Family[family], Version.parse(version))
        session_id = call(endpoint, "login", "APITEST", date, sign(Algorithm.MD5, "SECRET_KEY", "APITEST", date))
        return call(endpoint, name, session_id, *arguments)

    return ask


def codes(answer: list[dict[str, Any]]) -> list[str]:
    return [product["ProductCode"] for product in answer]


DAYS = dict.fromkeys(
    ["Before30Days", "Before15Days", "Before7Days", "Before1Day", "OnExpirationDate", "After5Days", "After15Days"],
    False,
)
PRO_IN_6 = {
    "AvangateId": "4700002",
    "ProductCode": "PRO",
    "ProductType": "REGULAR",
    "ProductName": "Backup Pro",
    "ProductVersion": "7.2",
    "PurchaseMultipleUnits": True,
    "ChangeOptionsQuantityAtManualRenewal": False,
    "ProductGroupCode": "BKP",
    "TaxCategory": None,
    "Tangible": 0,
    "GroupName": "Backup",
    "ShippingClass": None,
    "GiftOption": True,
    "ShortDescription": "Short",
    "LongDescription": "Long",
    "SystemRequirements": "Any",
    "ProductCategory": False,
    "Platforms": [{"IdPlatform": None, "PlatformName": "Linux", "Category": None}],
    "ProductImages": [{"Default": True, "URL": "https://www.example.com/i.png"}],
    "TrialUrl": "https://www.example.com/t",
    "TrialDescription": "Try",
    "Enabled": True,
    "AdditionalFields": [],
    "Translations": [],
    "PricingConfigurations": [
        {
            "Name": "Default",
            "Code": "5A3C1E9D42",
            "Default": True,
            "BillingCountries": [],
            "UseOriginalPrices": False,
            "PricingSchema": "DYNAMIC",
            "PriceType": "NET",
            "DefaultCurrency": "USD",
            "Prices": {
                "Regular": [
                    {
                        "Amount": 16, "Currency": "USD", "MinQuantity": "10", "MaxQuantity": "99999", "OptionCodes": [],
                    },
                    {
                        "Amount": Decimal("19.95"), "Currency": "USD", "MinQuantity": "1", "MaxQuantity": "9",
                        "OptionCodes": [],
                    },
                    {
                        "Amount": 18, "Currency": "EUR", "MinQuantity": "1", "MaxQuantity": "99999", "OptionCodes": [],
                    },
                ],
                "Renewal": [
                    {
                        "Amount": 10, "Currency": "USD", "MinQuantity": "1", "MaxQuantity": "99999", "OptionCodes": [],
                    },
                ],
            },
            "PriceOptions": [{"Code": "SUPPORT", "Required": True}, {"Code": "Users", "Required": False}],
        }
    ],
    "Prices": [],
    "BundleProducts": [],
    "Fulfillment": "NO_DELIVERY",
    "GeneratesSubscription": True,
    "SubscriptionInformation": {
        "DeprecatedProducts": [],
        "BundleRenewalManagement": "GLOBAL",
        "BillingCycle": "12",
        "BillingCycleUnits": "M",
        "IsOneTimeFee": False,
        "ContractPeriod": None,
        "UsageBilling": 0,
        "GracePeriod": {"Type": "CUSTOM", "Period": "30", "PeriodUnits": "D", "IsUnlimited": False},
        "RenewalEmails": {
            "Type": "GLOBAL",
            "Settings": {
                "ManualRenewal": DAYS | {
                    "Before30Days": True, "Before15Days": True, "Before7Days": True, "OnExpirationDate": True,
                },
                "AutomaticRenewal": DAYS,
            },
        },
    },
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
SIMPLE_PRO = {
    "ProductId": 4700002,
    "ProductCode": "PRO",
    "ProductName": "Backup Pro",
    "ProductVersion": "7.2",
    "ProductStatus": True,
    "ProductType": "REGULAR",
    "Currency": "USD",
    "DefaultCurrency": "USD",
    "Price": Decimal("19.95"),
    "GiftOption": True,
    "IdGroup": None,
    "GroupName": "Backup",
    "ShortDescription": "Short",
    "ProductImage": "https://www.example.com/i.png",
    "Languages": [],
    "PriceIntervals": [
        {"MinQuantity": 1, "MaxQuantity": 9, "Price": Decimal("19.95")},
        {"MinQuantity": 10, "MaxQuantity": 99999, "Price": 16},
    ],
    "PriceType": "NET",
    "PriceSchema": "DYNAMIC",
}
PRO_INFO = SIMPLE_PRO | {
    "LongDescription": "Long",
    "SystemRequirements": "Any",
    "Platforms": ["Linux"],
    "URLImage": "https://www.example.com/i.png",
    "TrialURL": "https://www.example.com/t",
    "TrialDescription": "Try",
    "PriceOptions": [
        {
            "Name": "Support",
            "Description": "",
            "Required": True,
            "Type": "RADIO",
            "Options": [{"Name": "Emailsupport", "Value": "emailsupport", "Default": True, "Description": ""}],
        },
        {
            "Name": "Users",
            "Description": "",
            "Required": False,
            "Type": "INTERVAL",
            "Options": [{"Name": "Few", "Value": "Users=1", "Default": False, "Description": "Up to ten"}],
        },
    ],
    "AdditionalInfo": [],
}


def test_a_product_is_answered_whole_in_the_recorded_order(ask: Any) -> None:
    answer = ask("MERCHANT 6.0", "getProductByCode", "PRO")

    assert answer == PRO_IN_6
    assert list(answer) == list(PRO_IN_6)


@pytest.mark.parametrize("product_id", [4700002, "4700002"])
def test_a_product_is_found_by_its_id(ask: Any, product_id: Any) -> None:
    assert ask("MERCHANT 6.0", "getProductById", product_id) == PRO_IN_6


@pytest.mark.parametrize(
    ("version", "missing"),
    [
        ("3.0", ["PurchaseMultipleUnits", "ChangeOptionsQuantityAtManualRenewal", "ProductGroupCode"]),
        ("4.0", ["PurchaseMultipleUnits", "ChangeOptionsQuantityAtManualRenewal", "ProductGroupCode"]),
        ("5.0", ["ChangeOptionsQuantityAtManualRenewal", "ProductGroupCode"]),
    ],
)
def test_earlier_versions_lack_what_came_later(ask: Any, version: str, missing: list[str]) -> None:
    answer = ask(f"MERCHANT {version}", "getProductByCode", "PRO")

    assert set(PRO_IN_6) - set(answer) == {*missing, "TaxCategory", "Tangible"}


def test_a_combination_is_answered_by_group(ask: Any) -> None:
    (configuration,) = ask("MERCHANT 6.0", "getProductByCode", "SCANNER")["PricingConfigurations"]

    assert configuration == {
        "Name": "Default",
        "Code": "F1A7F1A7F1",
        "Default": True,
        "BillingCountries": ["DE", "RO"],
        "UseOriginalPrices": False,
        "PricingSchema": "FLAT",
        "PriceType": "GROSS",
        "DefaultCurrency": "USD",
        "Prices": {
            "Regular": [
                {
                    "Amount": 35,
                    "Currency": "USD",
                    "MinQuantity": "1",
                    "MaxQuantity": "99999",
                    "OptionCodes": [{"Code": "SUPPORT", "Options": ["emailsupport"]}],
                }
            ],
            "Renewal": [],
        },
        "PriceOptions": [{"Code": "SUPPORT", "Required": True}],
    }


def test_a_product_without_subscriptions_tells_nothing_of_them(ask: Any) -> None:
    answer = ask("MERCHANT 6.0", "getProductByCode", "SCANNER")

    assert (answer["GeneratesSubscription"], answer["SubscriptionInformation"]) == (False, None)
    assert (answer["Tangible"], answer["TaxCategory"], answer["Enabled"]) == (1, "goods", False)


def test_a_bundle_names_its_products(ask: Any) -> None:
    assert ask("MERCHANT 6.0", "getProductByCode", "BOTH")["BundleProducts"] == [
        {"ProductId": "4700002", "ProductCode": "PRO"},
        {"ProductId": "4700005", "ProductCode": "SCANNER"},
    ]


@pytest.mark.parametrize("at", ["MERCHANT 6.0", "ORDER 2.0", "PRODUCT 2.5"])
def test_an_unknown_code_is_refused(ask: Any, at: str) -> None:
    with pytest.raises(ProductCodeInvalid) as refusal:
        ask(at, "getProductByCode", "pro")

    assert (refusal.value.code, refusal.value.message, refusal.value.field) == (
        "ORDER_PRODUCT_CODE_INVALID",
        "Requested product [pro] was not found.",
        "productCode",
    )


@pytest.mark.parametrize("at", ["MERCHANT 3.0", "ORDER 2.0", "PRODUCT 2.5"])
def test_an_unknown_id_is_refused(ask: Any, at: str) -> None:
    with pytest.raises(ProductIdInvalid) as refusal:
        ask(at, "getProductById", 10**15)

    assert (refusal.value.code, refusal.value.message, refusal.value.field) == (
        "PRODUCT_ERROR",
        "Invalid product id.",
        "productId",
    )


def test_an_unknown_sku_is_refused(ask: Any) -> None:
    with pytest.raises(ProductSkuInvalid, match=r"No product has the SKU \[NONE\]"):
        ask("ORDER 2.0", "getProductBySKU", "NONE")


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_search_answers_the_bare_list_before_5_0(ask: Any, version: str) -> None:
    assert codes(ask(f"MERCHANT {version}", "searchProducts", None)) == ["BOTH", "PRO", "SCANNER"]


@pytest.mark.parametrize("page", [{"Pagination": {"Page": 2, "Limit": 2}}, {"Page": "2", "Limit": "2"}])
def test_a_search_answers_a_page_from_5_0_on(ask: Any, page: dict[str, Any]) -> None:
    answer = ask("MERCHANT 5.0", "searchProducts", page)

    assert codes(answer["Items"]) == ["SCANNER"]
    assert answer["Pagination"] == {"Page": 2, "Limit": 2, "Count": 3}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"Name": "back", "Limit": 1}, ["PRO"]),
        ({"Types": ["bundle"], "Enabled": "true"}, ["BOTH"]),
        ({"Enabled": False}, ["SCANNER"]),
        ({"GroupName": "Backup", "Codes": ["PRO", "BOTH"]}, ["PRO"]),
        ({"OrderBy": {"Field": "AvangateId"}}, ["BOTH", "SCANNER", "PRO"]),
        ({"OrderBy": {"Field": "avangateid", "Direction": "ASC"}}, ["PRO", "SCANNER", "BOTH"]),
        ({"Name": None, "Codes": [], "Types": None, "OrderBy": {}, "Pagination": None}, ["BOTH", "PRO", "SCANNER"]),
    ],
)
def test_a_search_takes_the_documented_options(ask: Any, options: dict[str, Any], expected: list[str]) -> None:
    assert codes(ask("MERCHANT 6.0", "searchProducts", options)["Items"]) == expected


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"Types": ["GIFT"]}, "searchOptions.Types"),
        ({"OrderBy": {"Field": "Price"}}, "searchOptions.OrderBy.Field"),
        ({"Limit": 201}, "Pagination.Limit"),
        ({"Page": -1}, "Pagination.Page"),
    ],
)
def test_an_option_that_is_none_is_refused_by_name(ask: Any, options: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        ask("MERCHANT 6.0", "searchProducts", options)

    assert refusal.value.field == field


@pytest.mark.parametrize("at", ["ORDER 2.0", "ORDER 2.5", "PRODUCT 2.0"])
@pytest.mark.parametrize(
    ("method", "argument"),
    [("getProductByCode", "PRO"), ("getProductById", "4700002"), ("getProductBySKU", "BKP-PRO")],
)
def test_2_x_answers_products_as_a_cart_shows_them(ask: Any, at: str, method: str, argument: str) -> None:
    answer = ask(at, method, argument)

    assert answer == PRO_INFO
    assert list(answer) == list(PRO_INFO)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (None, ["BOTH", "PRO", "SCANNER"]),
        ({"type": "REGULAR", "page": {"page_size": "1", "page_number": "2"}}, ["SCANNER"]),
        ({"PageSize": 2}, ["BOTH", "PRO"]),
        ({"Page": 2, "Limit": 2}, ["SCANNER"]),
        ({"Name": "scan", "Enabled": False, "page": ""}, ["SCANNER"]),
    ],
)
def test_2_x_searches_answer_simple_products(ask: Any, options: Any, expected: list[str]) -> None:
    assert codes(ask("ORDER 2.0", "searchProducts", options)) == expected


def test_a_simple_product_is_answered_in_the_recorded_order(ask: Any) -> None:
    (answer,) = ask("ORDER 2.0", "searchProducts", {"Codes": ["PRO"]})

    assert answer == SIMPLE_PRO
    assert list(answer) == list(SIMPLE_PRO)


def test_a_product_priced_by_combinations_has_no_single_price(ask: Any) -> None:
    (answer,) = ask("ORDER 2.0", "searchProducts", {"Codes": ["SCANNER"]})

    assert (answer["Price"], answer["PriceIntervals"], answer["PriceSchema"]) == (None, [], "FLAT")


@pytest.mark.parametrize("page", ["two", {"page_number": -1}, {"page_size": [1]}])
def test_a_page_that_is_no_number_is_refused(ask: Any, page: Any) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        ask("ORDER 2.0", "searchProducts", {"Page": page})

    assert refusal.value.field == "searchOptions.Page"


@pytest.mark.parametrize(("currency", "shown"), [("EUR", ("EUR", 18)), ("JPY", ("USD", Decimal("19.95")))])
def test_2_x_prices_in_the_currency_of_the_session_if_it_can(
    services: Services, shop: None, currency: str, shown: tuple[str, Any]
) -> None:
    endpoint = Endpoint(Family.ORDER, Version(2, 0))
    api = Api(Registry([session, products]), services, Blank())
    date = "2026-03-10 12:00:00"
    login = ["APITEST", date, sign(Algorithm.MD5, "SECRET_KEY", "APITEST", date)]
    session_id = api.call(Request(endpoint, "soap", api.registry.find(endpoint, "login"), login, "r1"))
    with services.database.writing() as work:
        work.session.scalars(select(SessionRow)).one().state = SessionState(currency=currency)

    found = api.registry.find(endpoint, "getProductByCode")
    answer = api.call(Request(endpoint, "soap", found, [session_id, "PRO"], "r2"))

    assert (answer.currency, answer.price) == shown


@pytest.mark.parametrize(
    ("name", "argument"), [("getProductByCode", "PRO"), ("getProductById", 1), ("searchProducts", None)]
)
def test_every_product_method_needs_a_session(services: Services, name: str, argument: Any) -> None:
    api = Api(Registry([session, products]), services, Blank())
    endpoint = Endpoint(Family.MERCHANT, Version(6, 0))

    with pytest.raises(Forbidden):
        api.call(Request(endpoint, "soap", api.registry.find(endpoint, name), ["x" * 32, argument], "r1"))
