"""Orders and their lines as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import (
    AppliedPromotion,
    ApproveStatus,
    CrossSellClaim,
    CustomTerms,
    ExtraField,
    OrderStatus,
    PurchaseType,
    Recurrence,
    Remarks,
    TrialTerms,
)
from rpc_server.commerce.payments.model import Payment
from rpc_server.commerce.pricing.model import ChosenOption, LinePrice, PriceType
from rpc_server.storage import Amount, Base, Choice, Document, Instant, stated


class OrderRow(Base):
    """One order; columns are named like the fields of ``Order``. ``authorised_at`` is when its money was held.

    ``due_at`` is when it goes on by itself: AUTHRECEIVED it is finished then, PENDING it is cancelled.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_placed", "merchant_id", "placed_at"),
        Index("ix_orders_number", "merchant_id", "number"),
        Index("ix_orders_external_reference", "merchant_id", "external_reference", "placed_at"),
        Index("ix_orders_customer", "merchant_id", "customer_reference"),
        Index("ix_orders_status_placed", "merchant_id", "status", "placed_at"),
    )

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[OrderStatus] = mapped_column(Choice(OrderStatus))
    approve_status: Mapped[ApproveStatus] = mapped_column(Choice(ApproveStatus))
    vendor_approve_status: Mapped[str] = mapped_column(String(20))
    placed_at: Mapped[datetime] = mapped_column(Instant)
    authorised_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    currency: Mapped[str] = mapped_column(String(3))
    country: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(2))
    external_reference: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    ws_order: Mapped[str | None] = mapped_column(Text)
    local_time: Mapped[str | None] = mapped_column(Text)
    customer_ip: Mapped[str | None] = mapped_column(Text)
    affiliate_code: Mapped[str | None] = mapped_column(Text)
    affiliate_source: Mapped[str | None] = mapped_column(Text)
    billing: Mapped[Address] = mapped_column(Document(Address))
    delivery: Mapped[Address] = mapped_column(Document(Address))
    payment: Mapped[Payment | None] = mapped_column(Document(Payment))
    customer_reference: Mapped[int | None] = mapped_column(BigInteger)
    external_customer_reference: Mapped[str | None] = mapped_column(Text)
    is_test: Mapped[bool]
    promotions: Mapped[tuple[str, ...]] = mapped_column(Document(tuple[str, ...]))
    extra_fields: Mapped[tuple[ExtraField, ...]] = mapped_column(Document(tuple[ExtraField, ...]))
    custom_parameters: Mapped[tuple[ExtraField, ...]] = mapped_column(Document(tuple[ExtraField, ...]))
    net: Mapped[Decimal] = mapped_column(Amount)
    gross: Mapped[Decimal] = mapped_column(Amount)
    net_discounted: Mapped[Decimal] = mapped_column(Amount)
    gross_discounted: Mapped[Decimal] = mapped_column(Amount)
    discount: Mapped[Decimal] = mapped_column(Amount)
    vat: Mapped[Decimal] = mapped_column(Amount)
    commission: Mapped[Decimal] = mapped_column(Amount)
    partner_code: Mapped[str | None] = mapped_column(Text)
    shipping_method: Mapped[str | None] = mapped_column(String(255))
    remarks: Mapped[Remarks] = mapped_column(Document(Remarks))


TO_COMPLETE = OrderRow.status == stated(OrderStatus.AUTHRECEIVED)
TO_ABANDON = (OrderRow.status == stated(OrderStatus.PENDING)) & OrderRow.due_at.is_not(None)
Index(
    "ix_orders_to_complete",
    OrderRow.merchant_id,
    OrderRow.due_at,
    sqlite_where=TO_COMPLETE,
    postgresql_where=TO_COMPLETE,
)
Index(
    "ix_orders_to_abandon", OrderRow.merchant_id, OrderRow.due_at, sqlite_where=TO_ABANDON, postgresql_where=TO_ABANDON
)


class OrderLineRow(Base):
    """One line of an order; columns are named like the fields of ``OrderLine``."""

    __tablename__ = "order_lines"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
        Index("ix_order_lines_subscription", "merchant_id", "subscription_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40))
    code: Mapped[str | None] = mapped_column(Text)
    product_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(Text)
    short_description: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    purchase_type: Mapped[PurchaseType] = mapped_column(Choice(PurchaseType))
    is_dynamic: Mapped[bool]
    is_tangible: Mapped[bool]
    price_type: Mapped[PriceType] = mapped_column(Choice(PriceType))
    price: Mapped[LinePrice] = mapped_column(Document(LinePrice))
    options: Mapped[tuple[ChosenOption, ...]] = mapped_column(Document(tuple[ChosenOption, ...]))
    trial: Mapped[TrialTerms | None] = mapped_column(Document(TrialTerms))
    trial_price: Mapped[LinePrice | None] = mapped_column(Document(LinePrice))
    cross_sell: Mapped[CrossSellClaim | None] = mapped_column(Document(CrossSellClaim))
    promotion: Mapped[AppliedPromotion | None] = mapped_column(Document(AppliedPromotion))
    recurrence: Mapped[Recurrence | None] = mapped_column(Document(Recurrence))
    custom_terms: Mapped[CustomTerms | None] = mapped_column(Document(CustomTerms))
    renewal_unit_price: Mapped[Decimal | None] = mapped_column(Amount)
    sku: Mapped[str | None] = mapped_column(Text)
    external_reference: Mapped[str | None] = mapped_column(Text)
    extra_fields: Mapped[tuple[ExtraField, ...]] = mapped_column(Document(tuple[ExtraField, ...]))
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    subscription_reference: Mapped[str | None] = mapped_column(String(10))
    tax_category: Mapped[str | None] = mapped_column(Text)
