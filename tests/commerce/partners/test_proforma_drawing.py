"""What stands on the paper of a proforma, read back from the PDF."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from pypdf import PdfReader

from rpc_server.commerce.partners.proformas.document import Document, Entry
from rpc_server.commerce.partners.proformas.drawing import draw
from rpc_server.commerce.partners.proformas.model import ProformaStatus
from tests.invoice_world import GARDENER, SELLER


def an_entry(number: int) -> Entry:
    return Entry(
        reference=f"119473{number:03d}",
        external_reference="PO-7" if number == 1 else None,
        placed_at=datetime(2026, 3, 9, tzinfo=UTC),
        details=("2 \N{MULTIPLICATION SIGN} Backup Pro (By phone)",),
        listed=Decimal(1200),
        margin=Decimal(240),
        vat=Decimal("182.4"),
        total=Decimal("1142.4"),
    )


UNPAID = Document(
    number="100000042",
    status=ProformaStatus.UNPAID,
    created_at=datetime(2026, 3, 10, tzinfo=UTC),
    due_at=datetime(2026, 4, 9, tzinfo=UTC),
    paid_at=None,
    paid_by=None,
    receipt_number=None,
    currency="EUR",
    total=Decimal("2284.8"),
    seller=SELLER,
    partner_code="PARTNER1",
    buyer=GARDENER,
    pays="Pay by card.",
    entries=(an_entry(1), an_entry(2)),
)


def pages(document: Document) -> list[str]:
    return [page.extract_text().replace("\x00", "") for page in PdfReader(io.BytesIO(draw(document))).pages]


def test_many_orders_go_on_over_pages_that_say_what_they_are() -> None:
    found = pages(replace(UNPAID, entries=tuple(an_entry(number) for number in range(200))))

    assert len(found) > 9
    assert [page.splitlines()[:2] for page in found[1:-1]] == [
        ["Proforma 100000042, continued", "ORDER LIST PRICE MARGIN TAX TOTAL EUR"]
    ] * (len(found) - 2)
    assert [line for page in found for line in page.splitlines() if line.startswith("Proforma 100000042 Page")] == [
        f"Proforma 100000042 Page {number} of {len(found)}" for number in range(1, len(found) + 1)
    ]
    shown = "\n".join(found)
    assert all(f"119473{number:03d}, 9 March 2026" in shown for number in range(200))
