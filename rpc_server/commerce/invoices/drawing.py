"""An invoice as a PDF: A4, one page or as many as its lines need."""

from rpc_server.commerce.invoices.model import Invoice
from rpc_server.commerce.invoices.printing.heading import write_masthead, write_parties
from rpc_server.commerce.invoices.printing.page import Page
from rpc_server.commerce.invoices.printing.sums import write_notes, write_sums
from rpc_server.commerce.invoices.printing.table import write_lines


def draw(invoice: Invoice) -> bytes:
    """The invoice as a PDF document; the same invoice makes the same bytes."""
    return _drawn(invoice, digits=1)


def _drawn(invoice: Invoice, digits: int) -> bytes:
    """The document, written anew where its number of pages turns out to have more than so many digits."""
    with Page(invoice, digits) as page:
        _write(page, invoice)
        needed = len(str(page.pages_count))
        if needed <= digits:
            return bytes(page.output())
    return _drawn(invoice, needed)


def _write(page: Page, invoice: Invoice) -> None:
    page.add_page()
    write_masthead(page, invoice)
    write_parties(page, invoice)
    write_lines(page, invoice)
    write_sums(page, invoice)
    write_notes(page, invoice)
