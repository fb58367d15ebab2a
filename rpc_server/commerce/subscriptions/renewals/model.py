"""A renewal under way, and what it makes of its subscription when it is paid."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

import msgspec


class RenewalStatus(Enum):
    """CHARGING from before money moves until its outcome is known; REFUSED until it is tried again.

    FAILED: refused, and given up.
    """

    CHARGING = "CHARGING"
    REFUSED = "REFUSED"
    PAID = "PAID"
    FAILED = "FAILED"


class RenewalTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What is paid for: the period that follows the running one, one cycle long, or ``days`` where that was agreed on.

    ``starts_at`` is given where it begins before the running one, a trial, would have ended. ``is_asked_for``: by a call, not by the calendar; refused it is not tried again. ``is_custom``: a custom renewal
    price was used. ``unit_price`` is what one unit renews for by then. ``usages`` are the numbers of usage billed too.
    ``useless_method`` is a card or token that was refused for good.
    """

    starts_at: datetime | None = None
    unit_price: Decimal | None = None
    days: int | None = None
    is_asked_for: bool = False
    is_custom: bool = False
    usages: tuple[int, ...] = ()
    useless_method: str | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """The renewal of a subscription that makes its ``number``-th further period, from 1.

    There is one for each number, whoever begins it, and it has one order at a time: a period is billed once.
    ``order_reference`` is None while none could be placed. ``due_at`` is when it is looked at next, to be tried
    again or, after a crash, to be gone on with; None when done. ``tried_at`` is when it was first tried.
    """

    subscription_reference: str
    number: int
    status: RenewalStatus
    order_reference: str | None
    tries: int
    tried_at: datetime
    settled_at: datetime | None
    due_at: datetime | None
    reason: str | None
    terms: RenewalTerms


@dataclass(frozen=True, slots=True)
class NextPrice:
    """What the next renewal costs, all units, without and with tax."""

    net: Decimal
    final: Decimal
    currency: str
