"""Endpoints, how deliveries stand, and sending again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import service
from rpc_server.commerce.notifications.errors import (
    DeliveryNotFound,
    EndpointInvalid,
    EndpointNotFound,
    ListenerNotReady,
    TrialNotAllowed,
)
from rpc_server.commerce.notifications.model import DeliveryStatus, NotificationKind, Trial
from rpc_server.commerce.orders.model import OrderStatus
from tests.gateways.courier_listener import answering, listening
from tests.notification_world import ANOTHER, Listener, add, deliver_all, endpoint, fail

COMPLETE = OrderStatus.COMPLETE
Tell = Callable[..., None]


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"name": ""}, "name", "A name has 1 to 50 characters."),
        ({"name": "n" * 51}, "name", "A name has 1 to 50 characters."),
        ({"url": "ftp://a.example/"}, "url", "The URL cannot be used: a URL is http://HOST/PATH or https://HOST/PATH."),
        ({"url": "http:///ipn"}, "url", "The URL cannot be used: a URL is http://HOST/PATH or https://HOST/PATH."),
        (
            {"url": "http://me:secret@a.example/"},
            "url",
            "The URL cannot be used: a URL has no user name and no password in it.",
        ),
        (
            {"url": "http://a.example/\r\nX: 1"},
            "url",
            "The URL cannot be used: a URL is written in ASCII, without spaces.",
        ),
        ({"url": f"http://a.example/{'x' * 2000}"}, "url", "A URL has 2000 characters at most."),
        ({"algorithms": ()}, "algorithms", "A message has one signature at least."),
        (
            {"kind": NotificationKind.INS, "secret_word": None},
            "secret_word",
            "INS messages are signed with a secret word.",
        ),
        ({"trial": Trial(copies=0)}, "copies", "A message is sent 1 to 10 times."),
        ({"trial": Trial(delay_seconds=-1)}, "delay_seconds", "A message is 0 to 2592000 seconds late."),
    ],
)
def test_an_endpoint_nothing_can_be_sent_to_is_refused(
    context: Context, changes: dict[str, Any], field: str, text: str
) -> None:
    with pytest.raises(EndpointInvalid) as refused:
        service.add_endpoint(context, endpoint(**changes))

    assert (refused.value.field, refused.value.message) == (field, text)


@pytest.mark.parametrize("private", [True, False])
def test_an_endpoint_that_is_checked_answers_first(context: Context, private: bool) -> None:
    with listening(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as listener:
        wanted = endpoint(url=listener.url("/ipn.php?shop=1"), reaches_private=private)
        if private:
            assert service.add_endpoint(context, wanted, is_checked=True) == wanted
        else:
            with pytest.raises(
                ListenerNotReady, match=r"127\.0\.0\.1 is at 127\.0\.0\.1, which is no public address\."
            ):
                service.add_endpoint(context, wanted, is_checked=True)

    assert service.endpoints(context) == ([wanted] if private else [])
    assert [line.split(b"\r\n")[0] for line in listener.requests] == [b"GET /ipn.php?shop=1 HTTP/1.1"] * private


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "It answered with status 404."),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "It answered with status 204."),
        (b"", "127.0.0.1 gave no answer: RemoteDisconnected."),
    ],
)
def test_an_endpoint_that_does_not_answer_as_it_should_is_not_stored(
    context: Context, content: bytes, reason: str
) -> None:
    with listening(answering(content)) as listener, pytest.raises(ListenerNotReady) as refused:
        service.add_endpoint(context, endpoint(url=listener.url(), reaches_private=True), is_checked=True)

    assert refused.value.field == "url"
    assert refused.value.message == (
        f"The URL does not answer a GET with HTTP 200. {reason} Start what listens there first, or add it unchecked."
    )
    assert service.endpoints(context) == []


def test_a_name_stands_for_one_endpoint(context: Context) -> None:
    add(context)

    with pytest.raises(EndpointInvalid, match=r"There is an endpoint 'shop' already\."):
        service.add_endpoint(context, endpoint(url="http://other.example/"))


def test_the_secret_word_is_in_no_repr() -> None:
    assert "tango" not in repr(endpoint(kind=NotificationKind.INS))


def test_a_client_is_tried_and_left_alone_again(context: Context) -> None:
    add(context)

    service.set_trial(context, "shop", Trial(copies=2, status="REVERSED"))
    tried = service.endpoints(context)
    service.set_trial(context, "shop", Trial())

    assert tried == [endpoint(trial=Trial(copies=2, status="REVERSED"))]
    assert service.endpoints(context) == [endpoint()]


def test_the_client_of_a_live_merchant_is_not_tried(context: Context) -> None:
    live = replace(context, merchant=replace(context.merchant, is_live=True))
    add(live)

    with pytest.raises(TrialNotAllowed):
        service.set_trial(live, "shop", Trial(copies=2))
    with pytest.raises(TrialNotAllowed):
        service.add_endpoint(live, endpoint("other", trial=Trial(wrong_signature=True)))


@pytest.mark.parametrize(
    "use",
    [
        lambda context: service.set_trial(context, "none", Trial()),
        lambda context: service.stop(context, "none"),
        lambda context: service.resume(context, "none"),
        lambda context: service.replay(context, endpoint="none"),
    ],
)
def test_an_endpoint_that_is_not_there_is_named(context: Context, use: Callable[[Context], object]) -> None:
    with pytest.raises(EndpointNotFound, match=r"There is no notification endpoint 'none'\."):
        use(context)


def test_a_delivered_message_is_sent_again(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop)
    tell(COMPLETE)
    deliver_all(shop)

    assert service.replay(shop, reference=ANOTHER) == 1
    (again,) = deliver_all(shop)

    assert listener.told("MESSAGE_ID")[0] == listener.told("MESSAGE_ID")[1]
    assert (again.status, again.tries) == (DeliveryStatus.DELIVERED, 2)
    assert [attempt.number for attempt in service.attempts(shop, again)] == [1, 2]


def test_one_message_of_an_order_is_sent_again(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop)
    tell(OrderStatus.AUTHRECEIVED, COMPLETE)
    deliver_all(shop)

    assert service.replay(shop, reference=ANOTHER, sequence=2) == 1
    deliver_all(shop)

    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED", "COMPLETE", "COMPLETE"]


def test_everything_dead_is_sent_again_with_its_whole_schedule(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    listener.answers = [fail] * 53
    tell(COMPLETE)
    while not service.listed(shop, status=DeliveryStatus.DEAD):
        deliver_all(shop)
        clock.advance(timedelta(hours=1))
    listener.answers = [fail]

    assert service.replay(shop) == 1
    deliver_all(shop)

    (waiting,) = service.listed(shop)
    assert waiting.status is DeliveryStatus.WAITING
    assert waiting.due_at == clock.now() + timedelta(minutes=2, seconds=30)
    assert service.replay(shop) == 0


def test_what_is_not_there_is_not_sent_again(context: Context) -> None:
    with pytest.raises(DeliveryNotFound):
        service.replay(context, reference=ANOTHER)


def test_a_message_that_still_waits_is_not_sent_again(shop: Context, tell: Tell) -> None:
    add(shop)
    tell(COMPLETE)

    with pytest.raises(DeliveryNotFound):
        service.replay(shop, reference=ANOTHER)


def test_what_waits_for_a_stopped_endpoint_is_dead_until_it_is_sent_again(
    shop: Context, listener: Listener, tell: Tell
) -> None:
    add(shop)
    tell(COMPLETE)

    service.stop(shop, "shop")
    assert (deliver_all(shop), [found.status for found in service.listed(shop)]) == ([], [DeliveryStatus.DEAD])

    service.resume(shop, "shop")
    service.replay(shop, endpoint="shop")
    deliver_all(shop)
    assert listener.told("ORDERSTATUS") == ["COMPLETE"]


def test_deliveries_are_listed_by_status_endpoint_and_reference(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop, endpoint("a"), endpoint("b"))
    listener.answers = [fail]
    tell(COMPLETE)
    tell(COMPLETE, reference="100000002")
    deliver_all(shop)

    def found(**wanted: Any) -> int:
        return len(service.listed(shop, **wanted))

    assert [
        found(),
        found(status=DeliveryStatus.DELIVERED),
        found(endpoint="a"),
        found(reference=ANOTHER),
        found(endpoint="b", reference=ANOTHER),
    ] == [4, 3, 2, 2, 1]


def test_the_client_of_an_account_that_went_live_is_tried_no_more(context: Context) -> None:
    add(context, endpoint(trial=Trial(wrong_signature=True)))

    live = replace(context, merchant=replace(context.merchant, is_live=True))

    assert service.endpoints(live) == [endpoint()]
