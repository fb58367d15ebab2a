"""A subscription and its history as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.catalog.model import BillingCycle, CycleUnit
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import AppliedPromotion
from rpc_server.commerce.pricing.model import ChosenOption, PriceType


class HistoryType(Enum):
    """What a paid period came from."""

    SALE = "SALE"
    RENEWAL = "RENEWAL"
    UPGRADE = "UPGRADE"


class Lapse(Enum):
    """What was last done about a period that ran out unpaid; nothing yet where there is none."""

    PAST_DUE = "PAST_DUE"
    EXPIRED = "EXPIRED"


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """How long a customer is bound: ``length`` ``unit``s (D or M), up to ``ends_at``.

    Restarted, another contract of that length follows; otherwise the subscription renews no further.
    """

    length: int
    unit: str
    ends_at: datetime
    is_restarted: bool = True


class CustomPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What the next ``cycles_left`` renewals cost in place of the product's price: one renewal, all its units.

    ``amount`` is in the subscription's price type and in ``currency``, which the renewals are charged in.
    """

    amount: Decimal
    currency: str
    cycles_left: int
    reason: str | None = None


class Churn(msgspec.Struct, frozen=True, kw_only=True):
    """Why a customer gave up the subscription or its renewal: documented reasons, his own words, and when."""

    reasons: tuple[str, ...] = ()
    other: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A customer's right to a product for a time. Times are UTC; ``expires_at`` is None for a lifetime.

    ``paid_net`` is what the running period, from ``period_starts_at`` to ``expires_at``, cost net for all
    units; ``renewal_unit_price`` what one unit renews for, in ``price_type``, None where it does not renew;
    ``cycle_length``/``cycle_unit`` (D or M) how long a period is. ``anchor_day`` is the day of the month
    periods are counted from. ``billing`` is who pays, ``end_user`` who uses, ``country`` where prices are
    looked up. ``was_trial`` stays true after the trial was paid for or upgraded.

    ``is_price_agreed``: renewals cost ``renewal_unit_price`` whatever the catalogue says. ``discount`` is what the
    purchase took off, for the renewals it is for too; ``renewals`` counts those paid. ``tax_category`` is that of a
    dynamic product. ``payment_token`` names the payment method at the processor, in place of a card in the vault.
    ``grace_days`` is how long after its end it may still be renewed. ``failed_tries`` and ``next_try_at`` are about
    the period that is due, ``lapse`` too: all three begin anew when ``expires_at`` moves (``calendar.postponed``).
    """

    reference: str
    order_reference: str
    product_id: int | None
    product_code: str | None
    product_name: str
    product_version: str
    quantity: int
    options: tuple[ChosenOption, ...]
    customer_reference: int | None
    external_customer_reference: str | None
    billing: Address
    end_user: Address
    country: str
    language: str
    purchased_at: datetime
    starts_at: datetime
    period_starts_at: datetime
    expires_at: datetime | None
    renewed_at: datetime | None
    modified_at: datetime
    cycle_length: int
    cycle_unit: str
    anchor_day: int
    is_enabled: bool
    is_recurring: bool
    is_trial: bool
    was_trial: bool
    is_test: bool
    receives_notifications: bool
    partner_code: str | None
    sku: str | None
    currency: str
    price_type: PriceType
    paid_net: Decimal
    renewal_unit_price: Decimal | None
    card_id: str | None
    payment_token: str | None = None
    external_reference: str | None = None
    tax_category: str | None = None
    is_price_agreed: bool = False
    discount: AppliedPromotion | None = None
    custom_price: CustomPrice | None = None
    contract: Contract | None = None
    grace_days: int = 0
    renewals: int = 0
    failed_tries: int = 0
    next_try_at: datetime | None = None
    lapse: Lapse | None = None
    churn: Churn | None = None
    disabled_at: datetime | None = None

    @property
    def can_be_charged(self) -> bool:
        """Whether a payment method is stored, here or at the processor."""
        return self.payment_method is not None

    @property
    def is_lifetime(self) -> bool:
        return self.expires_at is None

    @property
    def payment_method(self) -> str | None:
        """What is charged: a card in the vault, or what the processor keeps; None where nothing is stored."""
        return self.card_id or self.payment_token

    @property
    def bills_at(self) -> datetime | None:
        """When the stored payment method is charged next (``NextBillingDate``); None where it will not be."""
        if not (self.is_enabled and self.is_recurring) or self.lapse is Lapse.EXPIRED or self.is_contract_over:
            return None
        return self.next_try_at if self.failed_tries else self.expires_at

    @property
    def lapses_at(self) -> datetime | None:
        """When it becomes past due or expires by the calendar alone; None where that waits for a payment, or never is.

        One that is to be charged first becomes past due by the refusal of its payment.
        """
        if not self.is_enabled or self.expires_at is None or self.lapse is Lapse.EXPIRED or self.bills_at is not None:
            return None
        return self.expires_at if self.lapse is None else self.grace_ends_at

    @property
    def grace_ends_at(self) -> datetime | None:
        """Until when it may be renewed after its end."""
        return None if self.expires_at is None else self.expires_at + timedelta(days=self.grace_days)

    @property
    def is_contract_over(self) -> bool:
        """Whether the running period is the last one its contract allows."""
        contract = self.contract
        if contract is None or contract.is_restarted or self.expires_at is None:
            return False
        return self.expires_at >= contract.ends_at

    @property
    def cycle(self) -> BillingCycle:
        """How long one full period is."""
        return BillingCycle(self.cycle_length, CycleUnit(self.cycle_unit))


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One paid period of a subscription."""

    order_reference: str
    type: HistoryType
    subscription_reference: str
    starts_at: datetime
    expires_at: datetime | None
    sku: str | None
    partner_code: str | None


class UpgradeStatus(Enum):
    """PENDING until its payment is decided; DONE when the subscription has moved, FAILED when it was not paid.

    SUPERSEDED: taken for failed, then paid after all, when another upgrade had come in between. The merchant
    has its order to refund.
    """

    PENDING = "PENDING"
    DONE = "DONE"
    FAILED = "FAILED"
    SUPERSEDED = "SUPERSEDED"


class UpgradeChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What a subscription becomes by an upgrade; named like the members of ``Subscription``."""

    product_id: int
    product_code: str
    product_name: str
    product_version: str
    options: tuple[ChosenOption, ...]
    cycle_length: int
    cycle_unit: str
    price_type: PriceType
    paid_net: Decimal
    renewal_unit_price: Decimal
    sku: str | None = None
    grace_days: int = 0


@dataclass(frozen=True, slots=True)
class Upgrade:
    """An upgrade a client asked for, written before its payment is tried."""

    upgrade_id: str
    subscription_reference: str
    status: UpgradeStatus
    opened_at: datetime
    settled_at: datetime | None
    order_reference: str | None
    changes: UpgradeChanges
