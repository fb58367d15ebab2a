"""No charge is made twice and none is lost, whatever dies in between."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import charging, duties, service
from rpc_server.commerce.orders.errors import (
    CurrencyMismatch,
    OrderNotFound,
    OrderNotPayable,
    PaymentInProgress,
    PaymentMissing,
    PaymentTypeChanged,
)
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.attempts import attempts_of
from rpc_server.commerce.payments.model import AttemptStatus, NewPayment, PaymentType
from rpc_server.errors import ApiError
from rpc_server.gateways import Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from tests.order_world import (
    Crash,
    CrashingAfter,
    CrashingBefore,
    Recorder,
    Silent,
    asked,
    engine,
    item,
    payment,
)

LATER = charging.IN_FLIGHT + timedelta(seconds=1)


def declined(context: Context) -> str:
    """The RefNo of an order whose charge was refused."""
    return service.place(context, asked(payment=payment("Mona Doe"))).reference or ""


def the_only_order(context: Context) -> str:
    return context.session.execute(select(OrderRow.reference)).scalar_one()


def statuses(context: Context, reference: str) -> list[AttemptStatus]:
    return [attempt.status for attempt in attempts_of(context, reference)]


def test_a_failed_order_can_be_charged_again(context: Context, clock: SetClock) -> None:
    failed = service.find(context, declined(context))
    clock.advance(timedelta(days=1))

    paid = service.place(context, asked(reference=failed.reference, payment=payment("John Doe")))

    assert (paid.reference, paid.placed_at, paid.status) == (
        failed.reference,
        failed.placed_at,
        OrderStatus.AUTHRECEIVED,
    )
    assert service.find(context, paid.reference or "").status is OrderStatus.COMPLETE
    assert statuses(context, paid.reference or "") == [AttemptStatus.DECLINED, AttemptStatus.AUTHORISED]


def test_attempts_of_one_moment_are_told_in_their_order(context: Context) -> None:
    reference = declined(context)
    for name in ("Mark Doe", "Red Doe", "Joy Doe", "Angela Doe", "John Doe"):
        service.place(context, asked(reference=reference, payment=payment(name)))

    told = [(attempt.started_at, attempt.reason) for attempt in attempts_of(context, reference)]

    reasons = ["Insufficient funds", "Try again later", "Stolen card", "Authentication failed", "Expired card", None]
    assert told == [(context.clock.now(), reason) for reason in reasons]


def test_another_charge_looks_at_nothing_but_the_payment(context: Context) -> None:
    failed = service.find(context, declined(context))

    paid = service.place(context, asked(item("GUARD", 9), reference=failed.reference, external_reference="other"))

    assert (paid.lines, paid.totals, paid.external_reference) == (failed.lines, failed.totals, None)


def test_a_second_refusal_shows_the_second_card(context: Context) -> None:
    reference = declined(context)

    again = service.place(context, asked(reference=reference, payment=payment("Red Doe")))

    assert again.errors[0][1].endswith("Stolen card")


def test_a_paid_order_is_not_charged_again(context: Context) -> None:
    paid = service.place(context, asked())

    with pytest.raises(OrderNotPayable) as refusal:
        service.place(context, asked(reference=paid.reference))

    assert refusal.value.field == "RefNo"


@pytest.mark.parametrize(
    ("paid", "refused_as"),
    [
        (None, PaymentMissing),
        (payment(currency="EUR"), CurrencyMismatch),
        (payment(type=PaymentType.CC), PaymentTypeChanged),
        (NewPayment(PaymentType.FREE, "USD"), PaymentTypeChanged),
    ],
)
def test_another_charge_needs_a_payment_that_fits_the_order(
    context: Context, paid: NewPayment | None, refused_as: type[ApiError]
) -> None:
    reference = declined(context)

    with pytest.raises(refused_as):
        service.place(context, asked(reference=reference, payment=paid))


def test_an_unknown_order_cannot_be_charged_again(context: Context) -> None:
    with pytest.raises(OrderNotFound) as refusal:
        service.place(context, asked(reference="1"))

    assert refusal.value.field == "RefNo"


def test_a_charge_lost_in_a_crash_after_it_is_found_again(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    gateway = CrashingAfter()
    with pytest.raises(Crash), engine(services, merchant, gateway=gateway) as context:
        service.place(context, asked(item("PLAN")))
    clock.advance(LATER)

    with engine(services, merchant, gateway=gateway) as context:
        reconciled = service.reconcile(context)
        order = service.find(context, the_only_order(context))
        (attempt,) = attempts_of(context, order.reference or "")

    assert reconciled == [f"{attempt.attempt_id}: COMPLETE"]
    assert order.status is OrderStatus.COMPLETE
    assert order.lines[0].subscription_reference is not None
    assert len(gateway.charges) == 1


def test_a_charge_the_processor_never_saw_leaves_an_order_to_pay(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    with pytest.raises(Crash), engine(services, merchant, gateway=CrashingBefore()) as context:
        service.place(context, asked())
    clock.advance(LATER)

    with engine(services, merchant) as context:
        service.reconcile(context)
        reference = the_only_order(context)
        order = service.find(context, reference)

        assert order.status is OrderStatus.PENDING
        assert statuses(context, reference) == [AttemptStatus.DECLINED]
        assert service.place(context, asked(reference=reference)).status is OrderStatus.AUTHRECEIVED


def test_a_charge_still_under_way_is_left_alone(services: Services, merchant: Merchant) -> None:
    with pytest.raises(Crash), engine(services, merchant, gateway=CrashingAfter()) as context:
        service.place(context, asked())

    with engine(services, merchant) as context:
        assert service.reconcile(context) == []
        assert statuses(context, the_only_order(context)) == [AttemptStatus.OPEN]


def test_without_an_answer_the_order_waits_and_says_so(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant, gateway=Silent()) as context:
        order = service.place(context, asked())

        assert order.status is OrderStatus.PENDING
        assert order.errors[0][0] == "ORDER_PAYMENT_OUTCOME_UNKNOWN"
        with pytest.raises(PaymentInProgress):
            service.place(context, asked(reference=order.reference))


def test_paying_again_later_finds_that_the_first_charge_went_through(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    gateway = Silent()
    with engine(services, merchant, gateway=gateway) as context:
        order = service.place(context, asked())
        clock.advance(LATER)

        with pytest.raises(OrderNotPayable):
            service.place(context, asked(reference=order.reference))

    assert len(gateway.charges) == 1


def test_an_order_paid_but_not_finished_is_finished_by_reconciling(
    services: Services, merchant: Merchant, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(context: Context, order: Order, products: object) -> Order:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr("rpc_server.commerce.orders.lifecycle.subscribe", crash)
        with pytest.raises(Crash), engine(services, merchant) as context:
            service.place(context, asked(item("PLAN")))

    clock.advance(LATER)
    with engine(services, merchant) as context:
        (attempt,) = attempts_of(context, the_only_order(context))
        assert service.reconcile(context) == [f"{attempt.attempt_id}: COMPLETE"]
        assert service.reconcile(context) == []


class TakenForLost(Recorder):
    """So slow that its charge is given up before it reaches the processor."""

    def __init__(self, services: Services, merchant: Merchant, clock: SetClock) -> None:
        super().__init__()
        self._services, self._merchant, self._clock = services, merchant, clock

    def charge(self, charge: Charge) -> Result:
        self._clock.advance(LATER)
        with engine(self._services, self._merchant) as context:
            service.reconcile(context)
        return super().charge(charge)


def test_money_that_moved_after_all_counts(services: Services, merchant: Merchant, clock: SetClock) -> None:
    with engine(services, merchant, gateway=TakenForLost(services, merchant, clock)) as context:
        order = service.place(context, asked())

        assert order.status is OrderStatus.AUTHRECEIVED
        assert statuses(context, order.reference or "") == [AttemptStatus.AUTHORISED]


class PaidMeanwhile(Recorder):
    """So slow that its charge is given up and its order paid again before it reaches the processor."""

    def __init__(self, services: Services, merchant: Merchant, clock: SetClock) -> None:
        super().__init__()
        self._services, self._merchant, self._clock = services, merchant, clock
        self.given_back: list[tuple[str, Decimal]] = []

    def charge(self, charge: Charge) -> Result:
        if not self.charges:
            self._clock.advance(LATER)
            with engine(self._services, self._merchant, gateway=self) as context:
                service.reconcile(context)
                self.charges.append(charge)
                service.place(context, asked(reference=the_only_order(context)))
        return super().charge(charge)

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        self.given_back.append((transaction, amount))
        return super().refund(idempotency_key, transaction, amount, currency)


def test_money_that_moved_after_all_beside_another_payment_is_given_back_once(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    gateway = PaidMeanwhile(services, merchant, clock)
    with engine(services, merchant, gateway=gateway) as context:
        order = service.place(context, asked())
        late, paid = attempts_of(context, order.reference or "")

        assert order.status in (OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)
        assert (late.status, paid.status) == (AttemptStatus.SURPLUS, AttemptStatus.AUTHORISED)

        assert duties.SURPLUS.carry_out(context) == f"{late.attempt_id}: given back"
        assert duties.SURPLUS.carry_out(context) is None

    assert statuses(context, order.reference or "") == [AttemptStatus.RETURNED, AttemptStatus.AUTHORISED]
    assert gateway.given_back == [(late.transaction, late.amount)]


def test_money_that_cannot_be_given_back_yet_is_tried_again(
    services: Services, merchant: Merchant, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = PaidMeanwhile(services, merchant, clock)
    with engine(services, merchant, gateway=gateway) as context:
        order = service.place(context, asked())
        with monkeypatch.context() as patch:
            patch.setattr(gateway, "refund", lambda *_: Result(Outcome.UNKNOWN))
            assert "not given back yet" in (duties.SURPLUS.carry_out(context) or "")
        assert duties.SURPLUS.carry_out(context) is None
        clock.advance(LATER)
        assert "given back" in (duties.SURPLUS.carry_out(context) or "")

        assert statuses(context, order.reference or "")[0] is AttemptStatus.RETURNED


class Gate(Recorder):
    """Keeps every charge waiting until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.opened = threading.Event(), threading.Event()

    def charge(self, charge: Charge) -> Result:
        self.entered.set()
        assert self.opened.wait(timeout=10)
        return super().charge(charge)


