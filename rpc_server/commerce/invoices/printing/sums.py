"""The lower part of an invoice: the tax summary, the totals, and what else has to be said."""

from collections.abc import Iterable, Iterator

from rpc_server.commerce.invoices.model import Invoice, InvoiceKind, TaxShare
from rpc_server.commerce.printing import figures
from rpc_server.commerce.printing.blocks import UNPRINTABLE, write_side_by_side
from rpc_server.commerce.printing.page import Page
from rpc_server.commerce.printing.sheet import LEFT, RIGHT, WIDTH
from rpc_server.commerce.printing.styles import BODY, FIGURES, INK, LABEL, SMALL, TOTAL, Style
from rpc_server.commerce.printing.table import Column, write_cells

_TAXES: tuple[Column[TaxShare], ...] = (
    Column("NET", 27, lambda share: figures.amount(share.net)),
    Column("TAX", 23, lambda share: figures.amount(share.vat)),
    Column("GROSS", 27, lambda share: figures.amount(share.gross)),
)
_RATE = 16.0
_TAX_WIDTH = _RATE + sum(column.width for column in _TAXES)
_TOTALS_X = LEFT + _TAX_WIDTH + 11
_GUTTER = 2.0
_AMOUNT = 30.0
_PADDING = 1.4
_TOTALS = {
    InvoiceKind.SALE: "Total",
    InvoiceKind.CANCELLATION: "Total cancelled",
    InvoiceKind.REFUND: "Total refunded",
}
_ROUNDED = "Unit prices are rounded; amounts are worked out for the whole line."


def write_sums(page: Page, invoice: Invoice) -> None:
    """The tax summary on the left, the totals on the right, together on one page."""
    rows = list(_rows(invoice))
    page.needs((max(len(rows), len(invoice.taxes) + 1) + 2) * (BODY.line + _PADDING) + TOTAL.line)
    page.down(4)
    write_side_by_side(page, lambda: _write_taxes(page, invoice), lambda: _write_totals(page, invoice, rows))


def write_notes(page: Page, invoice: Invoice) -> None:
    """Sentences below the totals."""
    page.down(8)
    for note in _notes(page, invoice):
        page.needs(page.wraps(note, WIDTH, SMALL))
        page.write_block(note, SMALL, x=LEFT, width=WIDTH)
        page.down(1)


def _write_taxes(page: Page, invoice: Invoice) -> None:
    _write_tax_row(page, "TAX RATE", (column.heading for column in _TAXES), LABEL)
    page.rule(to=LEFT + _TAX_WIDTH)
    page.down(_PADDING)
    for share in invoice.taxes:
        _write_tax_row(page, figures.percent(share.percent), (column.show(share) for column in _TAXES), FIGURES)


def _write_tax_row(page: Page, rate: str, texts: Iterable[str], style: Style) -> None:
    page.write_line(rate, style, x=LEFT, width=_RATE)
    write_cells(page, texts, _TAXES, style, x=LEFT + _RATE, gutter=_GUTTER)
    page.down(style.line + 1)


def _write_totals(page: Page, invoice: Invoice, rows: list[tuple[str, str]]) -> None:
    for label, amount in rows:
        page.write_line(label, BODY, x=_TOTALS_X, width=RIGHT - _AMOUNT - _TOTALS_X)
        page.write_line(amount, FIGURES, x=RIGHT - _AMOUNT, width=_AMOUNT, align="R")
        page.down(BODY.line + 1)
    page.down(_PADDING)
    page.rule(INK, x=_TOTALS_X, weight=0.3)
    page.down(_PADDING)
    page.write_line(_TOTALS[invoice.kind], TOTAL, x=_TOTALS_X, width=RIGHT - _AMOUNT - _TOTALS_X - 2)
    total = f"{invoice.currency} {figures.amount(invoice.gross)}"
    page.write_line(total, TOTAL, x=RIGHT - _AMOUNT - 8, width=_AMOUNT + 8, align="R")
    page.down(TOTAL.line)


def _rows(invoice: Invoice) -> Iterator[tuple[str, str]]:
    if invoice.discount:
        yield "Subtotal", figures.amount(invoice.listed)
        yield "Discount", figures.amount(-invoice.discount)
    yield "Net", figures.amount(invoice.net)
    for share in invoice.taxes:
        yield f"Tax {figures.percent(share.percent)}", figures.amount(share.vat)


def _notes(page: Page, invoice: Invoice) -> Iterator[str]:
    if invoice.reason:
        yield f"Reason: {invoice.reason}"
    yield from invoice.notes
    if any(line.unit_net is not None and line.unit_net * (line.quantity or 0) != line.listed for line in invoice.lines):
        yield _ROUNDED
    if page.is_incomplete:
        yield UNPRINTABLE
