"""Reported usage, and what it comes to."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

LONGEST_DESCRIPTION = 1000
MOST_UNITS = Decimal(10**9)


@dataclass(frozen=True, slots=True)
class NewUsage:
    """Usage as a merchant reports it: how many units of a pay-per-usage option, and when. ``path`` is for errors."""

    path: str
    option_code: str
    starts_at: datetime
    ends_at: datetime
    units: Decimal
    description: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Usage as it is kept; ``order_reference`` is the order that billed it, None until then."""

    usage_reference: int
    subscription_reference: str
    option_code: str
    starts_at: datetime
    ends_at: datetime
    units: Decimal
    description: str
    reported_at: datetime
    order_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Metering:
    """Of a subscription that pays for what it uses: when use was last reported, and how much waits to be billed."""

    reported_at: datetime | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class UsageSearch:
    """Usage of a subscription that meets every condition given: those that end from ``since`` to ``until``."""

    since: datetime | None = None
    until: datetime | None = None
    option_code: str | None = None
    usage_reference: int | None = None
    order_reference: str | None = None
    page: int = 1
    limit: int = 100


@dataclass(frozen=True, slots=True)
class UsageCharge:
    """What all usage of one option comes to: ``amount`` in the subscription's price type and ``currency``.

    ``usages`` are the references of the usage it is for.
    """

    option_code: str
    name: str
    units: Decimal
    amount: Decimal
    currency: str
    usages: tuple[int, ...]
