"""Lists of codes, delivered codes, shortages and signing keys as stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.delivery.model import CodeListType
from rpc_server.storage import Base, Choice, Instant


class CodeListRow(Base):
    __tablename__ = "code_lists"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(256), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    type: Mapped[CodeListType] = mapped_column(Choice(CodeListType))
    description: Mapped[str] = mapped_column(Text)


class ListedCodeRow(Base):
    """A code of a LIST; ``order_reference`` is whose it is once it was given away."""

    __tablename__ = "listed_codes"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "list_code"], ["code_lists.merchant_id", "code_lists.code"]),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    list_code: Mapped[str] = mapped_column(String(256), primary_key=True)
    code: Mapped[str] = mapped_column(String(1000), primary_key=True)
    rank: Mapped[int]
    order_reference: Mapped[str | None] = mapped_column(String(20))


_IS_FREE = ListedCodeRow.order_reference.is_(None)
Index(
    "ix_listed_codes_free",
    ListedCodeRow.merchant_id,
    ListedCodeRow.list_code,
    ListedCodeRow.rank,
    sqlite_where=_IS_FREE,
    postgresql_where=_IS_FREE,
)


class DeliveredCodeRow(Base):
    """Columns are named like the members of ``DeliveredCode``."""

    __tablename__ = "delivered_codes"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
        Index("ix_delivered_codes_subscription", "merchant_id", "subscription_reference"),
        Index("ix_delivered_codes_code", "merchant_id", "code"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    line_number: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(1000))
    description: Mapped[str] = mapped_column(Text)
    list_code: Mapped[str] = mapped_column(String(256))
    subscription_reference: Mapped[str | None] = mapped_column(String(20))
    delivered_at: Mapped[datetime] = mapped_column(Instant)


class ShortageRow(Base):
    """Columns are named like the members of ``Shortage``; ``settled_at`` once the codes were delivered.

    ``due_at`` is when to try again: its list got codes then.
    """

    __tablename__ = "code_shortages"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "order_reference"], ["orders.merchant_id", "orders.reference"]),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    line_number: Mapped[int] = mapped_column(primary_key=True)
    list_code: Mapped[str] = mapped_column(String(256))
    needed: Mapped[int]
    noticed_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)


class SigningKeyRow(Base):
    """The account's Ed25519 key for licence keys: ``sealed`` is its private half under the vault's key."""

    __tablename__ = "licence_signing_keys"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    sealed: Mapped[bytes]
    public_key: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Instant)


_IS_WAITING = ShortageRow.settled_at.is_(None)
Index(
    "ix_code_shortages_waiting",
    ShortageRow.merchant_id,
    ShortageRow.noticed_at,
    sqlite_where=_IS_WAITING,
    postgresql_where=_IS_WAITING,
)
IS_DUE = ShortageRow.due_at.is_not(None)
Index(
    "ix_code_shortages_due", ShortageRow.merchant_id, ShortageRow.due_at, sqlite_where=IS_DUE, postgresql_where=IS_DUE
)
