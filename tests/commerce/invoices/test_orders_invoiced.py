"""Orders are invoiced as they finish, and their refunds as they are carried out."""

from datetime import timedelta
from decimal import Decimal

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.invoices import service
from rpc_server.commerce.invoices.model import InvoiceKind
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund, RefundItem
from tests.order_world import asked, item, payment, stock


@pytest.fixture(autouse=True)
def _stocked(services: Services, merchant: Merchant) -> None:
    stock(services)


def placed(context: Context, *items: object, **changes: object) -> str:
    return orders.place(context, asked(*items, **changes)).reference or ""  # type: ignore[arg-type]


def test_a_finished_order_has_its_invoice_of_that_moment(context: Context, clock: SetClock) -> None:
    reference = placed(context, item("PLAN"), item("BOOK", 2, at=1))
    finished = clock.now()
    clock.advance(timedelta(days=40))

    (invoice,) = service.of_order(context, reference)

    order = orders.find(context, reference)
    assert (invoice.issued_at, invoice.order_number, invoice.gross) == (finished, order.number, Decimal("69.90"))
    assert invoice.lines[0].details[-1] == f"Subscription {order.lines[0].subscription_reference}"


def test_a_declined_order_takes_no_number(context: Context) -> None:
    placed(context, payment=payment("Mona Doe"))

    (invoice,) = service.of_order(context, placed(context))

    assert invoice.number == 1


def test_a_refund_of_one_line_is_credited_on_that_line(context: Context) -> None:
    reference = placed(context, item("PLAN"), item("BOOK", 2, at=1))
    book = orders.find(context, reference).lines[1].reference

    part = RefundItem("items[0]", book, 1)
    refunds.request(context, NewRefund(reference, Decimal("19.95"), (part,), reason="Duplicate purchase"))

    made = service.of_order(context, reference)[-1]
    assert (made.kind, made.number, made.reason) == (InvoiceKind.REFUND, 2, "Duplicate purchase")
    assert [(line.number, line.quantity, line.gross) for line in made.lines] == [(2, -1, Decimal("-19.95"))]


def test_refunds_bit_by_bit_credit_the_whole_invoice(context: Context) -> None:
    reference = placed(context, item("PLAN"), item("BOOK", 2, at=1))

    for amount in ("10.01", "20", "39.89"):
        refunds.request(context, NewRefund(reference, Decimal(amount)))

    sale, *credited = service.of_order(context, reference)
    assert [made.gross for made in credited] == [Decimal("-10.01"), Decimal(-20), Decimal("-39.89")]
    assert sum(made.gross for made in credited) == -sale.gross
