"""Messages on their way: each is delivered, in its order, when it is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications import deliveries, outbox, service
from rpc_server.commerce.notifications.delivering import REST, deliver_next
from rpc_server.commerce.notifications.duties import DELIVERIES
from rpc_server.commerce.notifications.model import Attempt, DeliveryStatus, NotificationKind, Trial
from rpc_server.commerce.notifications.receipts import refusal
from rpc_server.commerce.notifications.schedule import LAST
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.gateways.courier import Answer
from tests.notification_world import ANOTHER, Listener, add, deliver_all, endpoint, fail, receipt, unsigned
from tests.order_world import Crash, engine

AUTHORISED, COMPLETE, REFUND = OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE, OrderStatus.REFUND
Tell = Callable[..., None]


def test_a_message_is_posted_to_its_url_and_taken_with_a_receipt(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop, endpoint(url="https://shop.example/ipn.php?shop=1"))
    tell(COMPLETE)

    (delivery,) = deliver_all(shop)

    assert listener.urls == ["https://shop.example/ipn.php?shop=1"]
    assert listener.told("ORDERSTATUS") == ["COMPLETE"]
    assert delivery.status is DeliveryStatus.DELIVERED
    attempted = service.attempts(shop, delivery)
    body = receipt(listener.posted[0])
    assert attempted == [Attempt(1, shop.clock.now(), 3, 200, body, None)]


def test_what_was_told_does_not_change_with_the_order(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop)
    tell(AUTHORISED, COMPLETE, REFUND)

    deliver_all(shop)

    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED", "COMPLETE", "REFUND"]
    assert listener.told("IPN_TOTALGENERAL") == ["19.95", "19.95", "-19.95"]


def test_a_message_that_is_not_taken_is_tried_again_by_the_documented_stages(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    tell(COMPLETE)
    began = clock.now()
    listener.answers = [fail] * 100

    tried = []
    for _ in range(2 * 24 * 12 + 1):
        tried += [(clock.now() - began) / timedelta(minutes=1) for _ in deliver_all(shop)]
        clock.advance(timedelta(minutes=2, seconds=30))
        tried += [(clock.now() - began) / timedelta(minutes=1) for _ in deliver_all(shop)]
        clock.advance(timedelta(minutes=2, seconds=30))

    assert tried[:9] == [0, 2.5, 5, 20, 35, 50, 65, 125, 185]
    assert len(tried) == 7 + 46
    assert tried[-1] < LAST / timedelta(minutes=1)


def test_a_message_that_was_tried_for_two_days_is_dead_and_tells_why(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    tell(COMPLETE)
    listener.answers = [fail] * 100

    while not service.listed(shop, status=DeliveryStatus.DEAD):
        deliver_all(shop)
        clock.advance(timedelta(hours=1))

    (dead,) = service.listed(shop)
    assert deliver_next(shop) is None
    assert service.attempts(shop, dead)[-1].refusal == (
        "The answer has no read receipt: neither <EPAYMENT>DATE|HASH</EPAYMENT> nor <sig algo date>HASH</sig>."
    )
    assert (service.attempts(shop, dead)[-1].status, service.attempts(shop, dead)[-1].excerpt) == (500, "Fatal error")


def test_a_later_message_waits_for_the_earlier_one_of_its_order(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    tell(AUTHORISED, COMPLETE)
    listener.answers = [fail, fail]

    deliver_all(shop)
    clock.advance(timedelta(minutes=2, seconds=30))
    deliver_all(shop)
    tell(REFUND)
    deliver_all(shop)
    clock.advance(timedelta(minutes=2, seconds=30))
    deliver_all(shop)

    first, second, third = "PAYMENT_RECEIVED", "COMPLETE", "REFUND"
    assert listener.told("ORDERSTATUS") == [first, first, first, second, third]


def test_orders_do_not_wait_for_each_other(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop)
    listener.answers = [fail]
    tell(AUTHORISED)
    tell(COMPLETE, reference="200000002")

    deliver_all(shop)

    assert sorted(listener.told("ORDERSTATUS")) == ["COMPLETE", "PAYMENT_RECEIVED"]


def test_endpoints_do_not_wait_for_each_other(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop, endpoint("first", url="http://a.example/"), endpoint("second", url="http://b.example/"))
    listener.answers = [fail]
    tell(AUTHORISED, COMPLETE)

    deliver_all(shop)

    assert listener.urls == ["http://a.example/", "http://b.example/", "http://b.example/"]


def test_after_a_dead_message_the_next_one_is_sent(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    tell(AUTHORISED, COMPLETE)
    listener.answers = [fail] * 53

    for _ in range(60):
        deliver_all(shop)
        clock.advance(timedelta(hours=1))

    assert [found.status for found in service.listed(shop)] == [DeliveryStatus.DELIVERED, DeliveryStatus.DEAD]
    assert listener.told("ORDERSTATUS")[-1] == "COMPLETE"


def test_nothing_is_locked_while_a_message_is_sent(
    services: Services, merchant: Merchant, shop: Context, listener: Listener, tell: Tell
) -> None:
    add(shop)
    tell(COMPLETE)

    def write_meanwhile(posted: object) -> Answer:
        with engine(services, merchant) as other:
            add(other, endpoint("another"))
        return fail(())

    listener.answers = [write_meanwhile]
    deliver_all(shop)

    assert [found.name for found in service.endpoints(shop)] == ["another", "shop"]


def test_two_workers_never_send_the_same_message_at_once(
    services: Services, merchant: Merchant, shop: Context, listener: Listener, tell: Tell
) -> None:
    add(shop)
    tell(AUTHORISED, COMPLETE)
    twin = Listener()

    def look_for_more(posted: object) -> Answer:
        with engine(services, merchant, courier=twin) as other:
            assert deliver_next(other) is None
        return fail(())

    listener.answers = [look_for_more]
    deliver_all(shop)

    assert (len(listener.posted), twin.posted) == (1, [])


def test_a_message_whose_sender_dies_is_sent_again_when_its_time_is_over(
    services: Services, merchant: Merchant, shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    tell(AUTHORISED, COMPLETE)

    def die(posted: object) -> Answer:
        raise Crash

    try:
        with engine(services, merchant, courier=Listener([die])) as dying:
            deliver_next(dying)
    except Crash:
        pass
    before = deliver_all(shop)
    clock.advance(deliveries.LEASE)
    after = deliver_all(shop)

    assert (before, [found.sequence for found in after]) == ([], [1, 2])
    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED", "COMPLETE"]


def test_a_worker_that_is_overtaken_writes_nothing(
    services: Services, merchant: Merchant, shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    tell(COMPLETE)

    def be_overtaken(posted: object) -> Answer:
        clock.advance(deliveries.LEASE)
        with engine(services, merchant, courier=Listener()) as other:
            deliver_next(other)
        return fail(())

    listener.answers = [be_overtaken]
    deliver_all(shop)

    (delivery,) = service.listed(shop)
    assert (delivery.status, delivery.tries) == (DeliveryStatus.DELIVERED, 1)
    assert [attempt.refusal for attempt in service.attempts(shop, delivery)] == [None]


def test_a_message_told_while_the_earlier_one_is_under_way_follows_at_once(
    services: Services, merchant: Merchant, shop: Context, listener: Listener, tell: Tell, order: Order
) -> None:
    add(shop)
    tell(AUTHORISED)

    def tell_more(posted: object) -> Answer:
        with engine(services, merchant) as other:
            outbox.order_changed(other, replace(order, reference=ANOTHER))
        return Answer(3, 200, receipt(listener.posted[0]).encode())

    listener.answers = [tell_more]
    deliver_all(shop)

    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED", "COMPLETE"]


def test_a_failing_listener_gets_the_whole_sequence_as_soon_as_it_recovers(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    listener.answers = [fail] * 7
    tell(AUTHORISED)
    for _ in range(7):
        deliver_all(shop)
        clock.advance(timedelta(minutes=15))
    tell(COMPLETE, REFUND)
    clock.advance(timedelta(hours=1))

    assert len(deliver_all(shop)) == 3
    assert listener.told("ORDERSTATUS")[-2:] == ["COMPLETE", "REFUND"]


def test_a_listener_that_gives_no_answer_is_left_alone_while_others_get_theirs(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop, endpoint("a", url="http://hanging.example/"), endpoint("b", url="http://sound.example/"))
    listener.answers = [lambda _: Answer(20_000, failure="hanging.example did not answer within 20 seconds.")]
    for number in range(5):
        tell(COMPLETE, reference=f"10000000{number}")

    deliver_all(shop)
    assert sorted(listener.urls) == ["http://hanging.example/"] + ["http://sound.example/"] * 5
    clock.advance(REST)
    deliver_all(shop)
    assert listener.urls[6:] == ["http://hanging.example/"] * 4


def test_each_endpoint_has_its_own_signatures(
    shop: Context, listener: Listener, tell: Tell, merchant: Merchant
) -> None:
    add(shop, endpoint("a", algorithms=(Algorithm.MD5,)), endpoint("b", algorithms=(Algorithm.SHA3_256,)))
    tell(COMPLETE)

    deliver_all(shop)

    assert [[name for name, _ in message][-1] for message in listener.posted] == ["HASH", "SIGNATURE_SHA3_256"]


def test_each_try_tells_when_it_is_sent(shop: Context, listener: Listener, tell: Tell, clock: SetClock) -> None:
    add(shop)
    tell(COMPLETE)
    listener.answers = [fail]

    deliver_all(shop)
    clock.advance(timedelta(minutes=2, seconds=30))
    deliver_all(shop)

    assert listener.told("IPN_DATE") == ["20260310140000", "20260310140230"]


def test_an_ins_message_is_taken_with_the_status_alone(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop, endpoint(kind=NotificationKind.INS))
    tell(COMPLETE)
    listener.answers = [lambda _: Answer(3, 404), lambda _: Answer(3, 200)]

    (first,) = deliver_all(shop)

    assert service.attempts(shop, first)[0].refusal == "It answered with status 404."


def test_a_redirect_is_not_followed(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop)
    tell(COMPLETE)
    listener.answers = [lambda _: Answer(3, 302)]

    (delivery,) = deliver_all(shop)

    assert service.attempts(shop, delivery)[0].refusal == "It answered with status 302: redirects are not followed."


def test_an_answer_of_any_bytes_is_recorded(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop)
    tell(COMPLETE)
    listener.answers = [lambda _: Answer(3, 200, b"\xff\0\xc3" * 1000)]

    (delivery,) = deliver_all(shop)

    assert service.attempts(shop, delivery)[0].excerpt.startswith("\ufffd\ufffd")


def test_the_duty_waits_for_what_can_be_sent_and_no_more(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop)
    tell(AUTHORISED, COMPLETE)
    now = clock.now()

    waiting = [shop.session.execute(DELIVERIES.waiting()).all()]
    listener.answers = [fail]
    told = [DELIVERIES.carry_out(shop), DELIVERIES.carry_out(shop)]
    waiting += [shop.session.execute(DELIVERIES.waiting()).all()]
    clock.advance(timedelta(minutes=2, seconds=30))
    told += [DELIVERIES.carry_out(shop) for _ in range(3)]
    waiting += [shop.session.execute(DELIVERIES.waiting()).all()]

    mine = shop.merchant_id
    assert waiting == [[(mine, now)], [(mine, now + timedelta(minutes=2, seconds=30))], []]
    assert told == [
        f"tried {ANOTHER} no. 1 to shop",
        None,
        f"delivered {ANOTHER} no. 1 to shop",
        f"delivered {ANOTHER} no. 2 to shop",
        None,
    ]


def test_a_client_may_be_sent_everything_twice(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop, endpoint(trial=Trial(copies=2)))
    tell(AUTHORISED, COMPLETE)

    deliver_all(shop)

    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED", "PAYMENT_RECEIVED", "COMPLETE", "COMPLETE"]
    assert listener.told("MESSAGE_ID")[0] == listener.told("MESSAGE_ID")[1]


def test_a_client_may_be_sent_messages_out_of_their_order(
    shop: Context, listener: Listener, tell: Tell, clock: SetClock
) -> None:
    add(shop, endpoint(trial=Trial(out_of_order=True)))
    tell(AUTHORISED, COMPLETE, REFUND)

    deliver_all(shop)
    clock.advance(outbox.HOLD_BACK)
    deliver_all(shop)

    assert listener.told("ORDERSTATUS") == ["COMPLETE", "PAYMENT_RECEIVED", "REFUND"]


def test_a_client_may_be_sent_messages_late(shop: Context, listener: Listener, tell: Tell, clock: SetClock) -> None:
    add(shop, endpoint(trial=Trial(delay_seconds=3600)))
    tell(AUTHORISED)
    clock.advance(timedelta(minutes=10))
    tell(COMPLETE)

    clock.advance(timedelta(minutes=50))
    deliver_all(shop)
    clock.advance(timedelta(minutes=9))
    deliver_all(shop)
    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED"]
    clock.advance(timedelta(minutes=1))
    deliver_all(shop)
    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED", "COMPLETE"]


def test_a_client_may_be_sent_a_wrong_signature(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop, endpoint("right"), endpoint("wrong", trial=Trial(wrong_signature=True)))
    tell(COMPLETE)

    deliver_all(shop)

    right, wrong = listener.posted
    assert unsigned(right) == unsigned(wrong)
    assert {name for name, _ in right[-3:]} == {name for name, _ in wrong[-3:]}
    assert not set(right[-3:]) & set(wrong[-3:])


def test_a_client_may_be_told_a_contradictory_status(shop: Context, listener: Listener, tell: Tell) -> None:
    add(shop, endpoint(trial=Trial(status="REVERSED")))
    tell(COMPLETE)

    deliver_all(shop)

    assert listener.told("ORDERSTATUS") == ["REVERSED"]
    assert listener.told("MESSAGE_TYPE") == ["COMPLETE"]
    assert refusal(NotificationKind.IPN, listener.posted[0], receipt(listener.posted[0]), "SECRET_KEY") is None


def test_an_endpoint_is_not_told_of_what_happened_before_it_was_there(
    shop: Context, listener: Listener, tell: Tell
) -> None:
    tell(AUTHORISED)
    add(shop)
    tell(COMPLETE)

    deliver_all(shop)

    assert listener.told("ORDERSTATUS") == ["COMPLETE"]


def test_merchants_send_their_own_messages_alone(
    services: Services, other_merchant: Merchant, shop: Context, tell: Tell
) -> None:
    add(shop)
    tell(COMPLETE)

    with engine(services, other_merchant, courier=Listener()) as other:
        assert deliver_next(other) is None
        assert service.listed(other) == []
