"""When a billing period ends. Days are those of the merchant's zone, where the customer reads his dates."""

from calendar import monthrange
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from rpc_server.commerce.catalog.model import BillingCycle, CycleUnit
from rpc_server.commerce.subscriptions.model import Subscription


def anchor_day(starts_at: datetime, zone: tzinfo) -> int:
    """The day of the month a subscription that starts then is billed on; kept through shorter months."""
    return starts_at.astimezone(zone).day


def period_end(starts_at: datetime, cycle: BillingCycle, *, anchor: int, zone: tzinfo) -> datetime | None:
    """The moment a period that starts at ``starts_at`` ends; None for a lifetime.

    Months end on the ``anchor`` day, or on the last day of a month that has no such day, and come back to
    the anchor after it: 31 January, 28 February, 31 March (documented). The hour stays what it was.
    """
    if cycle.is_lifetime:
        return None
    if cycle.unit is CycleUnit.DAY:
        return starts_at + timedelta(days=cycle.length)
    local = starts_at.astimezone(zone)
    return _months_after(local, cycle.length, anchor).astimezone(starts_at.tzinfo)


def postponed(subscription: Subscription, expires_at: datetime | None, *, zone: tzinfo) -> Subscription:
    """The subscription with its running period ending then, whatever its cycle says.

    Later periods are counted from the new end. What was tried and told about the old one counts no more.
    """
    anchor = subscription.anchor_day if expires_at is None else anchor_day(expires_at, zone)
    return replace(subscription, expires_at=expires_at, anchor_day=anchor, failed_tries=0, next_try_at=None, lapse=None)


def _months_after(moment: datetime, months: int, anchor: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    _, last_day = monthrange(year, month + 1)
    return moment.replace(year=year, month=month + 1, day=min(anchor, last_day))
