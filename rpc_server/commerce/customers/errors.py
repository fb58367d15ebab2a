"""What can be wrong with a customer. Codes are ours: no published ones could be read."""

from rpc_server.errors import ApiError


class CustomerMismatch(ApiError):
    """The two references an order gives name different customers."""

    code = "ORDER_CUSTOMER_REFERENCE_INVALID"
    text = "CustomerReference and ExternalCustomerReference do not belong to one customer."


class CustomerNotFound(ApiError):
    """No customer of this merchant has the reference."""

    code = "CUSTOMER_NOT_FOUND"
    text = "There is no such customer."


class CustomerReferenceMissing(ApiError):
    """Neither reference says which customer is meant."""

    code = "CUSTOMER_REFERENCE_EMPTY"
    text = "AvangateCustomerReference or ExternalCustomerReference is required."


class CustomersDiffer(ApiError):
    """The two references given are not those of one customer."""

    code = "CUSTOMER_REFERENCE_INVALID"
    text = "AvangateCustomerReference and ExternalCustomerReference do not belong to one customer."


class ExternalReferenceTaken(ApiError):
    """Another customer of the merchant has the external reference."""

    code = "CUSTOMER_EXTERNAL_REFERENCE_TAKEN"
    text = "Another customer has this ExternalCustomerReference."


class CustomerDetailMissing(ApiError):
    """Something every customer has is not said; the code ends with what it is, like ``CUSTOMER_CITY_EMPTY``."""

    code = "CUSTOMER_DETAIL_EMPTY"
    text = "A required detail of the customer is missing."


class CustomerDetailInvalid(ApiError):
    """A detail cannot be; the code ends with what it is, like ``CUSTOMER_EMAIL_INVALID``."""

    code = "CUSTOMER_DETAIL_INVALID"
    text = "A detail of the customer is not valid."
