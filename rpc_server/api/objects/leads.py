"""Leads, one object for what is sent and what is answered (6.0).

Fourteen members are answered; the names of ten could be read, and the rest are those that are sent. A published
sample shows ``Items`` as an object with the key ``0``: here it is a list, and both are read.
"""

from datetime import timedelta, tzinfo
from typing import Annotated, ClassVar

from rpc_server.api.dates import read_day, read_time
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.objects.order_reading import read_address
from rpc_server.api.objects.order_showing import show_billing, show_delivery_address
from rpc_server.api.objects.orders import BillingDetails, DeliveryDetails
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.objects.wanted_items import Wanted, read_items, show_items
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.leads import model

Line = Annotated[str | None, MaxLength(255)]

_NOT_STOPPED = "notstopped"
_TYPES = {
    **{type_.value.lower(): frozenset({type_}) for type_ in model.LeadType},
    _NOT_STOPPED: model.NOT_STOPPED,
}


class Lead(ApiObject):
    """What somebody wanted. ``LeadCode``, ``GeneratedFrom`` and ``Type`` are given by the server.

    As the first argument of updateLead a bare text is its ``LeadCode``.
    """

    lone_text: ClassVar[str | None] = "LeadCode"

    lead_code: Annotated[str | None, MaxLength(20)] = None
    generated_from: Line = None
    cart_id: Line = None
    currency: Line = None
    language: Line = None
    external_reference: Line = None
    source: Line = None
    customer_reference: int | None = None
    machine_id: Line = None
    local_time: Line = None
    type: Line = None
    items: list[Wanted | None] | None = None
    billing_details: BillingDetails | None = None
    delivery_details: DeliveryDetails | None = None


class LeadSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing. Days are those of the account's zone; both count.

    ``Type`` is New, Used, UsedSuccess, Stopped or NotStopped.
    """

    lead_code: Line = None
    email: Line = None
    type: Line = None
    start_date: Line = None
    end_date: Line = None
    product_code: Annotated[str | None, MaxLength(256)] = None
    language: Line = None
    country: Line = None
    generated_from: Line = None
    page: int | None = None
    limit: int | None = None
    pagination: Pagination | None = None


class LeadPage(ApiObject):
    """One page of found leads."""

    items: list[Lead]
    pagination: Pagination


def read_lead(sent: Lead) -> model.Lead:
    """The lead told; what the server gives it is passed over."""
    return model.Lead(
        cart_id=text(sent.cart_id),
        currency=upper(sent.currency) or None,
        language=upper(sent.language).lower() or None,
        external_reference=text(sent.external_reference),
        source=text(sent.source),
        customer_reference=sent.customer_reference or None,
        machine_id=text(sent.machine_id),
        local_time=text(sent.local_time),
        items=read_items(sent.items),
        billing=read_address(sent.billing_details) or Address(),
        delivery=read_address(sent.delivery_details),
    )


def read_search(options: LeadSearchOptions, zone: tzinfo, *, page: int, limit: int) -> model.LeadSearch:
    """What to look for; raises ``InvalidArgument``."""
    first, last = read_day(options.start_date, "StartDate"), read_day(options.end_date, "EndDate")
    return model.LeadSearch(
        code=text(options.lead_code),
        email=text(options.email),
        types=_types(options.type),
        since=read_time(f"{first} 00:00:00", zone, "StartDate") if first else None,
        until=read_time(f"{last + timedelta(days=1)} 00:00:00", zone, "EndDate") if last else None,
        product_code=text(options.product_code),
        language=upper(options.language).lower() or None,
        country=upper(options.country) or None,
        generated_from=upper(options.generated_from) or None,
        page=page,
        limit=limit,
    )


def show_lead(lead: model.Lead) -> Lead:
    """The lead as answered."""
    return Lead(
        lead_code=lead.code,
        generated_from=lead.generated_from,
        cart_id=lead.cart_id,
        currency=lead.currency,
        language=lead.language,
        external_reference=lead.external_reference,
        source=lead.source,
        customer_reference=lead.customer_reference,
        machine_id=lead.machine_id,
        local_time=lead.local_time,
        type=lead.type.value,
        items=show_items(lead.items),
        billing_details=show_billing(lead.billing),
        delivery_details=show_delivery_address(lead.delivery) if lead.delivery else None,
    )


def _types(stated: str | None) -> frozenset[model.LeadType]:
    named = text(stated)
    if named is None:
        return frozenset()
    if named.lower() not in _TYPES:
        known = ", ".join([*(type_.value for type_ in model.LeadType), "NotStopped"])
        raise InvalidArgument(f"Type must be one of {known}.", field="Type")
    return _TYPES[named.lower()]
