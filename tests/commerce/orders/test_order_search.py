"""Orders are found by what was asked for, and by nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import search, service
from rpc_server.commerce.orders.model import ApproveStatus, OrderStatus
from rpc_server.commerce.orders.search import IncludedTests, OrderSearch
from rpc_server.commerce.payments.model import PaymentType
from tests.order_world import asked, engine, item, payment
from tests.refund_world import bought

ALL = OrderSearch(test_orders=IncludedTests.YES)


def found(context: Context, wanted: OrderSearch = ALL) -> list[str]:
    return [order.reference or "" for order in search.found(context, wanted)[0]]


def placed(context: Context, **changes: object) -> str:
    return service.place(context, asked(**changes)).reference or ""


def test_found_orders_are_whole_and_each_has_its_own_sums(context: Context, clock: SetClock) -> None:
    orders = []
    for quantity in (1, 2, 3):
        orders.append(bought(context, item("BOOK", quantity), item("PLAN", at=1)))
        clock.advance(timedelta(minutes=1))

    page, count = search.found(context, ALL)

    assert (page, count) == (orders, 3)
    assert [order.totals.gross for order in page] == [Decimal("49.95"), Decimal("69.90"), Decimal("89.85")]


def test_pages_follow_each_other_oldest_first(context: Context, clock: SetClock) -> None:
    references = []
    for _ in range(5):
        references.append(placed(context))
        clock.advance(timedelta(seconds=1))

    pages = [search.found(context, replace(ALL, page=page, limit=2)) for page in (1, 2, 3, 4)]

    assert [[order.reference for order in page] for page, _ in pages] == [
        references[:2],
        references[2:4],
        references[4:],
        [],
    ]
    assert {count for _, count in pages} == {5}


def test_without_dates_the_last_seven_days_count(context: Context, clock: SetClock) -> None:
    placed(context)
    clock.advance(timedelta(seconds=1))
    inside = placed(context)
    clock.advance(timedelta(days=7))

    assert found(context) == [inside]


def test_dates_hold_from_the_first_moment_to_before_the_last(context: Context, clock: SetClock) -> None:
    moments: list[datetime] = []
    references = []
    for _ in range(3):
        moments.append(clock.now())
        references.append(placed(context))
        clock.advance(timedelta(days=30))

    assert found(context, replace(ALL, since=moments[1])) == references[1:]
    assert found(context, replace(ALL, until=moments[1])) == references[:1]
    assert found(context, replace(ALL, since=moments[0], until=moments[2])) == references[:2]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [(IncludedTests.YES, {"test", "real"}), (IncludedTests.NO, {"real"}), (IncludedTests.ONLY, {"test"})],
)
def test_test_orders_are_found_as_asked(context: Context, wanted: IncludedTests, expected: set[str]) -> None:
    names = {placed(context): "test", placed(context, payment=payment(type=PaymentType.CC)): "real"}

    assert {names[reference] for reference in found(context, OrderSearch(test_orders=wanted))} == expected


def test_statuses_and_the_external_reference_narrow_the_search(context: Context) -> None:
    paid = placed(context, external_reference="shop-1")
    unpaid = placed(context, payment=payment("Mona Doe"))

    assert found(context, replace(ALL, status=OrderStatus.COMPLETE)) == [paid]
    assert found(context, replace(ALL, status=OrderStatus.PENDING)) == [unpaid]
    assert found(context, replace(ALL, approve_status=ApproveStatus.OK)) == [paid]
    assert found(context, replace(ALL, external_reference="shop-1")) == [paid]
    assert found(context, replace(ALL, external_reference="shop")) == []


def test_orders_of_the_shop_are_none_of_partners(context: Context) -> None:
    reference = placed(context)

    assert found(context, replace(ALL, of_partners=False)) == [reference]
    assert found(context, replace(ALL, of_partners=True)) == []


def test_nobody_finds_the_orders_of_another_merchant(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        placed(context)
    with engine(services, other_merchant) as stranger:
        assert search.found(stranger, ALL) == ([], 0)


def test_a_page_costs_the_same_queries_whatever_its_size(context: Context) -> None:
    for _ in range(4):
        placed(context)

    def statements(limit: int) -> int:
        sent: list[str] = []
        engine = context.connection.engine

        def note(*call: Any) -> None:
            sent.append(call[2])

        event.listen(engine, "before_cursor_execute", note)
        search.found(context, replace(ALL, limit=limit))
        event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    assert (statements(1), statements(4)) == (3, 3)
