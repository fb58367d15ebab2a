"""Proformas that are made, fall overdue and are looked after by the clock alone."""

from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Select, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.partners import orders, service
from rpc_server.commerce.partners.model import Partner
from rpc_server.commerce.partners.proformas import attempts, paying, store
from rpc_server.commerce.partners.proformas.service import issue
from rpc_server.commerce.partners.proformas.tables import IS_UNPAID, ProformaPaymentRow, ProformaRow
from rpc_server.commerce.partners.standing import is_approved
from rpc_server.commerce.partners.tables import PartnerOrderRow, PartnerRow
from rpc_server.commerce.payments.model import AttemptStatus


class AutomaticProformas:
    """Collects a partner's approved orders on a proforma, so many days after the oldest of them was placed."""

    name = "automatic proformas"

    def waiting(self) -> Select[int, datetime]:
        waiting = select(PartnerOrderRow.merchant_id, PartnerOrderRow.invoiced_at.label("due_at")).where(
            PartnerOrderRow.invoiced_at.is_not(None)
        )
        return cast("Select[int, datetime]", waiting)

    def carry_out(self, context: Context) -> str | None:
        code = _whose_turn(context)
        due = [] if code is None else _due(context, code)
        if code is None or not due:
            return None
        partner = service.locked(context, code)
        collected = [order for order in orders.not_invoiced(context, partner) if is_approved(order)]
        numbers = [_collect(context, partner, collected, currency) for currency in _currencies(collected)]
        for reference in due:
            orders.change(context, reference, invoiced_at=None)
        context.work.commit()
        return f"{', '.join(numbers) or 'nothing to invoice'} for {code}"


class OverdueProformas:
    """Notes, once, that a proforma was not paid when it was due."""

    name = "overdue proformas"

    def waiting(self) -> Select[int, datetime]:
        return select(ProformaRow.merchant_id, ProformaRow.due_at).where(_is_unnoted())

    def carry_out(self, context: Context) -> str | None:
        now = context.clock.now()
        query = (
            select(ProformaRow.number, ProformaRow.partner_code)
            .where(ProformaRow.merchant_id == context.merchant_id, ProformaRow.due_at <= now, _is_unnoted())
            .order_by(ProformaRow.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = context.connection.execute(query).one_or_none()
        if row is None:
            return None
        store.change(context, row.number, overdue_at=now)
        context.work.commit()
        return f"{row.number} of {row.partner_code} is overdue"


class ProformaPayments:
    """Asks the processor what became of payments that were left without an outcome."""

    name = "payments of proformas"

    def waiting(self) -> Select[int, datetime]:
        return select(ProformaPaymentRow.merchant_id, ProformaPaymentRow.asked_again_at.label("due_at")).where(
            ProformaPaymentRow.status == AttemptStatus.OPEN
        )

    def carry_out(self, context: Context) -> str | None:
        attempt = attempts.claim_left_open(context)
        if attempt is None:
            return None
        proforma = paying.resolve(context, attempt)
        return f"{attempt.number} is {'not known of' if proforma is None else _word(proforma.paid_at)}"


def _word(paid_at: datetime | None) -> str:
    return "unpaid" if paid_at is None else "paid"


def _collect(context: Context, partner: Partner, collected: list[Order], currency: str) -> str:
    of_currency = [orders.find(context, partner, order.reference) for order in collected if order.currency == currency]
    return issue(context, partner, of_currency).number


def _currencies(collected: list[Order]) -> list[str]:
    return sorted({order.currency for order in collected})


def _whose_turn(context: Context) -> str | None:
    """The partner whose order has waited longest to be invoiced, held from here on; one others hold is passed over."""
    query = (
        select(PartnerRow.code)
        .join(
            PartnerOrderRow,
            (PartnerOrderRow.merchant_id == PartnerRow.merchant_id) & (PartnerOrderRow.partner_code == PartnerRow.code),
        )
        .where(PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.invoiced_at <= context.clock.now())
        .order_by(PartnerOrderRow.invoiced_at)
        .limit(1)
        .with_for_update(of=PartnerRow, skip_locked=True)
    )
    return context.connection.scalar(query)


def _due(context: Context, partner_code: str) -> list[str]:
    """The partner's orders whose time to be invoiced has come."""
    query = select(PartnerOrderRow.order_reference).where(
        PartnerOrderRow.merchant_id == context.merchant_id,
        PartnerOrderRow.partner_code == partner_code,
        PartnerOrderRow.invoiced_at <= context.clock.now(),
    )
    return list(context.connection.scalars(query))


def _is_unnoted() -> ColumnElement[bool]:
    return IS_UNPAID & ProformaRow.overdue_at.is_(None)
