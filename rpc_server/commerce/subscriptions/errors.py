"""What can be wrong with a subscription or its upgrade.

No published page lists codes for these calls; the codes here are our own, spelled like the documented ones.
Rooms inside have errors of their own beside these.

    ApiError
      SubscriptionNotFound         SUBSCRIPTION_NOT_FOUND
      ChangeNotAllowed             SUBSCRIPTION_CHANGE_NOT_ALLOWED
        SubscriptionDisabled       SUBSCRIPTION_DISABLED
        SubscriptionExpired        SUBSCRIPTION_EXPIRED
        NeverExpires               SUBSCRIPTION_LIFETIME
        NoPaymentMethod            SUBSCRIPTION_PAYMENT_METHOD_MISSING
        UpgradeNotAllowed          SUBSCRIPTION_UPGRADE_NOT_ALLOWED
          RecurringDisabled        SUBSCRIPTION_RECURRING_DISABLED
          RefundPending            SUBSCRIPTION_REFUND_PENDING
          UpgradeNotConfigured     SUBSCRIPTION_UPGRADE_NOT_CONFIGURED
          UpgradeInProgress        SUBSCRIPTION_UPGRADE_IN_PROGRESS
          UpgradeSuperseded        SUBSCRIPTION_UPGRADE_SUPERSEDED
      UpgradeProductInvalid        INVALID_PRODUCT
      UpgradeOptionsInvalid        INVALID_OPTIONS
      CustomPriceInvalid           INVALID_CUSTOM_PRICE
      UpgradeDeclined              PAYMENT_ERROR
"""

from rpc_server.errors import ApiError


class SubscriptionNotFound(ApiError):
    """The merchant has no subscription with this reference."""

    code = "SUBSCRIPTION_NOT_FOUND"
    text = "There is no subscription with this reference."


class ChangeNotAllowed(ApiError):
    """The subscription does not allow what was asked as it stands."""

    code = "SUBSCRIPTION_CHANGE_NOT_ALLOWED"
    text = "The subscription cannot be changed so."


class NeverExpires(ChangeNotAllowed):
    """A lifetime subscription has no end to move and nothing to renew."""

    code = "SUBSCRIPTION_LIFETIME"
    text = "The subscription is for a lifetime."


class UpgradeNotAllowed(ChangeNotAllowed):
    """The subscription cannot be upgraded as it stands."""

    code = "SUBSCRIPTION_UPGRADE_NOT_ALLOWED"
    text = "The subscription cannot be upgraded."


class RecurringDisabled(UpgradeNotAllowed):
    """Automatic renewal is off (documented requirement)."""

    code = "SUBSCRIPTION_RECURRING_DISABLED"
    text = "Only subscriptions with automatic renewal enabled can be upgraded."


class RefundPending(UpgradeNotAllowed):
    """A refund of the subscription was asked for and not yet processed (documented requirement)."""

    code = "SUBSCRIPTION_REFUND_PENDING"
    text = "The subscription has a refund request that was not yet processed."


class SubscriptionDisabled(ChangeNotAllowed):
    """The subscription was cancelled."""

    code = "SUBSCRIPTION_DISABLED"
    text = "The subscription is disabled."


class SubscriptionExpired(ChangeNotAllowed):
    """The subscription's time is over."""

    code = "SUBSCRIPTION_EXPIRED"
    text = "The subscription has expired."


class UpgradeNotConfigured(UpgradeNotAllowed):
    """The target product takes no upgrades from the subscription's product."""

    code = "SUBSCRIPTION_UPGRADE_NOT_CONFIGURED"
    text = "The subscription's product cannot be upgraded to this product."


class UpgradeInProgress(UpgradeNotAllowed):
    """An earlier upgrade of the subscription waits for its payment."""

    code = "SUBSCRIPTION_UPGRADE_IN_PROGRESS"
    text = "Another upgrade of the subscription is in progress."


class UpgradeSuperseded(UpgradeNotAllowed):
    """Taken for lost and paid after all, when another upgrade was carried out in between."""

    code = "SUBSCRIPTION_UPGRADE_SUPERSEDED"
    text = "Another upgrade was carried out before this one was paid."


class NoPaymentMethod(ChangeNotAllowed):
    """There is something to charge and no stored card to charge it to."""

    code = "SUBSCRIPTION_PAYMENT_METHOD_MISSING"
    text = "The subscription has no stored payment method to charge."


class UpgradeProductInvalid(ApiError):
    """The merchant sells no product of this code."""

    code = "INVALID_PRODUCT"
    text = "Please provide a valid product code."


class UpgradeOptionsInvalid(ApiError):
    """The options are no choice the target product offers, or have no price."""

    code = "INVALID_OPTIONS"
    text = "The price options are not valid."


class CustomPriceInvalid(ApiError):
    """A price below zero, or beyond what an order takes."""

    code = "INVALID_CUSTOM_PRICE"
    text = "The custom price must be between 0 and 99999999.99."


class UpgradeDeclined(ApiError):
    """The stored card was not charged; the subscription is what it was. The attempt stays recorded."""

    code = "PAYMENT_ERROR"
    text = "The payment for the upgrade was declined."
