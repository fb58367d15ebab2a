"""Additional fields as stored; which products have them is told in the products' rows."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.catalog.additional_fields.model import FieldTranslation
from rpc_server.commerce.catalog.tables import CODE, NAME
from rpc_server.storage import Base, Document


class AdditionalFieldRow(Base):
    __tablename__ = "additional_fields"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    label: Mapped[str] = mapped_column(NAME)
    type: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(20))
    values: Mapped[tuple[str, ...]] = mapped_column(Document(tuple[str, ...]))
    validation_rule: Mapped[str | None] = mapped_column(NAME)
    translations: Mapped[tuple[FieldTranslation, ...]] = mapped_column(Document(tuple[FieldTranslation, ...]))
