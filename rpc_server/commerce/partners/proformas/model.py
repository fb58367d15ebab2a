"""Partner invoices and the payments of them, apart from where they are stored."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from rpc_server.commerce.partners.model import BusinessModel


class ProformaStatus(Enum):
    UNPAID = "Unpaid"
    OVERDUE = "Overdue"
    PAID = "Paid"
    CANCELED = "Canceled"


class PaidBy(Enum):
    """``Type`` of the payment details of a proforma; a check and a wire arrive by themselves, and are told of."""

    CC = "CC"
    PAYPAL = "PAYPAL"
    WIRE = "WIRE"
    CHECK = "CHECK"

    @property
    def is_offline(self) -> bool:
        return self in (PaidBy.WIRE, PaidBy.CHECK)


@dataclass(frozen=True, slots=True)
class Proforma:
    """An invoice over orders of one partner in one currency; ``total`` is the sum of what they come to.

    ``receipt_number`` is what the merchant's bank calls a payment he confirmed himself.
    """

    number: str
    partner_code: str
    created_at: datetime
    due_at: datetime
    currency: str
    total: Decimal
    payment_method: str | None
    orders: tuple[str, ...]
    business_model: BusinessModel
    paid_at: datetime | None = None
    canceled_at: datetime | None = None
    receipt_number: str | None = None

    def status(self, now: datetime) -> ProformaStatus:
        """How it stands at ``now``: overdue from the moment after ``due_at``."""
        if self.canceled_at is not None:
            return ProformaStatus.CANCELED
        if self.paid_at is not None:
            return ProformaStatus.PAID
        return ProformaStatus.OVERDUE if now > self.due_at else ProformaStatus.UNPAID


@dataclass(frozen=True, slots=True)
class PaymentDetails:
    """How a session pays its proforma; the card is in the vault."""

    paid_by: PaidBy
    currency: str | None
    customer_ip: str | None
    card_id: str | None
