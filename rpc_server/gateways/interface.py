"""What the engine asks of a payment processor."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Protocol


class Outcome(Enum):
    """How a charge ended. UNKNOWN: the processor gave no answer; ask again with the same key."""

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

    ``is_recurring``: off-session, agreed to earlier (renewals, upgrades). ``is_test``: a TEST order.
    """

    idempotency_key: str
    amount: Decimal
    currency: str
    card: CardDetails | None
    is_recurring: bool
    is_test: bool


@dataclass(frozen=True, slots=True)
class Result:
    """The processor's answer; ``transaction`` is its own reference, ``reason`` its words for a refusal."""

    outcome: Outcome
    transaction: str | None = None
    reason: str | None = None


class Gateway(Protocol):
    """A payment processor."""

    name: str

    def charge(self, charge: Charge) -> Result:
        """Authorise and capture. Never raises for a refusal; raises nothing for a lost answer: UNKNOWN."""
        ...

    def find(self, idempotency_key: str) -> Result | None:
        """What became of an earlier charge; None when the processor never saw it."""
        ...
