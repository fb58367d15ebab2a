"""Shipping methods as stored."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.shipping.model import Amounts
from rpc_server.storage import Base, Document


class ShippingMethodRow(Base):
    __tablename__ = "shipping_methods"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(50), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    amounts: Mapped[Amounts] = mapped_column(Document(Amounts))
    unit_amounts: Mapped[Amounts] = mapped_column(Document(Amounts))
    countries: Mapped[frozenset[str]] = mapped_column(Document(frozenset[str]))
    tracking_url: Mapped[str | None] = mapped_column(String(2000))
