"""Leads as stored."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.leads.model import LeadType
from rpc_server.commerce.leads.wanted import WantedItem
from rpc_server.storage import Base, Choice, Document, Instant


class LeadRow(Base):
    """Columns are named like the members of ``Lead``; ``email`` and ``country`` repeat the billing's for the search."""

    __tablename__ = "leads"
    __table_args__ = (Index(None, "merchant_id", "created_at"), Index(None, "merchant_id", "email"))

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    type: Mapped[LeadType] = mapped_column(Choice(LeadType))
    generated_from: Mapped[str] = mapped_column(String(20))
    cart_id: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[str | None] = mapped_column(String(3))
    language: Mapped[str | None] = mapped_column(String(2))
    external_reference: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    customer_reference: Mapped[int | None] = mapped_column(BigInteger)
    machine_id: Mapped[str | None] = mapped_column(Text)
    local_time: Mapped[str | None] = mapped_column(Text)
    items: Mapped[tuple[WantedItem, ...]] = mapped_column(Document(tuple[WantedItem, ...]))
    billing: Mapped[Address] = mapped_column(Document(Address))
    delivery: Mapped[Address | None] = mapped_column(Document(Address))
    email: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class LeadProductRow(Base):
    """A catalogue product a lead wants, for the search."""

    __tablename__ = "lead_products"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "lead_code"], ["leads.merchant_id", "leads.code"], ondelete="CASCADE"),
        Index(None, "merchant_id", "product_code"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    lead_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    product_code: Mapped[str] = mapped_column(String(256), primary_key=True)
