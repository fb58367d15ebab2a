"""What the engine asks of a payment processor."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Protocol, runtime_checkable


class Outcome(Enum):
    """What became of a request.

    AUTHORISED: the processor did it. CHALLENGE: the buyer must first go to the result's ``redirect_url``;
    ``resume`` tells the rest. UNKNOWN: there was no answer; ask again with the same key.
    """

    AUTHORISED = "authorised"
    DECLINED = "declined"
    CHALLENGE = "challenge"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CardDetails:
    """A card on its way to the processor; never shown in a repr, never kept by one who merely passes it on."""

    number: str = field(repr=False)
    expiry_month: int
    expiry_year: int
    holder_name: str
    security_code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Charge:
    """A request to move ``amount`` of ``currency``; the same ``idempotency_key`` never moves it twice.

    What pays is the ``card``, or the ``token`` by which the processor knows a card it keeps itself.
    ``is_recurring``: off-session, agreed to earlier (renewals, upgrades). ``is_test``: a TEST order.
    ``will_recur``: the buyer agrees to recurring charges of the same token. ``return_url``: where he comes
    back after a challenge; without it there is none, and what would need one is declined. ``faults`` names the
    fault rules the sandbox has for the account; only the simulator asks for them.
    """

    idempotency_key: str
    amount: Decimal
    currency: str
    card: CardDetails | None
    is_recurring: bool
    is_test: bool
    token: str | None = field(default=None, repr=False)
    will_recur: bool = False
    return_url: str | None = None
    faults: str | None = None


@dataclass(frozen=True, slots=True)
class ChargedCard:
    """What a processor that keeps cards itself tells of one: ``brand`` in lower case, like ``visa``."""

    brand: str
    last_digits: str
    expiry_month: int
    expiry_year: int


@dataclass(frozen=True, slots=True)
class Result:
    """The processor's answer; ``transaction`` is its own reference, ``reason`` its words for a refusal.

    ``redirect_url`` comes with a CHALLENGE: an address, or a path on this server. ``card`` is told beside the
    outcome, of a charge by a token.
    """

    outcome: Outcome
    transaction: str | None = None
    reason: str | None = None
    redirect_url: str | None = None
    card: ChargedCard | None = field(default=None, compare=False)


class Gateway(Protocol):
    """A payment processor.

    Nothing here raises for a refusal (DECLINED) or for a lost answer (UNKNOWN). Call it with no transaction of
    the database open.
    """

    name: str
    takes_cards: bool
    """Whether a charge that is no test may carry a card; where not, it takes tokens alone."""

    def charge(self, charge: Charge) -> Result:
        """Authorise and capture. Raises ``CardNotTaken`` for a card it does not take, before anything is sent."""
        ...

    def authorise(self, charge: Charge) -> Result:
        """Hold the money, for ``capture`` or ``void`` to end; otherwise as ``charge``."""
        ...

    def capture(self, transaction: str) -> Result:
        """Take the whole amount held; AUTHORISED also when it was taken already."""
        ...

    def void(self, transaction: str) -> Result:
        """Let go of money held or of a challenge not passed; AUTHORISED also when that was done already."""
        ...

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        """Give back part or all of what was captured; the same key never gives twice, nor all keys more than that.

        The result's ``transaction`` is the refund's own.
        """
        ...

    def resume(self, transaction: str) -> Result:
        """How a charge stands after the buyer was sent away; CHALLENGE while he has not answered."""
        ...

    def find(self, idempotency_key: str) -> Result | None:
        """What became of an earlier charge or authorisation; None when the processor never saw it.

        UNKNOWN when it cannot say.
        """
        ...


@runtime_checkable
class Bank(Protocol):
    """A processor some of whose challenges are pages of this server, which plays the bank or wallet there."""

    def answer_challenge(self, transaction: str, *, is_passed: bool) -> Result:
        """What the buyer did at his bank; the first answer stands. ``void`` stands for one who gave up."""
        ...
