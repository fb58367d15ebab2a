"""Partners, their price lists, their orders and the invoices that collect them, apart from where they are stored."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.catalog.model import Price
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.pricing.money import ZERO


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
    DELIVERY_NEEDS_INFO = "DELIVERY_NEEDS_INFO"


class LockReason(Enum):
    """Why an accepted order is not delivered: the first two while it awaits payment, the others while it needs info."""

    UNPAID_PROFORMA = "UNPAID_PROFORMA"
    NOT_ENOUGH_CREDIT = "NOT_ENOUGH_CREDIT"
    REQUIRED_END_USER_INFORMATION = "REQUIRED_END_USER_INFORMATION"
    REQUIRED_RESELLER_INFORMATION = "REQUIRED_RESELLER_INFORMATION"
    REQUIRED_VENDOR_DELIVERY_CONFIRMATION = "REQUIRED_VENDOR_DELIVERY_CONFIRMATION"


@dataclass(frozen=True, slots=True)
class Partner:
    """A company that buys from the merchant to sell on.

    ``currency`` is that of all its orders. ``credit_limit`` is what it may owe for delivered orders, None for no
    credit at all. ``margin_percent`` of a unit's net list price is the partner's to keep, unless a price list
    says otherwise. ``is_trusted``: its orders need no approval by the merchant. ``payment_days`` is the
    time a proforma may stay unpaid. ``needs_end_user``, ``needs_reseller`` and ``confirms_delivery`` say what an
    order waits for before it is delivered; ``invoiced_after_days`` how long approved orders are collected before
    they get a proforma by themselves, None for never.
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
    needs_end_user: bool = False
    needs_reseller: bool = False
    confirms_delivery: bool = False
    invoiced_after_days: int | None = None


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


class Margins(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner keeps of an order beside the margin in its lines, in the order's currency and in per cent."""

    percent: Decimal | None = None
    extra_margin: Decimal = ZERO
    extra_margin_percent: Decimal | None = None
    extra_discount: Decimal = ZERO
    extra_discount_percent: Decimal | None = None


NO_MARGINS = Margins()


@dataclass(frozen=True, slots=True)
class Holds:
    """What keeps an approved order from being delivered: money, and what is still to be told."""

    exceeds_credit: bool = False
    is_on_unpaid_proforma: bool = False
    needs: tuple[LockReason, ...] = ()


NO_HOLDS = Holds()


@dataclass(frozen=True, slots=True)
class PartnerOrder:
    """An order of a partner: what it owes for it, what holds it back, and the invoice it is on.

    ``amount`` includes tax; margin and discounts are taken off. ``is_paid``: it is on a proforma that is.
    """

    order: Order
    partner_code: str
    amount: Decimal
    status: PartnerOrderStatus
    holds: Holds
    lock_reasons: tuple[LockReason, ...]
    proforma_number: str | None
    is_paid: bool = False
