"""Resellers as stored."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.partners.resellers.model import Reseller
from rpc_server.storage import Base, Document, Instant


class ResellerRow(Base):
    """A reseller of a partner, as he is now; orders keep him as he was."""

    __tablename__ = "partner_resellers"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "partner_code"], ["partners.merchant_id", "partners.code"]),
        Index(None, "merchant_id", "partner_code", "created_at"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    partner_code: Mapped[str] = mapped_column(String(50))
    reseller: Mapped[Reseller] = mapped_column(Document(Reseller))
    created_at: Mapped[datetime] = mapped_column(Instant)
