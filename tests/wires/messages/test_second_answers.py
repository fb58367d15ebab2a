"""Answers of refund and delivery messages that are told at a REF_URL too."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl

import pytest
import structlog

from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.notifications import service
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.wires.messages.second_answers import SecondAnswers
from tests.gateways.courier_listener import Behaviour, Listening, answering, listening
from tests.message_world import KEY, NOW, Shop
from tests.notification_world import endpoint
from tests.order_world import engine

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
TAKING = answering(OK)


@contextmanager
def merchants_server(
    shop: Shop, behave: Behaviour = TAKING, *, private: bool = True, is_enabled: bool = True
) -> Iterator[Listening]:
    """A server of the merchant's on this machine, with an endpoint of his on it."""
    with listening(behave) as listener:
        with engine(shop.services, shop.merchant) as context:
            service.add_endpoint(context, endpoint(url=listener.url(), reaches_private=private, is_enabled=is_enabled))
        yield listener


def tell_all() -> None:
    """Wait until every second answer was told, or given up."""
    for thread in threading.enumerate():
        if thread.name == "second-answer":
            thread.join(timeout=30)


def asked_for(request: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Verb and path of a request, and the fields of its query."""
    verb, address, _ = request.split(b"\r\n")[0].decode().split(" ")
    path, _, query = address.partition("?")
    return f"{verb} {path}", parse_qsl(query, keep_blank_values=True)


@pytest.mark.parametrize(
    ("kind", "outcome"), [("irn", ("1", "OK")), ("idn", ("7", "Order already confirmed"))], ids=["IRN", "IDN"]
)
def test_an_answer_is_told_in_the_response_and_at_the_url(shop: Shop, kind: str, outcome: tuple[str, str]) -> None:
    order = shop.place()

    with merchants_server(shop) as listener:
        answer = shop.post(kind, order, REF_URL=listener.url("/told.php?shop=1"))
        tell_all()

    four = [order.reference or "", *outcome, NOW]
    signature = sign(Algorithm.SHA256, KEY, *four)
    assert answer.text == f"<EPAYMENT>{'|'.join([*four, signature])}</EPAYMENT>"
    (request,) = listener.requests
    assert asked_for(request) == (
        "GET /told.php",
        [
            ("shop", "1"),
            ("ORDER_REF", four[0]),
            ("RESPONSE_CODE", outcome[0]),
            ("RESPONSE_MSG", outcome[1]),
            (f"{kind.upper()}_DATE", NOW),
            ("ORDER_HASH", signature),
        ],
    )


def test_nothing_is_told_for_who_did_not_sign(shop: Shop) -> None:
    order = shop.place()

    with merchants_server(shop) as listener:
        answer = shop.post("irn", order, ORDER_HASH="0" * 64, REF_URL=listener.url())
        tell_all()

    assert (answer.status_code, listener.requests) == (403, [])


def test_a_message_is_not_repeated_for_the_url_of_another(shop: Shop) -> None:
    order = shop.place()

    with merchants_server(shop) as listener:
        first = shop.post("irn", order, REF_URL=listener.url("/told.php"))
        again = shop.post("irn", order, REF_URL=listener.url("/told.php"))
        stranger = shop.post("irn", order, REF_URL=listener.url("/elsewhere.php"))
        tell_all()

    assert (first.text, stranger.status_code) == (again.text, 400)
    assert [asked_for(request)[0] for request in listener.requests] == ["GET /told.php"] * 2


@pytest.mark.parametrize(("private", "is_enabled"), [(False, True), (True, False)], ids=["public", "stopped"])
def test_a_private_network_is_entered_only_where_an_endpoint_may(shop: Shop, private: bool, is_enabled: bool) -> None:
    order = shop.place()
    server = merchants_server(shop, private=private, is_enabled=is_enabled)

    with server as listener, structlog.testing.capture_logs() as lines:
        answer = shop.post("irn", order, REF_URL=listener.url())
        tell_all()

    assert answer.status_code == 200
    assert listener.requests == []
    assert [line["reason"] for line in lines] == ["127.0.0.1 is at 127.0.0.1, which is no public address."]


def test_another_port_of_an_endpoints_host_is_not_entered(shop: Shop) -> None:
    order = shop.place()

    with merchants_server(shop), listening(TAKING) as neighbour, structlog.testing.capture_logs() as lines:
        shop.post("irn", order, REF_URL=neighbour.url())
        tell_all()

    assert (neighbour.requests, len(lines)) == ([], 1)


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (answering(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"), "It answered with status 500."),
        (
            answering(b"HTTP/1.1 302 Found\r\nLocation: http://x.example/\r\nContent-Length: 0\r\n\r\n"),
            "It answered with status 302.",
        ),
        (lambda _: None, "127.0.0.1 gave no answer: RemoteDisconnected."),
    ],
)
def test_what_goes_wrong_is_logged_without_secrets_and_undoes_nothing(
    shop: Shop, behave: Behaviour, reason: str
) -> None:
    order = shop.place()

    with merchants_server(shop, behave) as listener, structlog.testing.capture_logs() as lines:
        answer = shop.post("irn", order, REF_URL=listener.url("/told.php?token=hush"))
        tell_all()

    assert answer.status_code == 200
    assert shop.find(order).status is OrderStatus.REFUND
    assert len(listener.requests) == 1
    assert lines == [
        {
            "event": "an answer was not told at its REF_URL",
            "log_level": "warning",
            "merchant": "APITEST",
            "reason": reason,
        }
    ]


@pytest.mark.parametrize(
    "url", ["nowhere", "ftp://a.example/", "http://me:hush@a.example/", "http://[", f"http://a.example/{'x' * 2000}"]
)
def test_a_url_that_is_none_is_logged_and_left(shop: Shop, url: str) -> None:
    order = shop.place()

    with structlog.testing.capture_logs() as lines:
        answer = shop.post("irn", order, REF_URL=url)
        tell_all()

    assert answer.status_code == 200
    assert [line["reason"].partition(":")[0] for line in lines] == ["The URL cannot be used"]
    assert "hush" not in str(lines)


def test_no_response_waits_for_a_url_that_does_not_answer(shop: Shop) -> None:
    order, opened = shop.place(), threading.Event()

    def keep_waiting(connection: socket.socket) -> None:
        assert opened.wait(timeout=30)
        connection.sendall(OK)

    with merchants_server(shop, keep_waiting) as listener:
        answer = shop.post("irn", order, REF_URL=listener.url())
        opened.set()
        tell_all()

    assert answer.status_code == 200
    assert len(listener.requests) == 1


def test_what_comes_while_enough_are_under_way_is_left(shop: Shop) -> None:
    entered, opened = threading.Event(), threading.Event()

    def keep_waiting(connection: socket.socket) -> None:
        entered.set()
        assert opened.wait(timeout=30)
        connection.sendall(OK)

    told = SecondAnswers(shop.services, most=1)
    with merchants_server(shop, keep_waiting) as listener, structlog.testing.capture_logs() as lines:
        told.tell(shop.merchant, listener.url("/first.php"), {})
        assert entered.wait(timeout=30)
        told.tell(shop.merchant, listener.url("/second.php"), {})
        opened.set()
        tell_all()
        told.tell(shop.merchant, listener.url("/third.php"), {})
        tell_all()

    assert [asked_for(request)[0] for request in listener.requests] == ["GET /first.php", "GET /third.php"]
    assert [line["reason"] for line in lines] == ["Too many are under way."]
