"""Invoices are numbered without gaps, issued once, and never change."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import service
from rpc_server.commerce.invoices.crediting import OverCredited
from rpc_server.commerce.invoices.errors import InvoicesNotAvailable
from rpc_server.commerce.invoices.model import Invoice, InvoiceKind, Refund, RefundedLine, Seller, Series
from rpc_server.commerce.invoices.tables import InvoiceCounterRow, InvoiceRow
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.errors import OrderNotFound
from rpc_server.commerce.orders.model import Order, OrderStatus
from tests.invoice_world import a_line, an_order
from tests.order_world import engine

CALLERS = 6
EACH = 4
SEVEN = Refund("r7", Decimal(7))


@pytest.fixture
def order(context: Context) -> Order:
    """A finished order of 24.00, stored and not invoiced."""
    return stored(context, a_line(1, "10"), a_line(2, "10"))


def stored(context: Context, *lines: object, **changes: object) -> Order:
    """A finished order with a RefNo of its own."""
    drawn_up = an_order(*(lines or (a_line(1, "10"),)), **{"reference": None, "number": 0, **changes})  # type: ignore[arg-type]
    return store.insert(context, drawn_up)


def numbers(context: Context, series: Series = Series.LIVE) -> list[int]:
    query = select(InvoiceRow.number).filter_by(merchant_id=context.merchant_id, series=series)
    return list(context.session.scalars(query.order_by(InvoiceRow.number)))


def last_number(context: Context, series: Series = Series.LIVE) -> int | None:
    query = select(InvoiceCounterRow.last_number).filter_by(merchant_id=context.merchant_id, series=series)
    return context.session.scalar(query)


def test_invoices_of_all_kinds_count_in_one_series(context: Context, order: Order) -> None:
    service.issue(context, order, InvoiceKind.SALE)
    service.issue_refund(context, order, SEVEN)
    service.issue(context, order, InvoiceKind.CANCELLATION)

    issued = service.of_order(context, order.reference or "")

    assert [(invoice.number, invoice.kind, invoice.gross) for invoice in issued] == [
        (1, InvoiceKind.SALE, Decimal(24)),
        (2, InvoiceKind.REFUND, Decimal(-7)),
        (3, InvoiceKind.CANCELLATION, Decimal(-17)),
    ]


def test_an_invoice_is_read_as_it_was_issued(context: Context, order: Order) -> None:
    issued = service.issue(context, order, InvoiceKind.SALE)

    assert service.of_order(context, order.reference or "") == [issued]


@pytest.mark.parametrize("kind", InvoiceKind)
def test_issuing_again_answers_the_same_and_takes_no_number(
    context: Context, order: Order, clock: SetClock, kind: InvoiceKind
) -> None:
    first = service.issue(context, order, kind)
    taken = last_number(context)
    clock.advance(timedelta(days=1))

    again = service.issue(context, replace(order, currency="USD"), kind)

    assert (again, last_number(context)) == (first, taken)


def test_each_refund_has_an_invoice_of_its_own_once(context: Context, order: Order) -> None:
    five = Refund("r5", Decimal(5), (RefundedLine(2, Decimal(5)),), "Other")
    made = [service.issue_refund(context, order, refund) for refund in (SEVEN, five, SEVEN, five)]

    assert [(invoice.number, invoice.gross, invoice.reason) for invoice in made] == [
        (2, Decimal(-7), None),
        (3, Decimal(-5), "Other"),
        (2, Decimal(-7), None),
        (3, Decimal(-5), "Other"),
    ]


def test_a_refund_of_everything_takes_what_others_left(context: Context, order: Order) -> None:
    service.issue_refund(context, order, SEVEN)

    assert service.issue(context, order, InvoiceKind.REFUND).gross == Decimal(-17)


def test_a_correction_issues_the_missing_sale_first(context: Context, order: Order) -> None:
    made = service.issue_refund(context, order, SEVEN)

    sale = service.of_order(context, order.reference or "")[0]
    assert (sale.kind, sale.number, made.number) == (InvoiceKind.SALE, 1, 2)
    assert made.corrects is not None
    assert made.corrects.label == sale.label


def test_test_orders_are_numbered_apart(context: Context, order: Order) -> None:
    service.issue(context, stored(context, is_test=True), InvoiceKind.SALE)
    service.issue(context, order, InvoiceKind.SALE)

    assert (numbers(context, Series.LIVE), numbers(context, Series.TEST)) == ([1], [1])


def test_what_is_rolled_back_leaves_no_gap(context: Context, order: Order) -> None:
    context.work.commit()
    service.issue(context, order, InvoiceKind.SALE)
    context.work.rollback()

    assert service.issue(context, order, InvoiceKind.SALE).number == 1


def test_a_refund_too_large_is_stopped(context: Context, order: Order) -> None:
    with pytest.raises(OverCredited):
        service.issue_refund(context, order, Refund("r", Decimal("24.01")))


def test_a_finished_order_without_invoice_gets_it_when_asked_for(context: Context, order: Order) -> None:
    (issued,) = service.of_order(context, order.reference or "")

    assert (issued.kind, issued.number) == (InvoiceKind.SALE, 1)


@pytest.mark.parametrize(
    "status", [OrderStatus.PENDING, OrderStatus.AUTHRECEIVED, OrderStatus.CANCELED, OrderStatus.REVERSED]
)
def test_an_order_that_is_not_finished_has_no_invoices(context: Context, status: OrderStatus) -> None:
    reference = stored(context, status=status, finished_at=None).reference or ""

    with pytest.raises(InvoicesNotAvailable):
        service.of_order(context, reference)
    assert last_number(context) is None


def test_an_unknown_order_has_none_either(context: Context) -> None:
    with pytest.raises(OrderNotFound):
        service.of_order(context, "1")


def test_accounts_count_each_for_itself_and_see_only_their_own(
    context: Context, services: Services, other_merchant: Merchant, order: Order
) -> None:
    service.issue(context, order, InvoiceKind.SALE)
    context.work.commit()

    with engine(services, other_merchant) as stranger:
        own = service.issue(stranger, stored(stranger), InvoiceKind.SALE)
        with pytest.raises(OrderNotFound):
            service.of_order(stranger, order.reference or "")

    assert own.number == 1


def test_the_seller_is_the_merchant_where_nothing_else_is_stated(context: Context, order: Order) -> None:
    issued = service.issue(context, order, InvoiceKind.SALE)

    assert issued.seller == Seller(address=Address(company="Test merchant", country=context.merchant.country))


def test_a_seller_who_moves_stays_where_he_was_on_old_invoices(context: Context, order: Order) -> None:
    service.set_seller(context, Seller(address=Address(company="Old")))
    old = service.issue(context, order, InvoiceKind.SALE)
    moved = Seller(address=Address(company="New", city="Utrecht"), note="Register 1")

    service.set_seller(context, moved)

    assert service.of_order(context, order.reference or "") == [old]
    assert service.issue(context, stored(context), InvoiceKind.SALE).seller == moved


def issue_several(services: Services, merchant: Merchant, orders: list[Order], start: Barrier) -> list[Invoice]:
    start.wait()
    return list(issued(services, merchant, orders))


def issued(services: Services, merchant: Merchant, orders: list[Order]) -> Iterator[Invoice]:
    for number, order in enumerate(orders):
        with services.database.writing() as work:
            context = Context(merchant, work, services)
            yield service.issue(context, order, InvoiceKind.SALE)
            if number % 2:
                work.rollback()


def test_numbers_have_no_gaps_whoever_issues_at_once_and_gives_up(
    services: Services, merchant: Merchant, context: Context
) -> None:
    orders = [stored(context) for _ in range(CALLERS * EACH)]
    context.work.commit()
    start = Barrier(CALLERS)

    with ThreadPoolExecutor(CALLERS) as threads:
        shares = [orders[share::CALLERS] for share in range(CALLERS)]
        running = [threads.submit(issue_several, services, merchant, share, start) for share in shares]
        made = [one.result() for one in running]

    kept = CALLERS * EACH // 2
    assert numbers(context) == list(range(1, kept + 1))
    assert sorted(invoice.number for one in made for invoice in one[::2]) == numbers(context)


def test_one_order_has_one_invoice_whoever_issues_it_at_once(
    services: Services, merchant: Merchant, context: Context, order: Order
) -> None:
    context.work.commit()
    start = Barrier(CALLERS)

    with ThreadPoolExecutor(CALLERS) as threads:
        running = [threads.submit(issue_several, services, merchant, [order], start) for _ in range(CALLERS)]
        made = [one.result() for one in running]

    assert (numbers(context), last_number(context)) == ([1], 1)
    assert made == [made[0]] * CALLERS
