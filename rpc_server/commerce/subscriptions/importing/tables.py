"""Imports as stored."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.subscriptions.importing.model import LONGEST_REFERENCE
from rpc_server.storage import Base, Instant


class ImportRow(Base):
    """One import; the key is what keeps a subscription from being imported twice. ``note`` is ``AdditionalInfo``."""

    __tablename__ = "subscription_imports"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    external_reference: Mapped[str] = mapped_column(String(LONGEST_REFERENCE), primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20))
    imported_at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str | None] = mapped_column(Text)
