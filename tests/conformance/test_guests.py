"""The Channel Manager's calls at the address of the merchant API 6.0, over each wire."""

from collections.abc import Iterator
from typing import Any

import pytest

from rpc_server.api.families import ENDPOINTS
from tests.conformance.clients import Refusal
from tests.conformance.partner_steps import LIST, RESELLER, UPDATE
from tests.conformance.worlds import world

PRODUCT = {"ProductCode": "GUEST", "ProductName": "Made by its code", "GeneratesSubscription": False}


class Client:
    """A session of APITEST at one endpoint."""

    def __init__(self, server: Any, wire: str, name: str) -> None:
        endpoint = next(e for e in ENDPOINTS if e.name == name)
        self._client = server.client(wire, endpoint)
        self._session_id = server.session(self._client)

    def call(self, method: str, *arguments: Any) -> Any:
        return self._client.call(method, self._session_id, *arguments)

    def code(self, method: str, *arguments: Any) -> str:
        with pytest.raises(Refusal) as refusal:
            self.call(method, *arguments)
        return refusal.value.code


@pytest.fixture(params=["soap", "jsonrpc"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with world(tmp_path_factory.mktemp("guests")) as server:
        yield Client(server, request.param, "merchant-6.0")


def test_a_partners_job_is_done_at_the_merchants_address(client: Client) -> None:
    assert client.call("setPartner", "PARTNER1") is True
    assert client.call("addProduct", 4700001, 2, None, LIST) is True
    assert client.call("getContents")["Products"][0]["Quantity"] == 2
    client.call("setExternalRef", "PO-1")

    placed = client.call("placeOrder")

    assert placed["TotalSubbscriptionsNumber"] == 1
    assert client.call("getOrderStatus", placed["RefNo"]) == placed
    assert client.call("getOrder", placed["RefNo"])["ExternalReference"] == "PO-1"
    assert client.call("createProforma", [placed["RefNo"]])["Status"] == "Unpaid"


def test_products_are_the_partners_where_a_price_list_is_named(client: Client) -> None:
    client.call("setPartner", "PARTNER1")

    assert client.call("getProductById", 4700002, LIST)["ProductId"] == 4700002
    assert client.call("getProductByCode", "PRO", LIST)["ProductId"] == 4700002
    assert client.call("getProductById", 4700002)["ProductCode"] == "PRO"
    assert client.call("getProductByCode", "PRO")["AvangateId"] == "4700002"


def test_with_an_object_a_product_is_made_in_any_session(client: Client) -> None:
    client.call("setPartner", "PARTNER1")

    assert client.code("addProduct", {"ProductCode": "STARTER"}) not in ("INVALID_PARTNER", "PRODUCT_ERROR")


def test_a_session_without_a_partner_is_the_merchants(client: Client) -> None:
    assert client.code("addProduct", 4700001, 1, None, LIST) == "INVALID_ARGUMENT"
    assert client.code("placeOrder") == "INVALID_ARGUMENT"
    assert client.code("getContents") == "INVALID_ARGUMENT"
    assert client.call("getProductByCode", "PRO", "sha3-256")["AvangateId"] == "4700002"
    assert client.code("getPartnerPricingLists") == "INVALID_PARTNER"


def test_a_reseller_is_updated_by_either_generation(client: Client) -> None:
    client.call("setPartner", "PARTNER1")

    assert client.call("updateReseller", UPDATE) is True
    assert client.call("updateReseller", {**RESELLER, "ResellerCode": "5D0C8AE1B2"}) is True


def test_other_addresses_have_no_guest(tmp_path_factory: pytest.TempPathFactory) -> None:
    with world(tmp_path_factory.mktemp("hosts")) as server:
        assert Client(server, "jsonrpc", "merchant-5.0").code("setPartner", "PARTNER1") == "METHOD_NOT_FOUND"


def test_what_neither_has_is_refused(client: Client) -> None:
    assert client.code("makeTea") == "METHOD_NOT_FOUND"
