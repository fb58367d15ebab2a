"""A payout as a value, and the months there is one for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum


class PayoutStatus(Enum):
    """OPEN while its month runs, DUE afterwards; this server transfers nothing."""

    OPEN = "OPEN"
    DUE = "DUE"


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)


def months(first: Month, last: Month) -> Iterator[Month]:
    """The months from the first to the last, both counted."""
    while (first.year, first.number) <= (last.year, last.number):
        yield first
        first = first.next


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """What one month brought in one currency: ``sales`` with tax, and what goes off them.

    ``tax`` is what the platform pays to the state where it is the merchant of record, ``refunds`` what was given
    back in the month, without the tax the platform gets back for it.
    """

    month: Month
    currency: str
    status: PayoutStatus
    sales: Decimal
    tax: Decimal
    commission: Decimal
    refunds: Decimal

    @property
    def amount(self) -> Decimal:
        """What is owed; below zero where more was given back than sold."""
        return self.sales - self.tax - self.commission - self.refunds


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutSearch:
    """Payouts of the months these days are in; None stands for the last twelve months, and for every currency."""

    since: date | None = None
    until: date | None = None
    currency: str | None = None
    page: int
    limit: int
