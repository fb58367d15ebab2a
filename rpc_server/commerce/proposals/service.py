"""Use cases around proposals. No order comes of an accepted one: the buyer places it (inferred)."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import ColumnElement, func

from rpc_server.commerce.context import Context
from rpc_server.commerce.leads.faults import Fault, first_fault
from rpc_server.commerce.proposals import errors, store
from rpc_server.commerce.proposals.model import LEADS_TO, Proposal, ProposalAction, ProposalSearch, ProposalStatus
from rpc_server.commerce.proposals.tables import ProposalRow


def create(context: Context, proposal: Proposal) -> Proposal:
    """Store a new proposal, a DRAFT, and answer it with the id drawn for it. Raises ``ProposalInvalid``."""
    _check(context, proposal)
    return store.add(context, proposal)


def find(context: Context, proposal_id: str, *, field: str = "id") -> Proposal:
    """The merchant's proposal of this id, in any case; raises ``ProposalNotFound`` on ``field``."""
    return _found(store.find(context, _plain(proposal_id)), field)


def put(context: Context, proposal_id: str, proposal: Proposal) -> Proposal:
    """Put ``proposal`` in the place of all that the draft of this id says.

    Raises ``ProposalNotFound``, ``ProposalInvalid``, and ``ActionNotAllowed`` where it is no draft any more.
    """
    before = _found(store.find(context, _plain(proposal_id), is_locked=True), "ProposalId")
    if before.status is not ProposalStatus.DRAFT:
        raise errors.ActionNotAllowed(f"A proposal that is {before.status.value} is not changed.", field="ProposalId")
    _check(context, proposal)
    return store.save(context, replace(proposal, proposal_id=before.proposal_id, created_at=before.created_at))


def act(context: Context, proposal_id: str, action: ProposalAction) -> Proposal:
    """Do something with the proposal and answer it as it then stands.

    Raises ``ProposalNotFound``, and ``ActionNotAllowed`` where it does not fit, or for one accepted too late.
    """
    before = _found(store.find(context, _plain(proposal_id), is_locked=True), "id")
    starts, end = LEADS_TO[action]
    if before.status not in starts:
        raise errors.ActionNotAllowed(
            f"{action.value} cannot be done with a proposal that is {before.status.value}.", field="action"
        )
    if action is ProposalAction.ACCEPT and before.expires_on is not None and before.expires_on < context.today:
        raise errors.ActionNotAllowed(f"The proposal was good until {before.expires_on}.", field="action")
    return store.save(context, replace(before, status=end))


def search(context: Context, wanted: ProposalSearch) -> tuple[list[Proposal], int]:
    """One page of the proposals that meet every given condition, the oldest first, and how many there are in all."""
    query = store.of_merchant(context).where(*_criteria(wanted))
    count = context.connection.scalar(query.with_only_columns(func.count())) or 0
    page = query.order_by(ProposalRow.created_at, ProposalRow.proposal_id)
    return store.read(context, page.offset((wanted.page - 1) * wanted.limit).limit(wanted.limit)), count


def _check(context: Context, proposal: Proposal) -> None:
    fault = first_fault(context, proposal) if proposal.name else Fault("Name", "NAME", "Name is required.")
    if fault is not None:
        raise errors.ProposalInvalid(fault.text, field=fault.path, code=f"PROPOSAL_{fault.spelling}_INVALID")


def _found(proposal: Proposal | None, field: str) -> Proposal:
    if proposal is None:
        raise errors.ProposalNotFound(field=field)
    return proposal


def _plain(proposal_id: str) -> str:
    return proposal_id.strip().lower()


def _criteria(wanted: ProposalSearch) -> Iterator[ColumnElement[bool]]:
    row = ProposalRow
    if wanted.name:
        yield row.name.icontains(wanted.name, autoescape=True)
    if wanted.email:
        yield row.email == wanted.email.lower()
    if wanted.external_reference:
        yield row.external_reference == wanted.external_reference
    if wanted.statuses:
        yield row.status.in_(wanted.statuses)