def test_a_retry_beside_a_retry_is_refused(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        reference = declined(context)
    gate = Gate()

    def retry() -> None:
        with engine(services, merchant, gateway=gate) as context:
            service.place(context, asked(reference=reference))

    first = threading.Thread(target=retry)
    first.start()
    assert gate.entered.wait(timeout=10)
    with engine(services, merchant, gateway=gate) as context, pytest.raises(PaymentInProgress):
        service.place(context, asked(reference=reference))
    gate.opened.set()
    first.join(timeout=10)

    assert len(gate.charges) == 1


def test_of_many_retries_at_once_one_charges(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        reference = declined(context)
    gateway, together, outcomes = Recorder(), threading.Barrier(6), list[str]()

    def retry() -> None:
        together.wait(timeout=10)
        try:
            with engine(services, merchant, gateway=gateway) as context:
                outcomes.append(service.place(context, asked(reference=reference)).status.value)
        except ApiError as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=retry) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(gateway.charges) == 1
    assert outcomes.count("AUTHRECEIVED") == 1
    assert set(outcomes) <= {"AUTHRECEIVED", "ORDER_PAYMENT_IN_PROGRESS", "ORDER_ALREADY_PROCESSED"}
    assert len(outcomes) == 6


def test_the_processor_is_asked_with_the_committed_key_and_the_whole_amount(
    services: Services, merchant: Merchant
) -> None:
    gateway = Recorder()
    with engine(services, merchant, gateway=gateway) as context:
        order = service.place(context, asked(item("PLAN", 2)))
        attempt = attempts_of(context, order.reference or "")[0]

    asked_for = gateway.charges[0]
    assert (asked_for.idempotency_key, asked_for.amount, asked_for.currency, asked_for.is_recurring) == (
        attempt.idempotency_key,
        Decimal("60.00"),
        "USD",
        False,
    )


def test_the_processor_is_asked_while_no_transaction_is_open(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant, gateway=Simulator(services.database)) as context:
        order = service.place(context, asked())
        key = attempts_of(context, order.reference or "")[0].idempotency_key

    assert Simulator(services.database).find(key) is not None
