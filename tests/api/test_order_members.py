"""Members of an order that few clients send: each is read, checked, kept, and shown where answers have it."""

from collections.abc import Callable
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.errors import ApiError
from tests.api_client import ApiClient
from tests.order_world import stock

Json = dict[str, Any]

SETTINGS = {
    "CycleLength": "15",
    "CycleUnit": "DAY",
    "CycleAmount": "12.5",
    "CycleAmountType": "NET",
    "ContractLength": "2",
    "ContractUnit": "YEAR",
}
BILLING = {
    "FirstName": "Grace",
    "LastName": "Hopper",
    "Email": "grace@example.com",
    "CountryCode": "US",
    "State": "Connecticut",
    "City": "New Haven",
    "Address1": "1 Harbor Street",
    "Zip": "06510",
}
SCANT = {name: BILLING[name] for name in ("FirstName", "LastName", "Email", "CountryCode")}
CARD = {
    "CardNumber": "4111111111111111",
    "CardType": "VISA",
    "ExpirationYear": "2030",
    "ExpirationMonth": "12",
    "CCID": "123",
    "HolderName": "John Doe",
    "Vendor3DSReturnURL": "https://shop.example/ok",
    "Vendor3DSCancelURL": "https://shop.example/no",
}
Clients = Callable[[str], ApiClient]


def order(item: Json | None = None, **changes: Any) -> Json:
    """One PLAN, paid with a test card."""
    return {
        "Currency": "USD",
        "Items": [{"Code": "PLAN", "Quantity": 1, **(item or {})}],
        "BillingDetails": BILLING,
        "PaymentDetails": {"Type": "TEST", "Currency": "USD", "PaymentMethod": CARD},
        **changes,
    }


@pytest.fixture
def client_of(services: Services, merchant: Merchant) -> Clients:
    """Opens a session of APITEST at a version of the merchant API."""
    stock(services)
    return lambda version: ApiClient(services, f"merchant-{version}", merchant)


@pytest.fixture
def client(client_of: Clients) -> ApiClient:
    return client_of("6.0")


def placed(client: ApiClient, sent: Json) -> Json:
    """The order as it reads once it is placed."""
    found: Json = client.call("getOrder", client.call("placeOrder", sent)["RefNo"])
    return found


def refused(client: ApiClient, sent: Json) -> tuple[str, str | None]:
    with pytest.raises(ApiError) as refusal:
        client.call("placeOrder", sent)
    return refusal.value.code, refusal.value.field


def test_custom_settings_are_kept_and_shown_and_the_subscription_heeds_them(client: ApiClient) -> None:
    found = placed(client, order({"SubscriptionCustomSettings": SETTINGS}))["Items"][0]

    (subscription,) = found["ProductDetails"]["Subscriptions"]
    assert found["SubscriptionCustomSettings"] == SETTINGS
    assert subscription["ExpirationDate"] == "2026-03-25 14:00:00"


@pytest.mark.parametrize(
    ("settings", "member"),
    [
        ({"CycleLength": "many"}, "CycleLength"),
        ({"CycleLength": "-1", "CycleUnit": "DAY"}, "CycleLength"),
        ({"CycleAmount": "1e99"}, "CycleAmount"),
        ({"CycleAmount": "NaN"}, "CycleAmount"),
        ({"CycleAmountType": "BOTH"}, "CycleAmountType"),
        ({"ContractLength": "1.5"}, "ContractLength"),
    ],
)
def test_custom_settings_that_cannot_be_are_refused(client: ApiClient, settings: Json, member: str) -> None:
    assert refused(client, order({"SubscriptionCustomSettings": settings})) == (
        "ORDER_PRODUCT_SUBSCRIPTION_CUSTOM_SETTINGS_INVALID",
        f"Items[0].SubscriptionCustomSettings.{member}",
    )


@pytest.mark.parametrize("promotion", ["TENOFF", {"Coupon": "tenoff"}])
def test_an_item_names_its_promotion(client: ApiClient, promotion: Any) -> None:
    quote = client.call("getContents", order({"Promotion": promotion}))

    assert (quote["Items"][0]["Promotion"]["Code"], quote["Discount"]) == ("TENNER", 10)


def test_an_answered_quote_posted_back_as_it_is_costs_the_same(client: ApiClient) -> None:
    quote = client.call("getContents", order({"SubscriptionCustomSettings": SETTINGS}, Promotions=["TENOFF"]))
    answer = client.call("placeOrder", {**quote, "PaymentDetails": order()["PaymentDetails"]})

    assert (answer["Discount"], answer["GrossDiscountedPrice"]) == (10, quote["GrossDiscountedPrice"])
    assert answer["Items"][0]["SubscriptionCustomSettings"] == SETTINGS


def test_gift_details_come_back_as_they_were_told(client: ApiClient) -> None:
    gift = {"To": "Ada", "Message": "Happy birthday"}

    assert (
        placed(client, order(GiftDetails=gift, MachineId="M-1", ExtraInformation={"B2B": True}))["GiftDetails"] == gift
    )


@pytest.mark.parametrize(
    ("told", "shown"),
    [("2026-03-10 07:00:00", "2026-03-10 07:00:00"), ("yesterday", None), ("2026-13-10 07:00:00", None), (None, None)],
)
def test_a_shoppers_clock_that_says_no_time_is_left_out(client: ApiClient, told: str | None, shown: str | None) -> None:
    assert placed(client, order(LocalTime=told))["LocalTime"] == shown


@pytest.mark.parametrize("version", ["3.0", "3.1", "4.0", "5.0"])
def test_before_6_0_a_buyer_is_a_name_an_e_mail_address_and_a_country(client_of: Clients, version: str) -> None:
    answer = client_of(version).call("placeOrder", order(BillingDetails=SCANT))

    assert answer["Status"] == "AUTHRECEIVED"


def test_6_0_asks_for_the_whole_address(client: ApiClient) -> None:
    assert refused(client, order(BillingDetails=SCANT)) == ("ORDER_BILLING_CITY_EMPTY", "BillingDetails.City")


def test_a_state_by_name_is_taxed_and_shown_as_it_was_told(client: ApiClient) -> None:
    answer = client.call("placeOrder", order())

    assert (answer["VAT"], answer["BillingDetails"]["State"]) == (0.3, "Connecticut")


@pytest.mark.parametrize(
    ("changes", "code", "member"),
    [
        ({"CustomerIP": "10.0.0.256"}, "ORDER_CUSTOMER_IP_INVALID", "CustomerIP"),
        ({"BillingDetails": {**BILLING, "State": "Bavaria"}}, "ORDER_BILLING_STATE_INVALID", "BillingDetails.State"),
        ({"BillingDetails": {**BILLING, "Email": "grace"}}, "ORDER_BILLING_EMAIL_INVALID", "BillingDetails.Email"),
        (
            {"BillingDetails": {**BILLING, "Company": "Navy"}},
            "ORDER_BILLING_FISCAL_CODE_EMPTY",
            "BillingDetails.FiscalCode",
        ),
        ({"Items": [{"Code": "x" * 257, "Quantity": 1}]}, "ORDER_PRODUCT_CODE_INVALID", "Items[0].Code"),
    ],
)
def test_what_is_wrong_is_named(client: ApiClient, changes: Json, code: str, member: str) -> None:
    assert refused(client, order(**changes)) == (code, member)


def test_an_address_of_the_sixth_version_of_the_internet_protocol_is_taken(client: ApiClient) -> None:
    assert client.call("placeOrder", order(CustomerIP="2001:db8::1"))["PaymentDetails"]["CustomerIP"] == "2001:db8::1"
