"""An order as a client asks for it and as it stands afterwards."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.payments.model import Authorisation, NewPayment, Payment
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


class PurchaseType(Enum):
    """What a line is; COUPON amounts are given positive and taken off."""

    PRODUCT = "PRODUCT"
    TAX = "TAX"
    SHIPPING = "SHIPPING"
    COUPON = "COUPON"


class CustomOption(msgspec.Struct, frozen=True):
    """An option of a dynamic product: its own name, value and surcharge on the unit price."""

    group: str
    name: str
    value: str
    surcharge: Decimal = Decimal(0)


class Recurrence(msgspec.Struct, frozen=True):
    """How a dynamic product renews: every ``length`` ``unit``s (DAY, MONTH, YEAR) for ``amount``."""

    length: int
    unit: str
    amount: Decimal
    contract_length: int | None = None
    contract_unit: str | None = None


class CustomTerms(msgspec.Struct, frozen=True):
    """How one subscription of a catalogue product renews, in place of what the product says.

    Every ``length`` ``unit``s (DAY, MONTH, YEAR) for ``amount`` a unit, in ``amount_type`` or the line's price
    type. What is None stays as the product has it.
    """

    length: int | None = None
    unit: str | None = None
    amount: Decimal | None = None
    amount_type: PriceType | None = None
    contract_length: int | None = None
    contract_unit: str | None = None


class Remarks(msgspec.Struct, frozen=True, kw_only=True):
    """What a client tells of a purchase that changes nothing of it: kept, and shown where answers have it."""

    machine_id: str | None = None
    is_b2b: bool | None = None
    gift: dict[str, str] | None = None


NO_REMARKS = Remarks()


class BillingRule(Enum):
    """What an order must say of its buyer: the four members published 3.0 samples have, or all that 6.0 lists."""

    MINIMAL = "MINIMAL"
    FULL = "FULL"


class TrialTerms(msgspec.Struct, frozen=True):
    """A trial of ``days`` days for ``price`` a line, in the payment currency."""

    days: int
    price: Decimal


class CrossSellClaim(msgspec.Struct, frozen=True):
    """A client's claim to a campaign's discount."""

    parent_code: str
    campaign_code: str


class ExtraField(msgspec.Struct, frozen=True):
    """An additional field of an order or item."""

    code: str
    text: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class DynamicProduct:
    """What a dynamic item says of itself, since no catalogue does."""

    name: str
    description: str | None
    is_tangible: bool
    purchase_type: PurchaseType
    price_type: PriceType
    tax_category: str | None
    options: tuple[CustomOption, ...] = ()
    recurrence: Recurrence | None = None
    external_reference: str | None = None


@dataclass(frozen=True, slots=True)
class NewItem:
    """One item as asked for: of the catalogue (``code``) or ``dynamic``. ``path`` is its wire path for errors.

    ``options`` are catalogue option codes, ``Users=7`` for a scale. ``custom_price`` is a CUSTOM price's amount.
    """

    path: str
    code: str | None
    quantity: int
    options: tuple[str, ...] = ()
    dynamic: DynamicProduct | None = None
    custom_price: Decimal | None = None
    trial: TrialTerms | None = None
    cross_sell: CrossSellClaim | None = None
    sku: str | None = None
    extra_fields: tuple[ExtraField, ...] = ()
    starts_at: datetime | None = None
    promotion: str | None = None
    custom_terms: CustomTerms | None = None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as asked for. ``reference`` set means: charge this failed order again.

    ``currency`` and ``country`` are upper case; None stands for the account's default and the billing country.
    ``billing_rule`` says how much is asked of the buyer.
    """

    items: tuple[NewItem, ...]
    billing: Address
    delivery: Address | None = None
    payment: NewPayment | None = field(default=None, repr=False)
    reference: str | None = None
    currency: str | None = None
    country: str | None = None
    language: str | None = None
    customer_ip: str | None = None
    local_time: str | None = None
    external_reference: str | None = None
    source: str | None = None
    ws_order: str | None = None
    affiliate_code: str | None = None
    affiliate_source: str | None = None
    customer_reference: int | None = None
    external_customer_reference: str | None = None
    promotions: tuple[str, ...] = ()
    extra_fields: tuple[ExtraField, ...] = ()
    custom_parameters: tuple[ExtraField, ...] = ()
    shipping_method: str | None = None
    remarks: Remarks = NO_REMARKS
    billing_rule: BillingRule = BillingRule.MINIMAL


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


@dataclass(frozen=True, slots=True)
class AgreedCharge:
    """What is charged with a renewal beside the product: ``amount`` for the usage of an option."""

    code: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class AgreedOrder:
    """An order a customer agreed to earlier: the renewal or upgrade of a subscription, charged off-session.

    ``kind`` is RENEWAL or UPGRADE. ``unit_price`` is final (options and proration are in it), in the price
    type given, but for the discount of ``promotion``: ``unit_discount`` off each of ``discounted_quantity`` units,
    None being all. ``card_id`` names the stored card, ``payment_token`` the processor's own one;
    without either only an order of amount zero can be made. ``charges`` are
    in the same price type and tax category, a line each. ``reference`` is the RefNo; None draws one.
    """

    kind: str
    code: str | None
    product_id: int | None
    name: str
    quantity: int
    unit_price: Decimal
    price_type: PriceType
    tax_category: str | None
    options: tuple[ChosenOption, ...]
    renewal_unit_price: Decimal | None
    currency: str
    country: str
    language: str
    billing: Address
    customer_reference: int | None
    external_customer_reference: str | None
    card_id: str | None
    is_test: bool
    subscription_reference: str
    payment_token: str | None = None
    external_reference: str | None = None
    partner_code: str | None = None
    reference: str | None = None
    promotion: AppliedPromotion | None = None
    unit_discount: Decimal = Decimal(0)
    discounted_quantity: int | None = None
    charges: tuple[AgreedCharge, ...] = ()
