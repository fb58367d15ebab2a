"""An invoice as a PDF: A4, one page or as many as its lines need."""

from rpc_server.commerce.invoices.model import Invoice
from rpc_server.commerce.invoices.printing.heading import imprint, write_masthead, write_parties
from rpc_server.commerce.invoices.printing.lines import write_lines
from rpc_server.commerce.invoices.printing.sums import write_notes, write_sums
from rpc_server.commerce.printing.page import Page, drawn


def draw(invoice: Invoice) -> bytes:
    """The invoice as a PDF document; the same invoice makes the same bytes."""
    return drawn(imprint(invoice), lambda page: _write(page, invoice))


def _write(page: Page, invoice: Invoice) -> None:
    write_masthead(page, invoice)
    write_parties(page, invoice)
    write_lines(page, invoice)
    write_sums(page, invoice)
    write_notes(page, invoice)
