"""The clock of one merchant, over the control API."""

from datetime import UTC, datetime

import msgspec

from rpc_server.api.errors import InvalidArgument
from rpc_server.sandbox.clock import advancing, service
from rpc_server.sandbox.clock.model import ClockState
from rpc_server.sandbox.clock.spans import read_span
from rpc_server.wires.control.resource import Asked, Resource

_CLOCK = "/merchants/{merchant}/clock"


class ClockShown(msgspec.Struct):
    """What the clock shows, whether it stands still, and how many seconds it is ahead of the machine's."""

    now: datetime
    frozen: bool
    seconds_ahead: float


class ClockToSet(msgspec.Struct, forbid_unknown_fields=True):
    """``moment`` without a zone is UTC; it may lie back only where ``may_go_back`` says so."""

    moment: datetime
    may_go_back: bool = False


class ClockToAdvance(msgspec.Struct, forbid_unknown_fields=True):
    """Either ``by``, a span like ``30d``, ``12h`` or ``1d12h``, or ``until``, a moment (UTC without a zone)."""

    by: str | None = None
    until: datetime | None = None


class Happening(msgspec.Struct):
    """One thing that fell due, and what was done."""

    moment: datetime
    duty: str
    text: str


class ClockAdvanced(msgspec.Struct):
    """The clock as it stands now, and what happened on the way, in order."""

    clock: ClockShown
    happened: list[Happening]


def show_clock(asked: Asked, _: None) -> ClockShown:
    """What the merchant's clock shows."""
    return _shown(service.show(asked.services, asked.merchant))


def freeze_clock(asked: Asked, _: None) -> ClockShown:
    """Let the clock stand at what it shows."""
    return _shown(service.freeze(asked.services, asked.merchant))


def set_clock(asked: Asked, taken: ClockToSet) -> ClockShown:
    """Let the clock show a moment; what falls due in between is found overdue by the worker."""
    return _shown(service.set_to(asked.services, asked.merchant, _utc(taken.moment), may_go_back=taken.may_go_back))


def advance_clock(asked: Asked, taken: ClockToAdvance) -> ClockAdvanced:
    """Lead the clock forward, doing everything that falls due on the way at its moment and in order.

    Answers what happened. A clock that was running runs on in the end.
    """
    if (taken.by is None) == (taken.until is None):
        raise InvalidArgument("Say either by, a span like 30d, or until, a moment.", field="by")
    if taken.until is not None:
        happened = advancing.advance_to(asked.services, asked.merchant, _utc(taken.until))
    else:
        happened = advancing.advance_by(asked.services, asked.merchant, read_span(taken.by or ""))
    told = [Happening(done.moment, done.duty, done.text) for done in happened]
    return ClockAdvanced(_shown(service.show(asked.services, asked.merchant)), told)


def resume_clock(asked: Asked, _: None) -> ClockShown:
    """Let the clock run on from what it shows."""
    return _shown(service.resume(asked.services, asked.merchant))


def follow_machine(asked: Asked, _: None) -> ClockShown:
    """Let the clock show the machine's time again."""
    return _shown(service.follow(asked.services, asked.merchant))


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _shown(state: ClockState) -> ClockShown:
    return ClockShown(state.now, state.is_frozen, state.ahead.total_seconds())


RESOURCES = (
    Resource("GET", _CLOCK, show_clock, ClockShown),
    Resource("POST", f"{_CLOCK}/freeze", freeze_clock, ClockShown),
    Resource("POST", f"{_CLOCK}/set", set_clock, ClockShown, takes=ClockToSet),
    Resource("POST", f"{_CLOCK}/advance", advance_clock, ClockAdvanced, takes=ClockToAdvance),
    Resource("POST", f"{_CLOCK}/resume", resume_clock, ClockShown),
    Resource("POST", f"{_CLOCK}/follow", follow_machine, ClockShown),
)
