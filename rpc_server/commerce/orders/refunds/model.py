"""Money to give back, as asked for and as it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

import msgspec

IN_FLIGHT = timedelta(minutes=5)
"""How long a refund counts as under way: longer than any call of a processor may take."""


class RefundKind(Enum):
    """REFUND of a finished order; REVERSAL of one whose money is held and which is not carried out."""

    REFUND = "REFUND"
    REVERSAL = "REVERSAL"


class RefundStatus(Enum):
    """PENDING: waits for the merchant's approval. OPEN: written before the processor is asked, not yet settled.

    DECLINED by the processor, DISCARDED by the merchant: nothing was given back.
    """

    PENDING = "PENDING"
    OPEN = "OPEN"
    DONE = "DONE"
    DECLINED = "DECLINED"
    DISCARDED = "DISCARDED"


@dataclass(frozen=True, slots=True)
class RefundItem:
    """A line to give money back for: ``reference`` is its LineItemReference, or the code of its product.

    None stands for all that is left: units, or the worth of those units. ``path`` is its wire path for errors.
    """

    path: str
    reference: str | None
    quantity: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewRefund:
    """A refund as asked for. Without ``items`` it is of the order as a whole."""

    order_reference: str
    amount: Decimal | None
    items: tuple[RefundItem, ...] = ()
    comment: str | None = None
    reason: str | None = None


class RefundedLine(msgspec.Struct, frozen=True):
    """What is given back of one line: ``quantity`` units of the line of this number, ``amount`` with tax."""

    number: int
    reference: str
    quantity: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money given back, or to be. ``is_total``: with it nothing is left of what the order was paid.

    ``charged`` is the processor's reference of the charge it is taken from, ``transaction`` its own one;
    ``idempotency_key`` is what the processor knows it by.
    """

    refund_id: str
    order_reference: str
    kind: RefundKind
    status: RefundStatus
    amount: Decimal
    currency: str
    is_total: bool
    lines: tuple[RefundedLine, ...] = ()
    comment: str | None = None
    reason: str
    charged: str
    idempotency_key: str
    requested_at: datetime
    opened_at: datetime | None = None
    settled_at: datetime | None = None
    transaction: str | None = None
    refusal: str | None = None

    @property
    def is_active(self) -> bool:
        """Whether its money may still move."""
        return self.status in (RefundStatus.PENDING, RefundStatus.OPEN)
