"""Whatever is ordered, SOAP and JSON-RPC answer alike, and an order reads as it was answered."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.api_client import endpoint
from tests.conformance.clients import JsonRpcClient, Refusal, SoapClient
from tests.conformance.scripts import ORDER
from tests.conformance.worlds import World, world
from tests.properties.searching import from_both_seeds, holds

Json = dict[str, Any]
Client = SoapClient | JsonRpcClient

PRICES = st.decimals("0", "10000", places=2)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=20)
TRIALS = st.none() | st.fixed_dictionaries({"Period": st.integers(1, 90), "Price": PRICES})
SETTINGS = st.none() | st.fixed_dictionaries(
    {"CycleLength": st.just("15"), "CycleUnit": st.just("DAY"), "CycleAmount": PRICES.map(str)}
)
CATALOGUE = st.lists(
    st.fixed_dictionaries(
        {
            "Code": st.sampled_from(["STARTER", "GUARD", "LIFETIME", "BOX", "15"]),
            "Quantity": st.integers(1, 99),
            "Trial": st.none(),
            "Price": st.none() | PRICES.map(lambda amount: {"Amount": amount, "Type": "CUSTOM"}),
        }
    )
    | st.fixed_dictionaries(
        {
            "Code": st.just("GUARD"),
            "Quantity": st.integers(1, 9),
            "Trial": TRIALS,
            "SubscriptionCustomSettings": SETTINGS,
        }
    ),
    min_size=1,
    max_size=4,
)
DYNAMIC = st.lists(
    st.fixed_dictionaries(
        {
            "IsDynamic": st.just(True),
            "Name": TEXTS.filter(str.strip),
            "Tangible": st.booleans(),
            "Quantity": st.integers(1, 99),
            "PurchaseType": st.sampled_from(["PRODUCT", "TAX", "SHIPPING", "COUPON"]),
            "Price": PRICES.map(lambda amount: {"Amount": amount, "Type": "CUSTOM"}),
            "PriceOptions": st.just([])
            | st.just([{"Name": "Size", "Options": [{"Name": "Large", "Value": "L", "Surcharge": "7.00"}]}]),
        }
    ),
    min_size=1,
    max_size=4,
)
ORDERS = st.one_of(
    st.builds(
        lambda items, coupons: {"Items": items, "Promotions": coupons}, CATALOGUE, st.sampled_from([[], ["SAVE30"]])
    ),
    st.builds(lambda items: {"Items": items}, DYNAMIC),
)
OF_THE_CHARGE = {"Errors", "ApproveStatus", "OrderNo", "FinishDate", "Status", "DeliveryFinalized", "Items"}
"""Members that go on after an order is answered: it is completed at once."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("shop")) as server:
        yield server


def told(client: Client, method: str, *arguments: Any) -> Any:
    """The answer, or code and field of the refusal."""
    try:
        return client.call(method, *arguments)
    except Refusal as refusal:
        return refusal.code, refusal.field


def without_drawn(answer: Any) -> Any:
    """A quote without what is drawn anew for each."""
    if isinstance(answer, tuple):
        return answer
    return {**answer, "Items": [settled(item, "LineItemReference") for item in answer["Items"]]}


def settled(item: Json, *left_out: str) -> Json:
    """The item without members that differ, and without the values drawn for options of its own."""
    options = [{**group, "Options": len(group["Options"])} for group in item["PriceOptions"]]
    return {name: value for name, value in {**item, "PriceOptions": options}.items() if name not in left_out}


@from_both_seeds
@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_both_wires_answer_alike_and_an_order_reads_as_answered(shop: World, version: str, seed: int) -> None:
    soap, rpc = (shop.client(wire, endpoint(f"merchant-{version}")) for wire in ("soap", "jsonrpc"))
    session_id = shop.session(rpc)

    def is_answered_alike(changes: Json) -> None:
        sent = {**ORDER, **changes}
        quotes = [without_drawn(told(client, "getContents", session_id, sent)) for client in (soap, rpc)]
        assert quotes[0] == quotes[1]
        placed = told(rpc, "placeOrder", session_id, sent)
        if isinstance(placed, tuple):
            assert placed == told(soap, "placeOrder", session_id, sent)
            return
        found = [told(client, "getOrder", session_id, placed["RefNo"]) for client in (soap, rpc)]
        assert found[0] == found[1]
        assert unmoved(found[1]) == unmoved(placed)
        assert found[1]["GrossPrice"] == found[1]["NetPrice"] + found[1]["VAT"]
        assert [item["Price"] for item in found[1]["Items"]] == [item["Price"] for item in placed["Items"]]
        assert exact(placed["NetDiscountedPrice"]) == exact(placed["NetPrice"]) - exact(placed["Discount"])

    holds(is_answered_alike, ORDERS, seed)


def unmoved(order: Json) -> Json:
    return {name: value for name, value in order.items() if name not in OF_THE_CHARGE}


def exact(amount: Any) -> Decimal:
    return Decimal(str(amount))
