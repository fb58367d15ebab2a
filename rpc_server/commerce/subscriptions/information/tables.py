"""The fields of subscriptions as stored."""

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.subscriptions.information.model import LONGEST
from rpc_server.storage import Base


class InformationFieldRow(Base):
    """One field; ``position`` counts a subscription's fields in the order they were added."""

    __tablename__ = "subscription_information_fields"
    __table_args__ = (
        ForeignKeyConstraint(
            ("merchant_id", "subscription_reference"), ("subscriptions.merchant_id", "subscriptions.reference")
        ),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    value: Mapped[str] = mapped_column(String(LONGEST))
    position: Mapped[int]
