"""How an order is to be paid, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

from rpc_server.gateways import CardDetails


class PaymentType(Enum):
    """``PaymentDetails.Type`` values this server takes so far."""

    CC = "CC"
    TEST = "TEST"
    FREE = "FREE"


class AttemptStatus(Enum):
    """OPEN: written before the processor is called, not yet settled."""

    OPEN = "OPEN"
    AUTHORISED = "AUTHORISED"
    DECLINED = "DECLINED"


@dataclass(frozen=True, slots=True)
class CardSummary:
    """All that may be shown of a card: first and last four digits, brand, expiry."""

    first_digits: str
    last_digits: str
    brand: str
    expiry_month: int
    expiry_year: int


@dataclass(frozen=True, slots=True)
class NewPayment:
    """How the client wants to pay. ``card`` comes with the order; ``card_id`` names one already in the vault."""

    type: PaymentType
    currency: str | None
    card: CardDetails | None = field(default=None, repr=False)
    card_id: str | None = None
    card_type: str | None = None
    recurring_enabled: bool = False
    customer_ip: str | None = None
    return_url: str | None = None
    cancel_url: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment as an order shows it."""

    type: PaymentType
    currency: str
    customer_ip: str | None
    recurring_enabled: bool
    card_id: str | None
    card: CardSummary | None
    return_url: str | None
    cancel_url: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to move money for an order. ``idempotency_key`` is what the processor knows it by."""

    attempt_id: str
    order_reference: str
    amount: Decimal
    currency: str
    idempotency_key: str
    status: AttemptStatus
    started_at: datetime
    settled_at: datetime | None
    transaction: str | None
    reason: str | None
