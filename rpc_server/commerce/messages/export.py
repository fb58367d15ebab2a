"""ISE: the orders of some days, as rows of a table."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.orders.tables import OrderLineRow, OrderRow

MOST_ROWS = 5000
"""How many orders one export has; who has more asks for fewer days."""

COLUMNS = (
    "REFNO", "REFNOEXT", "ORDERNO", "ORDERSTATUS", "SALEDATE", "COMPLETE_DATE", "FIRSTNAME", "LASTNAME", "COMPANY",
    "EMAIL", "COUNTRY_CODE", "PRODUCTS", "CURRENCY", "TOTAL", "PARTNER_CODE", "TEST_ORDER",
)  # fmt: skip
"""What is told of an order; the names are those of notifications, the choice is ours."""

_TIME = "%Y-%m-%d %H:%M:%S"


class ExportStatus(Enum):
    """Which orders are exported (documented)."""

    ALL = "ALL"
    COMPLETE = "COMPLETE"
    REFUND = "REFUND"
    UNFINISHED = "UNFINISHED"
    COMPLETE_AND_REFUND = "COMPLETE_AND_REFUND"
    REVERSED = "REVERSED"


_STATUSES = {
    ExportStatus.ALL: tuple(OrderStatus),
    ExportStatus.COMPLETE: (OrderStatus.COMPLETE,),
    ExportStatus.REFUND: (OrderStatus.REFUND,),
    ExportStatus.UNFINISHED: (OrderStatus.PENDING, OrderStatus.AUTHRECEIVED),
    ExportStatus.COMPLETE_AND_REFUND: (OrderStatus.COMPLETE, OrderStatus.REFUND),
    ExportStatus.REVERSED: (OrderStatus.REVERSED,),
}


class FilterField(Enum):
    """What the filter's text is looked for in."""

    REFNO = "REFNO"
    REFNOEXT = "REFNOEXT"
    NAME = "NAME"
    EMAIL = "EMAIL"


@dataclass(frozen=True, slots=True)
class Export:
    """The orders asked for: placed from the first day to the last, in the account's zone."""

    first: date
    last: date
    status: ExportStatus = ExportStatus.ALL
    product_id: int | None = None
    country: str | None = None
    text: str | None = None
    field: FilterField = FilterField.REFNO


def rows(context: Context, wanted: Export) -> list[tuple[str, ...]]:
    """The orders, the oldest first, told in ``COLUMNS``; ``MOST_ROWS`` at most."""
    query = (
        select(*OrderRow.__table__.columns)
        .where(*_conditions(context, wanted))
        .order_by(OrderRow.placed_at, OrderRow.reference)
        .limit(MOST_ROWS)
    )
    return [_row(context, order) for order in store.page(context, query) if _is_named(order, wanted)]


def _conditions(context: Context, wanted: Export) -> list[ColumnElement[bool]]:
    since = _midnight(context, wanted.first)
    until = _midnight(context, wanted.last + timedelta(days=1))
    found = [
        OrderRow.merchant_id == context.merchant_id,
        OrderRow.placed_at >= since,
        OrderRow.placed_at < until,
        OrderRow.status.in_(_STATUSES[wanted.status]),
    ]
    if wanted.country:
        found.append(OrderRow.country == wanted.country.upper())
    if wanted.product_id is not None:
        found.append(
            select(OrderLineRow.number)
            .where(
                OrderLineRow.merchant_id == OrderRow.merchant_id,
                OrderLineRow.order_reference == OrderRow.reference,
                OrderLineRow.product_id == wanted.product_id,
            )
            .exists()
        )
    if wanted.text and wanted.field is FilterField.REFNO:
        found.append(OrderRow.reference == wanted.text)
    if wanted.text and wanted.field is FilterField.REFNOEXT:
        found.append(OrderRow.external_reference == wanted.text)
    return found


def _is_named(order: Order, wanted: Export) -> bool:
    """Whether the buyer is called as the filter says; names are looked at one by one, for they are no columns."""
    buyer, text = order.billing, (wanted.text or "").casefold()
    match wanted.field:
        case FilterField.NAME:
            return text in f"{buyer.first_name or ''} {buyer.last_name or ''}".casefold()
        case FilterField.EMAIL:
            return text in (buyer.email or "").casefold()
        case _:
            return True


def _midnight(context: Context, day: date) -> datetime:
    return datetime.combine(day, time(), context.merchant.zone)


def _row(context: Context, order: Order) -> tuple[str, ...]:
    buyer, zone = order.billing, context.merchant.zone
    return (
        order.reference or "",
        order.external_reference or "",
        str(order.number or ""),
        order.status.value,
        order.placed_at.astimezone(zone).strftime(_TIME),
        order.finished_at.astimezone(zone).strftime(_TIME) if order.finished_at else "",
        buyer.first_name or "",
        buyer.last_name or "",
        buyer.company or "",
        buyer.email or "",
        (buyer.country or "").lower(),
        ", ".join(f"{line.quantity} x {line.name}" for line in order.lines),
        order.currency,
        f"{order.totals.gross_discounted:.2f}",
        order.partner_code or "",
        "1" if order.is_test else "0",
    )
