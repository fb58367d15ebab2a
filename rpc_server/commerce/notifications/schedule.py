"""When a message that was not taken is tried again.

At once; two more within five minutes; four at fifteen minutes' distance; then every hour until two days after the
first try (the published recovery process of IPN; no page gives LCN's, which goes by the same here).
"""

from datetime import datetime, timedelta

_PAUSES = (timedelta(minutes=2, seconds=30),) * 2 + (timedelta(minutes=15),) * 4
_HOURLY = timedelta(hours=1)
LAST = timedelta(days=2)


def next_try(tries: int, tried_at: datetime, first_tried_at: datetime) -> datetime | None:
    """When to try for the next time after ``tries`` (1 or more), the last at ``tried_at``; None: never again."""
    pause = _PAUSES[tries - 1] if tries <= len(_PAUSES) else _HOURLY
    following = tried_at + pause
    return following if following <= first_tried_at + LAST else None
