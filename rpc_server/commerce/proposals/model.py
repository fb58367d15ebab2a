"""A proposal as a value, and what can be done with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.leads.wanted import WantedItem


class ProposalStatus(Enum):
    """How a proposal stands (spelling inferred from the actions)."""

    DRAFT = "DRAFT"
    SENT = "SENT"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    CLOSED = "CLOSED"
    DISCARDED = "DISCARDED"


class ProposalAction(Enum):
    """What can be done with a proposal (documented names)."""

    SEND = "SEND"
    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    CLOSE = "CLOSE"
    DISCARD = "DISCARD"
    REOPEN = "REOPEN"


_Status = ProposalStatus
LEADS_TO: dict[ProposalAction, tuple[frozenset[ProposalStatus], ProposalStatus]] = {
    ProposalAction.SEND: (frozenset({_Status.DRAFT}), _Status.SENT),
    ProposalAction.ACCEPT: (frozenset({_Status.SENT}), _Status.ACCEPTED),
    ProposalAction.DECLINE: (frozenset({_Status.SENT}), _Status.DECLINED),
    ProposalAction.CLOSE: (
        frozenset({_Status.DRAFT, _Status.SENT, _Status.ACCEPTED, _Status.DECLINED}),
        _Status.CLOSED,
    ),
    ProposalAction.DISCARD: (frozenset({_Status.DRAFT}), _Status.DISCARDED),
    ProposalAction.REOPEN: (frozenset({_Status.DECLINED, _Status.CLOSED, _Status.DISCARDED}), _Status.DRAFT),
}
"""From which statuses an action leads to which one (inferred: the documents name the actions alone)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An offer to one buyer, good until the end of ``expires_on``. ``proposal_id`` is empty until it is stored."""

    proposal_id: str = ""
    status: ProposalStatus = ProposalStatus.DRAFT
    name: str
    expires_on: date | None
    currency: str | None
    language: str | None
    external_reference: str | None
    comment: str | None
    items: tuple[WantedItem, ...]
    billing: Address
    delivery: Address | None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSearch:
    """What to look for; None and empty ask for nothing. ``name`` is part of the proposal's, in any case."""

    name: str | None = None
    email: str | None = None
    external_reference: str | None = None
    statuses: tuple[ProposalStatus, ...] = ()
    page: int
    limit: int
