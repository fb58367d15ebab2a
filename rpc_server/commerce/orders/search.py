"""What orders can be searched by, and the conditions that makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, func, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.orders.tables import OrderRow

WINDOW = timedelta(days=7)
"""How far back a search without dates looks (documented)."""


class IncludedTests(Enum):
    """Whether test orders are found beside the others, not at all, or alone."""

    YES = "YES"
    NO = "NO"
    ONLY = "ONLY"


@dataclass(frozen=True, slots=True)
class OrderSearch:
    """Orders that meet every condition given; None is none.

    Placed from ``since`` on and before ``until``; without both, in the last seven days. ``of_partners``: True
    for orders of partners alone, False for those of the shop.
    """

    approve_status: ApproveStatus | None = None
    status: OrderStatus | None = None
    since: datetime | None = None
    until: datetime | None = None
    of_partners: bool | None = None
    external_reference: str | None = None
    test_orders: IncludedTests = IncludedTests.NO
    page: int = 1
    limit: int = 10


def found(context: Context, search: OrderSearch) -> tuple[list[Order], int]:
    """The page of orders asked for, oldest first, and how many there are on all pages."""
    conditions = list(_conditions(context, search))
    page = (
        select(*OrderRow.__table__.columns)
        .where(*conditions)
        .order_by(OrderRow.placed_at, OrderRow.reference)
        .limit(search.limit)
        .offset((search.page - 1) * search.limit)
    )
    count = select(func.count()).select_from(OrderRow).where(*conditions)
    return store.page(context, page), context.connection.scalar(count) or 0


def _conditions(context: Context, search: OrderSearch) -> Iterator[ColumnElement[bool]]:
    row = OrderRow
    yield row.merchant_id == context.merchant_id
    equals = (
        (row.approve_status, search.approve_status),
        (row.status, search.status),
        (row.external_reference, search.external_reference),
    )
    yield from (column == value for column, value in equals if value is not None)
    if search.of_partners is not None:
        yield row.partner_code.is_not(None) if search.of_partners else row.partner_code.is_(None)
    if search.test_orders is not IncludedTests.YES:
        yield row.is_test.is_(search.test_orders is IncludedTests.ONLY)
    yield from _placed(context, search)


def _placed(context: Context, search: OrderSearch) -> Iterator[ColumnElement[bool]]:
    since = search.since
    if since is None and search.until is None:
        since = context.clock.now() - WINDOW
    if since is not None:
        yield OrderRow.placed_at >= since
    if search.until is not None:
        yield OrderRow.placed_at < search.until
