"""An order as a client asks for it, and as a customer agreed to it earlier."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model.order import AppliedPromotion
from rpc_server.commerce.orders.model.terms import (
    NO_REMARKS,
    BillingRule,
    CrossSellClaim,
    CustomOption,
    CustomTerms,
    ExtraField,
    PurchaseType,
    Recurrence,
    Remarks,
    TrialTerms,
)
from rpc_server.commerce.payments.model import NewPayment
from rpc_server.commerce.pricing.model import ChosenOption, PriceType


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
