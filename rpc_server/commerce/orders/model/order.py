"""An order as it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model.terms import (
    NO_REMARKS,
    CrossSellClaim,
    CustomTerms,
    ExtraField,
    PurchaseType,
    Recurrence,
    Remarks,
    TrialTerms,
)
from rpc_server.commerce.payments.model import Authorisation, Payment
from rpc_server.commerce.pricing.model import ChosenOption, LinePrice, PriceType, Totals


class OrderStatus(Enum):
    """``Status`` of API 3.0 and later."""

    PENDING = "PENDING"
    AUTHRECEIVED = "AUTHRECEIVED"
    COMPLETE = "COMPLETE"
    CANCELED = "CANCELED"
    REVERSED = "REVERSED"
    REFUND = "REFUND"


class ApproveStatus(Enum):
    WAITING = "WAITING"
    OK = "OK"
    FRAUD = "FRAUD"
    INVALIDDATA = "INVALIDDATA"


class AppliedPromotion(msgspec.Struct, frozen=True, kw_only=True):
    """The promotion that took something off a line, as it stood then: ``percent``, or ``amount`` of one unit.

    ``recurring`` and ``recurring_charges`` say which renewals it is for too (``pricing.promotions.is_for_renewal``).
    """

    code: str
    coupon: str | None
    name: str
    description: str
    type: str
    is_instant: bool
    start: date | None
    end: date | None
    maximum_orders: int | None
    maximum_quantity: int | None
    percent: Decimal | None
    amount: Decimal | None
    label: str | None = None
    recurring: str = "NONE"
    recurring_charges: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of an order. ``reference`` is the LineItemReference, 40 hexadecimals.

    ``price`` is the regular price of the line; in a trial ``trial_price`` is what counts in the order's sums.
    A COUPON line has negative prices. ``renewal_unit_price`` is what one unit renews for, in ``price_type``,
    None when the line does not renew. ``tax_category`` is that of a dynamic product.
    """

    reference: str
    number: int
    code: str | None
    product_id: int | None
    name: str
    short_description: str
    quantity: int
    purchase_type: PurchaseType
    is_dynamic: bool
    is_tangible: bool
    price_type: PriceType
    price: LinePrice
    options: tuple[ChosenOption, ...] = ()
    trial: TrialTerms | None = None
    trial_price: LinePrice | None = None
    cross_sell: CrossSellClaim | None = None
    promotion: AppliedPromotion | None = None
    recurrence: Recurrence | None = None
    custom_terms: CustomTerms | None = None
    renewal_unit_price: Decimal | None = None
    sku: str | None = None
    external_reference: str | None = None
    extra_fields: tuple[ExtraField, ...] = ()
    starts_at: datetime | None = None
    subscription_reference: str | None = None
    tax_category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as it stands. ``errors`` and ``authorisation`` belong to the call that made them and are not stored.

    ``reference`` is the RefNo; None in a quote (``getContents``). ``number`` is 0 until the order finishes.
    ``kind`` is SALE, RENEWAL or UPGRADE. Times are UTC.
    """

    reference: str | None = None
    number: int = 0
    kind: str
    status: OrderStatus
    approve_status: ApproveStatus = ApproveStatus.WAITING
    vendor_approve_status: str = "OK"
    placed_at: datetime
    finished_at: datetime | None = None
    currency: str
    country: str
    language: str
    external_reference: str | None = None
    source: str | None = None
    ws_order: str | None = None
    local_time: str | None = None
    customer_ip: str | None = None
    affiliate_code: str | None = None
    affiliate_source: str | None = None
    billing: Address
    delivery: Address
    payment: Payment | None = None
    customer_reference: int | None = None
    external_customer_reference: str | None = None
    is_test: bool
    lines: tuple[OrderLine, ...]
    promotions: tuple[str, ...] = ()
    extra_fields: tuple[ExtraField, ...] = ()
    custom_parameters: tuple[ExtraField, ...] = ()
    totals: Totals
    commission: Decimal
    partner_code: str | None = None
    shipping_method: str | None = None
    remarks: Remarks = NO_REMARKS
    errors: tuple[tuple[str, str], ...] = ()
    authorisation: Authorisation | None = None
