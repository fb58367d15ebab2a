"""Cross-sell campaigns and the texts over recommended products as stored."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.campaigns.cross_sell.model import DisplayType, OwnerType
from rpc_server.storage import Amount, Base, Choice

_CODE = String(64)
_PRODUCT = String(256)


def _of_campaign() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "campaign_code"],
        ["cross_sell_campaigns.merchant_id", "cross_sell_campaigns.code"],
        ondelete="CASCADE",
    )


def _of_product() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "product_code"],
        ["products.merchant_id", "products.code"],
        onupdate="CASCADE",
        ondelete="CASCADE",
    )


class CrossSellRow(Base):
    """Columns are named like the fields of ``CrossSellCampaign``."""

    __tablename__ = "cross_sell_campaigns"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(_CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    is_active: Mapped[bool]
    start: Mapped[date | None] = mapped_column(Date)
    end: Mapped[date | None] = mapped_column(Date)
    display: Mapped[DisplayType] = mapped_column(Choice(DisplayType))
    is_in_email: Mapped[bool]
    owner: Mapped[OwnerType] = mapped_column(Choice(OwnerType))


class MasterProductRow(Base):
    """A product whose buyers a campaign is for; ``number`` keeps the order they were given in."""

    __tablename__ = "cross_sell_masters"
    __table_args__ = (_of_campaign(), _of_product(), Index(None, "merchant_id", "product_code"))

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    campaign_code: Mapped[str] = mapped_column(_CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    product_code: Mapped[str] = mapped_column(_PRODUCT)


class CrossSellOfferRow(Base):
    """A product a campaign recommends; ``number`` keeps the order they were given in."""

    __tablename__ = "cross_sell_offers"
    __table_args__ = (_of_campaign(), _of_product(), Index(None, "merchant_id", "product_code"))

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    campaign_code: Mapped[str] = mapped_column(_CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    product_code: Mapped[str] = mapped_column(_PRODUCT)
    discount_percent: Mapped[Decimal] = mapped_column(Amount)
    type: Mapped[str] = mapped_column(String(20))
    is_added_by_itself: Mapped[bool]


class CrossSellTextsRow(Base):
    """A merchant's own texts in a language, in the place of the built-in ones."""

    __tablename__ = "cross_sell_texts"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text)
