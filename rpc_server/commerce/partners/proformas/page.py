"""The pages of a proforma, and what stands at their head: what it is, from whom, to whom, until when."""

from collections.abc import Iterator

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices.printing.addresses import lines_below_name, name_of
from rpc_server.commerce.invoices.printing.page import (
    BODY,
    HEADLINE,
    LABEL,
    SMALL,
    STRONG,
    TITLE,
    WARNING,
    shortened,
)
from rpc_server.commerce.invoices.printing.sheet import ACCENT, BOTTOM, LEFT, RIGHT, TOP, WIDTH, Sheet
from rpc_server.commerce.invoices.wording import day
from rpc_server.commerce.partners.proformas.document import Document
from rpc_server.commerce.partners.proformas.model import ProformaStatus

GAP = 6.0
HALF = WIDTH / 2
LONGEST = 120
_GUTTER = 5.0
_PARTY = 54.0
_FACTS = WIDTH - 2 * (_PARTY + _GUTTER)
_TERM = 22.0
_LONGEST_NOTE = 300


class ProformaPage(Sheet):
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
        self.write_line(f"Proforma {self._document.number}", SMALL, x=LEFT, width=HALF)
        self.write_line(f"Page {self.page} of {self.page_count}", SMALL, x=LEFT + HALF, width=HALF, align="R")
        self.down(SMALL.line)
        if self._document.seller.note:
            self.write_block(shortened(self._document.seller.note, _LONGEST_NOTE), SMALL, x=LEFT, width=WIDTH)

    def needs(self, height: float) -> bool:
        """Begin a new page where less than ``height`` is left of this one, and tell whether that was so."""
        is_full = self.get_y() + height > BOTTOM
        if is_full:
            self.add_page()
        return is_full


def write_masthead(page: ProformaPage, document: Document) -> None:
    """The seller's name on the left; what the document is, its number and how it stands on the right."""
    top = page.get_y()
    page.write_block(shortened(name_of(document.seller.address), LONGEST), HEADLINE, x=LEFT, width=HALF)
    below_name = page.get_y()
    page.set_y(top - 1.5)
    page.write_block("Proforma invoice", TITLE, x=LEFT + HALF, width=HALF, align="R")
    page.write_block(f"No. {document.number}", STRONG, x=LEFT + HALF, width=HALF, align="R")
    style = WARNING if document.status is ProformaStatus.OVERDUE else STRONG
    page.write_block(document.status.value, style, x=LEFT + HALF, width=HALF, align="R")
    page.set_y(max(below_name, page.get_y()) + 3)
    page.rule(ACCENT, weight=0.6)
    page.down(GAP)


def write_parties(page: ProformaPage, document: Document) -> None:
    """Seller, partner and the facts of the proforma, in three columns."""
    top = page.get_y()
    _write_party(page, "FROM", document.seller.address, x=LEFT)
    lowest = page.get_y()
    page.set_y(top)
    _write_party(page, "BILLED TO", document.buyer, x=LEFT + _PARTY + _GUTTER)
    lowest = max(lowest, page.get_y())
    page.set_y(top)
    _write_facts(page, document, x=RIGHT - _FACTS)
    page.set_y(max(lowest, page.get_y()) + GAP)


def _write_party(page: ProformaPage, label: str, address: Address, *, x: float) -> None:
    page.write_block(label, LABEL, x=x, width=_PARTY)
    page.down(1)
    page.write_block(shortened(name_of(address), LONGEST), STRONG, x=x, width=_PARTY)
    page.write_blocks((shortened(line, LONGEST) for line in lines_below_name(address)), BODY, x=x, width=_PARTY)


def _write_facts(page: ProformaPage, document: Document, *, x: float) -> None:
    page.write_block("DETAILS", LABEL, x=x, width=_FACTS)
    page.down(1)
    for term, fact in _facts(document):
        page.write_line(term, SMALL, x=x, width=_TERM, beside=BODY)
        page.write_block(shortened(fact, LONGEST), BODY, x=x + _TERM, width=_FACTS - _TERM)


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
