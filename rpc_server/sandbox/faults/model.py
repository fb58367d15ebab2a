"""What a fault rule says: which calls or charges it is for, when it strikes, and what happens then."""

import random
from enum import Enum
from typing import Annotated

import msgspec

from rpc_server.api.faults import Disturbance, Fate, Fault, Harm, Target
from rpc_server.errors import ApiError
from rpc_server.gateways.simulator import Behaviour

MOST_SECONDS = 60
_GARBAGE_BYTES = 200

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]


class Action(Enum):
    """What a rule does. The first three meet charges at the simulator, the others calls.

    DECLINE refuses the charge, CHALLENGE sends its buyer to his bank first, NO_ANSWER makes it and does not tell.

    ERROR answers a fault or error instead of carrying the call out; STATUS an HTTP status, GARBAGE random bytes,
    and RESET nothing but a reset connection, likewise. CRASH_BEFORE_COMMIT carries the call out, loses it at its
    first commit and drops the connection; CRASH_AFTER_COMMIT keeps it and drops the connection. TRUNCATE keeps it
    and sends half of the answer; LATENCY keeps it and answers late.
    """

    DECLINE = "decline"
    CHALLENGE = "challenge"
    NO_ANSWER = "no_answer"
    ERROR = "error"
    STATUS = "status"
    GARBAGE = "garbage"
    RESET = "reset"
    CRASH_BEFORE_COMMIT = "crash_before_commit"
    CRASH_AFTER_COMMIT = "crash_after_commit"
    TRUNCATE = "truncate"
    LATENCY = "latency"

    @property
    def is_of_charges(self) -> bool:
        return self in (Action.DECLINE, Action.CHALLENGE, Action.NO_ANSWER)


_HARMS = {
    Action.STATUS: (Fate.REFUSED, Harm.STATUS),
    Action.GARBAGE: (Fate.REFUSED, Harm.GARBAGE),
    Action.RESET: (Fate.REFUSED, Harm.RESET),
    Action.CRASH_BEFORE_COMMIT: (Fate.LOST, Harm.DROPPED),
    Action.CRASH_AFTER_COMMIT: (Fate.KEPT, Harm.DROPPED),
    Action.TRUNCATE: (Fate.KEPT, Harm.CUT),
}


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fault rule as it is made.

    It is for calls of the ``method`` (in any case), at the ``endpoint`` (``merchant-6.0``), over the ``wire`` (``soap``,
    ``jsonrpc``), each any unless named; a rule for charges names none. Of those it strikes the ``first`` to the
    ``last``, counted from 1, each with this ``probability``, and ``times`` at most.

    ``text`` is what an ERROR or a STATUS says and why a DECLINE is one, ``code`` that of an ERROR, ``status`` that
    of a STATUS, ``seconds`` how late LATENCY is.
    """

    action: Action
    wire: Word | None = None
    endpoint: Word | None = None
    method: Word | None = None
    first: Count = 1
    last: Count | None = None
    probability: Annotated[float, msgspec.Meta(gt=0, le=1)] = 1
    times: Count | None = None
    code: Word = "INTERNAL_ERROR"
    text: Text | None = None
    status: Annotated[int, msgspec.Meta(ge=400, le=599)] = 503
    seconds: Annotated[float, msgspec.Meta(gt=0, le=MOST_SECONDS)] = 3

    def fits(self, target: Target) -> bool:
        """Whether the call is one the rule is for."""
        return (
            not self.action.is_of_charges
            and self.wire in (None, target.wire)
            and self.endpoint in (None, target.endpoint.name)
            and (self.method is None or self.method.lower() == target.method.name.lower())
        )


class StoredRule(msgspec.Struct, frozen=True):
    """A rule with its ``number`` at its account and what it has met: ``seen`` calls or charges, ``hits`` of them struck.

    ``seed`` decides its chances, so that the same calls meet the same faults.
    """

    merchant_id: int
    number: int
    seed: str
    rule: Rule
    seen: int = 0
    hits: int = 0

    @property
    def name(self) -> str:
        """What the journal shows, like ``3 crash_after_commit``."""
        return f"{self.number} {self.rule.action.value}"

    def strikes(self, seen: int) -> bool:
        """Whether it strikes the ``seen``-th of what it is for, as far as that does not depend on its hits."""
        rule = self.rule
        return rule.first <= seen <= (rule.last or seen) and self._chances(seen).random() < rule.probability

    def fault(self, seen: int) -> Fault:
        """What it does to the ``seen``-th call."""
        rule = self.rule
        match rule.action:
            case Action.ERROR:
                return Fault(self.name, Fate.REFUSED, ApiError(rule.text, code=rule.code))
            case Action.LATENCY:
                return Fault(self.name, seconds=rule.seconds)
            case _:
                fate, harm = _HARMS[rule.action]
                return Fault(self.name, fate, disturbance=Disturbance(harm, rule.status, self._body(harm, seen)))

    def behaviour(self) -> Behaviour:
        """How a charge it strikes behaves."""
        match self.rule.action:
            case Action.DECLINE:
                reason = self.rule.text or "Insufficient funds"
                return Behaviour(reason, reason)
            case Action.CHALLENGE:
                return Behaviour(recurring="Authentication required", is_challenged=True)
            case _:
                return Behaviour(is_silent=True)

    def _body(self, harm: Harm, seen: int) -> bytes:
        return (
            self._chances(seen).randbytes(_GARBAGE_BYTES) if harm is Harm.GARBAGE else (self.rule.text or "").encode()
        )

    def _chances(self, seen: int) -> random.Random:
        return random.Random(f"{self.seed}/{seen}")  # noqa: S311 - meant to be repeated
