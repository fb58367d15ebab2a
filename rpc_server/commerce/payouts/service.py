"""Computing payouts.

What the hosted service counts could not be read. The rule here is ours: what a merchant's shop sold in a calendar
month of his zone (orders finished in it, test orders and those of partners aside), less the platform's commission,
less what was given back in that month; and where the platform is the merchant of record, less the tax it pays. The
commission of an order that is refunded stays the platform's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from rpc_server.commerce.accounts.model import AccountModel
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.refunds.model import RefundKind, RefundStatus
from rpc_server.commerce.orders.refunds.tables import RefundRow
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payouts.errors import PayoutPeriodInvalid
from rpc_server.commerce.payouts.model import Month, Payout, PayoutSearch, PayoutStatus, months
from rpc_server.commerce.pricing.money import ZERO, rounded

USUAL_MONTHS = 12
MOST_MONTHS = 60
YEARS = range(1970, 9000)

_SOLD = (OrderStatus.COMPLETE, OrderStatus.REFUND)
_PLACE = "place"
_Key = tuple[int, str]
"""The place of a month among those asked for, and a currency."""


def search(context: Context, wanted: PayoutSearch) -> tuple[list[Payout], int]:
    """One page of the payouts of these months, the latest first, and how many there are in all.

    There is one for each currency something was sold or given back in. Raises ``PayoutPeriodInvalid``.
    """
    asked = _months(context, wanted)
    sums: dict[_Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for key, figures in (*_sales(context, asked), *_refunds(context, asked)):
        for name, amount in figures.items():
            sums[key][name] += amount
    payouts = [
        _payout(context, asked[place], currency, sums[place, currency])
        for place, currency in sorted(sums, key=lambda key: (-key[0], key[1]))
        if wanted.currency in (None, currency)
    ]
    start = (wanted.page - 1) * wanted.limit
    return payouts[start : start + wanted.limit], len(payouts)


def _months(context: Context, wanted: PayoutSearch) -> Sequence[Month]:
    last = Month.of(wanted.until or context.today)
    first = Month.of(wanted.since) if wanted.since else _months_before(last, USUAL_MONTHS - 1)
    length = (last.year - first.year) * 12 + last.number - first.number + 1
    if not 1 <= length <= MOST_MONTHS or first.year not in YEARS or last.year not in YEARS:
        raise PayoutPeriodInvalid(field="StartDate")
    return tuple(months(first, last))


def _months_before(month: Month, count: int) -> Month:
    counted = month.year * 12 + month.number - 1 - count
    return Month(counted // 12, counted % 12 + 1)


def _sales(context: Context, asked: Sequence[Month]) -> Iterable[tuple[_Key, dict[str, Decimal]]]:
    """What was sold: one query over the orders finished in these months, summed up by the database."""
    place = _place(context, OrderRow.finished_at, asked)
    query = (
        select(
            place,
            OrderRow.currency,
            func.sum(OrderRow.gross_discounted),
            func.sum(OrderRow.net_discounted),
            func.sum(OrderRow.commission),
        )
        .where(*_own_orders(context), *_within(context, OrderRow.finished_at, asked))
        .group_by(literal_column(_PLACE), OrderRow.currency)
    )
    is_taxed = context.merchant.model is AccountModel.MOR
    for number, currency, sales, net, commission in context.connection.execute(query):
        yield (number, currency), {"sales": sales, "tax": sales - net if is_taxed else ZERO, "commission": commission}


def _refunds(context: Context, asked: Sequence[Month]) -> Iterable[tuple[_Key, dict[str, Decimal]]]:
    """What was given back, refund by refund: the tax in each is the share it had in its order."""
    place = _place(context, RefundRow.settled_at, asked)
    is_of_order = (OrderRow.merchant_id == RefundRow.merchant_id) & (OrderRow.reference == RefundRow.order_reference)
    query = (
        select(place, RefundRow.currency, RefundRow.amount, OrderRow.net_discounted, OrderRow.gross_discounted)
        .join(OrderRow, is_of_order)
        .where(
            *_own_orders(context),
            RefundRow.kind == RefundKind.REFUND,
            RefundRow.status == RefundStatus.DONE,
            *_within(context, RefundRow.settled_at, asked),
        )
    )
    is_taxed = context.merchant.model is AccountModel.MOR
    for number, currency, amount, net, gross in context.connection.execute(query):
        yield (number, currency), {"refunds": rounded(amount * net / gross) if is_taxed and gross else amount}


def _payout(context: Context, month: Month, currency: str, figures: dict[str, Decimal]) -> Payout:
    is_running = month == Month.of(context.today)
    return Payout(
        month=month,
        currency=currency,
        status=PayoutStatus.OPEN if is_running else PayoutStatus.DUE,
        sales=figures["sales"],
        tax=figures["tax"],
        commission=figures["commission"],
        refunds=figures["refunds"],
    )


def _own_orders(context: Context) -> tuple[ColumnElement[bool], ...]:
    return (
        OrderRow.merchant_id == context.merchant_id,
        OrderRow.status.in_(_SOLD),
        OrderRow.is_test.is_(False),
        OrderRow.partner_code.is_(None),
    )


def _within(
    context: Context, column: InstrumentedAttribute[datetime | None], asked: Sequence[Month]
) -> tuple[ColumnElement[bool], ...]:
    return column >= _begins(context, asked[0].first_day), column < _begins(context, asked[-1].next.first_day)


def _place(
    context: Context, column: InstrumentedAttribute[datetime | None], asked: Sequence[Month]
) -> ColumnElement[Any]:
    """The place, among the months, of the one a moment is in."""
    ends = [(column < _begins(context, month.next.first_day), number) for number, month in enumerate(asked)]
    return case(*ends).label(_PLACE)


def _begins(context: Context, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=context.merchant.zone)
