"""When the periods of a subscription begin and end, none of them worked out from the one before."""

import itertools
from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime, timedelta

from rpc_server.commerce.subscriptions.model import Subscription


def ends(starts_at: datetime, length: int, unit: str) -> Iterator[datetime]:
    """The ends of the periods of a subscription, by the calendar, none of them worked out from the one before."""
    for number in itertools.count(1):
        if unit == "D":
            yield starts_at + timedelta(days=number * length)
        else:
            years, month = divmod(starts_at.month - 1 + number * length, 12)
            year = starts_at.year + years
            day = min(starts_at.day, monthrange(year, month + 1)[1])
            yield starts_at.replace(year=year, month=month + 1, day=day)


def periods(subscription: Subscription, until: datetime) -> list[tuple[datetime, datetime]]:
    """The periods the subscription is to have begun by then: its purchase, and one renewal after the other."""
    coming = ends(subscription.starts_at, subscription.cycle_length, subscription.cycle_unit)
    bounds = [subscription.starts_at, next(coming)]
    while bounds[-1] <= until:
        bounds.append(next(coming))
    return list(itertools.pairwise(bounds))
