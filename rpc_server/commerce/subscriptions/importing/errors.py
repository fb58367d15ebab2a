"""What can be wrong with an import beside what can be wrong with a change. The codes are ours.

ApiError
  ExternalReferenceMissing    SUBSCRIPTION_EXTERNAL_REFERENCE_EMPTY
  ExternalReferenceInvalid    SUBSCRIPTION_EXTERNAL_REFERENCE_INVALID
  ExternalReferenceTaken      SUBSCRIPTION_EXTERNAL_REFERENCE_TAKEN
  ImportPriceInvalid          SUBSCRIPTION_PRICE_INVALID
  PartnerUnknown              SUBSCRIPTION_PARTNER_INVALID
  ImportedTestInvalid           SUBSCRIPTION_TEST_INVALID
"""

from rpc_server.errors import ApiError


class ExternalReferenceMissing(ApiError):
    """An import without the merchant's own reference (documented as required)."""

    code = "SUBSCRIPTION_EXTERNAL_REFERENCE_EMPTY"
    text = "ExternalSubscriptionReference is required."


class ExternalReferenceInvalid(ApiError):
    """A reference that is too long."""

    code = "SUBSCRIPTION_EXTERNAL_REFERENCE_INVALID"
    text = "ExternalSubscriptionReference is longer than 255 characters."


class ExternalReferenceTaken(ApiError):
    """A subscription with this reference was imported before."""

    code = "SUBSCRIPTION_EXTERNAL_REFERENCE_TAKEN"
    text = "A subscription with this ExternalSubscriptionReference was imported already."


class ImportPriceInvalid(ApiError):
    """An amount, a currency or a number of cycles that cannot be."""

    code = "SUBSCRIPTION_PRICE_INVALID"
    text = "The price of the subscription is not valid."


class PartnerUnknown(ApiError):
    """The merchant has no partner of this code."""

    code = "SUBSCRIPTION_PARTNER_INVALID"
    text = "There is no partner with this code."


class ImportedTestInvalid(ApiError):
    """A test subscription of a partner, or with a card that a bank may have issued (documented rules)."""

    code = "SUBSCRIPTION_TEST_INVALID"
    text = "The test subscription is not valid."
