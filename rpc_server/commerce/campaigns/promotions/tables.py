"""Promotions as stored: what is searched by has rows of its own, the rest stands in the promotion's row."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.campaigns.promotions.model import (
    Channel,
    CouponType,
    NamedOption,
    PromotionType,
    Recurring,
    Translation,
)
from rpc_server.commerce.campaigns.terms import Amounts
from rpc_server.storage import Amount, Base, Choice, Document

_CODE = String(50)
_PRODUCT = String(256)


def _of_promotion() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "promotion_code"], ["promotions.merchant_id", "promotions.code"], ondelete="CASCADE"
    )


def _of_product() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "product_code"],
        ["products.merchant_id", "products.code"],
        onupdate="CASCADE",
        ondelete="CASCADE",
    )


class PromotionRow(Base):
    """Columns are named like the fields of ``Promotion``; ``orders_used`` is changed by uses alone."""

    __tablename__ = "promotions"
    __table_args__ = (Index(None, "merchant_id", "needs_coupon"),)

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(_CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text)
    type: Mapped[PromotionType] = mapped_column(Choice(PromotionType))
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    is_enabled: Mapped[bool]
    is_instant: Mapped[bool]
    is_auto_applied: Mapped[bool]
    needs_coupon: Mapped[bool]
    coupon_type: Mapped[CouponType] = mapped_column(Choice(CouponType))
    start: Mapped[date | None] = mapped_column(Date)
    end: Mapped[date | None] = mapped_column(Date)
    percent: Mapped[Decimal | None] = mapped_column(Amount)
    amounts: Mapped[Amounts] = mapped_column(Document(Amounts))
    default_currency: Mapped[str | None] = mapped_column(String(3))
    maximum_orders: Mapped[int | None]
    maximum_quantity: Mapped[int | None]
    orders_used: Mapped[int]
    recurring: Mapped[Recurring] = mapped_column(Choice(Recurring))
    recurring_charges: Mapped[int | None]
    is_published_to_affiliates: Mapped[bool]
    label: Mapped[str | None] = mapped_column(String(255))
    tax_category: Mapped[str | None] = mapped_column(String(50))
    translations: Mapped[tuple[Translation, ...]] = mapped_column(Document(tuple[Translation, ...]))


class PromotedProductRow(Base):
    """A product a promotion is for; ``number`` keeps the order they were given in."""

    __tablename__ = "promotion_products"
    __table_args__ = (_of_promotion(), _of_product(), Index(None, "merchant_id", "product_code"))

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_code: Mapped[str] = mapped_column(_CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    product_code: Mapped[str] = mapped_column(_PRODUCT)
    configuration_code: Mapped[str | None] = mapped_column(String(50))
    options: Mapped[tuple[str, ...]] = mapped_column(Document(tuple[str, ...]))


class SpecialPriceRow(Base):
    """A row of a promotion's price matrix; ``number`` keeps the order they were given in."""

    __tablename__ = "promotion_prices"
    __table_args__ = (_of_promotion(), _of_product(), Index(None, "merchant_id", "product_code"))

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    promotion_code: Mapped[str] = mapped_column(_CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    product_code: Mapped[str] = mapped_column(_PRODUCT)
    configuration_code: Mapped[str | None] = mapped_column(String(50))
    options: Mapped[tuple[NamedOption, ...]] = mapped_column(Document(tuple[NamedOption, ...]))
    amounts: Mapped[Amounts] = mapped_column(Document(Amounts))


class CouponRow(Base):
    """A coupon of a promotion; ``folded`` is what is compared, up to three characters for each of the coupon."""

    __tablename__ = "promotion_coupons"
    __table_args__ = (_of_promotion(), Index(None, "merchant_id", "promotion_code"))

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    folded: Mapped[str] = mapped_column(String(765), primary_key=True)
    coupon: Mapped[str] = mapped_column(String(255))
    promotion_code: Mapped[str] = mapped_column(_CODE)


class PromotionUseRow(Base):
    """An order that has a promotion; as many rows as the promotion's ``orders_used`` says."""

    __tablename__ = "promotion_uses"
    __table_args__ = (_of_promotion(), Index(None, "merchant_id", "promotion_code"))

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    promotion_code: Mapped[str] = mapped_column(_CODE, primary_key=True)
