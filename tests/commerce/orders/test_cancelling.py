"""Orders that are not carried out: cancelled unpaid, reversed when their money is only held."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.campaigns.promotions import uses
from rpc_server.commerce.campaigns.promotions.tables import PromotionRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import cancelling, charging, service
from rpc_server.commerce.orders.errors import OrderNotCancelable, OrderNotFound, OrderNotPayable, PaymentInProgress
from rpc_server.commerce.orders.model import ApproveStatus, OrderStatus
from rpc_server.commerce.orders.refunds.model import IN_FLIGHT
from rpc_server.commerce.payments.attempts import attempts_of
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.gateways import Outcome, Result
from rpc_server.gateways.simulator import Simulator
from tests.order_world import Silent, asked, engine, item, payment
from tests.refund_world import EmptyTill, Till

WIRE = NewPayment(PaymentType.WIRE, "USD")


class Voided(Simulator):
    """Only holds money when it is charged, and counts what it let go of."""

    def __init__(self) -> None:
        super().__init__()
        self.voids: list[str] = []

    charge = Simulator.authorise

    def void(self, transaction: str) -> Result:
        self.voids.append(transaction)
        return super().void(transaction)


def late(merchant: Merchant) -> Merchant:
    """The merchant, approving orders an hour after they were paid."""
    return replace(merchant, approval_delay_seconds=3600)


def test_an_unpaid_order_is_cancelled_and_cannot_be_paid_any_more(context: Context) -> None:
    reference = service.place(context, asked(payment=payment("Mona Doe"))).reference or ""

    assert cancelling.cancel(context, reference).status is OrderStatus.CANCELED
    assert cancelling.cancel(context, reference).status is OrderStatus.CANCELED
    with pytest.raises(OrderNotPayable):
        service.place(context, asked(reference=reference))


def test_a_paid_order_is_not_cancelled(context: Context) -> None:
    reference = service.place(context, asked()).reference or ""

    with pytest.raises(OrderNotCancelable) as refused:
        cancelling.cancel(context, reference)

    assert (refused.value.code, refused.value.message) == ("ORDER_NOT_CANCELABLE", "The order is COMPLETE.")


def test_an_order_with_a_charge_under_way_is_not_cancelled(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    with engine(services, merchant, gateway=Silent()) as context:
        reference = service.place(context, asked()).reference or ""
        with pytest.raises(PaymentInProgress):
            cancelling.cancel(context, reference)

        clock.advance(charging.IN_FLIGHT + timedelta(seconds=1))
        with pytest.raises(OrderNotCancelable):
            cancelling.cancel(context, reference)


def test_the_order_of_another_merchant_is_not_found(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        reference = service.place(context, asked(payment=WIRE)).reference or ""
    with engine(services, other_merchant) as stranger:
        with pytest.raises(OrderNotFound):
            cancelling.cancel(stranger, reference)
        with pytest.raises(OrderNotFound):
            cancelling.reverse(stranger, reference, ApproveStatus.FRAUD)


def test_an_order_nobody_pays_by_hand_is_cancelled_when_the_account_waits_no_longer(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    with engine(services, replace(merchant, unpaid_order_days=30)) as context:
        offline = service.place(context, asked(payment=WIRE)).reference or ""
        declined = service.place(context, asked(payment=payment("Mona Doe"))).reference or ""
        clock.advance(timedelta(days=30) - timedelta(seconds=1))
        service.reconcile(context)
        assert service.find(context, offline).status is OrderStatus.PENDING

        clock.advance(timedelta(seconds=1))
        assert service.reconcile(context) == [f"{offline}: cancelled"]

        assert service.find(context, offline).status is OrderStatus.CANCELED
        assert service.find(context, declined).status is OrderStatus.PENDING
        assert service.reconcile(context) == []


def test_without_a_limit_orders_wait_to_be_paid(context: Context, clock: SetClock) -> None:
    reference = service.place(context, asked(payment=WIRE)).reference or ""
    clock.advance(timedelta(days=3650))

    assert service.reconcile(context) == []
    assert service.find(context, reference).status is OrderStatus.PENDING


@pytest.mark.parametrize("verdict", [ApproveStatus.FRAUD, ApproveStatus.INVALIDDATA])
def test_held_money_of_a_suspicious_order_is_let_go(
    services: Services, merchant: Merchant, clock: SetClock, verdict: ApproveStatus
) -> None:
    bank = Voided()
    with engine(services, late(merchant), gateway=bank) as context:
        reference = service.place(context, asked()).reference or ""

        reversed_ = cancelling.reverse(context, reference, verdict)

        assert (reversed_.status, reversed_.approve_status) == (OrderStatus.REVERSED, verdict)
        assert len(bank.voids) == 1
        clock.advance(timedelta(hours=2))
        assert service.reconcile(context) == []


def test_money_a_processor_took_at_once_is_given_back(services: Services, merchant: Merchant) -> None:
    till = Till()
    with engine(services, late(merchant), gateway=till) as context:
        order = service.place(context, asked())

        cancelling.reverse(context, order.reference or "", ApproveStatus.FRAUD)

    assert list(till.given.values()) == [order.totals.gross_discounted]


def test_where_the_processor_keeps_the_money_the_order_goes_on(services: Services, merchant: Merchant) -> None:
    with engine(services, late(merchant), gateway=EmptyTill()) as context:
        reference = service.place(context, asked()).reference or ""

        kept = cancelling.reverse(context, reference, ApproveStatus.FRAUD)

        assert (kept.status, kept.approve_status) == (OrderStatus.AUTHRECEIVED, ApproveStatus.WAITING)


class Deaf(Voided):
    """Lets go of money, but does not say so the first time."""

    def void(self, transaction: str) -> Result:
        answer = super().void(transaction)
        return Result(Outcome.UNKNOWN) if len(self.voids) == 1 else answer


def test_a_reversal_without_an_answer_is_asked_for_again(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    with engine(services, late(merchant), gateway=Deaf()) as context:
        reference = service.place(context, asked()).reference or ""
        assert cancelling.reverse(context, reference, ApproveStatus.FRAUD).status is OrderStatus.REVERSED
        assert service.reconcile(context) == []

        clock.advance(IN_FLIGHT)
        assert [done.split(": ")[1] for done in service.reconcile(context)] == ["DONE"]
        assert service.find(context, reference).status is OrderStatus.REVERSED


def test_a_finished_order_is_not_reversed(context: Context) -> None:
    reference = service.place(context, asked()).reference or ""

    with pytest.raises(OrderNotCancelable):
        cancelling.reverse(context, reference, ApproveStatus.FRAUD)


@pytest.mark.parametrize("product", ["GIFT", "BOOK"])
def test_what_a_reversed_order_used_of_a_promotion_is_free_again(
    services: Services, merchant: Merchant, product: str
) -> None:
    with engine(services, late(merchant)) as context:
        reference = service.place(context, asked(item(product))).reference or ""
        context.session.execute(update(PromotionRow).where(PromotionRow.code == "THIRTY").values(maximum_orders=1))
        uses.reserve(context, reference, ["THIRTY"])

        cancelling.reverse(context, reference, ApproveStatus.FRAUD)

        uses.reserve(context, service.place(context, asked()).reference or "", ["THIRTY"])


def test_a_reversed_order_may_be_paid_anew(services: Services, merchant: Merchant, clock: SetClock) -> None:
    bank = Voided()
    with engine(services, late(merchant), gateway=bank) as context:
        reference = service.place(context, asked()).reference or ""
        cancelling.reverse(context, reference, ApproveStatus.FRAUD)
        clock.advance(timedelta(minutes=1))

        paid = service.place(context, asked(reference=reference))

        assert (paid.status, paid.approve_status) == (OrderStatus.AUTHRECEIVED, ApproveStatus.WAITING)
        assert [attempt.status.value for attempt in attempts_of(context, reference)] == ["REVERSED", "AUTHORISED"]
        assert len(bank.voids) == 1


def test_an_order_whose_money_is_still_being_let_go_of_is_not_paid_anew(services: Services, merchant: Merchant) -> None:
    with engine(services, late(merchant), gateway=Deaf()) as context:
        reference = service.place(context, asked()).reference or ""
        cancelling.reverse(context, reference, ApproveStatus.FRAUD)

        with pytest.raises(PaymentInProgress):
            service.place(context, asked(reference=reference))


def test_a_reversal_that_failed_leaves_nothing_to_pay(services: Services, merchant: Merchant) -> None:
    with engine(services, late(merchant), gateway=EmptyTill()) as context:
        reference = service.place(context, asked()).reference or ""
        cancelling.reverse(context, reference, ApproveStatus.FRAUD)

        with pytest.raises(OrderNotPayable):
            service.place(context, asked(reference=reference))
