"""What the renewal of a partner's subscriptions is refused for. No published codes could be read: these are ours."""

from rpc_server.errors import ApiError


class NothingToRenew(ApiError):
    code = "RENEWAL_ITEMS_EMPTY"
    text = "No subscription is to be renewed."


class RenewedTwice(ApiError):
    code = "RENEWAL_ITEMS_INVALID"
    text = "Each subscription is renewed once in an order."


class SubscriptionOfNoPartner(ApiError):
    """The subscription was not sold by a partner, or not by the one who sold the others."""

    code = "SUBSCRIPTION_NOT_OF_PARTNER"
    text = "All subscriptions must have been sold by one active partner."


class RenewalTooEarly(ApiError):
    """An active subscription is renewed in the last ninety days of its period (documented)."""

    code = "SUBSCRIPTION_RENEWAL_TOO_EARLY"
    text = "An active subscription is renewed within 90 days of its end."


class ExtraInvalid(ApiError):
    """An extra margin or discount of more than there is, or of no known type."""

    code = "RENEWAL_EXTRA_INVALID"
    text = "An extra margin or discount is 0 to 100 PERCENT, or FIXED and no more than the price."
