"""What can be wrong with the fields of a subscription. Limits are documented, codes are ours.

ApiError
  FieldInvalid     SUBSCRIPTION_FIELD_INVALID
  FieldExists      SUBSCRIPTION_FIELD_EXISTS
  TooManyFields    SUBSCRIPTION_FIELD_LIMIT
  FieldNotFound    SUBSCRIPTION_FIELD_NOT_FOUND
"""

from rpc_server.errors import ApiError


class FieldInvalid(ApiError):
    """A name that is empty, or a name or value that is too long."""

    code = "SUBSCRIPTION_FIELD_INVALID"
    text = "The field is not valid."


class FieldExists(ApiError):
    """The subscription has a field of this name."""

    code = "SUBSCRIPTION_FIELD_EXISTS"
    text = "The subscription has a field of this name already."


class TooManyFields(ApiError):
    """The subscription has as many fields as it may have."""

    code = "SUBSCRIPTION_FIELD_LIMIT"
    text = "A subscription has 5 additional information fields at most."


class FieldNotFound(ApiError):
    """The subscription has no field of this name."""

    code = "SUBSCRIPTION_FIELD_NOT_FOUND"
    text = "The subscription has no field of this name."
