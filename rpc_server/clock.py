"""The one source of time. Everything that needs the hour is given a ``Clock``."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment as an aware UTC ``datetime``, to the microsecond."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is moved; for tests and for the sandbox."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the clock forward (or back, with a negative ``by``)."""
        self._now += by


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """A clock that runs as ``base`` does, ``by`` ahead of it."""

    base: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.base.now() + self.by
