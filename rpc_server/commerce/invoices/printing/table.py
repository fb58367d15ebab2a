"""The lines of an invoice: a table that goes on over as many pages as it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from rpc_server.commerce.invoices.model import Invoice, InvoiceLine
from rpc_server.commerce.invoices.printing import figures
from rpc_server.commerce.invoices.printing.page import BODY, FIGURES, LABEL, SMALL, STRONG, Page
from rpc_server.commerce.invoices.printing.sheet import INK, LEFT, RIGHT

_PADDING = 1.6
_HEADINGS = 8.0
_GUTTER = 3.0
_KEPT_DETAILS = 3


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of figures, right-aligned."""

    heading: str
    width: float
    show: Callable[[InvoiceLine], str]


def write_lines(page: Page, invoice: Invoice) -> None:
    """Every line with its details; headings again on each page; a line's name and figures are never torn apart."""
    columns = _columns(invoice)
    first = [_kept_height(page, line, _description_width(columns)) for line in invoice.lines[:1]]
    page.needs(_HEADINGS + sum(first))
    _write_headings(page, columns)
    for line in invoice.lines:
        _write_row(page, line, columns)
    if not invoice.lines:
        page.write_block("Nothing", BODY, x=LEFT, width=RIGHT - LEFT)
        page.down(_PADDING)


def _columns(invoice: Invoice) -> list[_Column]:
    """The columns something stands in."""
    has_quantity = any(line.quantity is not None for line in invoice.lines)
    has_unit = any(line.unit_net is not None for line in invoice.lines)
    has_discount = any(line.discount for line in invoice.lines)
    found = (
        _Column("QTY", 13, lambda line: figures.count(line.quantity)) if has_quantity else None,
        _Column("UNIT PRICE", 24, _unit_price) if has_unit else None,
        _Column("DISCOUNT", 22, _discount) if has_discount else None,
        _Column("TAX", 12, lambda line: figures.percent(line.vat_percent)),
        _Column(f"NET {invoice.currency}", 28, lambda line: figures.amount(line.net)),
    )
    return [column for column in found if column]


def _unit_price(line: InvoiceLine) -> str:
    return "" if line.unit_net is None else figures.amount(line.unit_net)


def _discount(line: InvoiceLine) -> str:
    return figures.amount(-line.discount) if line.discount else ""


def _write_headings(page: Page, columns: list[_Column]) -> None:
    page.write_line("DESCRIPTION", LABEL, x=LEFT, width=_description_width(columns))
    x = RIGHT - sum(column.width for column in columns)
    for column in columns:
        page.write_line(column.heading, LABEL, x=x, width=column.width, align="R")
        x += column.width
    page.down(LABEL.line + 1)
    page.rule(INK, weight=0.3)
    page.down(_PADDING)


def _write_row(page: Page, line: InvoiceLine, columns: list[_Column]) -> None:
    width = _description_width(columns)
    _make_room(page, _kept_height(page, line, width), columns)
    top = page.get_y()
    page.write_block(line.name, STRONG, x=LEFT, width=width)
    below_name = page.get_y()
    page.set_y(top)
    _write_figures(page, line, columns)
    page.set_y(below_name)
    for detail in line.details:
        _make_room(page, page.wraps(detail, width, SMALL), columns)
        page.write_block(detail, SMALL, x=LEFT, width=width)
    page.down(_PADDING)
    page.rule()
    page.down(_PADDING)


def _write_figures(page: Page, line: InvoiceLine, columns: list[_Column]) -> None:
    x = RIGHT - sum(column.width for column in columns)
    for column in columns:
        page.write_line(column.show(line), FIGURES, x=x + _GUTTER, width=column.width - _GUTTER, align="R")
        x += column.width


def _make_room(page: Page, height: float, columns: list[_Column]) -> None:
    if page.needs(height):
        _write_headings(page, columns)


def _kept_height(page: Page, line: InvoiceLine, width: float) -> float:
    """How high the name and the first details stand, which stay on one page."""
    details = sum(page.wraps(detail, width, SMALL) for detail in line.details[:_KEPT_DETAILS])
    return page.wraps(line.name, width, STRONG) + details + _PADDING


def _description_width(columns: list[_Column]) -> float:
    return RIGHT - LEFT - sum(column.width for column in columns) - 2
