"""What can be wrong with a subscription or its upgrade.

No published page lists codes for these calls; the codes here are our own, spelled like the documented ones.

    ApiError
      SubscriptionNotFound         SUBSCRIPTION_NOT_FOUND
"""

from rpc_server.errors import ApiError


class SubscriptionNotFound(ApiError):
    """The merchant has no subscription with this reference."""

    code = "SUBSCRIPTION_NOT_FOUND"
    text = "There is no subscription with this reference."
