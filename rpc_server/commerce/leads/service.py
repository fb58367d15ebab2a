"""Use cases around leads."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import ColumnElement, func, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.leads import errors, store
from rpc_server.commerce.leads.faults import first_fault
from rpc_server.commerce.leads.model import Lead, LeadSearch
from rpc_server.commerce.leads.tables import LeadProductRow, LeadRow


def add(context: Context, lead: Lead) -> Lead:
    """Store a new lead and answer it with the code drawn for it. Raises ``LeadInvalid``."""
    _check(context, lead)
    return store.add(context, lead)


def find(context: Context, code: str) -> Lead:
    """The merchant's lead of this code, in any case; raises ``LeadNotFound``."""
    return _found(store.find(context, _plain(code)), "leadCode")


def put(context: Context, code: str, lead: Lead) -> Lead:
    """Put ``lead`` in the place of all that the lead of this code says; raises ``LeadNotFound``, ``LeadInvalid``."""
    before = _found(store.find(context, _plain(code), is_locked=True), "LeadCode")
    _check(context, lead)
    after = replace(lead, code=before.code, type=before.type, generated_from=before.generated_from)
    store.save(context, after)
    return after


def search(context: Context, wanted: LeadSearch) -> tuple[list[Lead], int]:
    """One page of the leads that meet every given condition, the oldest first, and how many there are in all."""
    query = store.of_merchant(context).where(*_criteria(context, wanted))
    count = context.connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(LeadRow.created_at, LeadRow.code)
    return store.read(context, page.offset((wanted.page - 1) * wanted.limit).limit(wanted.limit)), count


def _check(context: Context, lead: Lead) -> None:
    fault = first_fault(context, lead)
    if fault is not None:
        raise errors.LeadInvalid(fault.text, field=fault.path, code=f"LEAD_{fault.spelling}_INVALID")


def _found(lead: Lead | None, field: str) -> Lead:
    if lead is None:
        raise errors.LeadNotFound(field=field)
    return lead


def _plain(code: str) -> str:
    return code.strip().upper()


def _criteria(context: Context, wanted: LeadSearch) -> Iterator[ColumnElement[bool]]:
    row = LeadRow
    stated = (
        (row.code, _plain(wanted.code or "")),
        (row.email, (wanted.email or "").lower()),
        (row.language, wanted.language),
        (row.country, wanted.country),
        (row.generated_from, wanted.generated_from),
    )
    yield from (column == value for column, value in stated if value)
    if wanted.types:
        yield row.type.in_(wanted.types)
    if wanted.since is not None:
        yield row.created_at >= wanted.since
    if wanted.until is not None:
        yield row.created_at < wanted.until
    if wanted.product_code:
        wanting = select(LeadProductRow.lead_code).where(
            LeadProductRow.merchant_id == context.merchant_id, LeadProductRow.product_code == wanted.product_code
        )
        yield row.code.in_(wanting)
