"""Merchants and sessions as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.accounts.model import DEFAULT_COUNTRY, SessionState
from rpc_server.storage import Amount, Base, Document, Instant


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


class SessionRow(Base):
    """A session is looked up before its merchant is known, so its key is the digest of its id alone."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "seen_at"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[SessionState] = mapped_column(Document(SessionState))


class IdempotencyRow(Base):
    """A key a client gave a request, and the answer the first request of that key got (None while unanswered)."""

    __tablename__ = "idempotency_keys"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    claimed_at: Mapped[datetime] = mapped_column(Instant)
    answer: Mapped[str | None] = mapped_column(Text)
