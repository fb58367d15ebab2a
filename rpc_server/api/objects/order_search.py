"""Searching orders: what to look for, and the page found."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum
from typing import Annotated, TypeVar

from rpc_server.api.dates import read_day, read_time
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.objects.orders import Order
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.orders.model import ApproveStatus, OrderStatus
from rpc_server.commerce.orders.search import IncludedTests, OrderSearch

LAST_PAGE = 200
_SECONDS = re.compile(r"\d{1,11}", re.ASCII)
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)

Word = Annotated[str | None, MaxLength(100)]
Choice = TypeVar("Choice", bound=Enum)


class OrderSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing.

    ``Newer`` is a moment, in seconds since 1970 or as a date; ``StartDate`` and ``EndDate`` are days, both
    included, and count instead of it. Without any of them: the last seven days. ``PartnerOrders``: true for those
    of partners alone, false for those of the shop. ``IncludeTestOrders``: YES, NO or ONLY, NO by default
    (inferred). ``Page`` and ``Limit`` are flat before 5.0.
    """

    approve_status: Word = None
    newer: Word = None
    status: Word = None
    start_date: Word = None
    end_date: Word = None
    partner_orders: bool | None = None
    external_ref_no: Word = None
    include_test_orders: Word = None
    pagination: Pagination | None = None
    page: int | None = None
    limit: int | None = None


class OrderPage(ApiObject):
    """One page of found orders (5.0 on; before, the answer is the bare list)."""

    items: list[Order]
    pagination: Pagination


def read_search(options: OrderSearchOptions | None, zone: tzinfo) -> OrderSearch:
    """The search as asked for; raises ``InvalidArgument``. Pages are counted to 200, as the hosted service does."""
    options = options or OrderSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    if (page.page or 1) > LAST_PAGE:
        raise InvalidArgument(f"Only first {LAST_PAGE} pages can be returned!", field="Pagination.Page")
    since, until = _placed(options, zone)
    return OrderSearch(
        approve_status=_choice(ApproveStatus, options.approve_status, "ApproveStatus"),
        status=_choice(OrderStatus, options.status, "Status"),
        since=since,
        until=until,
        of_partners=options.partner_orders,
        external_reference=options.external_ref_no or None,
        test_orders=_choice(IncludedTests, options.include_test_orders, "IncludeTestOrders") or IncludedTests.NO,
        page=page.page or 1,
        limit=page.limit or 1,
    )


def _placed(options: OrderSearchOptions, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """From when on and before when: whole days in the account's zone, else from ``Newer`` on."""
    first, last = read_day(options.start_date, "StartDate"), read_day(options.end_date, "EndDate")
    if first is None and last is None:
        return _newer(options.newer, zone), None
    return _midnight(first, zone), _midnight(last, zone, days_later=1)


def _midnight(day: date | None, zone: tzinfo, *, days_later: int = 0) -> datetime | None:
    """When the day, or one later, begins; days no order can be of count as the nearest that one can."""
    if day is None:
        return None
    begun = min(max(day, _FIRST_DAY), _LAST_DAY) + timedelta(days=days_later)
    return datetime(begun.year, begun.month, begun.day, tzinfo=zone)


def _newer(stated: str | None, zone: tzinfo) -> datetime | None:
    if stated and _SECONDS.fullmatch(stated.strip()):
        return datetime.fromtimestamp(int(stated), UTC)
    return read_time(stated, zone, "Newer")


def _choice(type_: type[Choice], stated: str | None, path: str) -> Choice | None:
    if not stated:
        return None
    found = {str(choice.value): choice for choice in type_}
    if stated.strip().upper() not in found:
        raise InvalidArgument(f"{path} must be one of {', '.join(found)}.", field=path)
    return found[stated.strip().upper()]
