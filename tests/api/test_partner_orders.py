"""Orders of a partner after they were placed: what is on no invoice, subscriptions, end users."""

from dataclasses import replace
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from tests.api_client import ApiClient
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

INFORMED = replace(PARTNER, code="INFORMED", needs_end_user=True)
ANN = {"FirstName": "Ann", "LastName": "User", "CountryCode": "FR", "Email": "ann@example.com", "City": "Paris"}
UPDATES = ["updateSubscriptionsEndUser", "updateEndUser", "updateEndUserInformation", "updateSubscriptionEndUser"]


@pytest.fixture
def anonymous(services: Services, merchant: Merchant) -> ApiClient:
    """A session of APITEST, which has two partners, before any was set."""
    with services.database.writing() as work:
        partners_of(Context(merchant, work, services), PARTNER, INFORMED)
    return ApiClient(services, "channel-manager-2.1", merchant)


@pytest.fixture
def client(anonymous: ApiClient) -> ApiClient:
    """A session that works for INFORMED, whose orders wait for their end users."""
    anonymous.call("setPartner", "INFORMED")
    return anonymous


def order(client: ApiClient, *product_ids: int) -> Any:
    for product_id in product_ids or (1001,):
        client.call("addProduct", product_id, 1, None, PRICE_LIST)
    return client.call("placeOrder")


def test_orders_on_no_invoice_are_listed_with_the_members_of_estore_orders(client: ApiClient) -> None:
    client.call("setExternalRef", "PO-7")
    reference = order(client)["RefNo"]

    (listed,) = client.call("getOrdersWithoutProforma")

    address = {
        "Phone": None, "FirstName": "Erika", "LastName": "Muster", "Company": "Beispiel Vertrieb GmbH",
        "Email": "einkauf@partner.example", "Address1": "Lindenweg 1", "Address2": None, "City": "Berlin",
        "Zip": "10115", "CountryCode": "de", "State": None,
    }  # fmt: skip
    assert {name: listed[name] for name in listed if not name.endswith("Details")} == {
        "RefNo": reference,
        "OrderNo": 0,
        "ExternalReference": "PO-7",
        "ShopperRefNo": None,
        "Status": "PENDING",
        "ApproveStatus": "WAITING",
        "VendorApproveStatus": "OK",
        "MerchantCode": "APITEST",
        "Language": "de",
        "OrderDate": "2026-03-10 14:00:00",
        "FinishDate": None,
        "Source": None,
        "AffiliateSource": None,
        "AffiliateId": None,
        "AffiliateName": None,
        "AffiliateUrl": None,
        "RecurringEnabled": False,
        "HasShipping": False,
        "PartnerCode": "INFORMED",
        "Currency": "eur",
        "NetPrice": 100,
        "GrossPrice": 115.2,
        "NetDiscountedPrice": 80,
        "GrossDiscountedPrice": 95.2,
        "Discount": 20,
        "VAT": 15.2,
    }
    assert listed["DeliveryDetails"] == address
    assert listed["BillingDetails"].items() >= address.items()


def test_an_order_on_an_invoice_is_not_among_them(client: ApiClient) -> None:
    reference = order(client)["RefNo"]
    client.call("createProforma", [reference])

    assert client.call("getOrdersWithoutProforma") == []


def test_the_orders_of_another_partner_are_not_among_them(client: ApiClient) -> None:
    order(client)
    client.call("setPartner", "PARTNER1")

    assert client.call("getOrdersWithoutProforma") == []


def test_subscriptions_are_there_when_the_order_was_placed(client: ApiClient) -> None:
    placed = order(client, 1001, 1002)

    (sold,) = client.call("getOrderSubscriptions", placed["RefNo"])

    assert sold == {
        "SubscriptionReference": sold["SubscriptionReference"],
        "HasEndUserInformation": False,
        "RegistrationStatus": "Not registered",
        "RegistrationEmails": None,
        "FullfilmentStatus": "NO_DELIVERY_REQUIRED",
    }
    assert (placed["TotalSubbscriptionsNumber"], placed["Status"], placed["OrderLockReason"]) == (
        1,
        "DELIVERY_NEEDS_INFO",
        ["REQUIRED_END_USER_INFORMATION"],
    )


@pytest.mark.parametrize("page", [1, None, "1"])
def test_pages_count_from_one(client: ApiClient, page: Any) -> None:
    reference = order(client)["RefNo"]

    assert len(client.call("getOrderSubscriptions", reference, page)) == 1
    assert client.call("getOrderSubscriptions", reference, 2) == []


