"""What a proforma is, on all of its pages; from whom, to whom and until when, at the head of the first."""

from collections.abc import Iterator

from rpc_server.commerce.partners.proformas.document import Document
from rpc_server.commerce.partners.proformas.model import ProformaStatus
from rpc_server.commerce.printing import blocks
from rpc_server.commerce.printing.addresses import name_of
from rpc_server.commerce.printing.figures import day
from rpc_server.commerce.printing.page import Imprint, Page
from rpc_server.commerce.printing.sheet import LEFT, RIGHT
from rpc_server.commerce.printing.styles import STRONG, WARNING

_PARTY, _FACTS = 54.0, 52.0


def imprint(document: Document) -> Imprint:
    """The number of the proforma, and whose it is."""
    title = f"Proforma {document.number}"
    return Imprint(
        title=title,
        author=name_of(document.seller.address),
        made_at=document.created_at,
        foot=title,
        note=document.seller.note,
    )


def write_masthead(page: Page, document: Document) -> None:
    """The seller's name on the left; what the document is, its number and how it stands on the right."""
    style = WARNING if document.status is ProformaStatus.OVERDUE else STRONG
    below = [(f"No. {document.number}", STRONG), (document.status.value, style)]
    blocks.write_masthead(page, document.seller.address, "Proforma invoice", below)


def write_parties(page: Page, document: Document) -> None:
    """Seller, partner and the facts of the proforma, in three columns."""
    buyer = LEFT + _PARTY + blocks.GUTTER
    blocks.write_side_by_side(
        page,
        lambda: blocks.write_party(page, "FROM", document.seller.address, x=LEFT, width=_PARTY),
        lambda: blocks.write_party(page, "BILLED TO", document.buyer, x=buyer, width=_PARTY),
        lambda: blocks.write_facts(page, _facts(document), x=RIGHT - _FACTS, width=_FACTS),
    )
    page.down(blocks.GAP)


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
