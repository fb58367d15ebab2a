"""issueRefund of the merchant API 3.0 to 6.0, and what an order tells of its refunds."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from tests.api.test_orders import plan
from tests.api_client import ApiClient
from tests.order_world import stock

VERSIONS = ["3.0", "3.1", "4.0", "5.0", "6.0"]
TOTAL = 40.4


@pytest.fixture(autouse=True)
def _stocked(services: Services, merchant: Merchant) -> None:
    stock(services)


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    return ApiClient(services, "merchant-6.0", merchant)


def bought(client: ApiClient) -> dict[str, Any]:
    """An order of two PLANs for 40.40, finished."""
    answer: dict[str, Any] = client.call("getOrder", client.call("placeOrder", plan())["RefNo"])
    return answer


@pytest.mark.parametrize("version", VERSIONS)
def test_a_total_refund_ends_the_order_with_its_amounts_below_zero(
    services: Services, merchant: Merchant, version: str
) -> None:
    client = ApiClient(services, f"merchant-{version}", merchant)
    before = bought(client)

    assert client.call("issueRefund", before["RefNo"], TOTAL, "", "Not needed", "Other") is True

    after = client.call("getOrder", before["RefNo"])
    money = ("NetPrice", "GrossPrice", "NetDiscountedPrice", "GrossDiscountedPrice", "Discount", "VAT")
    assert (before["Status"], after["Status"]) == ("COMPLETE", "REFUND")
    assert [after[name] for name in money] == [-before[name] for name in money]
    assert [after["Items"][0]["Price"][name] for name in money] == [
        -before["Items"][0]["Price"][name] for name in money
    ]


def test_an_order_tells_of_its_refunds(client: ApiClient) -> None:
    order = bought(client)
    line = order["Items"][0]["LineItemReference"]
    client.call(
        "issueRefund", order["RefNo"], "20.20", [{"LineItemReference": line, "Quantity": 1}], "One is enough", "Fraud"
    )

    (refund,) = client.call("getOrder", order["RefNo"])["Refunds"]

    assert len(refund.pop("RefundReference")) == 32
    assert refund == {
        "Type": "PARTIAL",
        "Status": "DONE",
        "Amount": 20.2,
        "Currency": "usd",
        "Reason": "Fraud",
        "Comment": "One is enough",
        "RequestDate": "2026-03-10 14:00:00",
        "RefundDate": "2026-03-10 14:00:00",
        "Items": [{"LineItemReference": line, "Quantity": 1, "Amount": 20.2}],
    }


def test_an_order_without_refunds_says_null(client: ApiClient) -> None:
    assert bought(client)["Refunds"] is None


@pytest.mark.parametrize("items", [[], "", None, False, {}])
def test_no_items_are_said_in_many_ways(client: ApiClient, items: object) -> None:
    assert client.call("issueRefund", bought(client)["RefNo"], TOTAL, items, "Comment", "Other") is True


def test_one_item_may_come_alone_and_by_product_code(client: ApiClient) -> None:
    order = bought(client)

    item = {"LineItemReference": "PLAN", "Quantity": "1", "Amount": "20.20"}
    assert client.call("issueRefund", order["RefNo"], 20.2, item, "", "") is True


def test_arguments_a_client_dropped_do_not_shift_the_others(client: ApiClient) -> None:
    order = bought(client)

    client.call("issueRefund", order["RefNo"], 1, "A comment", "fraud")

    (refund,) = client.call("getOrder", order["RefNo"])["Refunds"]
    assert (refund["Comment"], refund["Reason"]) == ("A comment", "Fraud")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "ORDER_REF missing or format incorrect"),
        (("12a", 1), "ORDER_REF missing or format incorrect"),
        (("123456789", 1), "Invalid ORDER_REF"),
        (("<paid>",), "ORDER_AMOUNT missing or format incorrect"),
        (("<paid>", "much"), "ORDER_AMOUNT missing or format incorrect"),
        (("<paid>", -1), "Invalid ORDER_AMOUNT"),
        (("<paid>", 40.41), "The maximum refundable amount is exceeded."),
        (("<paid>", 1, [{"Quantity": 1}]), "PRODUCTS_CODES missing or format incorrect"),
        (
            ("<paid>", 1, [{"LineItemReference": "PLAN", "Quantity": "some"}], "", ""),
            "PRODUCTS_QTY missing or format incorrect",
        ),
        (("<paid>", 1, [{"LineItemReference": "PLAN", "Quantity": 3}]), "Invalid PRODUCTS_QTY"),
        (("<paid>", 1, [], "", "Because"), "Invalid refund reason"),
    ],
)
def test_refusals_have_the_documented_texts_as_codes(client: ApiClient, arguments: tuple[Any, ...], code: str) -> None:
    reference = bought(client)["RefNo"]
    given = [reference if argument == "<paid>" else argument for argument in arguments]

    assert client.refusal("issueRefund", *given)[0] == code


def test_a_second_total_refund_is_refused(client: ApiClient) -> None:
    reference = bought(client)["RefNo"]
    client.call("issueRefund", reference, TOTAL)

    assert client.refusal("issueRefund", reference, TOTAL)[1] == "There is already a total refund of this order."


def test_a_stranger_is_told_there_is_no_such_order(
    services: Services, client: ApiClient, other_merchant: Merchant
) -> None:
    stranger = ApiClient(services, "merchant-6.0", other_merchant)

    assert stranger.refusal("issueRefund", bought(client)["RefNo"], TOTAL)[0] == "Invalid ORDER_REF"
