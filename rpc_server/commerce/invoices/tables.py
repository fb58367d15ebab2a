"""Invoices, their numbers and who sends them as stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices.model import Invoice, InvoiceKind, Series
from rpc_server.storage import Base, Choice, Document, Instant


class InvoiceRow(Base):
    """One invoice; an order has one for its sale, one for its cancellation and one for each refund.

    ``refund_reference`` is empty where it is of none.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
        UniqueConstraint("merchant_id", "order_reference", "kind", "refund_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[Series] = mapped_column(Choice(Series), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_reference: Mapped[str] = mapped_column(String(20))
    kind: Mapped[InvoiceKind] = mapped_column(Choice(InvoiceKind))
    refund_reference: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    document: Mapped[Invoice] = mapped_column(Document(Invoice))


class InvoiceCounterRow(Base):
    """The last number given in a series. Whoever gives the next holds the row until the invoice is committed."""

    __tablename__ = "invoice_counters"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    series: Mapped[Series] = mapped_column(Choice(Series), primary_key=True)
    last_number: Mapped[int]


class SellerRow(Base):
    """What the account's invoices say of the seller: the merchant, or the platform where that one sells."""

    __tablename__ = "sellers"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    address: Mapped[Address] = mapped_column(Document(Address))
    note: Mapped[str | None] = mapped_column(Text)
