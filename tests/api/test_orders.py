"""The order methods of the merchant API 3.0 to 6.0: whole answers, what is taken, and how refusals are named."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import LogJournal, Request
from rpc_server.api.rendering import renderer
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.errors import ApiError
from tests.api_client import REGISTRY, ApiClient, endpoint
from tests.order_world import CAMPAIGN, Silent, stock

Json = dict[str, Any]
VERSIONS = ["3.0", "3.1", "4.0", "5.0", "6.0"]

CARD = {
    "CardNumber": "4111111111111111",
    "CardType": "VISA",
    "ExpirationYear": "2020",
    "ExpirationMonth": "12",
    "CCID": "123",
    "HolderName": "John Doe",
    "RecurringEnabled": True,
    "Vendor3DSReturnURL": "https://shop.example/ok",
    "Vendor3DSCancelURL": "https://shop.example/no",
}
BILLING = {
    "FirstName": "Grace",
    "LastName": "Hopper",
    "CountryCode": "us",
    "State": "CT",
    "City": "New Haven",
    "Address1": "1 Harbor Street",
    "Zip": "06510",
    "Email": "grace@example.com",
}
ADDRESS = {
    "Phone": None,
    "FirstName": "Grace",
    "LastName": "Hopper",
    "Company": None,
    "Email": "grace@example.com",
    "Address1": "1 Harbor Street",
    "Address2": None,
    "City": "New Haven",
    "Zip": "06510",
    "CountryCode": "us",
    "State": "CT",
}
NO_PARTNER = {
    "PartnerCode": None,
    "PartnerMargin": None,
    "PartnerMarginPercent": None,
    "ExtraMargin": None,
    "ExtraMarginPercent": None,
    "ExtraDiscount": None,
    "ExtraDiscountPercent": None,
}
NOT_DELIVERED: Json = {
    "Delivery": "NO_DELIVERY",
    "DownloadFile": None,
    "DeliveryDescription": "",
    "CodesDescription": "",
    "Codes": [],
}
UNIT_PRICES = {
    "UnitNetPrice": 30,
    "UnitGrossPrice": 30.2,
    "UnitVAT": 0.2,
    "UnitDiscount": 10,
    "UnitNetDiscountedPrice": 20,
    "UnitGrossDiscountedPrice": 20.2,
    "UnitAffiliateCommission": 0,
}
LATER_PRICES = {
    "ItemUnitNetPrice": 0,
    "ItemUnitGrossPrice": 0,
    "ItemNetPrice": 0,
    "ItemGrossPrice": 0,
    "VATPercent": 0,
    "HandlingFeeNetPrice": 0,
    "HandlingFeeGrossPrice": 0,
}
LINE_PRICES = {
    "NetPrice": 60,
    "GrossPrice": 60.4,
    "NetDiscountedPrice": 40,
    "GrossDiscountedPrice": 40.4,
    "Discount": 20,
    "VAT": 0.4,
    "AffiliateCommission": 0,
}
PROMOTION: Json = {
    "Name": "Ten off",
    "Code": "TENNER",
    "Description": "",
    "StartDate": None,
    "EndDate": None,
    "MaximumOrdersNumber": None,
    "MaximumQuantity": None,
    "InstantDiscount": False,
    "Coupon": "TENOFF",
    "DiscountLabel": "10 USD",
    "Enabled": True,
    "Type": "REGULAR",
    "Discount": 10,
    "DiscountCurrency": "usd",
    "DiscountType": "FIXED",
    "Promotions": [],
}
PRODUCT = {
    "Name": "Plan",
    "ShortDescription": "",
    "Tangible": False,
    "IsDynamic": False,
    "ExtraInfo": None,
    "RenewalStatus": True,
    "Subscriptions": None,
    "DeliveryInformation": NOT_DELIVERED,
}
NOTE = {"Code": "NOTE", "Text": "A note", "Value": "hello"}

IN_6_0: Json = {
    "RefNo": "<nine digits>",
    "OrderNo": 0,
    "ExternalReference": "ref-1",
    "ShopperRefNo": None,
    "Status": "AUTHRECEIVED",
    "ApproveStatus": "WAITING",
    "VendorApproveStatus": "OK",
    "MerchantCode": "APITEST",
    "Language": "en",
    "OrderDate": "2026-03-10 14:00:00",
    "FinishDate": None,
    "Source": "testAPI.com",
    "WSOrder": "shop.example",
    "Affiliate": {"AffiliateCode": "AFF", "AffiliateSource": "blog", "AffiliateName": None, "AffiliateUrl": None},
    "HasShipping": False,
    "BillingDetails": {"FiscalCode": None, "TaxOffice": None, **ADDRESS},
    "DeliveryDetails": ADDRESS,
    "PaymentDetails": {
        "Type": "TEST",
        "Currency": "usd",
        "PaymentMethod": {
            "FirstDigits": "4111",
            "LastDigits": "1111",
            "CardType": "visa",
            "ExpirationMonth": "12",
            "ExpirationYear": "20",
            "RecurringEnabled": True,
            "Vendor3DSReturnURL": None,
            "Vendor3DSCancelURL": None,
            "InstallmentsNumber": None,
        },
        "CustomerIP": "91.220.121.21",
    },
    "DeliveryInformation": {
        "ShippingMethod": {"Code": None, "TrackingUrl": None, "TrackingNumber": None, "Comment": None}
    },
    "CustomerDetails": None,
    "Origin": "API",
    "AvangateCommission": 2.02,
    "OrderFlow": "REGULAR",
    "GiftDetails": None,
    "PODetails": None,
    "ExtraInformation": None,
    **NO_PARTNER,
    "LocalTime": "2026-03-10 07:00:00",
    "TestOrder": True,
    "FxRate": 1,
    "FxMarkup": 0,
    "PayoutCurrency": "USD",
    "DeliveryFinalized": False,
    "Errors": None,
    "Items": [
        {
            "ProductDetails": PRODUCT,
            "PriceOptions": [
                {
                    "Code": "SUPPORT",
                    "Name": "Support",
                    "Required": True,
                    "Options": [{"Name": "Basic", "Value": "basic", "Surcharge": "0.00"}],
                }
            ],
            "Price": {**UNIT_PRICES, **LATER_PRICES, "Currency": "usd", **LINE_PRICES},
            "LineItemReference": "<forty hexadecimals>",
            "PurchaseType": "PRODUCT",
            "ExternalReference": "",
            "Code": "PLAN",
            "Quantity": 2,
            "SKU": "P-1",
            "CrossSell": None,
            "Trial": None,
            "AdditionalFields": [NOTE],
            "Promotion": PROMOTION,
            "RecurringOptions": None,
            "SubscriptionStartDate": "2026-04-01 00:00:01",
            "SubscriptionCustomSettings": None,
            "UpSell": None,
        }
    ],
    "Promotions": ["TENOFF"],
    "AdditionalFields": [NOTE],
    "Currency": "usd",
    **LINE_PRICES,
    "CustomParameters": None,
    "Refunds": None,
}

IN_3_0: Json = {
    "RefNo": "<nine digits>",
    "OrderNo": 0,
    "ExternalReference": "ref-1",
    "ShopperRefNo": None,
    "Status": "AUTHRECEIVED",
    "ApproveStatus": "WAITING",
    "VendorApproveStatus": "OK",
    "Language": "en",
    "OrderDate": "2026-03-10 14:00:00",
    "FinishDate": None,
    "Source": "testAPI.com",
    "AffiliateSource": "blog",
    "AffiliateId": "AFF",
    "AffiliateName": None,
    "AffiliateUrl": None,
    "RecurringEnabled": True,
    "HasShipping": False,
    "BillingDetails": {"FiscalCode": None, **ADDRESS},
    "DeliveryDetails": ADDRESS,
    "PaymentDetails": {
        "Type": "TEST",
        "Currency": "usd",
        "PaymentMethod": {
            "FirstDigits": "4111",
            "LastDigits": "1111",
            "CardType": "visa",
            "RecurringEnabled": True,
        },
        "CustomerIP": "91.220.121.21",
    },
    "CustomerDetails": None,
    "Origin": "API",
    "AvangateCommission": 2.02,
    "OrderFlow": "REGULAR",
    "GiftDetails": None,
    "PODetails": None,
    "ExtraInformation": {"PaymentLink": "https://localhost/order/finish.php?id=<opaque>"},
    **NO_PARTNER,
    "LocalTime": "2026-03-10 07:00:00",
    "TestOrder": True,
    "Errors": None,
    "Items": [
        {
            "ProductDetails": PRODUCT,
            "PriceOptions": [{"Code": "SUPPORT", "Required": True, "Options": ["basic"]}],
            "Price": {**UNIT_PRICES, "Currency": "usd", **LINE_PRICES},
            "Code": "PLAN",
            "Quantity": 2,
            "SKU": "P-1",
            "CrossSell": None,
            "Trial": None,
            "AdditionalFields": [NOTE],
            "Promotion": PROMOTION,
        }
    ],
    "Promotions": ["TENOFF"],
    "AdditionalFields": [NOTE],
    "Currency": "usd",
    **LINE_PRICES,
}


def paid(**changes: Any) -> Json:
    """A test payment in USD; ``changes`` are those of the card."""
    return {"Type": "TEST", "Currency": "usd", "CustomerIP": "91.220.121.21", "PaymentMethod": {**CARD, **changes}}


def plan(**changes: Any) -> Json:
    """Two PLANs as a published sample would order them: everything in it, numbers as texts, upper and lower case."""
    return {
        "Currency": "usd",
        "Country": "us",
        "Language": "EN",
        "CustomerIP": "91.220.121.21",
        "LocalTime": "2026-03-10 07:00:00",
        "ExternalReference": "ref-1",
        "Source": "testAPI.com",
        "WSOrder": "shop.example",
        "Affiliate": {"AffiliateCode": "AFF", "AffiliateSource": "blog"},
        "CustomerReference": "421820775",
        "Items": [
            {
                "Code": "PLAN",
                "Quantity": "2",
                "SKU": "P-1",
                "Trial": False,
                "AdditionalFields": [NOTE],
                "SubscriptionStartDate": "2026-04-01",
            }
        ],
        "BillingDetails": BILLING,
        "PaymentDetails": paid(),
        "Promotions": ["TENOFF"],
        "AdditionalFields": [NOTE],
        **changes,
    }


def book(**changes: Any) -> Json:
    """One BOOK, quoted."""
    return plan(Items=[{"Code": "BOOK", "Quantity": 1, **changes}], Promotions=None, PaymentDetails=None)


def dynamic(**changes: Any) -> Json:
    """The published dynamic item, quoted; the documents spell ``isDynamic`` so, samples ``IsDynamic``."""
    made = {
        "Code": None,
        "Quantity": 1,
        "isDynamic": True,
        "Tangible": False,
        "PurchaseType": "PRODUCT",
        "Name": "Made to measure",
        "Price": {"Amount": 100, "Type": "CUSTOM"},
        "PriceType": "NET",
        **changes,
    }
    return plan(Items=[made], Promotions=None, PaymentDetails=None)


def as_sent(answer: Json) -> Json:
    """An answer as a wire reads it when a client posts it back: exact numbers."""
    posted: Json = json.loads(json.dumps(answer), parse_float=Decimal)
    return posted


def named(answer: Json) -> Json:
    """The answer with what is drawn at random replaced by its description."""
    shape = json.dumps(answer)
    for pattern, name in (
        (r'"RefNo": "[1-9]\d{8}"', '"RefNo": "<nine digits>"'),
        (r'"LineItemReference": "[0-9a-f]{40}"', '"LineItemReference": "<forty hexadecimals>"'),
        (r"id=[0-9a-f]{32}", "id=<opaque>"),
    ):
        shape = re.sub(pattern, name, shape)
    found: Json = json.loads(shape)
    return found


@pytest.fixture
def client_of(services: Services, merchant: Merchant) -> Callable[[str], ApiClient]:
    """Opens a session of APITEST at a version of the merchant API."""
    stock(services)
    return lambda version: ApiClient(services, f"merchant-{version}", merchant)


@pytest.fixture
def client(client_of: Callable[[str], ApiClient]) -> ApiClient:
    return client_of("6.0")


def refused(client: ApiClient, order: Json, method: str = "getContents") -> tuple[str, str | None]:
    """Code and field the order is refused with."""
    with pytest.raises(ApiError) as refusal:
        client.call(method, order)
    return refusal.value.code, refusal.value.field


def test_a_placed_order_is_answered_whole_in_6_0(client: ApiClient) -> None:
    answer = client.call("placeOrder", plan())

    assert named(answer) == IN_6_0
    assert list(answer) == list(IN_6_0)
    assert list(answer["Items"][0]) == list(IN_6_0["Items"][0])
    assert list(answer["PaymentDetails"]["PaymentMethod"]) == list(IN_6_0["PaymentDetails"]["PaymentMethod"])


def test_a_placed_order_is_answered_whole_in_3_0(client_of: Callable[[str], ApiClient]) -> None:
    answer = client_of("3.0").call("placeOrder", plan())

    assert named(answer) == IN_3_0
    assert list(answer) == list(IN_3_0)


@pytest.mark.parametrize("version", ["3.1", "4.0"])
def test_until_4_0_orders_are_answered_as_in_3_0(client_of: Callable[[str], ApiClient], version: str) -> None:
    assert named(client_of(version).call("placeOrder", plan())) == IN_3_0


def test_5_0_is_answered_as_6_0_but_for_what_came_with_it(client_of: Callable[[str], ApiClient]) -> None:
    answer = named(client_of("5.0").call("placeOrder", plan()))

    flat = {"AffiliateSource": "blog", "AffiliateId": "AFF", "AffiliateName": None, "AffiliateUrl": None}
    came_later = {"Affiliate", "CustomParameters", "Refunds"}
    expected = {name: value for name, value in IN_6_0.items() if name not in came_later} | flat
    expected["BillingDetails"] = {"FiscalCode": None, **ADDRESS}
    expected["Items"] = [{name: value for name, value in IN_6_0["Items"][0].items() if name != "UpSell"}]
    assert answer == expected


def test_an_order_read_again_is_finished_and_shows_its_subscription(client: ApiClient) -> None:
    placed = client.call("placeOrder", plan())

    read = client.call("getOrder", placed["RefNo"])

    subscription = read["Items"][0]["ProductDetails"]["Subscriptions"][0]
    assert (read["Status"], read["ApproveStatus"], read["FinishDate"], read["DeliveryFinalized"]) == (
        "COMPLETE",
        "OK",
        "2026-03-10 14:00:00",
        True,
    )
    assert read["OrderNo"] > 0
    assert subscription == {
        "SubscriptionReference": subscription["SubscriptionReference"],
        "PurchaseDate": "2026-03-10 14:00:00",
        "SubscriptionStartDate": "2026-04-01 00:00:01",
        "ExpirationDate": subscription["ExpirationDate"],
        "Lifetime": False,
        "Trial": False,
        "Enabled": True,
        "RecurringEnabled": True,
    }


@pytest.mark.parametrize(
    ("version", "code"),
    [
        ("3.0", "CARD_PAYMENT_ERROR"),
        ("4.0", "CARD_PAYMENT_ERROR"),
        ("5.0", "ORDER_PAYMENT_METHOD_CARD_PROCESS_ERROR"),
        ("6.0", "ORDER_PAYMENT_METHOD_CARD_PROCESS_ERROR"),
    ],
)
def test_a_declined_card_is_told_in_the_order_and_is_no_fault(
    client_of: Callable[[str], ApiClient], version: str, code: str
) -> None:
    client = client_of(version)

    answer = client.call("placeOrder", plan(PaymentDetails=paid(HolderName="Adrian Doe")))

    assert (answer["Status"], answer["OrderNo"], answer["Errors"]) == (
        "PENDING",
        0,
        {code: "Couldn't complete the payment validation process: No such card"},
    )
    assert client.call("getOrder", answer["RefNo"])["Errors"] is None


def test_a_declined_card_is_shown_as_recorded(client: ApiClient) -> None:
    answer = client.call("placeOrder", plan(PaymentDetails=paid(HolderName="Red Doe")))

    assert answer["PaymentDetails"]["PaymentMethod"] == {
        "Authorize3DS": None,
        "FirstDigits": "4111",
        "LastDigits": "1111",
        "CardType": "Visa",
        "RecurringEnabled": True,
        "Vendor3DSReturnURL": "https://shop.example/ok",
        "Vendor3DSCancelURL": "https://shop.example/no",
    }


def test_a_card_that_is_no_test_is_shown_with_its_brand_in_capitals(client: ApiClient) -> None:
    payment = {**paid(CardNumber="5555 5555 5555 4444", CardType="mastercard"), "Type": "CC"}

    answer = client.call("placeOrder", plan(PaymentDetails=payment))

    assert (answer["PaymentDetails"]["PaymentMethod"]["CardType"], answer["TestOrder"]) == ("MasterCard", False)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_whole_failed_order_posted_back_with_another_card_is_paid(
    client_of: Callable[[str], ApiClient], version: str
) -> None:
    client = client_of(version)
    failed = client.call("placeOrder", plan(PaymentDetails=paid(HolderName="Mona Doe")))

    answer = client.call("placeOrder", {**as_sent(failed), "PaymentDetails": paid()})

    assert (answer["RefNo"], answer["Status"], answer["Errors"]) == (failed["RefNo"], "AUTHRECEIVED", None)
    assert answer["Items"] == failed["Items"]


def test_an_order_without_an_answer_from_the_processor_says_so(
    client_of: Callable[[str], ApiClient], services: Services, merchant: Merchant
) -> None:
    client_of("6.0")
    client = ApiClient(replace(services, gateway=Silent()), "merchant-6.0", merchant)

    answer = client.call("placeOrder", plan())

    assert (answer["Status"], list(answer["Errors"])) == ("PENDING", ["ORDER_PAYMENT_OUTCOME_UNKNOWN"])


def test_a_quote_has_prices_and_no_reference(client: ApiClient) -> None:
    quoted = client.call("getContents", plan(PaymentDetails=None))

    assert (quoted["RefNo"], quoted["OrderNo"], quoted["PaymentDetails"], quoted["Errors"]) == (None, 0, None, None)
    assert {name: quoted[name] for name in LINE_PRICES} == LINE_PRICES


def test_the_published_quote_with_a_cross_sell_campaign_is_cheaper(client: ApiClient) -> None:
    claim = {"ParentCode": " 15 ", "CampaignCode": CAMPAIGN}
    quoted = client.call(
        "getContents",
        {
            "Country": "US",
            "Currency": "USD",
            "Items": [{"Code": "15", "Quantity": 1}, {"Code": "34924C876E", "Quantity": 1, "CrossSell": claim}],
            "BillingDetails": {"CountryCode": "US"},
        },
    )

    assert [item["Price"]["GrossDiscountedPrice"] for item in quoted["Items"]] == [49.95, 15.96]
    assert quoted["Items"][1]["CrossSell"] == {"ParentCode": "15", "CampaignCode": CAMPAIGN}


SUPPORT = [
    ["phone"],
    "phone",
    "phone, ",
    [{"Name": "Support", "Options": [{"Name": "By telephone", "Value": "phone", "Surcharge": 10}]}],
    {"Name": "Support", "Options": ["phone"]},
    [{"Name": "Support", "Value": "phone", "Surcharge": 10}],
    [{"Code": "SUPPORT", "Required": True, "Options": ["phone"]}],
    {"0": "phone"},
]


@pytest.mark.parametrize("options", SUPPORT, ids=range(len(SUPPORT)))
def test_price_options_are_taken_in_every_shape_clients_send(client: ApiClient, options: Any) -> None:
    quoted = client.call("getContents", book(Code="PLAN", PriceOptions=options))

    assert quoted["NetPrice"] == 40


def test_a_dynamic_product_is_answered_without_a_code(client: ApiClient) -> None:
    options = [{"Name": "Size", "Options": [{"Name": "Large", "Value": "L", "Surcharge": 7}]}]
    recurring = {"CycleLength": 1, "CycleUnit": "MONTHS", "CycleAmount": "12.2"}

    line = client.call("getContents", dynamic(PriceOptions=options, RecurringOptions=recurring))["Items"][0]

    option = line["PriceOptions"][0]["Options"][0]
    assert "Code" not in line
    assert (line["Price"]["UnitNetPrice"], line["PurchaseType"], line["RecurringOptions"]) == (107, "PRODUCT", None)
    assert (option["Name"], option["Surcharge"]) == ("Large", "7.00")
    assert re.fullmatch("[0-9a-f]{32}", option["Value"])


@pytest.mark.parametrize(("version", "price"), [("3.0", {}), ("6.0", {"Price": 50})])
def test_a_trial_is_answered_with_its_parts(client_of: Callable[[str], ApiClient], version: str, price: Json) -> None:
    quoted = client_of(version).call("getContents", book(Code="GUARD", Trial={"Period": "15", "Price": 50}))

    assert quoted["Items"][0]["Trial"] == {"Period": 15, "GrossPrice": 50.5, "VAT": 0.5, "NetPrice": 50, **price}
    assert quoted["GrossPrice"] == 50.5


def test_an_order_that_is_free_needs_no_payment(client: ApiClient) -> None:
    answer = client.call("placeOrder", book(Code="GIFT"))

    assert answer["Status"] == "AUTHRECEIVED"
    assert answer["PaymentDetails"] == {
        "Type": "FREE",
        "Currency": "usd",
        "PaymentMethod": None,
        "CustomerIP": "91.220.121.21",
    }


def test_a_nested_card_is_taken(client: ApiClient) -> None:
    nested = {"Type": "TEST", "Currency": "USD", "PaymentMethod": {"CardPayment": CARD, "RecurringEnabled": False}}

    method = client.call("placeOrder", plan(PaymentDetails=nested))["PaymentDetails"]["PaymentMethod"]

    assert (method["LastDigits"], method["RecurringEnabled"]) == ("1111", True)


def test_the_buyer_is_the_card_holder_where_none_is_named(client: ApiClient) -> None:
    adrian = {**BILLING, "FirstName": "Adrian", "LastName": "Doe"}

    answer = client.call("placeOrder", plan(BillingDetails=adrian, PaymentDetails=paid(HolderName=None)))

    assert answer["Status"] == "PENDING"


def test_the_old_affiliate_members_are_taken_too(client: ApiClient) -> None:
    answer = client.call("getContents", {**book(), "Affiliate": None, "AffiliateId": "A1", "AffiliateSource": "s"})

    assert (answer["Affiliate"]["AffiliateCode"], answer["Affiliate"]["AffiliateSource"]) == ("A1", "s")


def test_shipping_makes_an_order_one_with_shipping(client: ApiClient) -> None:
    assert client.call("getContents", dynamic(PurchaseType="shipping"))["HasShipping"] is True


REFUSED = [
    (book(Quantity="many"), "ORDER_ITEMS_QUANTITY_INVALID", "Quantity"),
    (book(Quantity=None), "ORDER_ITEMS_QUANTITY_INVALID", "Quantity"),
    (book(Code="x" * 257), "ORDER_PRODUCT_CODE_INVALID", "Code"),
    (book(Price=9.99), "ORDER_PRODUCT_PRICE_STRUCTURE_INVALID", "Price"),
    (book(Price={"Amount": "much", "Type": "CUSTOM"}), "ORDER_PRODUCT_PRICE_AMOUNT_INVALID", "Price.Amount"),
    (book(Price={"Amount": 1, "Type": "OTHER"}), "ORDER_PRODUCT_PRICE_TYPE_INVALID", "Price.Type"),
    (book(Price={"Amount": 1, "Type": "BASE"}), "ORDER_PRODUCT_PRICE_TYPE_BASE_INVALID", "Price.Amount"),
    (book(Price={"Amount": 1, "Type": "default"}), "ORDER_PRODUCT_PRICE_TYPE_DEFAULT_INVALID", "Price.Amount"),
    (book(Price={"Type": "CUSTOM"}), "ORDER_PRODUCT_PRICE_TYPE_CUSTOM_INVALID", "Price.Amount"),
    (book(PriceOptions=["nope"]), "ORDER_PRODUCT_PRICE_OPTIONS_INVALID", "PriceOptions"),
    (book(Trial={"Period": 5, "Price": 1}), "INVALID_PRODUCT", "Trial"),
    (book(Trial={"Period": "soon"}), "ORDER_PRODUCT_TRIAL_INVALID", "Trial.Period"),
    (book(SubscriptionStartDate="soon"), "INVALID_ARGUMENT", "SubscriptionStartDate"),
    (book(IsDynamic="perhaps"), "ORDER_PRODUCT_IS_DYNAMIC_INVALID", "IsDynamic"),
    (dynamic(Name=None), "ORDER_PRODUCT_NAME_INVALID", "Name"),
    (dynamic(Tangible=None), "ORDER_PRODUCT_TANGIBLE_INVALID", "Tangible"),
    (dynamic(Tangible="perhaps"), "ORDER_PRODUCT_TANGIBLE_INVALID", "Tangible"),
    (dynamic(PurchaseType="GIFT"), "ORDER_PRODUCT_PURCHASE_TYPE_INVALID", "PurchaseType"),
    (dynamic(PriceType="OTHER"), "ORDER_PRODUCT_PRICE_TYPE_INVALID", "PriceType"),
    (dynamic(Price=None), "ORDER_PRODUCT_PRICE_TYPE_CUSTOM_INVALID", "Price.Amount"),
    (dynamic(Price={"Amount": 1, "ProductTaxCategoryUUID": "u"}), "ORDER_PRODUCT_TAX_CATEGORY_INVALID", "ProductTaxCategoryUUID"),
    (dynamic(PriceOptions=[{"Options": [{"Surcharge": "NaN"}]}]), "ORDER_PRODUCT_PRICE_OPTIONS_INVALID", "PriceOptions"),
    (dynamic(RecurringOptions={"CycleLength": 1, "CycleUnit": "WEEK"}), "ORDER_PRODUCT_RECURRING_OPTIONS_INVALID", "RecurringOptions.CycleLength"),
]  # fmt: skip


@pytest.mark.parametrize(("order", "code", "member"), REFUSED, ids=[f"{code} {member}" for _, code, member in REFUSED])
def test_what_is_wrong_with_an_item_is_named(client: ApiClient, order: Json, code: str, member: str) -> None:
    found, field = refused(client, order)

    assert found == code
    assert (field or "").removeprefix("Order.") == f"Items[0].{member}"


def test_an_empty_order_is_refused(client: ApiClient) -> None:
    assert refused(client, plan(Items=[]), "placeOrder") == ("ORDER_PRODUCTS_EMPTY", "Items")


def test_an_item_of_nothing_is_refused(client: ApiClient) -> None:
    assert refused(client, plan(Items=[None])) == ("ORDER_ITEMS_QUANTITY_INVALID", "Items[0].Quantity")


def test_a_payment_type_that_is_not_taken_is_refused_with_those_that_are(client: ApiClient) -> None:
    assert client.refusal("placeOrder", plan(PaymentDetails={**paid(), "Type": "SEASHELLS"})) == (
        "ORDER_PAYMENT_TYPE_INVALID",
        (
            "The payment type must be one of CC, TEST, FREE, EES_TOKEN_PAYMENT, PREVIOUS_ORDER, EXISTING_PAYMENT_DATA, "
            "PAYPAL, PAYPAL_EXPRESS, WIRE, CHECK, PURCHASEORDER, IDEAL, ALIPAY, WE_CHAT_PAY, TRUSTLY, SOFORT, WEBMONEY."
        ),
    )


METHOD = "PaymentDetails.PaymentMethod"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"CardNumber": "4111111111111112"}, "ORDER_PAYMENT_METHOD_CARD_NUMBER_INVALID", f"{METHOD}.CardNumber"),
        ({"CardNumber": None}, "ORDER_PAYMENT_METHOD_CARD_EMPTY", METHOD),
        ({"CardType": "diners"}, "ORDER_PAYMENT_METHOD_CARD_TYPE_INVALID", f"{METHOD}.CardType"),
        ({"ExpirationYear": "soon"}, "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID", f"{METHOD}.ExpirationYear"),
        ({"ExpirationMonth": None}, "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID", f"{METHOD}.ExpirationMonth"),
        ({"CCID": "12"}, "ORDER_PAYMENT_METHOD_CARD_CCID_INVALID", f"{METHOD}.CCID"),
    ],
)
def test_what_is_wrong_with_a_card_is_named(client: ApiClient, changes: Json, code: str, field: str) -> None:
    assert refused(client, plan(PaymentDetails=paid(**changes)), "placeOrder") == (code, field)


def test_a_year_of_two_digits_is_one_of_this_century(client: ApiClient) -> None:
    answer = client.call("placeOrder", plan(PaymentDetails=paid(ExpirationYear=30)))

    assert answer["PaymentDetails"]["PaymentMethod"]["ExpirationYear"] == "30"


def test_texts_longer_than_documented_are_refused(client: ApiClient) -> None:
    assert refused(client, plan(ExternalReference="x" * 101), "placeOrder")[0] == "ORDER_EXTERNAL_REFERENCE_INVALID"
    assert refused(client, plan(Source="x" * 256), "placeOrder")[0] == "ORDER_SOURCE_INVALID"


def test_an_unknown_order_is_not_found(client: ApiClient) -> None:
    assert client.refusal("getOrder", "1") == ("ORDER_NOT_FOUND", "There is no order '1'.")


def test_no_account_reads_the_order_of_another(client: ApiClient, services: Services, other_merchant: Merchant) -> None:
    reference = client.call("placeOrder", plan())["RefNo"]

    stranger = ApiClient(services, "merchant-6.0", other_merchant)

    assert stranger.refusal("getOrder", reference)[0] == "ORDER_NOT_FOUND"
    assert stranger.refusal("placeOrder", {"RefNo": reference, "PaymentDetails": paid()})[0] == "ORDER_NOT_FOUND"


@pytest.mark.parametrize("version", ["3.0", "6.0"])
def test_a_request_sent_twice_under_one_key_is_answered_alike(
    client_of: Callable[[str], ApiClient], services: Services, version: str
) -> None:
    client = client_of(version)
    api, place = Api(REGISTRY, services, LogJournal()), REGISTRY.find(endpoint(f"merchant-{version}"), "placeOrder")
    session_id = client._session_id

    def place_once() -> Any:
        headers = {"HTTP_IDEMPOTENCY_KEY": "once"}
        request = Request(endpoint(f"merchant-{version}"), "test", place, [session_id, plan()], "r1", headers=headers)
        return renderer(place.returns, request.endpoint)(api.call(request))

    assert place_once() == place_once()
