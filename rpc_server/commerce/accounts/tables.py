"""Merchants and sessions as stored."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.accounts.model import DEFAULT_COUNTRY, SessionState
from rpc_server.storage import Amount, Base, Document, Duration, Instant


class MerchantRow(Base):
    __tablename__ = "merchants"

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(50), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    secret_key: Mapped[str] = mapped_column(String(255))
    model: Mapped[str] = mapped_column(String(3))
    is_live: Mapped[bool]
    accepts_md5: Mapped[bool]
    accepts_test_orders: Mapped[bool]
    utc_offset_minutes: Mapped[int]
    default_currency: Mapped[str] = mapped_column(String(3))
    commission_percent: Mapped[Decimal] = mapped_column(Amount)
    commission_fixed: Mapped[Decimal] = mapped_column(Amount)
    approval_delay_seconds: Mapped[int]
    refunds_need_approval: Mapped[bool] = mapped_column(default=False)
    unpaid_order_days: Mapped[int | None]
    country: Mapped[str] = mapped_column(String(2), default=DEFAULT_COUNTRY)
    clock_offset: Mapped[timedelta | None] = mapped_column(Duration)
    clock_frozen_at: Mapped[datetime | None] = mapped_column(Instant)
    retry_days: Mapped[tuple[int, ...] | None] = mapped_column(Document(tuple[int, ...]))
    grace_days: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    faults: Mapped[str | None] = mapped_column(String(32))
    ids_seed: Mapped[str | None] = mapped_column(String(64))
    ids_position: Mapped[int] = mapped_column(default=0, server_default="0")
    forgets_messages_at: Mapped[datetime | None] = mapped_column(Instant)


class SessionRow(Base):
    """A session is looked up before its merchant is known, so its key is the digest of its id alone.

    From ``ends_at`` on it is refused, and may be forgotten; every use moves it.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "ends_at"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    state: Mapped[SessionState] = mapped_column(Document(SessionState))


class IdempotencyRow(Base):
    """A key a client gave a request, and the answer the first request of that key got, sealed by the vault.

    ``sealed_answer`` is None while there is none. From ``expires_at`` on the key may be forgotten.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "expires_at"),)

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    sealed_answer: Mapped[bytes | None]
