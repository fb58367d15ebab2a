"""Which subscriptions of partner orders their end user was told of."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.storage import Base, Instant


class EndUserRow(Base):
    """The end user himself stands with the subscription; ``language`` is the one he wants to be written in."""

    __tablename__ = "partner_end_users"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "order_reference"], ["partner_orders.merchant_id", "partner_orders.order_reference"]
        ),
        Index(None, "merchant_id", "order_reference"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    subscription_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(5))
    told_at: Mapped[datetime] = mapped_column(Instant)
