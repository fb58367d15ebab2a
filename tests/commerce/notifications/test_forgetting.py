"""Messages that ended long ago are forgotten; those that wait, and what happened, are not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications import forgetting, outbox, service, store
from rpc_server.commerce.notifications.duties import FORGETTING
from rpc_server.commerce.notifications.errors import DeliveryNotFound
from rpc_server.commerce.notifications.model import DeliveryStatus, Topic
from rpc_server.commerce.notifications.tables import AttemptRow, DeliveryRow, EventRow
from rpc_server.commerce.orders.model import Order, OrderStatus
from tests.notification_world import ANOTHER, Listener, add, deliver_all, endpoint, fail, receive
from tests.order_world import engine

KEPT = timedelta(days=90)
LONG = KEPT + timedelta(hours=1)
Kept = tuple[int, int, list[bool]]


@pytest.fixture
def shop(services: Services, merchant: Merchant, order: Order, listener: Listener) -> Iterator[Context]:
    """The merchant's engine, whose messages go to the listener and are kept for 90 days."""
    with engine(services, merchant, courier=listener, keeps_messages=KEPT) as context:
        yield context
        context.work.rollback()


def tell(context: Context, order: Order, *statuses: OrderStatus) -> None:
    for status in statuses:
        outbox.order_changed(context, replace(order, reference=ANOTHER, status=status))
    context.work.commit()


def forget(context: Context) -> list[str]:
    """Everything the duty does now."""
    return list(iter(lambda: FORGETTING.carry_out(context), None))


def kept(context: Context) -> Kept:
    """How many deliveries and tries there are, and of each event of the order whether its message is there."""
    counts = (context.session.scalar(select(func.count()).select_from(row)) or 0 for row in (DeliveryRow, AttemptRow))
    return (*counts, [event.messages is not None for event in store.events(context, Topic.ORDER, ANOTHER)])  # type: ignore[return-value]


def due(context: Context) -> list[datetime]:
    return [row.due_at for row in context.session.execute(FORGETTING.waiting())]


def test_what_was_received_long_ago_is_forgotten_and_that_it_was_told_is_not(
    shop: Context, order: Order, clock: SetClock
) -> None:
    add(shop)
    tell(shop, order, OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)
    deliver_all(shop)
    before = kept(shop)
    clock.advance(LONG)

    assert forget(shop) == ["2 messages forgotten"]

    tell(shop, order, OrderStatus.REFUND)
    events = store.events(shop, Topic.ORDER, ANOTHER)
    assert before == (2, 2, [True, True])
    assert kept(shop) == (1, 0, [False, False, True])
    assert [(event.sequence, event.reason) for event in events] == [
        (1, "AUTHRECEIVED"),
        (2, "COMPLETE"),
        (3, "REFUND"),
    ]


def test_what_was_given_up_long_ago_is_forgotten(
    shop: Context, order: Order, listener: Listener, clock: SetClock
) -> None:
    add(shop)
    tell(shop, order, OrderStatus.COMPLETE)
    listener.answers = [fail]
    deliver_all(shop)
    service.stop(shop, "shop")
    shop.work.commit()
    clock.advance(LONG)

    assert forget(shop) == ["a message forgotten"]

    assert kept(shop) == (0, 0, [False])
    with pytest.raises(DeliveryNotFound):
        service.replay(shop, reference=ANOTHER)


def test_what_ended_lately_is_kept(shop: Context, order: Order, clock: SetClock) -> None:
    add(shop)
    tell(shop, order, OrderStatus.COMPLETE)
    deliver_all(shop)
    clock.advance(KEPT)

    assert forget(shop) == []
    assert kept(shop) == (1, 1, [True])


def test_a_message_is_kept_for_the_listener_that_waits_for_it(
    shop: Context, order: Order, listener: Listener, clock: SetClock
) -> None:
    add(shop, endpoint("first"), endpoint("second"))
    tell(shop, order, OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)
    listener.answers = [receive, fail, receive]
    deliver_all(shop)
    clock.advance(LONG)

    assert forget(shop) == ["2 messages forgotten"]

    listener.posted.clear()
    assert kept(shop) == (2, 1, [True, True])
    assert {delivery.endpoint for delivery in deliver_all(shop)} == {"second"}
    assert listener.told("ORDERSTATUS") == ["PAYMENT_RECEIVED", "COMPLETE"]


