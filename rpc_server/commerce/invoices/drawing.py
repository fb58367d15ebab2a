"""An invoice as a PDF: A4, one page or as many as its lines need."""

from rpc_server.commerce.invoices.model import Invoice
from rpc_server.commerce.invoices.printing.heading import write_masthead, write_parties
from rpc_server.commerce.invoices.printing.page import Page
from rpc_server.commerce.invoices.printing.sums import write_notes, write_sums
from rpc_server.commerce.invoices.printing.table import write_lines


def draw(invoice: Invoice) -> bytes:
    """The invoice as a PDF document; the same invoice makes the same bytes."""
    page = _written(invoice, digits=1)
    if page.pages_count > 9:
        page = _written(invoice, digits=len(str(page.pages_count)))
    return bytes(page.output())


def _written(invoice: Invoice, digits: int) -> Page:
    """The invoice on paper, with room for a number of pages of so many digits."""
    page = Page(invoice, digits)
    page.add_page()
    write_masthead(page, invoice)
    write_parties(page, invoice)
    write_lines(page, invoice)
    write_sums(page, invoice)
    write_notes(page, invoice)
    return page
