"""Which changes of orders and subscriptions are told, by the use cases that make them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications import store
from rpc_server.commerce.notifications.model import Event, NotificationKind, Topic
from rpc_server.commerce.orders import cancelling
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import ApproveStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund, RefundItem
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions import upgrade
from rpc_server.commerce.subscriptions.managing import service as managing
from tests import order_world, renewal_world, subscription_world
from tests.notification_world import add, endpoint, reasons
from tests.order_world import asked, engine, item, payment
from tests.subscription_world import REFERENCE

IPN, LCN = NotificationKind.IPN, NotificationKind.LCN


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> Iterator[Context]:
    """The shop of the order tests, whose orders and licences are told."""
    order_world.stock(services)
    with engine(services, merchant) as context:
        add(context, endpoint("orders"), endpoint("licences", LCN))
        yield context
        context.work.rollback()


@pytest.fixture
def careful(services: Services, merchant: Merchant) -> Iterator[Context]:
    """The same shop, where an hour passes between the money and the goods."""
    order_world.stock(services)
    with engine(services, replace(merchant, approval_delay_seconds=3600)) as context:
        add(context, endpoint("orders"))
        yield context
        context.work.rollback()


@pytest.fixture
def subscribing(services: Services, merchant: Merchant) -> Iterator[Context]:
    """The shop of the subscription tests, whose orders and licences are told."""
    subscription_world.stock(services)
    with engine(services, merchant) as context:
        add(context, endpoint("orders"), endpoint("licences", LCN))
        yield context
        context.work.rollback()


def test_a_sale_is_told_from_its_placing_to_its_end(shop: Context) -> None:
    placed = orders.place(shop, asked(item("PLAN")))
    (licence,) = subscriptions.of_order(shop, placed.reference or "")

    assert _orders(shop, placed.reference, "ORDERSTATUS") == ["PENDING", "PAYMENT_AUTHORIZED", "COMPLETE"]
    assert reasons(shop, licence.reference, Topic.SUBSCRIPTION) == ["LICENCE_CHANGE"]


def test_a_sale_whose_card_is_declined_stays_pending_until_it_is_paid(shop: Context) -> None:
    placed = orders.place(shop, asked(payment=payment("Mona Doe")))
    declined = _orders(shop, placed.reference, "ORDERSTATUS")
    orders.place(shop, asked(reference=placed.reference))

    assert declined == ["PENDING"]
    assert _orders(shop, placed.reference, "ORDERSTATUS") == ["PENDING", "PAYMENT_AUTHORIZED", "COMPLETE"]


def test_a_sale_that_is_cancelled_is_told(shop: Context) -> None:
    wire = NewPayment(PaymentType.WIRE, "USD")
    placed = orders.place(shop, asked(payment=wire))
    cancelling.cancel(shop, placed.reference or "")

    assert _orders(shop, placed.reference, "ORDERSTATUS") == ["PENDING", "CANCELED"]


def test_a_sale_paid_by_wire_is_told_when_its_money_comes(shop: Context) -> None:
    placed = orders.place(shop, asked(payment=NewPayment(PaymentType.WIRE, "USD")))
    orders.receive_payment(shop, placed.reference or "")

    assert _orders(shop, placed.reference, "ORDERSTATUS") == ["PENDING", "PAYMENT_AUTHORIZED", "COMPLETE"]
    assert _orders(shop, placed.reference, "PAYMETHOD") == ["Bank/Wire transfer"] * 3


def test_a_sale_found_to_be_fraud_is_told(careful: Context) -> None:
    placed = orders.place(careful, asked())
    cancelling.reverse(careful, placed.reference or "", ApproveStatus.FRAUD)

    assert _orders(careful, placed.reference, "ORDERSTATUS") == ["PENDING", "PAYMENT_AUTHORIZED", "INVALID"]
    assert _orders(careful, placed.reference, "IPN_TOTALGENERAL") == ["19.95", "19.95", "-19.95"]


def test_a_whole_refund_is_told_of_the_order_and_of_its_licence(shop: Context) -> None:
    placed = orders.place(shop, asked(item("PLAN")))
    (licence,) = subscriptions.of_order(shop, placed.reference or "")
    refunds.request(shop, NewRefund(placed.reference or "", placed.totals.gross_discounted))

    assert _orders(shop, placed.reference, "ORDERSTATUS")[-1] == "REFUND"
    assert _orders(shop, placed.reference, "REFUND_TYPE")[-1] == "TOTAL"
    assert _orders(shop, placed.reference, "IPN_TOTALGENERAL")[-1] == "-30.00"
    assert _licences(shop, licence.reference, "STATUS") == ["ACTIVE", "DISABLED"]


def test_a_part_that_is_refunded_is_told_while_the_order_stands(shop: Context) -> None:
    placed = orders.place(shop, asked(item("BOOK", 2)))
    line = placed.lines[0]
    part = NewRefund(placed.reference or "", Decimal("19.95"), (RefundItem("items[0]", line.reference, 1),))
    refunds.request(shop, part)

    assert reasons(shop, placed.reference or "")[-1] == "COMPLETE"
    assert _orders(shop, placed.reference, "REFUND_TYPE")[-1] == "PARTIAL"
    assert _orders(shop, placed.reference, "IPN_TOTALGENERAL")[-1] == "-19.95"


def test_a_renewal_is_told_as_an_order_and_as_a_longer_licence(subscribing: Context, clock: SetClock) -> None:
    renewal_world.paying(subscribing)
    renewal_world.run_until(subscribing, clock.now() + timedelta(days=12))

    (renewed,) = renewal_world.renewal_orders(subscribing)
    assert _orders(subscribing, renewed.reference, "ORDERSTATUS")[-1] == "COMPLETE"
    assert _licences(subscribing, REFERENCE, "EXPIRATION_DATE") == ["2026-04-20"]
    assert _licences(subscribing, REFERENCE, "RENEWALS_NUMBER") == ["1"]


def test_a_renewal_that_is_not_paid_is_told_as_past_due_and_then_as_expired(
    subscribing: Context, clock: SetClock
) -> None:
    renewal_world.paying(subscribing, "Mona Doe")
    renewal_world.run_until(subscribing, clock.now() + timedelta(days=90))

    told = reasons(subscribing, REFERENCE, Topic.SUBSCRIPTION)
    assert [told[0], told[-1]] == ["LICENCE_PASTDUE", "LICENCE_EXPIRATION"]
    assert _licences(subscribing, REFERENCE, "STATUS")[-1] == "EXPIRED"


def test_an_upgrade_is_told_as_an_order_and_as_another_licence(subscribing: Context) -> None:
    renewal_world.paying(subscribing)
    upgrade.upgrade(subscribing, REFERENCE, product_code="PRO")

    assert _licences(subscribing, REFERENCE, "LICENSE_PRODUCT_CODE") == ["PRO"]
    assert _licences(subscribing, REFERENCE, "UPGRADES_NUMBER") == ["1"]


def test_what_a_customer_decides_is_told(subscribing: Context) -> None:
    renewal_world.paying(subscribing)
    managing.disable_recurring(subscribing, REFERENCE, (), None)
    managing.enable_recurring(subscribing, REFERENCE)
    managing.cancel(subscribing, REFERENCE, (), None)
    managing.enable(subscribing, REFERENCE)
    managing.extend(subscribing, REFERENCE, 10)

    assert _licences(subscribing, REFERENCE, "RECURRING")[:2] == ["0", "1"]
    assert _licences(subscribing, REFERENCE, "STATUS")[2:4] == ["DISABLED", "ACTIVE"]
    assert _licences(subscribing, REFERENCE, "EXPIRATION_DATE")[-1] == "2026-03-30"


def _orders(context: Context, reference: str | None, name: str) -> list[str]:
    """The value of a field in each IPN of the order."""
    return [_value(event, IPN, name) for event in store.events(context, Topic.ORDER, reference or "")]


def _licences(context: Context, reference: str, name: str) -> list[str]:
    """The value of a field in each LCN of the subscription."""
    return [_value(event, LCN, name) for event in store.events(context, Topic.SUBSCRIPTION, reference)]


def _value(event: Event, kind: NotificationKind, name: str) -> str:
    return dict(event.message(kind))[name]
