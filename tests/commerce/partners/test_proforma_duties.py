"""Proformas that the clock makes, and that fall overdue."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import BasketLine, Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.duty import Duty
from rpc_server.commerce.partners import deciding, orders
from rpc_server.commerce.partners.duties import AUTOMATIC_PROFORMAS, DUTIES, OVERDUE_PROFORMAS
from rpc_server.commerce.partners.placing import place
from rpc_server.commerce.partners.proformas import paying, store
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.proformas.model import PaidBy
from rpc_server.commerce.partners.proformas.tables import ProformaOrderRow, ProformaRow
from tests.commerce.partners.conftest import Buy, Trade
from tests.order_world import engine
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

Due = Callable[[Duty], list[datetime]]


@pytest.fixture
def due(context: Context) -> Due:
    """When what waits with a duty is due."""
    return lambda duty: [row.due_at for row in context.session.execute(duty.waiting())]


def test_orders_are_collected_when_the_oldest_has_waited_long_enough(
    context: Context, trade_with: Trade, buy: Buy, clock: SetClock, due: Due
) -> None:
    partner = trade_with(invoiced_after_days=14)
    first = buy()
    clock.advance(timedelta(days=10))
    second = buy()
    assert AUTOMATIC_PROFORMAS.carry_out(context) is None
    clock.advance(timedelta(days=4))

    done = AUTOMATIC_PROFORMAS.carry_out(context)

    number = orders.find(context, partner, first.order.reference).proforma_number
    assert done == f"{number} for PARTNER1"
    proforma = proformas.find(context, partner, number)
    assert (proforma.orders, proforma.created_at) == (
        (first.order.reference, second.order.reference),
        clock.now(),
    )
    assert due(AUTOMATIC_PROFORMAS) == []
    assert AUTOMATIC_PROFORMAS.carry_out(context) is None


def test_an_order_waits_from_the_day_it_was_placed(
    context: Context, trade_with: Trade, buy: Buy, clock: SetClock, due: Due
) -> None:
    trade_with(invoiced_after_days=14)
    placed_at = clock.now()
    buy()

    assert due(AUTOMATIC_PROFORMAS) == [placed_at + timedelta(days=14)]


def test_an_order_not_approved_is_not_invoiced_before_it_is(
    context: Context, trade_with: Trade, buy: Buy, clock: SetClock, due: Due
) -> None:
    partner = trade_with(invoiced_after_days=1, is_trusted=False)
    waiting = buy()
    clock.advance(timedelta(days=2))
    assert AUTOMATIC_PROFORMAS.carry_out(context) is None

    deciding.approve(context, waiting.order.reference or "")
    AUTOMATIC_PROFORMAS.carry_out(context)

    assert orders.find(context, partner, waiting.order.reference).proforma_number is not None


def test_orders_of_other_partners_are_put_on_none(context: Context, trade_with: Trade, buy: Buy, due: Due) -> None:
    trade_with()
    buy()

    assert due(AUTOMATIC_PROFORMAS) == []


def test_an_order_put_on_a_proforma_by_hand_waits_no_longer(
    context: Context, trade_with: Trade, buy: Buy, due: Due
) -> None:
    partner = trade_with(invoiced_after_days=3)
    proformas.create(context, partner.code, [buy().order.reference or ""])

    assert due(AUTOMATIC_PROFORMAS) == []


def test_a_proforma_is_noted_as_overdue_once(
    context: Context, trade_with: Trade, buy: Buy, clock: SetClock, due: Due
) -> None:
    partner = trade_with()
    proforma = proformas.create(context, partner.code, [buy().order.reference or ""])
    assert OVERDUE_PROFORMAS.carry_out(context) is None
    assert due(OVERDUE_PROFORMAS) == [proforma.due_at]
    clock.advance(timedelta(days=30))

    assert OVERDUE_PROFORMAS.carry_out(context) == f"{proforma.number} of PARTNER1 is overdue"

    assert context.session.scalars(select(ProformaRow.overdue_at)).all() == [clock.now()]
    assert OVERDUE_PROFORMAS.carry_out(context) is None
    assert due(OVERDUE_PROFORMAS) == []


def test_a_paid_proforma_never_falls_overdue(
    context: Context, trade_with: Trade, buy: Buy, clock: SetClock, due: Due
) -> None:
    partner = trade_with()
    proforma = proformas.create(context, partner.code, [buy().order.reference or ""])
    paying.receive(context, proforma.number, PaidBy.WIRE)
    clock.advance(timedelta(days=60))

    assert due(OVERDUE_PROFORMAS) == []
    assert OVERDUE_PROFORMAS.carry_out(context) is None
    assert store.find(context, proforma.number) == proformas.find(context, partner, proforma.number)


def test_workers_side_by_side_make_one_proforma(services: Services, merchant: Merchant, clock: SetClock) -> None:
    with engine(services, merchant) as context:
        partners_of(context, replace(PARTNER, invoiced_after_days=0))
        for _ in range(3):
            place(context, PARTNER.code, (BasketLine(1001, 1, (), PRICE_LIST),), external_reference=None)
    together, done = threading.Barrier(3), list[str | None]()

    def work() -> None:
        together.wait(timeout=10)
        with engine(services, merchant) as context:
            done.append(AUTOMATIC_PROFORMAS.carry_out(context))

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert len(done) == 3
    with engine(services, merchant) as context:
        numbers = context.session.scalars(select(ProformaOrderRow.number)).all()
    assert (len(numbers), len(set(numbers))) == (3, 1)


def test_nothing_waits_where_nothing_was_sold(context: Context, due: Due) -> None:
    assert [due(duty) for duty in DUTIES] == [[], [], []]
