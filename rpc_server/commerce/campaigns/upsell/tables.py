"""Upsell campaigns as stored, and how a merchant's shop shows them."""

from datetime import date

from sqlalchemy import Date, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.campaigns.terms import DiscountTerms
from rpc_server.commerce.campaigns.upsell.model import DisplayType, UpsellProduct
from rpc_server.storage import Base, Choice, Document

_PRODUCT = String(256)


def _of_product(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", column], ["products.merchant_id", "products.code"], onupdate="CASCADE", ondelete="CASCADE"
    )


class UpsellRow(Base):
    """Columns are named like the fields of ``UpsellCampaign``; the codes of its products have columns of their own."""

    __tablename__ = "upsell_campaigns"
    __table_args__ = (
        _of_product("primary_code"),
        _of_product("recommended_code"),
        Index(None, "merchant_id", "primary_code"),
        Index(None, "merchant_id", "recommended_code"),
    )

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(500))
    description: Mapped[str] = mapped_column(Text)
    start: Mapped[date | None] = mapped_column(Date)
    end: Mapped[date | None] = mapped_column(Date)
    is_enabled: Mapped[bool]
    is_for_manual_renewals: Mapped[bool]
    primary_code: Mapped[str] = mapped_column(_PRODUCT)
    primary: Mapped[UpsellProduct] = mapped_column(Document(UpsellProduct))
    recommended_code: Mapped[str] = mapped_column(_PRODUCT)
    recommended: Mapped[UpsellProduct] = mapped_column(Document(UpsellProduct))
    terms: Mapped[DiscountTerms] = mapped_column(Document(DiscountTerms))


class UpsellSettingsRow(Base):
    """How a merchant's shop shows upsells; without a row, as an overlay."""

    __tablename__ = "upsell_settings"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    display: Mapped[DisplayType] = mapped_column(Choice(DisplayType))
