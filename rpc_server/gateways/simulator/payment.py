"""One simulated payment, and every step it can take. A step that does not fit its state leaves it as it was."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum


class State(Enum):
    """HELD: authorised, not captured. CHALLENGED: the buyer has still to pass."""

    DECLINED = "declined"
    CHALLENGED = "challenged"
    HELD = "held"
    CAPTURED = "captured"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Refund:
    """A part that was given back."""

    idempotency_key: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SimulatedPayment:
    """What the simulated processor knows of a charge.

    ``agreed``: the state it reaches when nothing is in its way, CAPTURED or HELD. ``refusal``: why it is
    DECLINED, or will be once its challenge is passed. ``return_url``: where the challenge sends the buyer back.
    """

    idempotency_key: str
    transaction: str
    amount: Decimal
    currency: str
    state: State
    agreed: State
    refusal: str | None
    return_url: str | None
    refunds: tuple[Refund, ...] = ()

    def challenge_passed(self) -> "SimulatedPayment":
        """Declined or agreed to, as the test data will have it."""
        if self.state is not State.CHALLENGED:
            return self
        return replace(self, state=self.agreed if self.refusal is None else State.DECLINED)

    def challenge_failed(self, refusal: str = "Authentication failed") -> "SimulatedPayment":
        return replace(self, state=State.DECLINED, refusal=refusal) if self.state is State.CHALLENGED else self

    def captured(self) -> "SimulatedPayment":
        return replace(self, state=State.CAPTURED) if self.state is State.HELD else self

    def voided(self) -> "SimulatedPayment":
        return replace(self, state=State.VOIDED) if self.state in (State.HELD, State.CHALLENGED) else self

    def with_refund(self, idempotency_key: str, amount: Decimal, currency: str) -> "SimulatedPayment":
        if self.has_refund(idempotency_key) or self.refund_refusal(amount, currency) is not None:
            return self
        return replace(self, refunds=(*self.refunds, Refund(idempotency_key, amount)))

    def has_refund(self, idempotency_key: str) -> bool:
        return any(refund.idempotency_key == idempotency_key for refund in self.refunds)

    def refund_refusal(self, amount: Decimal, currency: str) -> str | None:
        """Why no such refund can be added; None when it can."""
        left = self.amount - sum(refund.amount for refund in self.refunds)
        if self.state is not State.CAPTURED:
            return f"The payment is {self.state.value}"
        if currency != self.currency:
            return f"The payment is in {self.currency}"
        if not 0 < amount <= left:
            return f"{left} {self.currency} can be refunded"
        return None
