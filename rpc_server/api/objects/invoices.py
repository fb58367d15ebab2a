"""Invoices as they are answered: PDF documents in base64."""

from base64 import b64encode
from collections.abc import Iterable

from rpc_server.api.shapes import ApiObject
from rpc_server.commerce.invoices.model import Invoice, InvoiceKind


class Invoices(ApiObject):
    """The invoices of one order. What was not issued is null; refunds are in the order they were made."""

    sale: str | None
    cancellation: str | None
    refunds: list[str]


def show_invoices(invoices: Iterable[Invoice]) -> Invoices:
    """The invoices of one order, printed."""
    printed = [(invoice.kind, _printed(invoice)) for invoice in invoices]
    by_kind = dict(printed)
    return Invoices(
        sale=by_kind.get(InvoiceKind.SALE),
        cancellation=by_kind.get(InvoiceKind.CANCELLATION),
        refunds=[document for kind, document in printed if kind is InvoiceKind.REFUND],
    )


def _printed(invoice: Invoice) -> str:
    from rpc_server.commerce.invoices.drawing import draw

    return b64encode(draw(invoice)).decode()
