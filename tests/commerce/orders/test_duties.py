"""What falls due is done once, by whoever comes first, whatever dies in between."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.duty import Duty
from rpc_server.commerce.orders import duties, lifecycle, service
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import RefundStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.attempts import attempts_of
from rpc_server.commerce.payments.model import AttemptStatus, NewPayment, PaymentType
from rpc_server.gateways import Outcome, Result
from rpc_server.storage import Database
from tests.order_world import Crash, CrashingAfter, Silent, asked, engine, item, payment
from tests.refund_world import SilentTill, back, bought

WIRE = NewPayment(PaymentType.WIRE, "USD")
HOUR = timedelta(hours=1)
SOON = duties.SHORTEST


@pytest.fixture
def slow(merchant: Merchant) -> Merchant:
    """The merchant, approving orders an hour after they were paid and waiting thirty days for unpaid ones."""
    return replace(merchant, approval_delay_seconds=3600, unpaid_order_days=30)


def due(context: Context, duty: Duty) -> list[tuple[int, datetime]]:
    return [(row.merchant_id, row[1]) for row in context.session.execute(duty.waiting())]


def placed(context: Context, **changes: object) -> str:
    return service.place(context, asked(**changes)).reference or ""


def test_every_duty_is_one(context: Context) -> None:
    names = [duty.name for duty in duties.DUTIES]

    assert names == [
        "charges without an outcome",
        "money charged beside a payment",
        "refunds without an outcome",
        "orders to finish",
        "orders nobody pays",
        "codes to deliver",
    ]
    assert [duty.carry_out(context) for duty in duties.DUTIES] == [None] * 6


def test_a_paid_order_is_due_when_its_approval_delay_is_over(services: Services, slow: Merchant) -> None:
    with engine(services, slow) as context:
        reference, now = placed(context), context.clock.now()

        assert due(context, duties.COMPLETION) == [(slow.merchant_id, now + HOUR)]
        assert duties.COMPLETION.carry_out(context) is None
        assert service.find(context, reference).status is OrderStatus.AUTHRECEIVED


def test_a_delay_changed_later_leaves_the_orders_there_are(services: Services, slow: Merchant, clock: SetClock) -> None:
    with engine(services, slow) as context:
        reference = placed(context)
    clock.advance(HOUR)

    with engine(services, replace(slow, approval_delay_seconds=7200)) as context:
        assert duties.COMPLETION.carry_out(context) == f"{reference}: complete"
        assert due(context, duties.COMPLETION) == []


def test_the_order_that_has_waited_longest_is_finished_first(
    services: Services, slow: Merchant, clock: SetClock
) -> None:
    with engine(services, slow) as context:
        references = []
        for _ in range(3):
            references.append(placed(context))
            clock.advance(timedelta(minutes=1))
        clock.advance(HOUR)

        assert [duties.COMPLETION.carry_out(context) for _ in range(4)] == [
            *(f"{reference}: complete" for reference in references),
            None,
        ]


def test_an_offline_order_is_due_when_the_account_waits_no_longer(services: Services, slow: Merchant) -> None:
    with engine(services, slow) as context:
        placed(context, payment=WIRE)
        placed(context, payment=payment("Mona Doe"))

        assert due(context, duties.ABANDONMENT) == [(slow.merchant_id, context.clock.now() + timedelta(days=30))]


def test_an_offline_order_that_is_paid_by_card_is_not_due_any_more(services: Services, slow: Merchant) -> None:
    with engine(services, slow) as context:
        reference = placed(context, payment=replace(WIRE))
        is_test = replace(payment("Mona Doe"), type=PaymentType.CC)
        service.place(context, asked(reference=reference, payment=is_test))

        assert due(context, duties.ABANDONMENT) == []


def test_an_offline_order_that_was_paid_is_not_cancelled(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    with engine(services, replace(merchant, unpaid_order_days=30)) as context:
        reference = placed(context, payment=WIRE)
        service.receive_payment(context, reference)
        clock.advance(timedelta(days=31))

        assert duties.ABANDONMENT.carry_out(context) is None
        assert service.find(context, reference).status is OrderStatus.COMPLETE


def test_a_charge_is_looked_up_when_it_must_be_over(services: Services, merchant: Merchant, clock: SetClock) -> None:
    with pytest.raises(Crash), engine(services, merchant, gateway=CrashingAfter()) as context:
        service.place(context, asked())

    with engine(services, merchant) as context:
        assert due(context, duties.RECONCILIATION) == [(merchant.merchant_id, clock.now() + SOON)]
        assert duties.RECONCILIATION.carry_out(context) is None


class Mute(Silent):
    """Takes the money and never says so."""

    def find(self, idempotency_key: str) -> Result | None:
        return Result(Outcome.UNKNOWN)


def test_a_processor_without_an_answer_is_asked_less_and_less_often(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    waits = []
    with engine(services, merchant, gateway=Mute()) as context:
        service.place(context, asked())
        for _ in range(12):
            ((_, due_at),) = due(context, duties.RECONCILIATION)
            waits.append((due_at - clock.now()) / timedelta(minutes=1))
            clock.advance(due_at - clock.now())
            assert (duties.RECONCILIATION.carry_out(context) or "").endswith(": no outcome yet")
            assert duties.RECONCILIATION.carry_out(context) is None

    assert waits == [5, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


def test_a_settled_charge_goes_on_with_its_order(services: Services, merchant: Merchant, clock: SetClock) -> None:
    gateway = Silent()
    with engine(services, merchant, gateway=gateway) as context:
        reference = placed(context)
        (attempt,) = attempts_of(context, reference)
        clock.advance(SOON)

        assert duties.RECONCILIATION.carry_out(context) == f"{attempt.attempt_id}: COMPLETE"
        assert [each.status for each in attempts_of(context, reference)] == [AttemptStatus.AUTHORISED]
        assert due(context, duties.RECONCILIATION) == due(context, duties.COMPLETION) == []


def test_what_dies_while_it_is_carried_out_is_due_again(
    services: Services, slow: Merchant, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(context: Context, order: Order, products: object) -> Order:
        raise Crash

    with engine(services, slow) as context:
        reference = placed(context, items=(item("PLAN"),))
    clock.advance(HOUR)
    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "subscribe", crash)
        with pytest.raises(Crash), engine(services, slow) as context:
            duties.COMPLETION.carry_out(context)

    with engine(services, slow) as context:
        assert service.find(context, reference).status is OrderStatus.AUTHRECEIVED
        assert duties.COMPLETION.carry_out(context) is None
        clock.advance(SOON)
        assert duties.COMPLETION.carry_out(context) == f"{reference}: complete"


def test_an_order_that_cannot_be_finished_keeps_no_other_from_it(
    services: Services, slow: Merchant, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine(services, slow) as context:
        broken = placed(context)
        clock.advance(timedelta(seconds=1))
        sound = placed(context)
    finish = lifecycle.complete

    def complete(context: Context, order: Order) -> Order:
        if order.reference == broken:
            raise RuntimeError("broken")
        return finish(context, order)

    monkeypatch.setattr(lifecycle, "complete", complete)
    clock.advance(HOUR)

    done = []
    for _ in range(2):
        try:
            with engine(services, slow) as context:
                done.append(duties.COMPLETION.carry_out(context))
        except RuntimeError as error:
            done.append(str(error))

    assert done == ["broken", f"{sound}: complete"]


def test_a_refund_left_without_an_outcome_is_asked_for_again(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    till = SilentTill()
    with engine(services, merchant, gateway=till) as context:
        order = bought(context)
        refund = refunds.request(context, back(order, "19.95"))
        assert due(context, duties.REFUNDS) == [(merchant.merchant_id, clock.now() + SOON)]
        till.silent = False
        clock.advance(SOON)

        assert duties.REFUNDS.carry_out(context) == f"{refund.refund_id}: {RefundStatus.DONE.value}"
        assert due(context, duties.REFUNDS) == []
    assert len(till.given) == 1


def at_once(workers: int, work: Callable[[], str | None]) -> list[str]:
    """What so many workers did, each until nothing was left."""
    together, done = threading.Barrier(workers), list[str]()

    def carry_on() -> None:
        together.wait(timeout=10)
        while (said := work()) is not None:
            done.append(said)

    threads = [threading.Thread(target=carry_on) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(done)


def test_any_number_of_workers_finish_each_order_once(services: Services, slow: Merchant, clock: SetClock) -> None:
    with engine(services, slow) as context:
        references = sorted(placed(context) for _ in range(12))
    clock.advance(HOUR)

    def work() -> str | None:
        with engine(services, slow) as context:
            return duties.COMPLETION.carry_out(context)

    assert at_once(4, work) == [f"{reference}: complete" for reference in references]


def test_any_number_of_workers_settle_each_charge_once(services: Services, merchant: Merchant, clock: SetClock) -> None:
    gateway = Silent()
    with engine(services, merchant, gateway=gateway) as context:
        references = [placed(context) for _ in range(8)]
    clock.advance(SOON)

    def work() -> str | None:
        with engine(services, merchant, gateway=gateway) as context:
            return duties.RECONCILIATION.carry_out(context)

    done = at_once(4, work)

    with engine(services, merchant) as context:
        attempts = [attempt for reference in references for attempt in attempts_of(context, reference)]
        assert {service.find(context, reference).status for reference in references} == {OrderStatus.COMPLETE}
    assert done == sorted(f"{attempt.attempt_id}: COMPLETE" for attempt in attempts)
    assert len(gateway.charges) == 8


def test_no_duty_is_carried_out_for_another_merchant(
    services: Services, slow: Merchant, other_merchant: Merchant, clock: SetClock
) -> None:
    with engine(services, slow, gateway=Silent()) as context:
        placed(context)
        placed(context, payment=WIRE)
    with engine(services, slow) as context:
        placed(context)
    clock.advance(timedelta(days=40))

    with engine(services, other_merchant) as stranger:
        assert [duty.carry_out(stranger) for duty in duties.DUTIES] == [None] * 6


def test_orders_from_before_moments_were_written_are_due_since_they_were_paid(
    services: Services, slow: Merchant, clock: SetClock
) -> None:
    with engine(services, slow) as context:
        reference = placed(context)
        context.session.execute(update(OrderRow).values(due_at=None))

        assert due(context, duties.COMPLETION) == [(slow.merchant_id, clock.now())]
        assert duties.COMPLETION.carry_out(context) == f"{reference}: complete"


@pytest.mark.parametrize(
    ("duty", "index"),
    [
        (duties.RECONCILIATION, "ix_payment_attempts_open"),
        (duties.SURPLUS, "ix_payment_attempts_surplus"),
        (duties.REFUNDS, "ix_refunds_open"),
        (duties.COMPLETION, "ix_orders_to_complete"),
        (duties.ABANDONMENT, "ix_orders_to_abandon"),
        (duties.DELIVERY, "ix_code_shortages_due"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_waits_is_found_on_its_own_index(
    database: Database, context: Context, duty: Duty, index: str, engine_name: str
) -> None:
    waits = select(duty.waiting().subquery())
    sql = str(waits.compile(database.engine, compile_kwargs={"render_postcompile": True}))
    if engine_name == "postgresql":
        context.session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN " if engine_name == "sqlite" else "EXPLAIN "

    plan = " ".join(str(row) for row in context.session.execute(text(explain + sql)))

    assert index in plan
