"""What is written down to be told, in the transaction of the change it tells of."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import func, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications import outbox, service, store
from rpc_server.commerce.notifications.model import LicenceChange, NotificationKind, Topic
from rpc_server.commerce.notifications.tables import DeliveryRow
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.subscriptions import service as subscriptions
from tests.notification_world import ANOTHER, add, endpoint, reasons
from tests.order_world import asked, engine, item

Tell = Callable[..., None]


def test_every_change_is_an_event_of_its_order_numbered_from_one(shop: Context, tell: Tell) -> None:
    tell(OrderStatus.PENDING, OrderStatus.AUTHRECEIVED)
    tell(OrderStatus.PENDING, reference="100000002")
    tell(OrderStatus.COMPLETE)

    events = store.events(shop, Topic.ORDER, ANOTHER)
    assert [(event.sequence, event.reason) for event in events] == [
        (1, "PENDING"),
        (2, "AUTHRECEIVED"),
        (3, "COMPLETE"),
    ]
    assert [event.sequence for event in store.events(shop, Topic.ORDER, "100000002")] == [1]


def test_without_endpoints_an_event_has_no_messages_and_no_deliveries(shop: Context, tell: Tell) -> None:
    tell(OrderStatus.COMPLETE)

    assert [event.messages for event in store.events(shop, Topic.ORDER, ANOTHER)] == [None]
    assert shop.session.scalar(select(func.count()).select_from(DeliveryRow)) == 0


def test_a_change_that_is_taken_back_is_not_told(
    services: Services, merchant: Merchant, order: Order, shop: Context
) -> None:
    add(shop)
    with engine(services, merchant) as context:
        outbox.order_changed(context, replace(order, reference=ANOTHER))
        context.work.rollback()

    assert store.events(shop, Topic.ORDER, ANOTHER) == []
    assert service.listed(shop, reference=ANOTHER) == []


def test_an_event_has_one_message_of_each_kind_and_a_delivery_to_each_endpoint(shop: Context, tell: Tell) -> None:
    ins, lcn = NotificationKind.INS, NotificationKind.LCN
    add(shop, endpoint("a"), endpoint("b"), endpoint("c", ins), endpoint("d", lcn))
    tell(OrderStatus.COMPLETE)

    (event,) = store.events(shop, Topic.ORDER, ANOTHER)
    assert set(event.messages or {}) == {"IPN", "INS"}
    assert sorted(found.endpoint for found in service.listed(shop, reference=ANOTHER)) == ["a", "b", "c"]


def test_a_change_of_a_subscription_is_told_to_those_who_hear_of_licences(
    services: Services, merchant: Merchant, shop: Context
) -> None:
    add(shop, endpoint("orders"), endpoint("licences", NotificationKind.LCN))
    with engine(services, merchant) as context:
        placed = orders.place(context, asked(item("PLAN")))
    (subscription,) = subscriptions.of_order(shop, placed.reference or "")

    outbox.subscription_changed(shop, subscription, LicenceChange.LICENCE_PASTDUE)

    assert reasons(shop, subscription.reference, Topic.SUBSCRIPTION)[-1] == "LICENCE_PASTDUE"
    assert {found.endpoint for found in service.listed(shop, reference=subscription.reference)} == {"licences"}


def test_an_endpoint_that_is_stopped_is_not_told(shop: Context, tell: Tell) -> None:
    add(shop, endpoint("a"), endpoint("b"))
    service.stop(shop, "a")
    tell(OrderStatus.COMPLETE)

    assert [found.endpoint for found in service.listed(shop, reference=ANOTHER)] == ["b"]


def test_many_who_tell_of_one_order_at_once_leave_no_number_out(
    services: Services, merchant: Merchant, order: Order, shop: Context
) -> None:
    add(shop)

    def tell_five_times(_: int) -> None:
        for _ in range(5):
            with engine(services, merchant) as context:
                outbox.order_changed(context, replace(order, reference=ANOTHER))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tell_five_times, range(6)))

    assert [event.sequence for event in store.events(shop, Topic.ORDER, ANOTHER)] == list(range(1, 31))
    assert len(service.listed(shop, reference=ANOTHER)) == 30
