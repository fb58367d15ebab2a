"""Product groups as stored: all but General, which every merchant has."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.storage import Base


class ProductGroupRow(Base):
    __tablename__ = "product_groups"
    __table_args__ = (UniqueConstraint("merchant_id", "name"),)

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(50), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    template_name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text)
    is_enabled: Mapped[bool]
