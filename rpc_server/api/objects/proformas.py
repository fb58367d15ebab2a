"""Partner invoices as the Channel Manager API 2.1 shows them."""

from datetime import datetime, tzinfo

from rpc_server.api.dates import show_time
from rpc_server.api.shapes import ApiObject
from rpc_server.commerce.partners.proformas import model


class Proforma(ApiObject):
    """An invoice over orders of a partner; ``Total`` is a text of two decimals, as documented.

    ``ProformaPDF`` is where the document can be fetched for an hour.
    """

    number: str
    create_date: str | None
    due_date: str | None
    status: str
    currency: str
    total: str
    payment_method: str | None
    orders: list[str]
    business_model: str
    proforma_pdf: str | None


def show_proforma(proforma: model.Proforma, *, now: datetime, zone: tzinfo, document: str | None) -> Proforma:
    """The proforma as it stands at ``now``, with times in ``zone`` and the link to its ``document``."""
    return Proforma(
        number=proforma.number,
        create_date=show_time(proforma.created_at, zone),
        due_date=show_time(proforma.due_at, zone),
        status=proforma.status(now).value,
        currency=proforma.currency,
        total=f"{proforma.total:.2f}",
        payment_method=proforma.payment_method,
        orders=list(proforma.orders),
        business_model=proforma.business_model.value,
        proforma_pdf=document,
    )
