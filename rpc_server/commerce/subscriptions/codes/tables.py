"""Codes merchants told, as stored."""

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.subscriptions.codes.model import LONGEST_CODE, Delivery
from rpc_server.storage import Base, Document


class StatedDeliveryRow(Base):
    """What was told of a subscription, whole."""

    __tablename__ = "subscription_stated_deliveries"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    delivery: Mapped[Delivery] = mapped_column(Document(Delivery))


class StatedCodeRow(Base):
    """One code of it, to be found by; ``position`` counts the codes of a subscription from 1."""

    __tablename__ = "subscription_stated_codes"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
        Index(None, "merchant_id", "code"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(LONGEST_CODE))
