"""What an invoice is, on all of its pages; from whom, to whom and for which order, at the head of the first."""

from collections.abc import Iterator

from rpc_server.commerce.invoices.model import Invoice, InvoiceKind, Series
from rpc_server.commerce.printing import blocks
from rpc_server.commerce.printing.addresses import name_of
from rpc_server.commerce.printing.figures import day
from rpc_server.commerce.printing.page import Imprint, Page
from rpc_server.commerce.printing.sheet import LEFT, RIGHT, shortened
from rpc_server.commerce.printing.styles import STRONG, WARNING

_TITLES = {
    InvoiceKind.SALE: "Invoice",
    InvoiceKind.CANCELLATION: "Cancellation invoice",
    InvoiceKind.REFUND: "Credit note",
}
_SELLER, _BUYER, _FACTS = 50.0, 54.0, 56.0
_LONGEST_NAME = 60
_ORDER_KINDS = {"RENEWAL": "Renewal", "UPGRADE": "Upgrade"}


def imprint(invoice: Invoice) -> Imprint:
    """What kind of invoice it is and whose, and the order it is for."""
    title, seller = f"{_TITLES[invoice.kind]} {invoice.label}", name_of(invoice.seller.address)
    return Imprint(
        title=title,
        author=seller,
        made_at=invoice.issued_at,
        head=shortened(seller, _LONGEST_NAME),
        foot=f"{title} · Order {invoice.order_reference}",
        note=invoice.seller.note,
    )


def write_masthead(page: Page, invoice: Invoice) -> None:
    """The seller's name on the left, the kind and number of the document on the right."""
    below = [(f"No. {invoice.label}", STRONG)]
    if invoice.series is Series.TEST:
        below.append(("Test order, not a tax document", WARNING))
    blocks.write_masthead(page, invoice.seller.address, _TITLES[invoice.kind], below)


def write_parties(page: Page, invoice: Invoice) -> None:
    """Seller, buyer and the facts of the order, in three columns."""
    blocks.write_side_by_side(
        page,
        lambda: blocks.write_party(page, "FROM", invoice.seller.address, x=LEFT, width=_SELLER),
        lambda: _write_buyer(page, invoice, x=LEFT + _SELLER + blocks.GUTTER),
        lambda: blocks.write_facts(page, _facts(invoice), x=RIGHT - _FACTS, width=_FACTS),
    )
    page.down(blocks.GAP)


def _write_buyer(page: Page, invoice: Invoice, *, x: float) -> None:
    blocks.write_party(page, "BILLED TO", invoice.buyer, x=x, width=_BUYER)
    if invoice.delivery is not None:
        page.down(blocks.GAP / 2)
        blocks.write_party(page, "DELIVERED TO", invoice.delivery, x=x, width=_BUYER)


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
