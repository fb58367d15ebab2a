"""What an account and a session are, apart from where they are stored."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.clock import Clock, SetClock, ShiftedClock

DEFAULT_RETRY_DAYS = (1, 3, 5, 7)
"""Days after its first try on which a refused renewal is tried again; the hosted service's own are not published."""

DEFAULT_COUNTRY = "NL"
"""Where the seller is unless the account says otherwise: the hosted service sold from Amsterdam."""


class AccountModel(Enum):
    """Who sells: the merchant (PSP) or the platform as merchant of record (MoR)."""

    PSP = "PSP"
    MOR = "MOR"


@dataclass(frozen=True, slots=True)
class Merchant:
    """One merchant account. ``secret_key`` signs logins and notifications and is never shown in a repr.

    ``country`` is the seller's, which tax depends on. Orders nobody pays are cancelled after ``unpaid_order_days``;
    None keeps them for ever. ``clock_offset`` and ``clock_frozen_at`` tell how his clock was moved, if it was.
    ``faults`` names the fault rules the sandbox has for him, anew whenever they change; None while it has none.
    ``ids_seed`` decides the numbers he draws; None leaves them to chance.
    A renewal that is refused is tried again ``retry_days`` after its first try; ``grace_days`` is how long after its
    end a subscription may be renewed where its product does not say.
    """

    merchant_id: int
    code: str
    name: str
    secret_key: str = field(repr=False)
    model: AccountModel
    is_live: bool
    accepts_md5: bool
    accepts_test_orders: bool
    utc_offset_minutes: int
    default_currency: str
    commission_percent: Decimal
    commission_fixed: Decimal
    approval_delay_seconds: int
    refunds_need_approval: bool = False
    unpaid_order_days: int | None = None
    country: str = DEFAULT_COUNTRY
    clock_offset: timedelta | None = None
    clock_frozen_at: datetime | None = None
    faults: str | None = None
    ids_seed: str | None = None
    retry_days: tuple[int, ...] = DEFAULT_RETRY_DAYS
    grace_days: int = 0

    def clock(self, base: Clock) -> Clock:
        """The merchant's own clock: ``base`` where it was not moved, and always for a live account."""
        if self.is_live:
            return base
        if self.clock_frozen_at is not None:
            return SetClock(self.clock_frozen_at)
        return base if self.clock_offset is None else ShiftedClock(base, self.clock_offset)

    @property
    def zone(self) -> timezone:
        """The zone the API reads and writes times in; GMT+02:00 unless the account says otherwise."""
        return timezone(timedelta(minutes=self.utc_offset_minutes))

    @property
    def unpaid_order_wait(self) -> timedelta | None:
        """How long an order may wait to be paid; None for ever."""
        return None if self.unpaid_order_days is None else timedelta(days=self.unpaid_order_days)


class BasketLine(msgspec.Struct, frozen=True):
    """One line of a session cart. ``options`` are price option codes, sorted."""

    product_id: int
    quantity: int
    options: tuple[str, ...] = ()
    price_list_code: str | None = None


class SessionState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a client told its session and later calls build on.

    ``card_id`` names a card in the vault; ``billing``, ``delivery`` and ``payment`` are the documents the
    client sent, without card number or security code.
    """

    external_reference: str | None = None
    comment: str | None = None
    partner_code: str | None = None
    proforma_number: str | None = None
    client_ip: str | None = None
    language: str | None = None
    country: str | None = None
    currency: str | None = None
    basket: tuple[BasketLine, ...] = ()
    billing: dict[str, str | None] | None = None
    delivery: dict[str, str | None] | None = None
    payment: dict[str, str | bool | None] | None = None
    card_id: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """An open session. ``digest`` is how it is stored: the id itself is known to the client alone."""

    digest: str = field(repr=False)
    merchant: Merchant
    opened_at: datetime
    seen_at: datetime
    state: SessionState
