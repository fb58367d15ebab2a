"""A lead as a value."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.leads.wanted import WantedItem

GENERATED_FROM = "API"
"""Where every lead here comes from."""


class LeadType(Enum):
    """How far a lead has come: NEW until a way back to the shop was used, or sending them was stopped."""

    NEW = "New"
    USED = "Used"
    USED_SUCCESS = "UsedSuccess"
    STOPPED = "Stopped"


NOT_STOPPED = frozenset(LeadType) - {LeadType.STOPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What somebody wanted. ``code`` is empty until it is stored; ``currency`` is upper case, ``language`` lower."""

    code: str = ""
    type: LeadType = LeadType.NEW
    generated_from: str = GENERATED_FROM
    cart_id: str | None
    currency: str | None
    language: str | None
    external_reference: str | None
    source: str | None
    customer_reference: int | None
    machine_id: str | None
    local_time: str | None
    items: tuple[WantedItem, ...]
    billing: Address
    delivery: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSearch:
    """What to look for; None and empty ask for nothing. ``since`` and ``until`` are of when a lead was added."""

    code: str | None = None
    email: str | None = None
    types: frozenset[LeadType] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    product_code: str | None = None
    language: str | None = None
    country: str | None = None
    generated_from: str | None = None
    page: int
    limit: int
