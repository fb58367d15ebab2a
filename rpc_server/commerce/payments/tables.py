"""Charge attempts, stored cards, tokens for them, and the challenges of banks and wallets."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.payments.model import AttemptStatus, TokenKind
from rpc_server.storage import Amount, Base, Choice, Instant, stated


class AttemptRow(Base):
    """A try to move money for an order: written before the processor is asked, settled after.

    An order has at most one attempt that is open or authorised, so it cannot be charged twice at once
    nor again once it is paid; the database holds to that. ``number`` counts the attempts of an order, for many may
    start at one moment of a clock that stands still. ``due_at`` is when the processor is asked what became
    of it, while it is open, or to give the money back, while it is surplus.
    """

    __tablename__ = "payment_attempts"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
        Index("ix_payment_attempts_order", "merchant_id", "order_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(server_default="1")
    amount: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    idempotency_key: Mapped[str] = mapped_column(String(150))
    status: Mapped[AttemptStatus] = mapped_column(Choice(AttemptStatus))
    transaction: Mapped[str | None] = mapped_column(String(255))
    reason: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)


_IS_ACTIVE = AttemptRow.status.in_([AttemptStatus.OPEN, AttemptStatus.AUTHORISED])
Index(
    "uq_payment_attempts_active",
    AttemptRow.merchant_id,
    AttemptRow.order_reference,
    unique=True,
    sqlite_where=_IS_ACTIVE,
    postgresql_where=_IS_ACTIVE,
)
IS_OPEN = AttemptRow.status == stated(AttemptStatus.OPEN)
Index(
    "ix_payment_attempts_open",
    AttemptRow.merchant_id,
    AttemptRow.started_at,
    sqlite_where=IS_OPEN,
    postgresql_where=IS_OPEN,
)
IS_SURPLUS = AttemptRow.status == stated(AttemptStatus.SURPLUS)
Index(
    "ix_payment_attempts_surplus",
    AttemptRow.merchant_id,
    AttemptRow.started_at,
    sqlite_where=IS_SURPLUS,
    postgresql_where=IS_SURPLUS,
)


class CardRow(Base):
    """A card kept for later charges. ``sealed`` is the number under the vault's key; no security code exists here."""

    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_fingerprint", "merchant_id", "fingerprint"),)

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealed: Mapped[bytes]
    fingerprint: Mapped[str] = mapped_column(String(64))
    first_digits: Mapped[str] = mapped_column(String(4))
    last_digits: Mapped[str] = mapped_column(String(4))
    brand: Mapped[str] = mapped_column(String(20))
    expiry_month: Mapped[int]
    expiry_year: Mapped[int]
    holder_name: Mapped[str] = mapped_column(Text)
    stored_at: Mapped[datetime] = mapped_column(Instant)


class ChallengeRow(Base):
    """A buyer sent to his bank or wallet for an attempt; whoever has the token, known by its digest, answers it."""

    __tablename__ = "payment_challenges"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "attempt_id"], ["payment_attempts.merchant_id", "payment_attempts.attempt_id"]
        ),
        UniqueConstraint("token_digest"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    order_reference: Mapped[str] = mapped_column(String(20))
    script: Mapped[str] = mapped_column(String(40))
    transaction: Mapped[str] = mapped_column(String(255))
    redirect_url: Mapped[str | None] = mapped_column(Text)
    return_url: Mapped[str] = mapped_column(Text)
    cancel_url: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


class CardTokenRow(Base):
    """A token for a card in the vault or, by its ``payment_token``, at the processor, known by its digest.

    ``spent_at`` once it was used.
    """

    __tablename__ = "card_tokens"
    __table_args__ = (ForeignKeyConstraint(["merchant_id", "card_id"], ["cards.merchant_id", "cards.card_id"]),)

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[TokenKind] = mapped_column(Choice(TokenKind))
    card_id: Mapped[str | None] = mapped_column(String(32))
    payment_token: Mapped[str | None] = mapped_column(Text)
    is_test: Mapped[bool]
    minted_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    spent_at: Mapped[datetime | None] = mapped_column(Instant)
