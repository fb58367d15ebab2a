"""Payouts (5.0 on). Of the published object nothing could be read: its members are ours."""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.dates import read_day
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.sent_values import upper
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.payouts import model

Line = Annotated[str | None, MaxLength(255)]


class Payout(ApiObject):
    """What a month brought in a currency: ``Amount`` is ``Sales`` less ``Tax``, ``Commission`` and ``Refunds``.

    ``Status``: OPEN while the month runs, then DUE.
    """

    start_date: str
    end_date: str
    status: str
    currency: str
    sales: Decimal
    tax: Decimal
    commission: Decimal
    refunds: Decimal
    amount: Decimal


class PayoutSearchOptions(ApiObject):
    """The months from that of ``StartDate`` to that of ``EndDate``; without them the last twelve."""

    start_date: Line = None
    end_date: Line = None
    currency: Line = None
    page: int | None = None
    limit: int | None = None
    pagination: Pagination | None = None


class PayoutPage(ApiObject):
    """One page of payouts."""

    items: list[Payout]
    pagination: Pagination


def read_search(options: PayoutSearchOptions, *, page: int, limit: int) -> model.PayoutSearch:
    """What to look for; raises ``InvalidArgument``."""
    return model.PayoutSearch(
        since=read_day(options.start_date, "StartDate"),
        until=read_day(options.end_date, "EndDate"),
        currency=upper(options.currency) or None,
        page=page,
        limit=limit,
    )


def show_payout(payout: model.Payout) -> Payout:
    """The payout as answered; the currency is in lower case, as in orders."""
    return Payout(
        start_date=payout.month.first_day.isoformat(),
        end_date=payout.month.last_day.isoformat(),
        status=payout.status.value,
        currency=payout.currency.lower(),
        sales=payout.sales,
        tax=payout.tax,
        commission=payout.commission,
        refunds=payout.refunds,
        amount=payout.amount,
    )
