"""Proposals: offers a merchant makes to one buyer (6.0)."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT_6
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.proposals import (
    Proposal,
    ProposalPage,
    ProposalSearchOptions,
    read_proposal,
    read_search,
    show_proposal,
)
from rpc_server.api.objects.reading import required_word
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.proposals import errors, model, service

Sent = Annotated[Proposal, Mark.MESSAGE]


@method("createProposal", MERCHANT_6, errors=[Forbidden, InvalidArgument, errors.ProposalInvalid])
def create_proposal(call: Call, proposal: Sent) -> Proposal:
    """Draw up a proposal and answer it, a DRAFT, with its id. It needs a Name and Items."""
    return _show(call, service.create(call.context, read_proposal(proposal)))


@method(
    "updateProposal",
    MERCHANT_6,
    errors=[
        Forbidden,
        InvalidArgument,
        errors.ProposalNotFound,
        errors.ProposalInvalid,
        errors.ActionNotAllowed,
    ],
)
def update_proposal(call: Call, proposal: Sent) -> Proposal:
    """Put the object in the place of all that the draft of its ProposalId says, and answer that."""
    return _show(call, service.put(call.context, proposal.proposal_id or "", read_proposal(proposal)))


@method("getProposalById", MERCHANT_6, errors=[Forbidden, errors.ProposalNotFound], writes=False)
def get_proposal_by_id(call: Call, id: str) -> Proposal:  # noqa: A002 - the documented name
    """The proposal of this id."""
    return _show(call, service.find(call.context, id))


@method(
    "performAction",
    MERCHANT_6,
    errors=[Forbidden, InvalidArgument, errors.ProposalNotFound, errors.ActionNotAllowed],
)
def perform_action(call: Call, id: str, action: str) -> Proposal:  # noqa: A002 - the documented name
    """Do something with a proposal and answer it as it then stands: SEND, ACCEPT, DECLINE, CLOSE, DISCARD or REOPEN.

    A draft is sent or discarded, a sent one accepted or declined; what is declined, closed or discarded is
    reopened as a draft (inferred: the documents name the actions alone).
    """
    return _show(call, service.act(call.context, id, required_word(model.ProposalAction, action, "action")))


@method("searchProposals", MERCHANT_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_proposals(call: Call, search_options: ProposalSearchOptions | None = None) -> ProposalPage:
    """A page of the proposals that meet every given option, the oldest first (name and options inferred)."""
    options = search_options or ProposalSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    found, count = service.search(call.context, read_search(options, page=page.page or 1, limit=page.limit or 1))
    return ProposalPage(
        items=[_show(call, proposal) for proposal in found],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )


def _show(call: Call, proposal: model.Proposal) -> Proposal:
    return show_proposal(proposal, call.merchant.zone)
