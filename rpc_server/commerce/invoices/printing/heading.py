"""The upper part of an invoice: what it is, from whom, to whom, for which order."""

from collections.abc import Callable, Iterator

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices.model import Invoice, Series
from rpc_server.commerce.invoices.printing.addresses import lines_below_name, name_of
from rpc_server.commerce.invoices.printing.page import (
    BODY,
    HEADLINE,
    LABEL,
    SMALL,
    STRONG,
    TITLE,
    WARNING,
    Page,
    shortened,
)
from rpc_server.commerce.invoices.printing.sheet import ACCENT, LEFT, WIDTH
from rpc_server.commerce.invoices.wording import day

_GAP = 6.0
_GUTTER = 5.0
_SELLER, _BUYER, _FACTS = 50.0, 54.0, 56.0
_TERM = 22.0
_LONGEST = 120
_ORDER_KINDS = {"RENEWAL": "Renewal", "UPGRADE": "Upgrade"}


def write_masthead(page: Page, invoice: Invoice) -> None:
    """The seller's name on the left, the kind and number of the document on the right."""
    top, half = page.get_y(), WIDTH / 2
    page.write_block(shortened(name_of(invoice.seller.address), _LONGEST), HEADLINE, x=LEFT, width=half)
    below_name = page.get_y()
    page.set_y(top - 1.5)
    page.write_block(page.kind_of_document, TITLE, x=LEFT + half, width=half, align="R")
    page.write_block(f"No. {invoice.label}", STRONG, x=LEFT + half, width=half, align="R")
    if invoice.series is Series.TEST:
        page.write_block("Test order, not a tax document", WARNING, x=LEFT + half, width=half, align="R")
    page.set_y(max(below_name, page.get_y()) + 3)
    page.rule(ACCENT, weight=0.6)
    page.down(_GAP)


def write_parties(page: Page, invoice: Invoice) -> None:
    """Seller, buyer and the facts of the order, in three columns."""
    buyer = LEFT + _SELLER + _GUTTER
    ends = _write_columns(
        page,
        lambda: _write_party(page, "FROM", invoice.seller.address, x=LEFT, width=_SELLER),
        lambda: _write_buyer(page, invoice, x=buyer),
        lambda: _write_facts(page, invoice, x=buyer + _BUYER + _GUTTER),
    )
    page.set_y(ends + _GAP)


def _write_columns(page: Page, *columns: Callable[[], None]) -> float:
    """Write each column from the same height on; how far down the longest goes."""
    top = page.get_y()
    lowest = top
    for write in columns:
        page.set_y(top)
        write()
        lowest = max(lowest, page.get_y())
    return lowest


def _write_buyer(page: Page, invoice: Invoice, *, x: float) -> None:
    _write_party(page, "BILLED TO", invoice.buyer, x=x, width=_BUYER)
    if invoice.delivery is not None:
        page.down(_GAP / 2)
        _write_party(page, "DELIVERED TO", invoice.delivery, x=x, width=_BUYER)


def _write_party(page: Page, label: str, address: Address, *, x: float, width: float) -> None:
    page.write_block(label, LABEL, x=x, width=width)
    page.down(1)
    page.write_block(shortened(name_of(address), _LONGEST), STRONG, x=x, width=width)
    page.write_blocks((shortened(line, _LONGEST) for line in lines_below_name(address)), BODY, x=x, width=width)


def _write_facts(page: Page, invoice: Invoice, *, x: float) -> None:
    page.write_block("DETAILS", LABEL, x=x, width=_FACTS)
    page.down(1)
    for term, fact in _facts(invoice):
        page.write_line(term, SMALL, x=x, width=_TERM, beside=BODY)
        page.write_block(shortened(fact, _LONGEST), BODY, x=x + _TERM, width=_FACTS - _TERM)


def _facts(invoice: Invoice) -> Iterator[tuple[str, str]]:
    yield "Issue date", day(invoice.issued_at)
    if invoice.corrects:
        yield "For invoice", invoice.corrects.label
        yield "Invoiced", day(invoice.corrects.issued_at)
    yield "Order", invoice.order_reference
    if invoice.order_number:
        yield "Order number", str(invoice.order_number)
    if invoice.order_kind in _ORDER_KINDS:
        yield "Order type", _ORDER_KINDS[invoice.order_kind]
    yield "Order date", day(invoice.ordered_at)
    if invoice.finished_at:
        yield "Completed", day(invoice.finished_at)
    if invoice.external_reference:
        yield "Reference", invoice.external_reference
    if invoice.payment:
        yield "Payment", invoice.payment
    yield "Currency", invoice.currency
