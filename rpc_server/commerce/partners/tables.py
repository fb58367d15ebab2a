"""Partners, price lists and partner orders as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.catalog.model import Price
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.partners.model import BusinessModel, Margins, PartnerStatus
from rpc_server.commerce.partners.resellers.model import Reseller
from rpc_server.storage import Amount, Base, Choice, Document, Instant


class PartnerRow(Base):
    __tablename__ = "partners"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(50), primary_key=True)
    company_name: Mapped[str] = mapped_column(String(255))
    email: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(5))
    currency: Mapped[str] = mapped_column(String(3))
    status: Mapped[PartnerStatus] = mapped_column(Choice(PartnerStatus))
    business_model: Mapped[BusinessModel] = mapped_column(Choice(BusinessModel))
    credit_limit: Mapped[Decimal | None] = mapped_column(Amount)
    margin_percent: Mapped[Decimal] = mapped_column(Amount)
    is_trusted: Mapped[bool]
    payment_days: Mapped[int]
    billing: Mapped[Address] = mapped_column(Document(Address))
    needs_end_user: Mapped[bool] = mapped_column(server_default=false())
    needs_reseller: Mapped[bool] = mapped_column(server_default=false())
    confirms_delivery: Mapped[bool] = mapped_column(server_default=false())
    invoiced_after_days: Mapped[int | None]


class PriceListRow(Base):
    __tablename__ = "price_lists"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(50), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))


class PriceListProductRow(Base):
    __tablename__ = "price_list_products"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "price_list_code"], ["price_lists.merchant_id", "price_lists.code"]),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    price_list_code: Mapped[str] = mapped_column(String(50), primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    prices: Mapped[tuple[Price, ...]] = mapped_column(Document(tuple[Price, ...]))
    margin_percent: Mapped[Decimal | None] = mapped_column(Amount)


class PriceListAssignmentRow(Base):
    """A partner may buy from a price list."""

    __tablename__ = "price_list_assignments"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "partner_code"], ["partners.merchant_id", "partners.code"]),
        ForeignKeyConstraint(["merchant_id", "price_list_code"], ["price_lists.merchant_id", "price_lists.code"]),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    partner_code: Mapped[str] = mapped_column(String(50), primary_key=True)
    price_list_code: Mapped[str] = mapped_column(String(50), primary_key=True)


class PartnerOrderRow(Base):
    """What a partner owes for an order; ``exceeds_credit`` while there is not enough credit to deliver it.

    ``reseller`` is who the order was for, as he was when he was named. ``invoiced_at`` is when the order gets a
    proforma by itself; None where it has one, or is to be put on one by hand.
    """

    __tablename__ = "partner_orders"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
        ForeignKeyConstraint(["merchant_id", "partner_code"], ["partners.merchant_id", "partners.code"]),
        Index(None, "merchant_id", "partner_code"),
        Index("ix_partner_orders_invoiced", "merchant_id", "invoiced_at"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    partner_code: Mapped[str] = mapped_column(String(50))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Amount)
    exceeds_credit: Mapped[bool]
    placed_at: Mapped[datetime] = mapped_column(Instant)
    margins: Mapped[Margins | None] = mapped_column(Document(Margins))
    comment: Mapped[str | None] = mapped_column(Text)
    reseller: Mapped[Reseller | None] = mapped_column(Document(Reseller))
    delivery_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    invoiced_at: Mapped[datetime | None] = mapped_column(Instant)
