"""Cancellations and refunds, made out from the sale invoice: what they take back, line by line, tax and all."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.invoices.crediting import OverCredited, left_of
from rpc_server.commerce.invoices.making_out import cancellation, refund
from rpc_server.commerce.invoices.model import Correction, Invoice, InvoiceKind, InvoiceLine, Refund, RefundedLine
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.commerce.pricing.money import ZERO
from tests.invoice_world import STAMP, a_line, a_sale

LATER = replace(STAMP, number=43, issued_at=STAMP.issued_at + timedelta(days=3))
SALE = a_sale(a_line(1, "19.95", quantity=3, vat="19", discount="5.99"), a_line(2, "12.10", quantity=2, vat="7"))


def given_back(amount: str, *lines: RefundedLine, sale: Invoice = SALE, earlier: tuple[Invoice, ...] = ()) -> Invoice:
    return refund(sale, earlier, Refund("r", Decimal(amount), lines), LATER)


def amounts(invoice: Invoice) -> list[tuple[int, Decimal, Decimal]]:
    return [(line.number, line.net, line.vat) for line in invoice.lines]


def test_a_cancellation_takes_back_every_line_as_it_was() -> None:
    cancelled = cancellation(SALE, (), LATER)

    assert (cancelled.kind, cancelled.number, cancelled.corrects) == (
        InvoiceKind.CANCELLATION,
        43,
        Correction("000042", STAMP.issued_at),
    )
    assert cancelled.lines[1] == InvoiceLine(
        number=2,
        name="Product 2",
        details=("P2",),
        quantity=-2,
        unit_net=Decimal("12.10"),
        listed=Decimal("-24.20"),
        net=Decimal("-24.20"),
        vat_percent=Decimal(7),
        vat=Decimal("-1.69"),
    )
    assert (cancelled.listed, cancelled.discount, cancelled.gross) == (-SALE.listed, -SALE.discount, -SALE.gross)


def test_a_refund_names_the_sale_and_the_reason() -> None:
    made = refund(SALE, (), Refund("r", Decimal(5), reason="Duplicate purchase"), LATER)

    assert (made.kind, made.corrects, made.reason, made.issued_at) == (
        InvoiceKind.REFUND,
        Correction("000042", STAMP.issued_at),
        "Duplicate purchase",
        LATER.issued_at,
    )


def test_units_given_back_are_counted_below_zero() -> None:
    (line,) = given_back("12.95", RefundedLine(2, Decimal("12.95"), 1)).lines

    assert (line.number, line.quantity, line.net, line.vat) == (2, -1, Decimal("-12.10"), Decimal("-0.85"))


def test_a_line_given_back_at_once_is_so_with_all_its_units() -> None:
    (line,) = given_back("25.89", RefundedLine(2, Decimal("25.89"))).lines

    assert (line.quantity, line.net, line.vat) == (-2, Decimal("-24.20"), Decimal("-1.69"))


def test_one_line_may_be_named_twice() -> None:
    parts = [RefundedLine(2, Decimal(1)), RefundedLine(2, Decimal(2))]

    assert [(line.number, line.gross) for line in given_back("3", *parts).lines] == [(2, Decimal(-3))]


def test_an_amount_is_spread_over_the_lines_by_what_they_cost() -> None:
    half = given_back("37.87")

    assert [(line.number, line.gross, line.quantity) for line in half.lines] == [
        (1, Decimal("-24.92"), None),
        (2, Decimal("-12.95"), None),
    ]


def test_what_a_line_has_not_left_is_taken_from_the_others() -> None:
    first = given_back("37.87")

    second = given_back("25.89", RefundedLine(2, Decimal("25.89")), earlier=(first,))

    assert [(line.number, line.gross) for line in second.lines] == [(1, Decimal("-12.95")), (2, Decimal("-12.94"))]


def test_more_than_is_left_is_a_mistake_of_the_caller() -> None:
    first = given_back("70")

    with pytest.raises(OverCredited):
        given_back("5.74", earlier=(first,))


def test_a_cancellation_after_a_refund_takes_back_the_rest() -> None:
    first = given_back("12.95", RefundedLine(2, Decimal("12.95"), 1))

    rest = cancellation(SALE, (first,), LATER)

    assert amounts(rest) == [(1, Decimal("-41.88"), Decimal("-7.96")), (2, Decimal("-12.10"), Decimal("-0.84"))]


def test_nothing_is_given_back_of_a_gift() -> None:
    gift = a_sale(a_line(1, "0"))

    assert given_back("0", sale=gift).lines == ()


lines = st.builds(
    a_line,
    st.integers(1, 8),
    st.decimals("0", "500", places=2).map(str),
    quantity=st.integers(1, 20),
    vat=st.sampled_from(["0", "5.5", "7", "19", "25"]),
    discount=st.decimals("0", "20", places=2).map(str),
    price_type=st.sampled_from(PriceType),
)
sales = st.lists(lines, min_size=1, max_size=5, unique_by=lambda line: line.number).map(lambda found: a_sale(*found))
shares = st.lists(st.decimals("0", "1", places=3), min_size=1, max_size=4)


@given(sales, shares, st.data())
def test_refunds_of_any_kind_give_back_net_and_tax_of_every_line_to_the_cent(
    sale: Invoice, parts: list[Decimal], data: st.DataObject
) -> None:
    refunds: list[Invoice] = []
    for part in [*parts, Decimal(1)]:
        amount = round(left_of(sale, refunds) * part, 2)
        line = data.draw(st.sampled_from(sale.lines))
        named = (RefundedLine(line.number, min(amount, line.gross)),) if data.draw(st.booleans()) else ()
        made = refund(sale, refunds, Refund("r", amount, named), LATER)
        assert -made.gross == amount
        refunds.append(made)

    assert left_of(sale, refunds) == ZERO
    assert amounts(sale) == [
        (line.number, -sum_of(refunds, line.number, "net"), -sum_of(refunds, line.number, "vat")) for line in sale.lines
    ]


@given(sales, shares)
def test_no_refund_ever_adds_to_a_line(sale: Invoice, parts: list[Decimal]) -> None:
    refunds: list[Invoice] = []
    for part in parts:
        amount = round(left_of(sale, refunds) * part, 2)
        refunds.append(refund(sale, refunds, Refund("r", amount), LATER))

    assert all(line.net <= ZERO and line.vat <= ZERO for made in refunds for line in made.lines)


def sum_of(refunds: list[Invoice], number: int, member: str) -> Decimal:
    found = (getattr(line, member) for made in refunds for line in made.lines if line.number == number)
    return sum(found, ZERO)
