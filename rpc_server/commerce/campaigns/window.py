"""The days a campaign runs on: from its start to its end, both included; None is no bound."""

from datetime import date


def holds(start: date | None, end: date | None, day: date) -> bool:
    """Whether ``day`` is one of the days."""
    return (start is None or start <= day) and (end is None or day <= end)


def is_backward(start: date | None, end: date | None) -> bool:
    """Whether there can be no such day, for the end lies before the start."""
    return start is not None and end is not None and end < start
