"""What can be wrong with the customer of an order. Codes are ours: no published ones could be read."""

from rpc_server.errors import ApiError


class CustomerMismatch(ApiError):
    """The two references an order gives name different customers."""

    code = "ORDER_CUSTOMER_REFERENCE_INVALID"
    text = "CustomerReference and ExternalCustomerReference do not belong to one customer."
