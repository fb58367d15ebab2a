"""zeep, strict, against the shop from both documents, without a network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from zeep import Client, Settings, xsd
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.transports import Transport

from tests.conformance.soap.serving import ShopServer

ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
ITEMS = [{"Code": "A", "Quantity": 2, "Price": {"Currency": "eur", "Amount": 9.5}}, {"Code": "B", "Quantity": 1}]
ORDER = {"TestOrder": True, "BillingDetails": {"FirstName": "Ana"}, "CardNumber": "4111111111111111"}


class OfflineTransport(Transport):
    """Has the one schema zeep always asks the network for at hand."""

    def load(self, url: str) -> Any:
        served: Any = super()
        return Path(__file__).with_name("soap-encoding.xsd").read_bytes() if url == ENCODING else served.load(url)


@pytest.fixture(params=["?wsdl", "?wsdl=literal"])
def client(request: pytest.FixtureRequest, shop_server: ShopServer) -> Iterator[Any]:
    offline: Any = OfflineTransport
    with requests.Session() as session:
        transport = offline(session=session)
        yield Client(shop_server.url + request.param, settings=Settings(strict=True), transport=transport)


def test_scalars(client: Any) -> None:
    assert client.service.login("C", "D", "H") == "C|D|H|None"
    assert client.service.setExternalRef("s1", "REF-é") is True
    assert client.service.setExternalRef(sessionID="s1", externalRef="") is False
    assert client.service.getPrice("s1", "A", 2, "eur") == 19.0
    assert client.service.getTimestamp() == 1773144000


def test_a_refusal(client: Any) -> None:
    with pytest.raises(Fault) as refused:
        client.service.refuse("s1")

    assert (refused.value.code, refused.value.message) == ("FORBIDDEN", "Invalid hash provided or session expired")
    assert {child.tag: child.text for child in refused.value.detail} == {
        "field": "sessionID",
        "hint": "Call <login> & pass what it answers.",
        "request_id": "req-1",
    }


@pytest.mark.parametrize("client", ["?wsdl"], indirect=True)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_encoded_lists_are_python_lists(client: Any, count: int) -> None:
    found = client.service.searchProducts("s1", count, [])

    assert [(product.Code, product.Quantity) for product in found] == [(f"P{n}", 1) for n in range(count)]


@pytest.mark.parametrize(
    ("client", "member"), [("?wsdl", "_value_1"), ("?wsdl=literal", "OrderItem")], indirect=["client"]
)
def test_an_order_is_read_and_answered_whole(client: Any, member: str, shop_server: ShopServer) -> None:
    placed = client.service.placeOrder("s1", {**ORDER, "Items": {member: ITEMS}})

    _, read = shop_server.shop.requests[-1].arguments
    assert read["CardNumber"] == "4111111111111111"
    assert [item["Code"] for item in read["Items"]] == ["A", "B"]
    assert (placed.TestOrder, placed.BillingDetails.FirstName) == (True, "Ana")
    answered = placed.Items if member == "_value_1" else placed.Items.OrderItem
    assert serialize_object(answered[0].Price, dict) == {"Currency": "eur", "Amount": 9.5}
    assert [item.Quantity for item in answered] == [2, 1]


@pytest.mark.parametrize("client", ["?wsdl"], indirect=True)
def test_untyped_values_keep_their_type(client: Any) -> None:
    assert client.service.echo("s1", "a") == "a"
    assert client.service.echo("s1", xsd.AnyObject(xsd.Int(), 5)) == 5
    assert client.service.echo("s1", xsd.AnyObject(xsd.Boolean(), False)) is False
