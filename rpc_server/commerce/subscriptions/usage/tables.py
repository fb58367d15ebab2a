"""Reported usage as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.storage import Amount, Base, Instant


class UsageRow(Base):
    """Columns are named like the members of ``Usage``."""

    __tablename__ = "subscription_usages"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
        Index(None, "merchant_id", "subscription_reference", "ends_at"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    usage_reference: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    subscription_reference: Mapped[str] = mapped_column(String(20))
    option_code: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    units: Mapped[Decimal] = mapped_column(Amount)
    description: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime] = mapped_column(Instant)
    order_reference: Mapped[str | None] = mapped_column(String(20))
