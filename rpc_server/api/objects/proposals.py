"""Proposals, one object for what is sent and what is answered (6.0).

Of the published object nothing could be read: its members are ours, spelled like those of orders and leads.
"""

from datetime import tzinfo
from typing import Annotated

from rpc_server.api.dates import read_day, show_day, show_time
from rpc_server.api.objects.order_reading import read_address
from rpc_server.api.objects.order_showing import show_billing, show_delivery_address
from rpc_server.api.objects.orders import BillingDetails, DeliveryDetails
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.reading import present, required_word
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.objects.wanted_items import Wanted, read_items, show_items
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.proposals import model

Line = Annotated[str | None, MaxLength(255)]
Text = Annotated[str | None, MaxLength(2000)]


class Proposal(ApiObject):
    """An offer to one buyer. ``ProposalId``, ``Status`` and the two dates of its making are given by the server."""

    proposal_id: Annotated[str | None, MaxLength(36)] = None
    name: Line = None
    status: Line = None
    expiration_date: Line = None
    currency: Line = None
    language: Line = None
    external_reference: Line = None
    comment: Text = None
    items: list[Wanted | None] | None = None
    billing_details: BillingDetails | None = None
    delivery_details: DeliveryDetails | None = None
    creation_date: Line = None
    update_date: Line = None


class ProposalSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing."""

    name: Line = None
    email: Line = None
    external_reference: Line = None
    statuses: list[Line] | None = None
    page: int | None = None
    limit: int | None = None
    pagination: Pagination | None = None


class ProposalPage(ApiObject):
    """One page of found proposals."""

    items: list[Proposal]
    pagination: Pagination


def read_proposal(sent: Proposal) -> model.Proposal:
    """The proposal told; what the server gives it is passed over. Raises ``InvalidArgument``."""
    return model.Proposal(
        name=text(sent.name) or "",
        expires_on=read_day(sent.expiration_date, "ExpirationDate"),
        currency=upper(sent.currency) or None,
        language=upper(sent.language).lower() or None,
        external_reference=text(sent.external_reference),
        comment=text(sent.comment),
        items=read_items(sent.items),
        billing=read_address(sent.billing_details) or Address(),
        delivery=read_address(sent.delivery_details),
    )


def read_search(options: ProposalSearchOptions, *, page: int, limit: int) -> model.ProposalSearch:
    """What to look for; raises ``InvalidArgument``."""
    stated = present(options.statuses)
    return model.ProposalSearch(
        name=text(options.name),
        email=text(options.email),
        external_reference=text(options.external_reference),
        statuses=tuple(required_word(model.ProposalStatus, status, "Statuses") for status in stated),
        page=page,
        limit=limit,
    )


def show_proposal(proposal: model.Proposal, zone: tzinfo) -> Proposal:
    """The proposal as answered."""
    return Proposal(
        proposal_id=proposal.proposal_id,
        name=proposal.name,
        status=proposal.status.value,
        expiration_date=show_day(proposal.expires_on),
        currency=proposal.currency,
        language=proposal.language,
        external_reference=proposal.external_reference,
        comment=proposal.comment,
        items=show_items(proposal.items),
        billing_details=show_billing(proposal.billing),
        delivery_details=show_delivery_address(proposal.delivery) if proposal.delivery else None,
        creation_date=show_time(proposal.created_at, zone),
        update_date=show_time(proposal.updated_at, zone),
    )
