"""What an account and a session are, apart from where they are stored."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import msgspec

DEFAULT_COUNTRY = "NL"
"""Where the seller is unless the account says otherwise: the hosted service sold from Amsterdam."""


class AccountModel(Enum):
    """Who sells: the merchant (PSP) or the platform as merchant of record (MoR)."""

    PSP = "PSP"
    MOR = "MOR"


@dataclass(frozen=True, slots=True)
class Merchant:
    """One merchant account. ``secret_key`` signs logins and notifications and is never shown in a repr.

    ``country`` is the seller's, which tax depends on. Orders nobody pays are cancelled after ``unpaid_order_days``; None keeps them for ever.
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
