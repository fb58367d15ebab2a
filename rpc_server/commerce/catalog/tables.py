"""The catalogue as stored.

A product is read far more often than written and always as a whole, so its configurations with all their
prices are one document of its row. Option groups are shared by products and have rows of their own.
"""

from datetime import date, datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Date, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.catalog.model import (
    DeliveryTerms,
    FieldAssignment,
    GroupAssignment,
    Option,
    Price,
    PricingSchema,
    ProductTexts,
    RenewalTerms,
    ShippingClass,
    Translation,
)
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.storage import Amount, Base, Document, Instant

CODE = String(256)
NAME = String(255)


def _merchant_key() -> ForeignKey:
    return ForeignKey("merchants.merchant_id")


class StoredConfiguration(msgspec.Struct, frozen=True):
    """A pricing configuration that names its option groups instead of holding them."""

    code: str
    name: str
    is_default: bool
    countries: frozenset[str]
    schema: PricingSchema
    price_type: PriceType
    default_currency: str
    regular: tuple[Price, ...]
    renewal: tuple[Price, ...]
    groups: tuple[GroupAssignment, ...]
    uses_original_prices: bool = False


class ProductRow(Base):
    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("merchant_id", "code"),)

    merchant_id: Mapped[int] = mapped_column(_merchant_key(), primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(NAME)
    type: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(NAME)
    short_description: Mapped[str] = mapped_column(Text)
    long_description: Mapped[str] = mapped_column(Text)
    is_enabled: Mapped[bool]
    is_tangible: Mapped[bool]
    has_gift_option: Mapped[bool]
    allows_multiple_units: Mapped[bool]
    group_code: Mapped[str] = mapped_column(String(50))
    group_name: Mapped[str] = mapped_column(NAME)
    tax_category: Mapped[str | None] = mapped_column(String(50))
    fulfillment: Mapped[str] = mapped_column(String(20))
    generates_subscription: Mapped[bool]
    cycle_length: Mapped[int | None]
    cycle_unit: Mapped[str | None] = mapped_column(String(1))
    grace_days: Mapped[int | None]
    configurations: Mapped[tuple[StoredConfiguration, ...]] = mapped_column(Document(tuple[StoredConfiguration, ...]))
    bundle: Mapped[tuple[str, ...]] = mapped_column(Document(tuple[str, ...]))
    texts: Mapped[ProductTexts] = mapped_column(Document(ProductTexts))
    options_may_change_at_renewal: Mapped[bool]
    shipping_class: Mapped[ShippingClass | None] = mapped_column(Document(ShippingClass))
    renewal_terms: Mapped[RenewalTerms] = mapped_column(Document(RenewalTerms))
    delivery_terms: Mapped[DeliveryTerms] = mapped_column(Document(DeliveryTerms))
    fields: Mapped[tuple[FieldAssignment, ...]] = mapped_column(Document(tuple[FieldAssignment, ...]))
    updated_at: Mapped[datetime] = mapped_column(Instant)


class SkuRow(Base):
    """A stock keeping unit under which a product is sold."""

    __tablename__ = "product_skus"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "product_id"], ["products.merchant_id", "products.product_id"], ondelete="CASCADE"
        ),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(100), primary_key=True)
    product_id: Mapped[int]


class OptionGroupRow(Base):
    __tablename__ = "price_option_groups"

    merchant_id: Mapped[int] = mapped_column(_merchant_key(), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(NAME)
    description: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(String(20))
    is_required: Mapped[bool]
    options: Mapped[tuple[Option, ...]] = mapped_column(Document(tuple[Option, ...]))
    translations: Mapped[tuple[Translation, ...]] = mapped_column(Document(tuple[Translation, ...]))
    usage: Mapped[str] = mapped_column(String(20))
    usage_pricing: Mapped[str | None] = mapped_column(String(50))


class UpgradePathRow(Base):
    __tablename__ = "upgrade_paths"
    __table_args__ = tuple(
        ForeignKeyConstraint(
            ["merchant_id", column], ["products.merchant_id", "products.code"], onupdate="CASCADE", ondelete="CASCADE"
        )
        for column in ("source", "target")
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(CODE, primary_key=True)
    target: Mapped[str] = mapped_column(CODE, primary_key=True)
    scheme: Mapped[str] = mapped_column(String(30))


class VatRateRow(Base):
    """A rate from ``since`` on; an empty state or tax category stands for all that have no row of their own."""

    __tablename__ = "vat_rates"

    merchant_id: Mapped[int] = mapped_column(_merchant_key(), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    state: Mapped[str] = mapped_column(String(50), primary_key=True)
    tax_category: Mapped[str] = mapped_column(String(50), primary_key=True)
    since: Mapped[date] = mapped_column(Date, primary_key=True)
    percent: Mapped[Decimal] = mapped_column(Amount)


class ExchangeRateRow(Base):
    """What one unit of the reference currency buys of another, from ``since`` on; exact to any number of places."""

    __tablename__ = "exchange_rates"

    merchant_id: Mapped[int] = mapped_column(_merchant_key(), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    since: Mapped[date] = mapped_column(Date, primary_key=True)
    units: Mapped[Decimal] = mapped_column(Document(Decimal))
