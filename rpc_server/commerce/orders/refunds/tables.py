"""Refunds and the reasons an account gives for them, as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.orders.refunds.model import RefundedLine, RefundKind, RefundStatus
from rpc_server.storage import Amount, Base, Choice, Document, Instant, stated


class RefundRow(Base):
    """Columns are named like the members of ``Refund``. ``due_at`` is when an open one is asked for again.

    An order has at most one refund that is pending or open, so that no two can share the same money; the
    database holds to that.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
        Index("ix_refunds_order", "merchant_id", "order_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20))
    kind: Mapped[RefundKind] = mapped_column(Choice(RefundKind))
    status: Mapped[RefundStatus] = mapped_column(Choice(RefundStatus))
    amount: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    is_total: Mapped[bool]
    lines: Mapped[tuple[RefundedLine, ...]] = mapped_column(Document(tuple[RefundedLine, ...]))
    comment: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    charged: Mapped[str] = mapped_column(String(255))
    idempotency_key: Mapped[str] = mapped_column(String(150))
    requested_at: Mapped[datetime] = mapped_column(Instant)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    transaction: Mapped[str | None] = mapped_column(String(255))
    refusal: Mapped[str | None] = mapped_column(Text)


_IS_ACTIVE = RefundRow.status.in_([RefundStatus.PENDING, RefundStatus.OPEN])
IS_OPEN = RefundRow.status == stated(RefundStatus.OPEN)
Index(
    "uq_refunds_active",
    RefundRow.merchant_id,
    RefundRow.order_reference,
    unique=True,
    sqlite_where=_IS_ACTIVE,
    postgresql_where=_IS_ACTIVE,
)
Index("ix_refunds_open", RefundRow.merchant_id, RefundRow.opened_at, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)


class RefundReasonRow(Base):
    """A reason of the account's own, beside those every account has."""

    __tablename__ = "refund_reasons"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(255), primary_key=True)
