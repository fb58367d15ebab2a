"""A proforma as a PDF: A4, one page or as many as its orders need."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rpc_server.commerce.invoices.printing import figures
from rpc_server.commerce.invoices.printing.page import (
    BODY,
    FIGURES,
    LABEL,
    SMALL,
    STRONG,
    TOTAL,
    shortened,
)
from rpc_server.commerce.invoices.printing.sheet import INK, LEFT, WIDTH
from rpc_server.commerce.invoices.wording import day
from rpc_server.commerce.partners.proformas.document import Document, Entry
from rpc_server.commerce.partners.proformas.model import ProformaStatus
from rpc_server.commerce.partners.proformas.page import GAP, HALF, LONGEST, ProformaPage, write_masthead, write_parties

_PADDING = 1.6
_NOT_A_TAX_DOCUMENT = "A proforma asks for payment. It is not a tax invoice."
_UNPRINTABLE = "Characters shown as \N{REPLACEMENT CHARACTER} are on record as they were given, but cannot be printed."


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    width: float
    show: Callable[[Entry], str]


def draw(document: Document) -> bytes:
    """The proforma as a PDF document; the same one makes the same bytes."""
    return _drawn(document, digits=1)


def _drawn(document: Document, digits: int) -> bytes:
    """The document, written anew where its number of pages turns out to have more than so many digits."""
    with ProformaPage(document, digits) as page:
        page.add_page()
        write_masthead(page, document)
        write_parties(page, document)
        _write_entries(page, document)
        _write_total(page, document)
        needed = len(str(page.pages_count))
        if needed <= digits:
            return bytes(page.output())
    return _drawn(document, needed)


def _columns(document: Document) -> list[_Column]:
    """The columns of figures; that of margins only where there is one."""
    has_margin = any(entry.margin for entry in document.entries)
    found = (
        _Column("LIST PRICE", 24, lambda entry: figures.amount(entry.listed)),
        _Column("MARGIN", 22, lambda entry: figures.amount(-entry.margin)) if has_margin else None,
        _Column("TAX", 20, lambda entry: figures.amount(entry.vat)),
        _Column(f"TOTAL {document.currency}", 28, lambda entry: figures.amount(entry.total)),
    )
    return [column for column in found if column]


def _write_entries(page: ProformaPage, document: Document) -> None:
    columns = _columns(document)
    _write_headings(page, columns)
    for entry in document.entries:
        _write_entry(page, entry, columns)


def _write_headings(page: ProformaPage, columns: list[_Column]) -> None:
    page.write_line("ORDER", LABEL, x=LEFT, width=_order_width(columns))
    x = LEFT + _order_width(columns)
    for column in columns:
        page.write_line(column.heading, LABEL, x=x, width=column.width, align="R")
        x += column.width
    page.down(LABEL.line + 1)
    page.rule(INK, weight=0.3)
    page.down(_PADDING)


def _write_entry(page: ProformaPage, entry: Entry, columns: list[_Column]) -> None:
    """The order with its figures and its lines; the first of these stays with it on one page."""
    width = _order_width(columns) - 2
    _make_room(page, 3 * BODY.line, columns)
    x = LEFT + _order_width(columns)
    for column in columns:
        page.write_line(column.show(entry), FIGURES, x=x, width=column.width, align="R")
        x += column.width
    page.write_block(shortened(f"{entry.reference}, {day(entry.placed_at)}", LONGEST), STRONG, x=LEFT, width=width)
    for detail in _details(entry):
        _make_room(page, page.wraps(detail, width, SMALL), columns)
        page.write_block(detail, SMALL, x=LEFT, width=width)
    page.down(_PADDING)
    page.rule()
    page.down(_PADDING)


def _details(entry: Entry) -> Iterator[str]:
    if entry.external_reference:
        yield f"Reference {shortened(entry.external_reference, LONGEST)}"
    yield from entry.details


def _make_room(page: ProformaPage, height: float, columns: list[_Column]) -> None:
    if page.needs(height):
        _write_headings(page, columns)


def _order_width(columns: list[_Column]) -> float:
    return WIDTH - sum(column.width for column in columns)


def _write_total(page: ProformaPage, document: Document) -> None:
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


def _notes(page: ProformaPage, document: Document) -> Iterator[str]:
    if document.status in (ProformaStatus.UNPAID, ProformaStatus.OVERDUE):
        yield document.pays
    yield _NOT_A_TAX_DOCUMENT
    if page.is_incomplete:
        yield _UNPRINTABLE
