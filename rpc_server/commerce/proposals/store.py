"""Proposals, to and from their table."""

from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Select, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.proposals.model import Proposal
from rpc_server.commerce.proposals.tables import ProposalRow
from rpc_server.storage import insert_drawn

_MEMBERS = tuple(field.name for field in fields(Proposal))


def add(context: Context, proposal: Proposal) -> Proposal:
    """Store a new proposal under an id drawn for it, and answer it."""
    now = context.clock.now()
    added = replace(proposal, created_at=now, updated_at=now)
    values = _values(context, added)
    return replace(
        added, proposal_id=insert_drawn(context.connection, ProposalRow, "proposal_id", context.ids.uuid, values)
    )


def save(context: Context, proposal: Proposal) -> Proposal:
    """Store the proposal in the place of the one of its id, and answer it."""
    changed = replace(proposal, updated_at=context.clock.now())
    context.connection.execute(
        update(ProposalRow)
        .where(ProposalRow.merchant_id == context.merchant_id, ProposalRow.proposal_id == proposal.proposal_id)
        .values(_values(context, changed))
    )
    return changed


def find(context: Context, proposal_id: str, *, is_locked: bool = False) -> Proposal | None:
    """The merchant's proposal of this id, or None; with ``is_locked`` others who ask for it so wait."""
    query = of_merchant(context).where(ProposalRow.proposal_id == proposal_id)
    found = read(context, query.with_for_update() if is_locked else query)
    return found[0] if found else None


def of_merchant(context: Context) -> Select[Any]:
    """A query for the merchant's proposals, to narrow and to give to ``read``."""
    columns = (getattr(ProposalRow, name) for name in _MEMBERS)
    return select(*columns).where(ProposalRow.merchant_id == context.merchant_id)


def read(context: Context, query: Select[Any]) -> list[Proposal]:
    """The proposals a query made by ``of_merchant`` finds."""
    return [Proposal(**dict(zip(_MEMBERS, row, strict=True))) for row in context.connection.execute(query)]


def _values(context: Context, proposal: Proposal) -> dict[str, Any]:
    email = proposal.billing.email
    return {
        **{name: getattr(proposal, name) for name in _MEMBERS},
        "merchant_id": context.merchant_id,
        "email": email.lower() if email else None,
    }
