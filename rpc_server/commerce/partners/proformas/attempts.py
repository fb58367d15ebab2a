"""Tries to move money for proformas: written before a processor is asked, settled after."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.proformas.model import PaidBy, Proforma
from rpc_server.commerce.partners.proformas.tables import ProformaPaymentRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.gateways import Outcome, Result
from rpc_server.storage import insert_new

IN_FLIGHT = timedelta(minutes=5)
"""How long an attempt counts as under way: longer than any call of a processor may take."""

_SETTLED = {Outcome.AUTHORISED: AttemptStatus.AUTHORISED, Outcome.DECLINED: AttemptStatus.DECLINED}
_UNPAID = (AttemptStatus.OPEN, AttemptStatus.DECLINED)
_SETTLES_FROM: dict[AttemptStatus, Sequence[AttemptStatus]] = {
    AttemptStatus.AUTHORISED: _UNPAID,
    AttemptStatus.SURPLUS: _UNPAID,
    AttemptStatus.DECLINED: (AttemptStatus.OPEN,),
}


@dataclass(frozen=True, slots=True)
class ProformaAttempt:
    """One try to move money for a proforma; the processor knows it by ``idempotency_key``."""

    attempt_id: str
    number: str
    paid_by: PaidBy
    amount: Decimal
    currency: str
    idempotency_key: str


_COLUMNS = tuple(getattr(ProformaPaymentRow, field.name) for field in fields(ProformaAttempt))


def open_attempt(context: Context, proforma: Proforma, paid_by: PaidBy) -> ProformaAttempt | None:
    """Write an OPEN attempt for the proforma; None where it has one that is open or authorised already.

    The caller commits before he asks the processor.
    """
    attempt_id, now = context.ids.hexadecimal(32), context.clock.now()
    attempt = ProformaAttempt(
        attempt_id=attempt_id,
        number=proforma.number,
        paid_by=paid_by,
        amount=proforma.total,
        currency=proforma.currency,
        idempotency_key=f"{context.merchant.code}-proforma-{proforma.number}-{attempt_id}",
    )
    values = {field.name: getattr(attempt, field.name) for field in fields(ProformaAttempt)}
    own = {
        "merchant_id": context.merchant_id,
        "status": AttemptStatus.OPEN,
        "started_at": now,
        "asked_again_at": now + IN_FLIGHT,
    }
    return attempt if insert_new(context.connection, ProformaPaymentRow, {**own, **values}) else None


def settle(context: Context, attempt: ProformaAttempt, result: Result, *, is_surplus: bool) -> bool:
    """Write what became of the attempt; False where someone else did meanwhile, or there is no outcome yet.

    ``is_surplus``: its money pays for nothing.
    """
    status = AttemptStatus.SURPLUS if is_surplus else _SETTLED.get(result.outcome)
    if status is None:
        return False
    written = context.connection.execute(
        update(ProformaPaymentRow)
        .where(
            ProformaPaymentRow.merchant_id == context.merchant_id,
            ProformaPaymentRow.attempt_id == attempt.attempt_id,
            ProformaPaymentRow.status.in_(_SETTLES_FROM[status]),
        )
        .values(
            status=status,
            settled_at=context.clock.now(),
            transaction=result.transaction,
            reason=result.reason,
        )
    )
    return bool(written.rowcount)


def is_superseded(context: Context, attempt: ProformaAttempt) -> bool:
    """Whether the proforma has another attempt that is open or authorised."""
    query = select(ProformaPaymentRow.attempt_id).where(
        ProformaPaymentRow.merchant_id == context.merchant_id,
        ProformaPaymentRow.number == attempt.number,
        ProformaPaymentRow.attempt_id != attempt.attempt_id,
        ProformaPaymentRow.status.in_([AttemptStatus.OPEN, AttemptStatus.AUTHORISED]),
    )
    return context.connection.scalar(query) is not None


def is_under_way(context: Context, proforma: Proforma) -> bool:
    """Whether an attempt of the proforma has no outcome yet."""
    query = select(ProformaPaymentRow.attempt_id).where(
        ProformaPaymentRow.merchant_id == context.merchant_id,
        ProformaPaymentRow.number == proforma.number,
        ProformaPaymentRow.status == AttemptStatus.OPEN,
    )
    return context.connection.scalar(query) is not None


def claim_left_open(context: Context) -> ProformaAttempt | None:
    """The attempt that has waited longest to be looked up, if one is due; it is due again some minutes later.

    The caller commits before he asks the processor.
    """
    now = context.clock.now()
    query = (
        select(*_COLUMNS)
        .where(
            ProformaPaymentRow.merchant_id == context.merchant_id,
            ProformaPaymentRow.status == AttemptStatus.OPEN,
            ProformaPaymentRow.asked_again_at <= now,
        )
        .order_by(ProformaPaymentRow.asked_again_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = context.connection.execute(query).one_or_none()
    if row is None:
        return None
    context.connection.execute(
        update(ProformaPaymentRow)
        .where(ProformaPaymentRow.merchant_id == context.merchant_id, ProformaPaymentRow.attempt_id == row.attempt_id)
        .values(asked_again_at=now + IN_FLIGHT)
    )
    return ProformaAttempt(*row)
