"""What can be wrong with a change a merchant asks for. No published page lists codes for these calls; they are ours.

ApiError
  ChurnReasonInvalid       SUBSCRIPTION_CHURN_REASON_INVALID
  DaysInvalid              SUBSCRIPTION_DAYS_INVALID
  ExpirationDateInvalid    SUBSCRIPTION_EXPIRATION_DATE_INVALID
  ActivationDateInvalid    SUBSCRIPTION_ACTIVATION_DATE_INVALID
  ProductInvalid           SUBSCRIPTION_PRODUCT_INVALID
  QuantityInvalid          SUBSCRIPTION_QUANTITY_INVALID
  OptionsInvalid           SUBSCRIPTION_PRICE_OPTIONS_INVALID
  EndUserInvalid           SUBSCRIPTION_END_USER_INVALID
"""

from rpc_server.errors import ApiError


class ChurnReasonInvalid(ApiError):
    """A reason that is none of the documented ones, or words of one's own beside the wrong reason."""

    code = "SUBSCRIPTION_CHURN_REASON_INVALID"
    text = "The churn reason is not valid."


class DaysInvalid(ApiError):
    """No days, too many, or so many that the subscription would end before its running period begins."""

    code = "SUBSCRIPTION_DAYS_INVALID"
    text = "The number of days is not valid."


class ExpirationDateInvalid(ApiError):
    """A day in the past (documented), before the start, or too far ahead."""

    code = "SUBSCRIPTION_EXPIRATION_DATE_INVALID"
    text = "The expiration date is not valid."


class ActivationDateInvalid(ApiError):
    """A day before the purchase, or another one for a subscription that is active already (documented)."""

    code = "SUBSCRIPTION_ACTIVATION_DATE_INVALID"
    text = "The activation date is not valid."


class ProductInvalid(ApiError):
    """No product of the catalogue, or one the subscription cannot be of (documented rules)."""

    code = "SUBSCRIPTION_PRODUCT_INVALID"
    text = "The subscription cannot be one of this product."


class QuantityInvalid(ApiError):
    """No number of units that is sold."""

    code = "SUBSCRIPTION_QUANTITY_INVALID"
    text = "The quantity is not valid."


class OptionsInvalid(ApiError):
    """The price options are no choice the product offers."""

    code = "SUBSCRIPTION_PRICE_OPTIONS_INVALID"
    text = "The price options are not valid."


class EndUserInvalid(ApiError):
    """A detail of the end user that cannot be."""

    code = "SUBSCRIPTION_END_USER_INVALID"
    text = "A detail of the end user is not valid."
