"""Every change of an order is told of once, and what did not happen is not told of."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.invoices import service as invoices
from rpc_server.commerce.invoices.model import Invoice
from rpc_server.commerce.notifications.model import Topic
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.orders import authorising, cancelling, service
from rpc_server.commerce.orders.authorising import Answer
from rpc_server.commerce.orders.model import ApproveStatus, Order
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.gateways import Charge, Result
from tests.order_world import Crash, CrashingAfter, Recorder, Silent, asked, engine, item, payment
from tests.refund_world import EmptyTill, back, bought

WIRE = NewPayment(PaymentType.WIRE, "USD")
IDEAL = NewPayment(
    PaymentType.IDEAL,
    "USD",
    return_url="https://shop.example/yes",
    cancel_url="https://shop.example/no",
    pages_at="http://127.0.0.1",
)


def told(context: Context, reference: str | None = None) -> list[str]:
    """What was told of the order, or of the only one there is."""
    events = select(EventRow.reason).where(EventRow.topic == Topic.ORDER).order_by(EventRow.sequence)
    wanted = reference or context.session.execute(select(OrderRow.reference)).scalar_one()
    return list(context.session.scalars(events.where(EventRow.reference == wanted)))


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        (payment("John Doe"), ["PENDING", "AUTHRECEIVED", "COMPLETE"]),
        (payment("Mona Doe"), ["PENDING"]),
        (WIRE, ["PENDING"]),
    ],
)
def test_an_order_is_told_of_at_every_step(context: Context, paid: NewPayment, expected: list[str]) -> None:
    order = service.place(context, asked(item("PLAN"), payment=paid))

    assert told(context, order.reference) == expected


def test_a_failed_order_charged_again_is_told_of_when_it_is_paid(context: Context) -> None:
    failed = service.place(context, asked(payment=payment("Mona Doe")))

    service.place(context, asked(reference=failed.reference))

    assert told(context) == ["PENDING", "AUTHRECEIVED", "COMPLETE"]


def test_an_order_that_waits_for_approval_is_told_of_when_it_is_finished(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    with engine(services, replace(merchant, approval_delay_seconds=60)) as context:
        service.place(context, asked())
        assert told(context) == ["PENDING", "AUTHRECEIVED"]
        clock.advance(timedelta(minutes=1))
        service.reconcile(context)

        assert told(context) == ["PENDING", "AUTHRECEIVED", "COMPLETE"]


def test_money_that_arrives_by_hand_is_told_of(context: Context) -> None:
    order = service.place(context, asked(payment=WIRE))

    service.receive_payment(context, order.reference or "")

    assert told(context) == ["PENDING", "AUTHRECEIVED", "COMPLETE"]


def test_an_order_cancelled_is_told_of_once(context: Context) -> None:
    order = service.place(context, asked(payment=WIRE))

    cancelling.cancel(context, order.reference or "")
    cancelling.cancel(context, order.reference or "")

    assert told(context) == ["PENDING", "CANCELED"]


def test_a_wallet_whose_owner_never_answered_is_told_of(context: Context) -> None:
    order = service.place(context, asked(payment=replace(IDEAL)))
    assert order.authorisation is not None

    authorising.answer(context, order.authorisation.token, Answer.TIME_OUT)

    assert told(context) == ["PENDING", "CANCELED"]


@pytest.mark.parametrize(
    ("gateway", "expected"), [(Recorder(), ["REVERSED"]), (EmptyTill(), ["REVERSED", "AUTHRECEIVED"])]
)
def test_a_reversal_is_told_of_and_so_is_its_failure(
    services: Services, merchant: Merchant, gateway: Recorder, expected: list[str]
) -> None:
    with engine(services, replace(merchant, approval_delay_seconds=60), gateway=gateway) as context:
        order = service.place(context, asked())
        cancelling.reverse(context, order.reference or "", ApproveStatus.FRAUD)

        assert told(context) == ["PENDING", "AUTHRECEIVED", *expected]


def refunded(context: Context, order: Order) -> list[str]:
    """What was told since the order was finished."""
    return told(context, order.reference)[3:]


def test_each_refund_is_told_of_and_the_last_one_ends_the_order(context: Context) -> None:
    order = bought(context)

    refunds.request(context, back(order, "9.95"))
    refunds.request(context, back(order, "10.00"))

    assert refunded(context, order) == ["COMPLETE", "REFUND"]


def test_a_refund_that_needs_approval_is_told_of_when_it_is_asked_for_and_when_it_is_decided(
    services: Services, merchant: Merchant
) -> None:
    with engine(services, replace(merchant, refunds_need_approval=True)) as context:
        order = bought(context)
        refunds.discard(context, refunds.request(context, back(order, "19.95")).refund_id)
        refunds.approve(context, refunds.request(context, back(order, "19.95")).refund_id)

        assert refunded(context, order) == ["COMPLETE", "COMPLETE", "COMPLETE", "REFUND"]


def test_what_is_rolled_back_is_not_told_of(
    services: Services, merchant: Merchant, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(context: Context, order: Order) -> Invoice:
        raise Crash

    slow = replace(merchant, approval_delay_seconds=60)
    with engine(services, slow) as context:
        order = service.place(context, asked(item("PLAN")))
    clock.advance(timedelta(minutes=1))
    monkeypatch.setattr(invoices, "issue_first", crash)
    with pytest.raises(Crash), engine(services, slow) as context:
        service.reconcile(context)

    with engine(services, slow) as context:
        assert told(context, order.reference) == ["PENDING", "AUTHRECEIVED"]


def test_a_charge_that_dies_is_told_of_when_it_is_found_again(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    gateway = CrashingAfter()
    with pytest.raises(Crash), engine(services, merchant, gateway=gateway) as context:
        service.place(context, asked())
    with engine(services, merchant, gateway=gateway) as context:
        assert told(context) == ["PENDING"]
        clock.advance(timedelta(minutes=5))
        service.reconcile(context)

        assert told(context) == ["PENDING", "AUTHRECEIVED", "COMPLETE"]


class Overtaken(Silent):
    """While it charges, another process finds out that it did."""

    def __init__(self, services: Services, merchant: Merchant, clock: SetClock) -> None:
        super().__init__()
        self._services, self._merchant, self._clock = services, merchant, clock

    def charge(self, charge: Charge) -> Result:
        answer = Recorder.charge(self, charge)
        self._clock.advance(timedelta(minutes=5))
        with engine(self._services, self._merchant, gateway=self) as context:
            service.reconcile(context)
        return answer


def test_two_that_settle_the_same_charge_tell_of_it_once(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    with engine(services, merchant, gateway=Overtaken(services, merchant, clock)) as context:
        service.place(context, asked())

        assert told(context) == ["PENDING", "AUTHRECEIVED", "COMPLETE"]
