"""What each SKU stands for, as stored. That a SKU is of a product is told by ``product_skus``."""

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.storage import Base, Document


class SkuPriceRow(Base):
    """``options_digest`` stands for ``options`` in the key, which may be long."""

    __tablename__ = "sku_prices"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "product_id"], ["products.merchant_id", "products.product_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["merchant_id", "sku"], ["product_skus.merchant_id", "product_skus.sku"], ondelete="CASCADE"
        ),
        Index(None, "merchant_id", "product_id"),
        Index(None, "merchant_id", "sku"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    configuration_code: Mapped[str] = mapped_column(String(50), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    purchase: Mapped[str] = mapped_column(String(20), primary_key=True)
    options_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    min_quantity: Mapped[int] = mapped_column(primary_key=True)
    max_quantity: Mapped[int]
    options: Mapped[frozenset[str]] = mapped_column(Document(frozenset[str]))
    product_id: Mapped[int]
    sku: Mapped[str] = mapped_column(String(100))
