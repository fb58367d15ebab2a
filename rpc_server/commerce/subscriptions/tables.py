"""Subscriptions, their paid periods and their upgrades as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import AppliedPromotion
from rpc_server.commerce.pricing.model import ChosenOption, PriceType
from rpc_server.commerce.subscriptions.model import (
    Churn,
    Contract,
    CustomPrice,
    HistoryType,
    Lapse,
    UpgradeChanges,
    UpgradeStatus,
)
from rpc_server.storage import Amount, Base, Choice, Document, Instant


class SubscriptionRow(Base):
    """Columns are named like the members of ``Subscription``.

    ``email`` and ``end_user_country`` repeat the end user's, in lower and in upper case, for the search.
    ``bills_at`` and ``lapses_at`` are the properties of these names; ``due_at`` is when its next renewal is to be
    begun: ``bills_at`` until that was done.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("ix_subscriptions_customer", "merchant_id", "customer_reference", "purchased_at"),
        Index("ix_subscriptions_external_customer", "merchant_id", "external_customer_reference", "purchased_at"),
        Index("ix_subscriptions_email", "merchant_id", "email", "purchased_at"),
        Index(None, "merchant_id", "expires_at"),
        Index(None, "merchant_id", "purchased_at"),
        Index(None, "merchant_id", "bills_at"),
        Index(None, "merchant_id", "external_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20))
    product_id: Mapped[int | None] = mapped_column(BigInteger)
    product_code: Mapped[str | None] = mapped_column(Text)
    product_name: Mapped[str] = mapped_column(Text)
    product_version: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    options: Mapped[tuple[ChosenOption, ...]] = mapped_column(Document(tuple[ChosenOption, ...]))
    customer_reference: Mapped[int | None] = mapped_column(BigInteger)
    external_customer_reference: Mapped[str | None] = mapped_column(Text)
    billing: Mapped[Address] = mapped_column(Document(Address))
    end_user: Mapped[Address] = mapped_column(Document(Address))
    email: Mapped[str | None] = mapped_column(Text)
    end_user_country: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    purchased_at: Mapped[datetime] = mapped_column(Instant)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    period_starts_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    renewed_at: Mapped[datetime | None] = mapped_column(Instant)
    modified_at: Mapped[datetime] = mapped_column(Instant)
    cycle_length: Mapped[int]
    cycle_unit: Mapped[str] = mapped_column(String(1))
    anchor_day: Mapped[int]
    is_enabled: Mapped[bool]
    is_recurring: Mapped[bool]
    is_trial: Mapped[bool]
    was_trial: Mapped[bool]
    is_test: Mapped[bool]
    receives_notifications: Mapped[bool]
    partner_code: Mapped[str | None] = mapped_column(Text)
    sku: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(String(3))
    price_type: Mapped[PriceType] = mapped_column(Choice(PriceType))
    paid_net: Mapped[Decimal] = mapped_column(Amount)
    renewal_unit_price: Mapped[Decimal | None] = mapped_column(Amount)
    card_id: Mapped[str | None] = mapped_column(Text)
    payment_token: Mapped[str | None] = mapped_column(Text)
    external_reference: Mapped[str | None] = mapped_column(Text)
    tax_category: Mapped[str | None] = mapped_column(Text)
    is_price_agreed: Mapped[bool] = mapped_column(default=False, server_default=false())
    discount: Mapped[AppliedPromotion | None] = mapped_column(Document(AppliedPromotion))
    custom_price: Mapped[CustomPrice | None] = mapped_column(Document(CustomPrice))
    contract: Mapped[Contract | None] = mapped_column(Document(Contract))
    grace_days: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    renewals: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    failed_tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    next_try_at: Mapped[datetime | None] = mapped_column(Instant)
    lapse: Mapped[Lapse | None] = mapped_column(Choice(Lapse))
    churn: Mapped[Churn | None] = mapped_column(Document(Churn))
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    bills_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    lapses_at: Mapped[datetime | None] = mapped_column(Instant)


IS_DUE = SubscriptionRow.due_at.is_not(None)
LAPSES = SubscriptionRow.lapses_at.is_not(None)
Index(
    "ix_subscriptions_due",
    SubscriptionRow.merchant_id,
    SubscriptionRow.due_at,
    sqlite_where=IS_DUE,
    postgresql_where=IS_DUE,
)
Index(
    "ix_subscriptions_lapse",
    SubscriptionRow.merchant_id,
    SubscriptionRow.lapses_at,
    sqlite_where=LAPSES,
    postgresql_where=LAPSES,
)


class HistoryRow(Base):
    """One paid period; ``sequence`` counts them from 1 within the subscription."""

    __tablename__ = "subscription_history"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
        Index(None, "merchant_id", "order_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20))
    type: Mapped[HistoryType] = mapped_column(Choice(HistoryType))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    sku: Mapped[str | None] = mapped_column(Text)
    partner_code: Mapped[str | None] = mapped_column(Text)


class UpgradeRow(Base):
    """Columns are named like the members of ``Upgrade``. A subscription has one pending upgrade at most."""

    __tablename__ = "subscription_upgrades"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
        Index("ix_subscription_upgrades_subscription", "merchant_id", "subscription_reference", "opened_at"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    upgrade_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20))
    status: Mapped[UpgradeStatus] = mapped_column(Choice(UpgradeStatus))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    order_reference: Mapped[str | None] = mapped_column(String(20))
    changes: Mapped[UpgradeChanges] = mapped_column(Document(UpgradeChanges))


_IS_PENDING = UpgradeRow.status == UpgradeStatus.PENDING
Index(
    "uq_subscription_upgrades_pending",
    UpgradeRow.merchant_id,
    UpgradeRow.subscription_reference,
    unique=True,
    sqlite_where=_IS_PENDING,
    postgresql_where=_IS_PENDING,
)
_HAS_FAILED = UpgradeRow.status == UpgradeStatus.FAILED
Index(
    "ix_subscription_upgrades_failed",
    UpgradeRow.merchant_id,
    UpgradeRow.order_reference,
    sqlite_where=_HAS_FAILED,
    postgresql_where=_HAS_FAILED,
)
