"""Leads: what somebody wanted and did not buy (6.0)."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT_6
from rpc_server.api.objects.leads import Lead, LeadPage, LeadSearchOptions, read_lead, read_search, show_lead
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.leads import errors, service

_REFUSALS = (Forbidden, InvalidArgument, errors.LeadInvalid)
Sent = Annotated[Lead, Mark.MESSAGE]


@method("addLead", MERCHANT_6, errors=_REFUSALS)
def add_lead(call: Call, lead: Sent) -> Lead:
    """Add a lead and answer it with its LeadCode. It needs Items: products of the catalogue, or dynamic ones."""
    return show_lead(service.add(call.context, read_lead(lead)))


@method("updateLead", MERCHANT_6, errors=[*_REFUSALS, errors.LeadNotFound])
def update_lead(call: Call, lead: Sent, replacement: Annotated[Lead | None, Mark.MESSAGE] = None) -> Lead:
    """Put the object in the place of all that the lead of its LeadCode says; answer the lead.

    Called with the LeadCode, then the object, it does the same: which of the two is right could not be read.
    """
    return show_lead(service.put(call.context, lead.lead_code or "", read_lead(replacement or lead)))


@method("getLead", MERCHANT_6, errors=[Forbidden, errors.LeadNotFound], writes=False)
def get_lead(call: Call, lead_code: str) -> Lead:
    """The lead of this code."""
    return show_lead(service.find(call.context, lead_code))


@method("searchLeads", MERCHANT_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_leads(call: Call, search_options: LeadSearchOptions | None = None) -> LeadPage:
    """A page of the leads that meet every given option, the oldest first (the name is inferred)."""
    options = search_options or LeadSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    wanted = read_search(options, call.merchant.zone, page=page.page or 1, limit=page.limit or 1)
    found, count = service.search(call.context, wanted)
    return LeadPage(
        items=[show_lead(lead) for lead in found],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )
