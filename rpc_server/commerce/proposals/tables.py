"""Proposals as stored."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.leads.wanted import WantedItem
from rpc_server.commerce.proposals.model import ProposalStatus
from rpc_server.storage import Base, Choice, Document, Instant


class ProposalRow(Base):
    """Columns are named like the members of ``Proposal``; ``email`` repeats the billing's for the search."""

    __tablename__ = "proposals"
    __table_args__ = (Index(None, "merchant_id", "created_at"), Index(None, "merchant_id", "email"))

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    proposal_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    status: Mapped[ProposalStatus] = mapped_column(Choice(ProposalStatus))
    name: Mapped[str] = mapped_column(Text)
    expires_on: Mapped[date | None] = mapped_column(Date)
    currency: Mapped[str | None] = mapped_column(String(3))
    language: Mapped[str | None] = mapped_column(String(2))
    external_reference: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    items: Mapped[tuple[WantedItem, ...]] = mapped_column(Document(tuple[WantedItem, ...]))
    billing: Mapped[Address] = mapped_column(Document(Address))
    delivery: Mapped[Address | None] = mapped_column(Document(Address))
    email: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
