"""Customers as stored."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.customers.model import Address
from rpc_server.storage import Base, Document, Instant


class CustomerRow(Base):
    """One customer of one merchant; both references are unique within the merchant.

    ``email``, ``phone`` and ``country`` repeat what the address has for the search, the first in lower case.
    """

    __tablename__ = "customers"
    __table_args__ = (
        Index("uq_customers_external_reference", "merchant_id", "external_reference", unique=True),
        Index(None, "merchant_id", "email"),
    )

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    reference: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    external_reference: Mapped[str | None] = mapped_column(String(255))
    address: Mapped[Address] = mapped_column(Document(Address))
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(Instant)
