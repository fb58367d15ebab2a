"""Reading and writing proformas."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import orders
from rpc_server.commerce.partners.model import Partner, PartnerOrder
from rpc_server.commerce.partners.proformas.model import Proforma
from rpc_server.commerce.partners.proformas.tables import ProformaOrderRow, ProformaRow
from rpc_server.storage import insert_drawn

_STORED = tuple(field.name for field in fields(Proforma) if field.name != "orders")
_COLUMNS = tuple(getattr(ProformaRow, name) for name in _STORED)


def add(
    context: Context, partner: Partner, collected: Sequence[PartnerOrder], *, paid_at: datetime | None = None
) -> str:
    """Write a proforma over orders that may be invoiced together; answer the number drawn for it.

    The database refuses an order that is on a proforma already.
    """
    now = context.clock.now()
    values = {
        "merchant_id": context.merchant_id,
        "partner_code": partner.code,
        "created_at": now,
        "due_at": now + timedelta(days=partner.payment_days),
        "currency": collected[0].order.currency,
        "total": sum(entry.amount for entry in collected),
        "business_model": partner.business_model,
        "paid_at": paid_at,
    }
    number = insert_drawn(context.connection, ProformaRow, "number", context.ids.proforma_number, values)
    references = [entry.order.reference or "" for entry in collected]
    context.connection.execute(
        insert(ProformaOrderRow),
        [
            {"merchant_id": context.merchant_id, "order_reference": reference, "number": number, "position": position}
            for position, reference in enumerate(references)
        ],
    )
    for reference in references:
        orders.change(context, reference, invoiced_at=None)
    return number


def find(context: Context, number: str | None, partner_code: str | None = None) -> Proforma | None:
    """The merchant's proforma of this number, of this partner where one is named; or None."""
    criteria: tuple[ColumnElement[bool], ...] = (
        ProformaRow.merchant_id == context.merchant_id,
        ProformaRow.number == number,
    )
    if partner_code is not None:
        criteria += (ProformaRow.partner_code == partner_code,)
    row = context.connection.execute(select(*_COLUMNS).where(*criteria)).one_or_none()
    return None if row is None else Proforma(**row._asdict(), orders=_references(context, row.number))


def latest(context: Context, partner: Partner, limit: int) -> list[Proforma]:
    """The partner's proformas, the newest first."""
    query = (
        select(*_COLUMNS)
        .where(ProformaRow.merchant_id == context.merchant_id, ProformaRow.partner_code == partner.code)
        .order_by(ProformaRow.created_at.desc(), ProformaRow.number)
        .limit(limit)
    )
    rows = context.connection.execute(query).all()
    return [Proforma(**row._asdict(), orders=_references(context, row.number)) for row in rows]


def change(context: Context, number: str, **values: Any) -> None:
    """Write what changed of the proforma; named like the columns."""
    context.connection.execute(
        update(ProformaRow)
        .where(ProformaRow.merchant_id == context.merchant_id, ProformaRow.number == number)
        .values(**values)
    )


def _references(context: Context, number: str) -> tuple[str, ...]:
    query = (
        select(ProformaOrderRow.order_reference)
        .where(ProformaOrderRow.merchant_id == context.merchant_id, ProformaOrderRow.number == number)
        .order_by(ProformaOrderRow.position)
    )
    return tuple(context.connection.scalars(query))
