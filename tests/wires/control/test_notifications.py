"""Endpoints, deliveries and replays over the control API."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import Client

from rpc_server.app import create_api, create_router
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications import outbox, service
from rpc_server.commerce.notifications.model import DeliveryStatus
from rpc_server.commerce.orders import service as orders
from rpc_server.wires.http import Limits
from tests.gateways.courier_listener import answering, listening
from tests.notification_world import ANOTHER, Listener, deliver_all, fail, receive
from tests.order_world import asked, engine, stock

TOKEN = "control-token-of-a-test"
ROOT = "/sandbox/merchants/APITEST"
SHOP = {
    "name": "shop",
    "url": "http://localhost:9000/ipn.php",
    "private": True,
    "algorithms": ["sha3-256"],
    "checked": False,
}


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def shop(services: Services, merchant: Merchant, listener: Listener) -> Iterator[Context]:
    with engine(services, merchant, courier=listener) as context:
        yield context


@pytest.fixture
def client(services: Services, merchant: Merchant) -> Client:
    assert merchant.code == "APITEST"
    return Client(create_router(create_api(services), services, Limits(bytes=50_000), TOKEN))


def ask(client: Client, verb: str, path: str, **sent: Any) -> Any:
    answer = client.open(f"{ROOT}{path}", method=verb, headers={"Authorization": f"Bearer {TOKEN}"}, **sent)
    return answer.json


def tell(services: Services, merchant: Merchant) -> None:
    """Tell that an order is finished."""
    stock(services)
    with engine(services, merchant) as context:
        placed = orders.place(context, asked())
        outbox.order_changed(context, replace(orders.find(context, placed.reference or ""), reference=ANOTHER))


def test_an_endpoint_is_added_tried_stopped_and_resumed(client: Client) -> None:
    shown = {
        "name": "shop",
        "kind": "IPN",
        "url": "http://localhost:9000/ipn.php",
        "algorithms": ["sha3-256"],
        "private": True,
        "is_enabled": True,
        "trial": {},
    }
    trial = {"copies": 2, "out_of_order": True, "status": "REVERSED"}

    assert ask(client, "POST", "/notification-endpoints", json=SHOP) == shown
    assert ask(client, "POST", "/notification-endpoints/shop/trial", json=trial) == {**shown, "trial": trial}
    assert ask(client, "POST", "/notification-endpoints/shop/trial", json={}) == shown
    assert ask(client, "POST", "/notification-endpoints/shop/stop") == {**shown, "is_enabled": False}
    assert ask(client, "POST", "/notification-endpoints/shop/resume") == shown
    assert ask(client, "GET", "/notification-endpoints") == {"endpoints": [shown]}


def test_an_endpoint_has_to_answer_unless_it_is_added_unchecked(client: Client) -> None:
    with listening(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as listener:
        wanted = {"name": "shop", "url": listener.url(), "private": True}
        added = ask(client, "POST", "/notification-endpoints", json=wanted)
    with listening(answering(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")) as broken:
        refused = ask(client, "POST", "/notification-endpoints", json={**wanted, "name": "old", "url": broken.url()})

    assert added["name"] == "shop"
    assert [request.split(b" ")[0] for request in listener.requests] == [b"GET"]
    assert (refused["status"], refused["code"], refused["field"]) == (422, "NOTIFICATION_LISTENER_NOT_READY", "url")
    assert [each["name"] for each in ask(client, "GET", "/notification-endpoints")["endpoints"]] == ["shop"]


def test_the_secret_word_is_not_shown(client: Client) -> None:
    answered = ask(client, "POST", "/notification-endpoints", json={**SHOP, "kind": "INS", "secret_word": "tango"})

    assert answered["kind"] == "INS"
    assert "tango" not in str(answered)


def test_a_dead_message_is_found_with_its_tries_and_sent_again(
    client: Client, services: Services, merchant: Merchant, shop: Context, listener: Listener
) -> None:
    ask(client, "POST", "/notification-endpoints", json=SHOP)
    tell(services, merchant)
    listener.answers = [fail if number < 1 else receive for number in range(4)]
    deliver_all(shop)
    service.stop(shop, "shop")
    shop.work.commit()

    found = ask(client, "GET", "/notifications", query_string={"status": "DEAD"})["notifications"]
    replayed = ask(client, "POST", "/notifications/replay", json={"endpoint": "shop"})
    deliver_all(shop)

    (dead, *_) = [each for each in found if each["attempts"]]
    (tried,) = dead["attempts"]
    assert (tried["status"], tried["excerpt"], tried["duration_ms"]) == (500, "Fatal error", 3)
    assert tried["refusal"].startswith("The answer has no read receipt")
    assert replayed == {"replayed": len(found)}
    assert {found.status for found in service.listed(shop)} == {DeliveryStatus.DELIVERED}


@pytest.mark.parametrize(
    ("verb", "path", "sent", "status", "code", "field"),
    [
        ("POST", "/notification-endpoints", {**SHOP, "url": "x"}, 422, "NOTIFICATION_ENDPOINT_INVALID", "url"),
        ("POST", "/notification-endpoints", {**SHOP, "kind": "SMS"}, 422, "INVALID_ARGUMENT", "kind"),
        ("POST", "/notification-endpoints/none/stop", {}, 422, "NOTIFICATION_ENDPOINT_NOT_FOUND", "endpoint"),
        ("POST", "/notification-endpoints/none/trial", {"copies": 99}, 422, "NOTIFICATION_ENDPOINT_INVALID", "copies"),
        ("POST", "/notifications/replay", {"reference": "1"}, 422, "NOTIFICATION_NOT_FOUND", "reference"),
    ],
)
def test_what_cannot_be_done_is_refused(
    client: Client, verb: str, path: str, sent: dict[str, Any], status: int, code: str, field: str
) -> None:
    told = ask(client, verb, path, json=sent)

    assert (told["status"], told["code"], told["field"]) == (status, code, field)
