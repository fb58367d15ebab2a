"""What goes wrong on purpose: how the sandbox disturbs calls, as the dispatch and the wires see it."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from rpc_server.api.families import Endpoint
from rpc_server.api.registry import Method
from rpc_server.errors import ApiError

DISTURBANCE = "rpc_server.disturbance"
"""Where in the environ of its HTTP request a call leaves the ``Disturbance`` its answer is to meet."""


class Fate(Enum):
    """What becomes of a call: REFUSED before it begins, carried out but LOST at its first commit, or KEPT."""

    REFUSED = "refused"
    LOST = "lost"
    KEPT = "kept"


class Harm(Enum):
    """What an HTTP answer suffers: another STATUS, GARBAGE for a body, its second half CUT off, DROPPED with its
    connection (the client reads the end of the stream), or RESET with it (the client meets an error).
    """

    STATUS = "status"
    GARBAGE = "garbage"
    CUT = "cut"
    DROPPED = "dropped"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What an HTTP answer suffers; ``status`` and ``body`` are those it gets instead of its own."""

    harm: Harm
    status: int | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call, by which rule (``name``, for the journal).

    ``refusal`` is what a REFUSED call is answered, where its answer arrives; the answer leaves the server after
    ``seconds``.
    """

    name: str
    fate: Fate = Fate.KEPT
    refusal: ApiError | None = None
    disturbance: Disturbance | None = None
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A call as fault rules see it."""

    endpoint: Endpoint
    wire: str
    method: Method


class Faults(Protocol):
    """The fault rules of sandbox accounts."""

    def strike(self, rules: str, target: Target) -> Fault | None:
        """What the rules so named (``Merchant.faults``) do to this call, counted; None where they let it pass.

        Call it with no transaction of the database open, once a call.
        """
        ...


class NoFaults:
    """Nothing goes wrong on purpose."""

    def strike(self, rules: str, target: Target) -> Fault | None:
        return None
