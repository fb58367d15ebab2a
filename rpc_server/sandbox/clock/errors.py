"""What a clock cannot be made to show. Codes and texts are ours."""

from rpc_server.sandbox.errors import Busy, SandboxRefusal


class BackInTime(SandboxRefusal):
    """The moment lies before the present one of the merchant."""

    code = "BACK_IN_TIME"
    text = "The moment has passed already."


class TooFar(SandboxRefusal):
    """The moment is further away than a clock can be moved."""

    code = "TOO_FAR"
    text = "A clock can be moved to a moment from 2000 to 2199."


class SpanNotUnderstood(SandboxRefusal):
    """The span of time is not written as one."""

    code = "SPAN_NOT_UNDERSTOOD"
    text = "A span of time is a number with its unit, like 30d, 12h, 45m, 90s, 2w or 1d12h."


class AdvanceStopped(SandboxRefusal):
    """Something that fell due failed."""

    code = "ADVANCE_STOPPED"
    text = "Something that fell due failed; the clock stands at its moment."


class ClockAdvances(Busy):
    """The merchant's clock is being led through time."""

    code = "CLOCK_ADVANCES"
    text = "The clock is being advanced already; an advance that died lets go of it after a minute."
