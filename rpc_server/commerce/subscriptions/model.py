"""A subscription and its history as values."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.catalog.model import BillingCycle, CycleUnit
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.pricing.model import ChosenOption, PriceType


class HistoryType(Enum):
    """What a paid period came from."""

    SALE = "SALE"
    RENEWAL = "RENEWAL"
    UPGRADE = "UPGRADE"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A customer's right to a product for a time. Times are UTC; ``expires_at`` is None for a lifetime.

    ``paid_net`` is what the running period, from ``period_starts_at`` to ``expires_at``, cost net for all
    units; ``renewal_unit_price`` what one unit renews for, in ``price_type``, None where it does not renew;
    ``cycle_length``/``cycle_unit`` (D or M) how long a period is. ``anchor_day`` is the day of the month
    periods are counted from. ``billing`` is who pays, ``end_user`` who uses, ``country`` where prices are
    looked up. ``was_trial`` stays true after the trial was paid for or upgraded.
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

    @property
    def is_lifetime(self) -> bool:
        return self.expires_at is None

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
