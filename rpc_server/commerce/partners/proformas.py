"""Proformas: invoices that collect a partner's approved orders."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import orders, service
from rpc_server.commerce.partners.errors import (
    InvalidOrderReference,
    InvalidProformaNumber,
    MixedCurrencies,
    OrderAlreadyInvoiced,
    OrderNotApproved,
)
from rpc_server.commerce.partners.model import Partner, PartnerOrder, Proforma
from rpc_server.commerce.partners.standing import is_approved
from rpc_server.commerce.partners.tables import ProformaOrderRow, ProformaRow
from rpc_server.storage import insert_drawn

_STORED = tuple(field.name for field in fields(Proforma) if field.name != "orders")
_COLUMNS = tuple(getattr(ProformaRow, name) for name in _STORED)


def create(context: Context, partner_code: str | None, references: Iterable[str]) -> Proforma:
    """Invoice these orders of the partner.

    Only approved orders that are on no proforma yet, all of one currency; one named twice counts once. The
    partner is locked to the end of the transaction, so that no order is invoiced twice. Raises ``NoPartnerSet``,
    ``InvalidOrderReference``, ``OrderNotApproved``, ``OrderAlreadyInvoiced`` or ``MixedCurrencies``.
    """
    partner = service.chosen_partner(context, partner_code, is_locked=True)
    found = [_invoiceable(context, partner, reference) for reference in dict.fromkeys(references)]
    if not found:
        raise InvalidOrderReference(field="sales")
    if len({entry.order.currency for entry in found}) > 1:
        raise MixedCurrencies(field="sales")
    return issue(context, partner, found)


def issue(
    context: Context, partner: Partner, orders: list[PartnerOrder], *, paid_at: datetime | None = None
) -> Proforma:
    """A new proforma over orders that may be invoiced together, under a number drawn for it."""
    now = context.clock.now()
    values = {
        "merchant_id": context.merchant_id,
        "partner_code": partner.code,
        "created_at": now,
        "due_at": now + timedelta(days=partner.payment_days),
        "currency": orders[0].order.currency,
        "total": sum(entry.amount for entry in orders),
        "business_model": partner.business_model,
        "paid_at": paid_at,
    }
    number = insert_drawn(context.session, ProformaRow, "number", context.ids.proforma_number, values)
    collect(context, number, [entry.order.reference or "" for entry in orders])
    return find(context, partner, number)


def collect(context: Context, number: str, references: list[str]) -> None:
    """Put orders on a proforma, in this order; the database refuses one that is on a proforma already."""
    context.session.execute(
        insert(ProformaOrderRow),
        [
            {"merchant_id": context.merchant_id, "order_reference": reference, "number": number, "position": position}
            for position, reference in enumerate(references)
        ],
    )


def find(context: Context, partner: Partner, number: str | None) -> Proforma:
    """The partner's proforma of this number; raises ``InvalidProformaNumber``."""
    query = select(*_COLUMNS).where(
        ProformaRow.merchant_id == context.merchant_id,
        ProformaRow.partner_code == partner.code,
        ProformaRow.number == number,
    )
    row = context.session.execute(query).one_or_none()
    if row is None:
        raise InvalidProformaNumber(field="proformaNumber")
    return Proforma(**row._asdict(), orders=_references(context, row.number))


def _invoiceable(context: Context, partner: Partner, reference: str) -> PartnerOrder:
    found = orders.find(context, partner, reference)
    if found.proforma_number is not None:
        raise OrderAlreadyInvoiced(field="sales", hint=f"It is on {found.proforma_number}.")
    if not is_approved(found.order):
        raise OrderNotApproved(field="sales", hint=f"Order {reference} is {found.status.value}.")
    return found


def _references(context: Context, number: str) -> tuple[str, ...]:
    query = (
        select(ProformaOrderRow.order_reference)
        .where(ProformaOrderRow.merchant_id == context.merchant_id, ProformaOrderRow.number == number)
        .order_by(ProformaOrderRow.position)
    )
    return tuple(context.session.scalars(query))
