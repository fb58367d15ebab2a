"""The request journal as stored."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.sandbox.apart import APART
from rpc_server.storage import Base, Instant


class JournalRow(Base):
    """One entry; ``number`` is never given twice, so that whoever follows the journal meets each once."""

    __tablename__ = "journal_entries"
    __table_args__ = (Index(None, "merchant_id", "number"), {"sqlite_autoincrement": True, "info": APART})

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    merchant_id: Mapped[int | None] = mapped_column(ForeignKey("merchants.merchant_id"))
    at: Mapped[datetime] = mapped_column(Instant)
    wire: Mapped[str] = mapped_column(String(20))
    endpoint: Mapped[str] = mapped_column(String(200))
    method: Mapped[str | None] = mapped_column(String(100))
    request_id: Mapped[str] = mapped_column(String(40))
    client_address: Mapped[str | None] = mapped_column(String(100))
    idempotency_key: Mapped[str | None] = mapped_column(String(255))
    microseconds: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str | None] = mapped_column(String(200))
    message: Mapped[str | None] = mapped_column(Text)
    arguments: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    fault: Mapped[str | None] = mapped_column(String(60))
