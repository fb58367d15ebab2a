"""The lines of an invoice, in a table with the columns something stands in."""

from functools import partial

from rpc_server.commerce.invoices.model import Invoice, InvoiceLine
from rpc_server.commerce.printing import figures
from rpc_server.commerce.printing.blocks import write_side_by_side
from rpc_server.commerce.printing.page import Page
from rpc_server.commerce.printing.sheet import LEFT, WIDTH
from rpc_server.commerce.printing.styles import BODY, SMALL, STRONG
from rpc_server.commerce.printing.table import PADDING, Column, Table

_HEADINGS = 8.0
_KEPT_DETAILS = 3


def write_lines(page: Page, invoice: Invoice) -> None:
    """Every line with its details; a line's name and figures are never torn apart."""
    table = Table(page, "DESCRIPTION", _columns(invoice))
    page.needs(_HEADINGS + sum(_kept_height(table, line) for line in invoice.lines[:1]))
    table.write_headings()
    for line in invoice.lines:
        _write_line(table, line)
    if not invoice.lines:
        page.write_block("Nothing", BODY, x=LEFT, width=WIDTH)
        page.down(PADDING)


def _columns(invoice: Invoice) -> list[Column[InvoiceLine]]:
    """The columns something stands in."""
    has_quantity = any(line.quantity is not None for line in invoice.lines)
    has_unit = any(line.unit_net is not None for line in invoice.lines)
    has_discount = any(line.discount for line in invoice.lines)
    found: tuple[Column[InvoiceLine] | None, ...] = (
        Column("QTY", 13, lambda line: figures.count(line.quantity)) if has_quantity else None,
        Column("UNIT PRICE", 24, _unit_price) if has_unit else None,
        Column("DISCOUNT", 22, _discount) if has_discount else None,
        Column("TAX", 12, lambda line: figures.percent(line.vat_percent)),
        Column(f"NET {invoice.currency}", 28, lambda line: figures.amount(line.net)),
    )
    return [column for column in found if column]


def _unit_price(line: InvoiceLine) -> str:
    return "" if line.unit_net is None else figures.amount(line.unit_net)


def _discount(line: InvoiceLine) -> str:
    return figures.amount(-line.discount) if line.discount else ""


def _write_line(table: Table[InvoiceLine], line: InvoiceLine) -> None:
    table.needs(_kept_height(table, line))
    write_side_by_side(table.page, partial(table.write_text, line.name), partial(table.write_figures, line))
    table.write_details(line.details)


def _kept_height(table: Table[InvoiceLine], line: InvoiceLine) -> float:
    """How high the name and the first details stand, which stay on one page."""
    name = table.page.wraps(line.name, table.text_width, STRONG)
    details = sum(table.page.wraps(detail, table.text_width, SMALL) for detail in line.details[:_KEPT_DETAILS])
    return name + details + PADDING
