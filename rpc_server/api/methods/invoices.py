"""Invoices of orders."""

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT
from rpc_server.api.objects.invoices import Invoices, show_invoices
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.invoices import service
from rpc_server.commerce.invoices.errors import InvoicesNotAvailable
from rpc_server.commerce.orders.errors import OrderNotFound


@method("getInvoices", MERCHANT, errors=[Forbidden, OrderNotFound, InvoicesNotAvailable])
def get_invoices(call: Call, reference: str) -> Invoices:
    """The invoices of a finished order as PDF documents: of its sale, its cancellation, its refunds.

    Each was numbered when it was issued and never changes; an order finished without one gets its sale invoice now.
    """
    return show_invoices(service.of_order(call.context, reference))
