"""Proformas, the orders on them and the payments of them as stored."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.partners.model import BusinessModel
from rpc_server.commerce.partners.proformas.model import PaidBy
from rpc_server.commerce.partners.tables import PartnerOrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.storage import Amount, Base, Choice, Instant


class ProformaRow(Base):
    """``awaited_by`` is the way an offline payment was announced; ``overdue_at`` when it was noted as overdue."""

    __tablename__ = "proformas"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "partner_code"], ["partners.merchant_id", "partners.code"]),
        Index(None, "merchant_id", "partner_code"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    partner_code: Mapped[str] = mapped_column(String(50))
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    currency: Mapped[str] = mapped_column(String(3))
    total: Mapped[Decimal] = mapped_column(Amount)
    payment_method: Mapped[str | None] = mapped_column(String(30))
    business_model: Mapped[BusinessModel] = mapped_column(Choice(BusinessModel))
    paid_at: Mapped[datetime | None] = mapped_column(Instant)
    canceled_at: Mapped[datetime | None] = mapped_column(Instant)
    receipt_number: Mapped[str | None] = mapped_column(Text)
    awaited_by: Mapped[PaidBy | None] = mapped_column(Choice(PaidBy))
    overdue_at: Mapped[datetime | None] = mapped_column(Instant)


IS_UNPAID = ProformaRow.paid_at.is_(None) & ProformaRow.canceled_at.is_(None)
_IS_UNNOTED = IS_UNPAID & ProformaRow.overdue_at.is_(None)
Index(
    "ix_proformas_falling_due",
    ProformaRow.merchant_id,
    ProformaRow.due_at,
    sqlite_where=_IS_UNNOTED,
    postgresql_where=_IS_UNNOTED,
)


class ProformaOrderRow(Base):
    """The key lets an order be on one proforma at most."""

    __tablename__ = "proforma_orders"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "number"], ["proformas.merchant_id", "proformas.number"]),
        ForeignKeyConstraint(
            ["merchant_id", "order_reference"], ["partner_orders.merchant_id", "partner_orders.order_reference"]
        ),
        Index(None, "merchant_id", "number"),
    )

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    order_reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]


IS_ON_PROFORMA = (ProformaOrderRow.merchant_id == PartnerOrderRow.merchant_id) & (
    ProformaOrderRow.order_reference == PartnerOrderRow.order_reference
)
IS_ITS_PROFORMA = (ProformaRow.merchant_id == ProformaOrderRow.merchant_id) & (
    ProformaRow.number == ProformaOrderRow.number
)


class ProformaPaymentRow(Base):
    """A try to move money for a proforma: written before the processor is asked, settled after.

    A proforma has at most one that is open or authorised, so it is never paid twice; the database holds to that.
    An open one is looked up at ``asked_again_at``. The money of a SURPLUS one is given back by an attempt of the same
    id at the proforma's first order.
    """

    __tablename__ = "proforma_payments"
    __table_args__ = (ForeignKeyConstraint(["merchant_id", "number"], ["proformas.merchant_id", "proformas.number"]),)

    merchant_id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    paid_by: Mapped[PaidBy] = mapped_column(Choice(PaidBy))
    amount: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    idempotency_key: Mapped[str] = mapped_column(String(150))
    status: Mapped[AttemptStatus] = mapped_column(Choice(AttemptStatus))
    transaction: Mapped[str | None] = mapped_column(String(255))
    reason: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant)
    asked_again_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


_IS_ACTIVE = ProformaPaymentRow.status.in_([AttemptStatus.OPEN, AttemptStatus.AUTHORISED])
_IS_OPEN = ProformaPaymentRow.status == AttemptStatus.OPEN
Index(
    "uq_proforma_payments_active",
    ProformaPaymentRow.merchant_id,
    ProformaPaymentRow.number,
    unique=True,
    sqlite_where=_IS_ACTIVE,
    postgresql_where=_IS_ACTIVE,
)
Index(
    "ix_proforma_payments_open",
    ProformaPaymentRow.merchant_id,
    ProformaPaymentRow.asked_again_at,
    sqlite_where=_IS_OPEN,
    postgresql_where=_IS_OPEN,
)
