"""Endpoints, events, deliveries and their attempts as stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.accounts.signature import Algorithm
from rpc_server.commerce.notifications.model import DeliveryStatus, Message, NotificationKind, Topic, Trial
from rpc_server.storage import Base, Choice, Document, Instant, stated


class EndpointRow(Base):
    """Columns are named like the members of ``Endpoint``."""

    __tablename__ = "notification_endpoints"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    kind: Mapped[NotificationKind] = mapped_column(Choice(NotificationKind))
    url: Mapped[str] = mapped_column(Text)
    algorithms: Mapped[tuple[Algorithm, ...]] = mapped_column(Document(tuple[Algorithm, ...]))
    secret_word: Mapped[str | None] = mapped_column(String(255))
    reaches_private: Mapped[bool]
    is_enabled: Mapped[bool]
    trial: Mapped[Trial] = mapped_column(Document(Trial))


class EventRow(Base):
    """Columns are named like the members of ``Event``; ``messages`` by kind, where someone is to be told."""

    __tablename__ = "notification_events"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(Choice(Topic), primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    messages: Mapped[dict[str, Message] | None] = mapped_column(Document(dict[str, Message]))


class DeliveryRow(Base):
    """Columns are named like the members of ``Delivery``; ``claim`` is the mark of who may send it."""

    __tablename__ = "notification_deliveries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "endpoint"], ["notification_endpoints.merchant_id", "notification_endpoints.name"]
        ),
        ForeignKeyConstraint(
            ["merchant_id", "topic", "reference", "sequence"],
            [
                "notification_events.merchant_id", "notification_events.topic", "notification_events.reference",
                "notification_events.sequence",
            ],
        ),
    )  # fmt: skip

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    endpoint: Mapped[str] = mapped_column(String(50), primary_key=True)
    topic: Mapped[Topic] = mapped_column(Choice(Topic), primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[DeliveryStatus] = mapped_column(Choice(DeliveryStatus))
    due_at: Mapped[datetime] = mapped_column(Instant)
    keeps_order: Mapped[bool]
    copies: Mapped[int]
    tries: Mapped[int]
    stage: Mapped[int]
    first_tried_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    claim: Mapped[str | None] = mapped_column(String(32))


IS_WAITING = DeliveryRow.status == stated(DeliveryStatus.WAITING)
Index(
    "ix_notification_deliveries_waiting",
    DeliveryRow.merchant_id,
    DeliveryRow.due_at,
    DeliveryRow.sequence,
    sqlite_where=IS_WAITING,
    postgresql_where=IS_WAITING,
)


class AttemptRow(Base):
    """Columns are named like the members of ``Attempt``; ``number`` counts those of a delivery from 1."""

    __tablename__ = "notification_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "endpoint", "topic", "reference", "sequence"],
            [
                "notification_deliveries.merchant_id", "notification_deliveries.endpoint",
                "notification_deliveries.topic", "notification_deliveries.reference", "notification_deliveries.sequence",
            ],
        ),
    )  # fmt: skip

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    endpoint: Mapped[str] = mapped_column(String(50), primary_key=True)
    topic: Mapped[Topic] = mapped_column(Choice(Topic), primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    tried_at: Mapped[datetime] = mapped_column(Instant)
    duration_ms: Mapped[int]
    status: Mapped[int | None]
    excerpt: Mapped[str] = mapped_column(Text)
    refusal: Mapped[str | None] = mapped_column(Text)
