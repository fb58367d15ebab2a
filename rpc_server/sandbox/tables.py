"""What accounts were filled with, and copies of them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.sandbox.apart import APART
from rpc_server.storage import Base, Instant


class SeededRow(Base):
    """The file an account was filled from, and the rows it had then; ``on`` is that day in the account's zone.

    The text is sealed, for it may name cards.
    """

    __tablename__ = "seeded_accounts"
    __table_args__ = {"info": APART}  # noqa: RUF012 - SQLAlchemy's form

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    file: Mapped[str] = mapped_column(String(255))
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary)
    on: Mapped[date]
    rows: Mapped[bytes] = mapped_column(LargeBinary)


class SnapshotRow(Base):
    """The rows a merchant had at a moment, under a name."""

    __tablename__ = "snapshots"
    __table_args__ = {"info": APART}  # noqa: RUF012 - SQLAlchemy's form

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    rows: Mapped[bytes] = mapped_column(LargeBinary)
