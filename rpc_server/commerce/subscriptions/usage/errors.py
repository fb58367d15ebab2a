"""What can be wrong with usage. No published page lists codes for these calls; they are ours.

ApiError
  UsageInvalid          USAGE_INVALID
  UsageOptionInvalid    USAGE_OPTION_INVALID
  UsageNotFound         USAGE_NOT_FOUND
  UsageBilled           USAGE_BILLED
"""

from rpc_server.errors import ApiError


class UsageInvalid(ApiError):
    """A time, a number of units or a description that cannot be."""

    code = "USAGE_INVALID"
    text = "The usage is not valid."


class UsageOptionInvalid(ApiError):
    """The subscription's product has no pay-per-usage option of this code."""

    code = "USAGE_OPTION_INVALID"
    text = "The subscription's product has no pay-per-usage option of this code."


class UsageNotFound(ApiError):
    """The subscription has no usage of this reference."""

    code = "USAGE_NOT_FOUND"
    text = "The subscription has no usage of this reference."


class UsageBilled(ApiError):
    """A renewal billed it; what was paid for stays as it was reported."""

    code = "USAGE_BILLED"
    text = "The usage was billed already."
