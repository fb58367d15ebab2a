"""Delivered codes as orders, subscriptions and their histories show them."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.sandbox.seed import seed
from tests.api.test_orders import BILLING, CARD
from tests.api_client import ApiClient
from tests.commerce.delivery.conftest import WORLD

CODE = {"Code": "K-1", "File": None, "Description": "Enter it under Help", "ExtraInfo": None}


@pytest.fixture
def client(services: Services, merchant: Merchant, tmp_path: Any) -> ApiClient:
    world = tmp_path / "world.yaml"
    world.write_text(WORLD)
    seed(services, world)
    return ApiClient(services, "merchant-6.0", merchant)


def bought(client: ApiClient, code: str, quantity: int = 1) -> dict[str, Any]:
    """The order as it stands once it is finished."""
    order = {
        "Currency": "USD",
        "Items": [{"Code": code, "Quantity": quantity}],
        "BillingDetails": BILLING,
        "PaymentDetails": {"Type": "TEST", "Currency": "USD", "PaymentMethod": CARD},
    }
    answer: dict[str, Any] = client.call("getOrder", client.call("placeOrder", order)["RefNo"])
    return answer


def test_codes_are_on_the_item_the_subscription_and_its_history(client: ApiClient) -> None:
    (item,) = bought(client, "KEYED")["Items"]
    reference = item["ProductDetails"]["Subscriptions"][0]["SubscriptionReference"]
    delivered = {"Description": "Enter it under Help", "Codes": [CODE]}

    assert item["ProductDetails"]["DeliveryInformation"] == {
        "Delivery": "BY_AVANGATE",
        "DownloadFile": None,
        "DeliveryDescription": "",
        "CodesDescription": "Enter it under Help",
        "Codes": [CODE],
    }
    assert client.call("getSubscription", reference)["DeliveryInfo"] == delivered
    assert [entry["DeliveryInfo"] for entry in client.call("getSubscriptionHistory", reference)] == [delivered]


def test_subscriptions_are_found_by_a_code(client: ApiClient) -> None:
    (item,) = bought(client, "KEYED")["Items"]

    (subscription,) = client.call("searchSubscriptions", {"DeliveredCode": "K-1"})["Items"]

    assert (
        subscription["SubscriptionReference"] == (item["ProductDetails"]["Subscriptions"][0]["SubscriptionReference"])
    )
    assert client.call("searchSubscriptions", {"DeliveredCode": "K-2"})["Items"] == []


def test_a_shopper_sees_a_good_order_though_the_codes_ran_out(client: ApiClient) -> None:
    order = bought(client, "KEYED", 4)

    assert (order["Status"], order["Errors"]) == ("COMPLETE", None)
    assert order["Items"][0]["ProductDetails"]["DeliveryInformation"]["Codes"] == []
