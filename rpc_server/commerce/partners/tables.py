"""Partners, price lists, partner orders and proformas as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.catalog.model import Price
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.partners.model import BusinessModel, PartnerStatus
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
    """What a partner owes for an order; ``exceeds_credit`` when there was not enough credit to deliver it."""

    __tablename__ = "partner_orders"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
        ForeignKeyConstraint(["merchant_id", "partner_code"], ["partners.merchant_id", "partners.code"]),
        Index(None, "merchant_id", "partner_code"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    partner_code: Mapped[str] = mapped_column(String(50))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Amount)
    exceeds_credit: Mapped[bool]
    placed_at: Mapped[datetime] = mapped_column(Instant)


class ProformaRow(Base):
    __tablename__ = "proformas"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "partner_code"], ["partners.merchant_id", "partners.code"]),
        Index(None, "merchant_id", "partner_code"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    partner_code: Mapped[str] = mapped_column(String(50))
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    currency: Mapped[str] = mapped_column(String(3))
    total: Mapped[Decimal] = mapped_column(Amount)
    payment_method: Mapped[str | None] = mapped_column(String(30))
    business_model: Mapped[BusinessModel] = mapped_column(Choice(BusinessModel))
    paid_at: Mapped[datetime | None] = mapped_column(Instant)
    canceled_at: Mapped[datetime | None] = mapped_column(Instant)


class ProformaOrderRow(Base):
    """The key lets an order be on one proforma at most."""

    __tablename__ = "proforma_orders"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "number"], ["proformas.merchant_id", "proformas.number"]),
        ForeignKeyConstraint(
            ["merchant_id", "order_reference"], ["partner_orders.merchant_id", "partner_orders.order_reference"]
        ),
        Index(None, "merchant_id", "number"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
