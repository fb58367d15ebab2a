"""Renewals as stored."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.subscriptions.renewals.model import RenewalStatus, RenewalTerms
from rpc_server.storage import Base, Choice, Document, Instant


class RenewalRow(Base):
    """Columns are named like the members of ``Renewal``; the key is what keeps a period from being billed twice."""

    __tablename__ = "subscription_renewals"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
        Index(None, "merchant_id", "order_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[RenewalStatus] = mapped_column(Choice(RenewalStatus))
    order_reference: Mapped[str | None] = mapped_column(String(20))
    tries: Mapped[int]
    tried_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(Text)
    terms: Mapped[RenewalTerms] = mapped_column(Document(RenewalTerms))


WAITS = RenewalRow.due_at.is_not(None)
Index(
    "ix_subscription_renewals_due",
    RenewalRow.merchant_id,
    RenewalRow.due_at,
    sqlite_where=WAITS,
    postgresql_where=WAITS,
)
