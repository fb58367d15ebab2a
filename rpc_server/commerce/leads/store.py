"""Leads, to and from their tables."""

from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.leads.model import Lead
from rpc_server.commerce.leads.tables import LeadProductRow, LeadRow
from rpc_server.storage import insert_drawn

_MEMBERS = tuple(field.name for field in fields(Lead))


def add(context: Context, lead: Lead) -> Lead:
    """Store a new lead under a code drawn for it, and answer it."""
    now = context.clock.now()
    values = {"merchant_id": context.merchant_id, "created_at": now, **_values(context, lead)}
    code = insert_drawn(context.connection, LeadRow, "code", context.ids.code, values)
    stored = replace(lead, code=code)
    _write_products(context, stored)
    return stored


def save(context: Context, lead: Lead) -> None:
    """Store the lead in the place of the one of its code."""
    own = (LeadRow.merchant_id == context.merchant_id, LeadRow.code == lead.code)
    context.connection.execute(update(LeadRow).where(*own).values(_values(context, lead)))
    named = (LeadProductRow.merchant_id == context.merchant_id, LeadProductRow.lead_code == lead.code)
    context.connection.execute(delete(LeadProductRow).where(*named))
    _write_products(context, lead)


def find(context: Context, code: str, *, is_locked: bool = False) -> Lead | None:
    """The merchant's lead of this code, or None; with ``is_locked`` others who ask for it so wait."""
    query = of_merchant(context).where(LeadRow.code == code)
    found = read(context, query.with_for_update() if is_locked else query)
    return found[0] if found else None


def of_merchant(context: Context) -> Select[Any]:
    """A query for the merchant's leads, to narrow and to give to ``read``."""
    return select(*(getattr(LeadRow, name) for name in _MEMBERS)).where(LeadRow.merchant_id == context.merchant_id)


def read(context: Context, query: Select[Any]) -> list[Lead]:
    """The leads a query made by ``of_merchant`` finds."""
    return [Lead(**dict(zip(_MEMBERS, row, strict=True))) for row in context.connection.execute(query)]


def _write_products(context: Context, lead: Lead) -> None:
    codes = {item.code for item in lead.items if item.code and not item.is_dynamic}
    rows = [
        {"merchant_id": context.merchant_id, "lead_code": lead.code, "product_code": code} for code in sorted(codes)
    ]
    if rows:
        context.connection.execute(insert(LeadProductRow), rows)


def _values(context: Context, lead: Lead) -> dict[str, Any]:
    email = lead.billing.email
    return {
        **{name: getattr(lead, name) for name in _MEMBERS},
        "email": email.lower() if email else None,
        "country": lead.billing.country,
        "updated_at": context.clock.now(),
    }
