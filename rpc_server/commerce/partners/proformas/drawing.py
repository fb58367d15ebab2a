"""A proforma as a PDF: A4, one page or as many as its orders need."""

from collections.abc import Iterator

from rpc_server.commerce.partners.proformas.document import Document, Entry
from rpc_server.commerce.partners.proformas.heading import imprint, write_masthead, write_parties
from rpc_server.commerce.partners.proformas.model import ProformaStatus
from rpc_server.commerce.printing import figures
from rpc_server.commerce.printing.blocks import GAP, LONGEST, UNPRINTABLE
from rpc_server.commerce.printing.page import Page, drawn
from rpc_server.commerce.printing.sheet import HALF, LEFT, WIDTH, shortened
from rpc_server.commerce.printing.styles import BODY, SMALL, TOTAL
from rpc_server.commerce.printing.table import Column, Table

_NOT_A_TAX_DOCUMENT = "A proforma asks for payment. It is not a tax invoice."


def draw(document: Document) -> bytes:
    """The proforma as a PDF document; the same one makes the same bytes."""
    return drawn(imprint(document), lambda page: _write(page, document))


def _write(page: Page, document: Document) -> None:
    write_masthead(page, document)
    write_parties(page, document)
    _write_entries(page, document)
    _write_total(page, document)


def _columns(document: Document) -> list[Column[Entry]]:
    """The columns of figures; that of margins only where there is one."""
    has_margin = any(entry.margin for entry in document.entries)
    found: tuple[Column[Entry] | None, ...] = (
        Column("LIST PRICE", 24, lambda entry: figures.amount(entry.listed)),
        Column("MARGIN", 22, lambda entry: figures.amount(-entry.margin)) if has_margin else None,
        Column("TAX", 20, lambda entry: figures.amount(entry.vat)),
        Column(f"TOTAL {document.currency}", 28, lambda entry: figures.amount(entry.total)),
    )
    return [column for column in found if column]


def _write_entries(page: Page, document: Document) -> None:
    table = Table(page, "ORDER", _columns(document))
    table.write_headings()
    for entry in document.entries:
        _write_entry(table, entry)


def _write_entry(table: Table[Entry], entry: Entry) -> None:
    """The order with its figures and its lines; the first of these stays with it on one page."""
    table.needs(3 * BODY.line)
    table.write_figures(entry)
    table.write_text(shortened(f"{entry.reference}, {figures.day(entry.placed_at)}", LONGEST))
    table.write_details(_details(entry))


def _details(entry: Entry) -> Iterator[str]:
    if entry.external_reference:
        yield f"Reference {shortened(entry.external_reference, LONGEST)}"
    yield from entry.details


def _write_total(page: Page, document: Document) -> None:
    """What is to be paid, or was, and how; together on one page."""
    page.needs(GAP + TOTAL.line + 4 * SMALL.line)
    page.down(GAP / 2)
    label = "Paid" if document.status is ProformaStatus.PAID else "To be paid"
    page.write_line(label, TOTAL, x=LEFT + HALF, width=HALF / 2)
    page.write_line(f"{document.currency} {figures.amount(document.total)}", TOTAL, x=LEFT, width=WIDTH, align="R")
    page.down(TOTAL.line + GAP)
    for note in _notes(page, document):
        page.write_block(note, SMALL, x=LEFT, width=WIDTH)
        page.down(1)


def _notes(page: Page, document: Document) -> Iterator[str]:
    if document.status in (ProformaStatus.UNPAID, ProformaStatus.OVERDUE):
        yield document.pays
    yield _NOT_A_TAX_DOCUMENT
    if page.is_incomplete:
        yield UNPRINTABLE