@pytest.mark.parametrize("page", [0, -1, 10**9])
def test_a_page_there_cannot_be_is_refused(client: ApiClient, page: int) -> None:
    assert client.refusal("getOrderSubscriptions", "999999999", page) == (
        "INVALID_ARGUMENT",
        "pageNo must be 1 or more.",
    )


@pytest.mark.parametrize(
    ("reference", "refusal"),
    [
        (None, ("EMPTY_ORDER_REFERENCE", "Order reference not provided.")),
        ("999999999", ("INVALID_REFERENCE", "Invalid order reference.")),
    ],
)
def test_subscriptions_are_those_of_an_order_of_the_partner(
    client: ApiClient, reference: str | None, refusal: tuple[str, str]
) -> None:
    assert client.refusal("getOrderSubscriptions", reference) == refusal


@pytest.mark.parametrize("update", UPDATES)
def test_an_end_user_lets_the_order_be_delivered(client: ApiClient, update: str) -> None:
    reference = order(client)["RefNo"]
    (sold,) = client.call("getOrderSubscriptions", reference)

    assert client.call(update, [sold["SubscriptionReference"]], ANN) is True

    assert client.call("getOrderStatus", reference)["Status"] == "COMPLETE"
    assert client.call("getOrderSubscriptions", reference) == [{**sold, "HasEndUserInformation": True}]


def test_an_end_user_may_be_told_again(client: ApiClient) -> None:
    (sold,) = client.call("getOrderSubscriptions", order(client)["RefNo"])
    client.call("updateEndUser", [sold["SubscriptionReference"]], ANN)

    assert client.call("updateEndUser", [sold["SubscriptionReference"]], {**ANN, "FirstName": "Anna"}) is True


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"CountryCode": "XX"}, ("INVALID_COUNTRY", "Invalid end user country code.")),
        ({"Email": "ann"}, ("INVALID_END_USER_EMAIL", "Invalid end user email provided.")),
        ({"FirstName": ""}, ("EMPTY_END_USER_FIRST_NAME", "End user first name is mandatory.")),
        ({"LastName": None}, ("EMPTY_END_USER_LAST_NAME", "End user last name is mandatory.")),
        ({"City": " "}, ("EMPTY_END_USER_CITY", "End user city is mandatory.")),
    ],
)
def test_what_an_end_user_cannot_be_without(
    client: ApiClient, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    (sold,) = client.call("getOrderSubscriptions", order(client)["RefNo"])

    assert client.refusal("updateEndUser", [sold["SubscriptionReference"]], {**ANN, **changed}) == refusal


@pytest.mark.parametrize(
    ("references", "refusal"),
    [
        ([], ("INVALID_SUBSCRIPTIONS_LIST_SIZE", "No subscription references provided.")),
        (
            [f"{number:010d}" for number in range(201)],
            ("INVALID_SUBSCRIPTIONS_LIST_SIZE", "Too many subscription references provided."),
        ),
        (["0000000000"], ("INVALID_SUBSCRIPTION_REFERENCE", "Invalid subscription reference.")),
    ],
)
def test_subscriptions_must_be_the_partners(client: ApiClient, references: list[str], refusal: tuple[str, str]) -> None:
    assert client.refusal("updateEndUser", references, ANN) == refusal


def test_the_subscription_of_another_partner_is_not_told_of(client: ApiClient) -> None:
    (sold,) = client.call("getOrderSubscriptions", order(client)["RefNo"])
    client.call("setPartner", "PARTNER1")

    assert client.refusal("updateEndUser", [sold["SubscriptionReference"]], ANN)[0] == "INVALID_SUBSCRIPTION_REFERENCE"


def test_one_bad_reference_leaves_all_as_they_were(client: ApiClient) -> None:
    reference = order(client)["RefNo"]
    (sold,) = client.call("getOrderSubscriptions", reference)

    client.refusal("updateEndUser", [sold["SubscriptionReference"], "ZZZZZZZZZZ"], ANN)

    assert client.call("getOrderSubscriptions", reference) == [sold]


@pytest.mark.parametrize("method", ["getOrderSubscriptions", *UPDATES])
def test_a_partner_must_be_set(anonymous: ApiClient, method: str) -> None:
    assert anonymous.refusal(method) == ("NOT_FOUND_PARTNER", "A partner must be set first.")


def test_a_partner_order_shows_its_margin_to_the_merchant(
    client: ApiClient, services: Services, merchant: Merchant
) -> None:
    reference = order(client)["RefNo"]

    shown = ApiClient(services, "merchant-6.0", merchant).call("getOrder", reference)

    assert (shown["PartnerCode"], shown["PartnerMargin"], shown["PartnerMarginPercent"]) == ("INFORMED", 20, 20)
    assert (shown["ExtraMargin"], shown["ExtraDiscount"]) == (None, None)
