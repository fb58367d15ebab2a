"""What can be wrong with a renewal asked for.

No published page lists codes for these calls. That of a wrong period is the one documented for orders; the others are
our own, spelled like the documented ones.

    ApiError
      ChangeNotAllowed             SUBSCRIPTION_CHANGE_NOT_ALLOWED
        RenewalInProgress          SUBSCRIPTION_RENEWAL_IN_PROGRESS
        OfferChanged               SUBSCRIPTION_RENEWAL_OFFER_CHANGED
        TrialNotConvertible        SUBSCRIPTION_TRIAL_NOT_CONVERTIBLE
          TrialRecentlyRefused     SUBSCRIPTION_TRIAL_RECENTLY_REFUSED
      RenewalInvalid               ORDER_PRODUCT_RENEWAL_PERIOD_INVALID
      RenewalPriceInvalid          INVALID_PRICE
      RenewalNotPriced             SUBSCRIPTION_RENEWAL_NOT_PRICED
      RenewalDeclined              PAYMENT_ERROR
"""

from rpc_server.commerce.subscriptions.errors import ChangeNotAllowed
from rpc_server.errors import ApiError


class RenewalInProgress(ChangeNotAllowed):
    """The outcome of another renewal's payment is not known yet."""

    code = "SUBSCRIPTION_RENEWAL_IN_PROGRESS"
    text = "A renewal of the subscription is in progress."


class OfferChanged(ChangeNotAllowed):
    """The period or the price a customer agreed to is not the next one's any more."""

    code = "SUBSCRIPTION_RENEWAL_OFFER_CHANGED"
    text = "The renewal has changed meanwhile; nothing was charged."


class TrialNotConvertible(ChangeNotAllowed):
    """Only an active trial that renews automatically and whose first order is finished can be converted."""

    code = "SUBSCRIPTION_TRIAL_NOT_CONVERTIBLE"
    text = "The subscription is no active trial with automatic renewal."


class TrialRecentlyRefused(TrialNotConvertible):
    """A conversion is tried once in 24 hours (documented)."""

    code = "SUBSCRIPTION_TRIAL_RECENTLY_REFUSED"
    text = "A conversion was refused less than 24 hours ago."


class RenewalInvalid(ApiError):
    """The number of days is none a subscription can be renewed for."""

    code = "ORDER_PRODUCT_RENEWAL_PERIOD_INVALID"
    text = "The renewal period is invalid."


class RenewalPriceInvalid(ApiError):
    """A price below zero or beyond what an order takes, an unknown currency, or no number of cycles."""

    code = "INVALID_PRICE"
    text = "The price must be between 0 and 99999999.99."


class RenewalNotPriced(ApiError):
    """Neither the catalogue nor the subscription says what it renews for."""

    code = "SUBSCRIPTION_RENEWAL_NOT_PRICED"
    text = "The subscription has no renewal price."


class RenewalDeclined(ApiError):
    """The stored payment method was not charged; the subscription is what it was. The attempt stays recorded."""

    code = "PAYMENT_ERROR"
    text = "The payment for the renewal was declined."