def test_a_message_that_is_sent_again_is_kept(shop: Context, order: Order, clock: SetClock) -> None:
    add(shop)
    tell(shop, order, OrderStatus.COMPLETE)
    deliver_all(shop)
    clock.advance(LONG)
    service.replay(shop, reference=ANOTHER)

    assert forget(shop) == []
    assert [delivery.status for delivery in deliver_all(shop)] == [DeliveryStatus.DELIVERED]


def test_it_is_looked_for_once_a_day(shop: Context, order: Order, clock: SetClock) -> None:
    add(shop)
    tell(shop, order, OrderStatus.COMPLETE)
    deliver_all(shop)
    clock.advance(KEPT)
    assert due(shop) < [clock.now()]
    forget(shop)
    looked_at = clock.now()
    clock.advance(timedelta(hours=2))

    assert due(shop) == [looked_at + forgetting.PAUSE]
    assert forget(shop) == []
    clock.advance(forgetting.PAUSE)
    assert forget(shop) == ["a message forgotten"]
    assert due(shop) == [clock.now() + forgetting.PAUSE]


def test_an_account_without_endpoints_has_nothing_to_forget(shop: Context, order: Order) -> None:
    tell(shop, order, OrderStatus.COMPLETE)

    assert due(shop) == []


@pytest.mark.parametrize(
    "moved", [{"clock_offset": timedelta(days=400)}, {"clock_frozen_at": datetime(2027, 6, 1, tzinfo=UTC)}], ids=list
)
def test_an_account_whose_clock_was_moved_forgets_nothing(shop: Context, order: Order, moved: dict[str, Any]) -> None:
    add(shop)
    tell(shop, order, OrderStatus.COMPLETE)
    deliver_all(shop)
    shop.session.execute(update(MerchantRow).values(**moved))

    assert due(shop) == []
    assert forget(replace(shop, merchant=replace(shop.merchant, **moved))) == []
    assert kept(shop) == (1, 1, [True])


def test_a_server_that_keeps_all_forgets_nothing(shop: Context, order: Order, clock: SetClock) -> None:
    add(shop)
    tell(shop, order, OrderStatus.COMPLETE)
    deliver_all(shop)
    clock.advance(timedelta(days=4000))
    for_ever = replace(shop, services=replace(shop.services, keeps_messages=None))

    assert forget(for_ever) == []
    assert kept(shop) == (1, 1, [True])
    assert due(shop) == [clock.now() + forgetting.PAUSE]


def test_the_messages_of_another_merchant_are_not_touched(
    services: Services, shop: Context, other_merchant: Merchant, order: Order, clock: SetClock
) -> None:
    add(shop)
    tell(shop, order, OrderStatus.COMPLETE)
    deliver_all(shop)
    shop.work.commit()
    with engine(services, other_merchant) as stranger:
        add(stranger)
    clock.advance(LONG)

    with engine(services, other_merchant, keeps_messages=KEPT) as stranger:
        assert forget(stranger) == []
    assert kept(shop) == (1, 1, [True])


def test_many_are_forgotten_a_batch_at_a_time(shop: Context, clock: SetClock) -> None:
    add(shop)
    many(shop, forgetting.MOST * 2 + 1)
    clock.advance(LONG)

    assert forget(shop) == ["500 messages forgotten", "500 messages forgotten", "a message forgotten"]
    assert kept(shop)[:2] == (0, 0)


def many(context: Context, count: int) -> None:
    """So many events, each received once."""
    now = context.clock.now()
    subject = {"merchant_id": context.merchant_id, "topic": Topic.ORDER, "sequence": 1}
    keys = [{**subject, "reference": str(200_000_000 + n)} for n in range(count)]
    told: dict[str, Any] = {"reason": "COMPLETE", "occurred_at": now, "messages": {"IPN": (("REFNO", "1"),)}}
    state: dict[str, Any] = {
        "endpoint": "shop", "status": DeliveryStatus.DELIVERED, "due_at": now, "keeps_order": True, "copies": 0,
        "tries": 1, "stage": 1, "first_tried_at": now, "settled_at": now, "claim": None,
    }  # fmt: skip
    tried: dict[str, Any] = {
        "endpoint": "shop", "number": 1, "tried_at": now, "duration_ms": 1, "status": 200, "excerpt": "", "refusal": None,
    }  # fmt: skip
    for row, values in ((EventRow, told), (DeliveryRow, state), (AttemptRow, tried)):
        context.session.execute(insert(row), [{**key, **values} for key in keys])
    context.work.commit()
