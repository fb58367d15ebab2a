"""What can be wrong with a lead. Codes are ours: no published ones could be read."""

from rpc_server.errors import ApiError


class LeadNotFound(ApiError):
    """No lead of this merchant has the code."""

    code = "LEAD_NOT_FOUND"
    text = "There is no such lead."


class LeadInvalid(ApiError):
    """A lead that cannot be as it was sent; the code names what cannot, like ``LEAD_CURRENCY_INVALID``."""

    code = "LEAD_INVALID"
    text = "The lead is not valid."
