"""Partners, their price lists, their orders and the invoices that collect them, apart from where they are stored."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from rpc_server.commerce.catalog.model import Price
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import Order


class PartnerStatus(Enum):
    """Where a partner account stands; only an ACTIVE one trades."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"
    REJECTED = "Rejected"
    PENDING = "Pending"


class BusinessModel(Enum):
    """Whom a partner pays: the platform as master reseller, or the merchant directly by wire."""

    RESELLER = "RESELLER"
    SERVICE_PROVIDER = "SERVICE_PROVIDER"


class PartnerOrderStatus(Enum):
    """``Status`` of an order in the Channel Manager API."""

    CANCELED = "CANCELED"
    REFUND = "REFUND"
    TEST = "TEST"
    REJECTED = "REJECTED"
    COMPLETE = "COMPLETE"
    SUSPECT = "SUSPECT"
    AWAITING_PAYMENT = "AWAITING_PAYMENT"
    PENDING_APPROVAL = "PENDING_APPROVAL"


class LockReason(Enum):
    """Why an accepted order is not delivered."""

    UNPAID_PROFORMA = "UNPAID_PROFORMA"
    NOT_ENOUGH_CREDIT = "NOT_ENOUGH_CREDIT"


class ProformaStatus(Enum):
    UNPAID = "Unpaid"
    OVERDUE = "Overdue"
    PAID = "Paid"
    CANCELED = "Canceled"


@dataclass(frozen=True, slots=True)
class Partner:
    """A company that buys from the merchant to sell on.

    ``currency`` is that of all its orders. ``credit_limit`` is what it may owe for delivered orders, None for no
    credit at all. ``margin_percent`` of a unit's net list price is the partner's to keep, unless a price list
    says otherwise. ``is_trusted``: its orders need no approval by the merchant. ``payment_days`` is the
    time a proforma may stay unpaid.
    """

    code: str
    company_name: str
    email: str
    language: str
    currency: str
    status: PartnerStatus
    business_model: BusinessModel
    credit_limit: Decimal | None
    margin_percent: Decimal
    is_trusted: bool
    payment_days: int
    billing: Address


@dataclass(frozen=True, slots=True)
class ListedProduct:
    """A product as a price list offers it.

    ``prices`` are net and stand in the place of the catalogue's; with none the catalogue's hold.
    ``margin_percent`` None leaves the partner's own margin.
    """

    product_id: int
    prices: tuple[Price, ...] = ()
    margin_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceList:
    """What some partners may buy, and for how much."""

    code: str
    name: str
    products: tuple[ListedProduct, ...]


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """One unit for a partner: ``net`` is what it pays before tax, ``margin`` what it keeps of the list price."""

    currency: str
    net: Decimal
    margin: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True)
class Proforma:
    """An invoice over orders of one partner in one currency; ``total`` is the sum of what they come to."""

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

    def status(self, now: datetime) -> ProformaStatus:
        """How it stands at ``now``: overdue from the moment after ``due_at``."""
        if self.canceled_at is not None:
            return ProformaStatus.CANCELED
        if self.paid_at is not None:
            return ProformaStatus.PAID
        return ProformaStatus.OVERDUE if now > self.due_at else ProformaStatus.UNPAID


@dataclass(frozen=True, slots=True)
class PartnerOrder:
    """An order of a partner: what it owes for it, why it is held back, and the invoice it is on.

    ``amount`` includes tax; margin and discounts are taken off.
    """

    order: Order
    partner_code: str
    amount: Decimal
    status: PartnerOrderStatus
    lock_reasons: tuple[LockReason, ...]
    proforma_number: str | None
