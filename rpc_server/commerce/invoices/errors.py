"""What can be wrong with asking for invoices. The code is ours."""

from rpc_server.errors import ApiError


class InvoicesNotAvailable(ApiError):
    """The order is not finished, so there is nothing to invoice yet."""

    code = "ORDER_INVOICES_NOT_AVAILABLE"
    text = "There are invoices for finished orders only."
