"""A proforma as a PDF: A4, one page or as many as its orders need."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices.printing import figures
from rpc_server.commerce.invoices.printing.addresses import lines_below_name, name_of
from rpc_server.commerce.invoices.printing.page import (
    BODY,
    FIGURES,
    HEADLINE,
    LABEL,
    SMALL,
    STRONG,
    TITLE,
    TOTAL,
    WARNING,
    shortened,
)
from rpc_server.commerce.invoices.printing.sheet import ACCENT, BOTTOM, INK, LEFT, RIGHT, TOP, WIDTH, Sheet
from rpc_server.commerce.invoices.wording import day
from rpc_server.commerce.partners.proformas.document import Document, Entry
from rpc_server.commerce.partners.proformas.model import ProformaStatus

_HALF = WIDTH / 2
_GAP = 6.0
_GUTTER = 5.0
_PARTY = 54.0
_FACTS = WIDTH - 2 * (_PARTY + _GUTTER)
_TERM = 22.0
_PADDING = 1.6
_LONGEST = 120
_LONGEST_NOTE = 300
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
    with _Page(document, digits) as page:
        page.add_page()
        _write_masthead(page, document)
        _write_parties(page, document)
        _write_entries(page, document)
        _write_total(page, document)
        needed = len(str(page.pages_count))
        if needed <= digits:
            return bytes(page.output())
    return _drawn(document, needed)


class _Page(Sheet):
    """Pages that say which proforma they belong to: all at the foot, all but the first at the head."""

    def __init__(self, document: Document, digits: int) -> None:
        self._document = document
        title, author = f"Proforma {document.number}", name_of(document.seller.address)
        super().__init__(title=title, author=author, made_at=document.created_at, digits=digits)

    def header(self) -> None:
        self.set_y(TOP)
        if self.page > 1:
            self.write_line(f"Proforma {self._document.number}, continued", SMALL, x=LEFT, width=WIDTH, align="R")
            self.down(2 * SMALL.line)

    def footer(self) -> None:
        self.set_y(BOTTOM + 4)
        self.rule()
        self.down(1.5)
        self.write_line(f"Proforma {self._document.number}", SMALL, x=LEFT, width=_HALF)
        self.write_line(f"Page {self.page} of {self.page_count}", SMALL, x=LEFT + _HALF, width=_HALF, align="R")
        self.down(SMALL.line)
        if self._document.seller.note:
            self.write_block(shortened(self._document.seller.note, _LONGEST_NOTE), SMALL, x=LEFT, width=WIDTH)

    def needs(self, height: float) -> bool:
        """Begin a new page where less than ``height`` is left of this one, and tell whether that was so."""
        is_full = self.get_y() + height > BOTTOM
        if is_full:
            self.add_page()
        return is_full


def _write_masthead(page: _Page, document: Document) -> None:
    top = page.get_y()
    page.write_block(shortened(name_of(document.seller.address), _LONGEST), HEADLINE, x=LEFT, width=_HALF)
    below_name = page.get_y()
    page.set_y(top - 1.5)
    page.write_block("Proforma invoice", TITLE, x=LEFT + _HALF, width=_HALF, align="R")
    page.write_block(f"No. {document.number}", STRONG, x=LEFT + _HALF, width=_HALF, align="R")
    style = WARNING if document.status is ProformaStatus.OVERDUE else STRONG
    page.write_block(document.status.value, style, x=LEFT + _HALF, width=_HALF, align="R")
    page.set_y(max(below_name, page.get_y()) + 3)
    page.rule(ACCENT, weight=0.6)
    page.down(_GAP)


def _write_parties(page: _Page, document: Document) -> None:
    top = page.get_y()
    _write_party(page, "FROM", document.seller.address, x=LEFT)
    lowest = page.get_y()
    page.set_y(top)
    _write_party(page, "BILLED TO", document.buyer, x=LEFT + _PARTY + _GUTTER)
    lowest = max(lowest, page.get_y())
    page.set_y(top)
    _write_facts(page, document, x=RIGHT - _FACTS)
    page.set_y(max(lowest, page.get_y()) + _GAP)


def _write_party(page: _Page, label: str, address: Address, *, x: float) -> None:
    page.write_block(label, LABEL, x=x, width=_PARTY)
    page.down(1)
    page.write_block(shortened(name_of(address), _LONGEST), STRONG, x=x, width=_PARTY)
    page.write_blocks((shortened(line, _LONGEST) for line in lines_below_name(address)), BODY, x=x, width=_PARTY)


def _write_facts(page: _Page, document: Document, *, x: float) -> None:
    page.write_block("DETAILS", LABEL, x=x, width=_FACTS)
    page.down(1)
    for term, fact in _facts(document):
        page.write_line(term, SMALL, x=x, width=_TERM, beside=BODY)
        page.write_block(shortened(fact, _LONGEST), BODY, x=x + _TERM, width=_FACTS - _TERM)


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    yield "Issue date", day(document.created_at)
    yield "Due date", day(document.due_at)
    if document.paid_at is not None:
        yield "Paid on", day(document.paid_at)
    if document.paid_by:
        yield "Paid by", document.paid_by
    if document.receipt_number:
        yield "Receipt", document.receipt_number
    yield "Partner", document.partner_code
    yield "Currency", document.currency


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


def _write_entries(page: _Page, document: Document) -> None:
    columns = _columns(document)
    _write_headings(page, columns)
    for entry in document.entries:
        _write_entry(page, entry, columns)


def _write_headings(page: _Page, columns: list[_Column]) -> None:
    page.write_line("ORDER", LABEL, x=LEFT, width=_order_width(columns))
    x = LEFT + _order_width(columns)
    for column in columns:
        page.write_line(column.heading, LABEL, x=x, width=column.width, align="R")
        x += column.width
    page.down(LABEL.line + 1)
    page.rule(INK, weight=0.3)
    page.down(_PADDING)


def _write_entry(page: _Page, entry: Entry, columns: list[_Column]) -> None:
    """The order with its figures and its lines; the first of these stays with it on one page."""
    width = _order_width(columns) - 2
    _make_room(page, 3 * BODY.line, columns)
    x = LEFT + _order_width(columns)
    for column in columns:
        page.write_line(column.show(entry), FIGURES, x=x, width=column.width, align="R")
        x += column.width
    page.write_block(shortened(f"{entry.reference}, {day(entry.placed_at)}", _LONGEST), STRONG, x=LEFT, width=width)
    for detail in _details(entry):
        _make_room(page, page.wraps(detail, width, SMALL), columns)
        page.write_block(detail, SMALL, x=LEFT, width=width)
    page.down(_PADDING)
    page.rule()
    page.down(_PADDING)


def _details(entry: Entry) -> Iterator[str]:
    if entry.external_reference:
        yield f"Reference {shortened(entry.external_reference, _LONGEST)}"
    yield from entry.details


def _make_room(page: _Page, height: float, columns: list[_Column]) -> None:
    if page.needs(height):
        _write_headings(page, columns)


def _order_width(columns: list[_Column]) -> float:
    return WIDTH - sum(column.width for column in columns)


def _write_total(page: _Page, document: Document) -> None:
    """What is to be paid, or was, and how; together on one page."""
    page.needs(_GAP + TOTAL.line + 4 * SMALL.line)
    page.down(_GAP / 2)
    label = "Paid" if document.status is ProformaStatus.PAID else "To be paid"
    page.write_line(label, TOTAL, x=LEFT + _HALF, width=_HALF / 2)
    page.write_line(f"{document.currency} {figures.amount(document.total)}", TOTAL, x=LEFT, width=WIDTH, align="R")
    page.down(TOTAL.line + _GAP)
    for note in _notes(page, document):
        page.write_block(note, SMALL, x=LEFT, width=WIDTH)
        page.down(1)


def _notes(page: _Page, document: Document) -> Iterator[str]:
    if document.status in (ProformaStatus.UNPAID, ProformaStatus.OVERDUE):
        yield document.pays
    yield _NOT_A_TAX_DOCUMENT
    if page.is_incomplete:
        yield _UNPRINTABLE
