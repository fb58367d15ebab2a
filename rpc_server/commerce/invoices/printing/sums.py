"""The lower part of an invoice: the tax summary, the totals, and what else has to be said."""

from collections.abc import Iterator

from rpc_server.commerce.invoices.model import Invoice, InvoiceKind
from rpc_server.commerce.invoices.printing import figures
from rpc_server.commerce.invoices.printing.page import BODY, FIGURES, LABEL, SMALL, TOTAL, Page
from rpc_server.commerce.invoices.printing.sheet import INK, LEFT, RIGHT, WIDTH

_TAX_COLUMNS = (("TAX RATE", 16.0), ("NET", 27.0), ("TAX", 23.0), ("GROSS", 27.0))
_TAX_WIDTH = sum(width for _, width in _TAX_COLUMNS)
_TOTALS_X = LEFT + _TAX_WIDTH + 11
_GUTTER = 2.0
_AMOUNT = 30.0
_PADDING = 1.4
_TOTALS = {
    InvoiceKind.SALE: "Total",
    InvoiceKind.CANCELLATION: "Total cancelled",
    InvoiceKind.REFUND: "Total refunded",
}
_UNPRINTABLE = "Characters shown as \N{REPLACEMENT CHARACTER} are on record as they were given, but cannot be printed."
_ROUNDED = "Unit prices are rounded; amounts are worked out for the whole line."


def write_sums(page: Page, invoice: Invoice) -> None:
    """The tax summary on the left, the totals on the right, together on one page."""
    rows = list(_rows(invoice))
    page.needs((max(len(rows), len(invoice.taxes) + 1) + 2) * (BODY.line + _PADDING) + TOTAL.line)
    page.down(4)
    top = page.get_y()
    _write_taxes(page, invoice)
    below_taxes = page.get_y()
    page.set_y(top)
    _write_totals(page, invoice, rows)
    page.set_y(max(below_taxes, page.get_y()))


def write_notes(page: Page, invoice: Invoice) -> None:
    """Sentences below the totals."""
    page.down(8)
    for note in _notes(page, invoice):
        page.needs(page.wraps(note, WIDTH, SMALL))
        page.write_block(note, SMALL, x=LEFT, width=WIDTH)
        page.down(1)


def _write_taxes(page: Page, invoice: Invoice) -> None:
    _write_tax_row(page, [heading for heading, _ in _TAX_COLUMNS], is_heading=True)
    page.rule(to=LEFT + _TAX_WIDTH)
    page.down(_PADDING)
    for share in invoice.taxes:
        amounts = (share.net, share.vat, share.gross)
        _write_tax_row(page, [figures.percent(share.percent), *map(figures.amount, amounts)], is_heading=False)


def _write_tax_row(page: Page, texts: list[str], *, is_heading: bool) -> None:
    style, x = LABEL if is_heading else FIGURES, LEFT
    for number, (text, (_, width)) in enumerate(zip(texts, _TAX_COLUMNS, strict=True)):
        indent = _GUTTER if number else 0
        page.write_line(text, style, x=x + indent, width=width - indent, align="R" if number else "L")
        x += width
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
        yield _UNPRINTABLE
