"""What calls about resellers are refused for: codes and texts as documented, to the letter."""

from rpc_server.errors import ApiError


class NoPartnerForSetting(ApiError):
    """``setOrderReseller`` before ``setPartner``."""

    code = "NOT_FOUND_PARTNER"
    text = "No partner set before invoking the method."


class NoPartnerForReading(ApiError):
    """``getOrderReseller`` before ``setPartner``."""

    code = "NOT_FOUND_PARTNER"
    text = "Set a partner before invoking the method."


class FirstNameMissing(ApiError):
    code = "EMPTY_RESELLER_FIRST_NAME"
    text = "Reseller first name is mandatory."


class LastNameMissing(ApiError):
    code = "EMPTY_RESELLER_LAST_NAME"
    text = "Reseller last name is mandatory."


class CompanyMissing(ApiError):
    code = "EMPTY_RESELLER_COMPANY"
    text = "Reseller company is mandatory."


class EmailMissing(ApiError):
    code = "INVALID_RESELLER_EMAIL"
    text = "Reseller email is mandatory."


class EmailInvalid(ApiError):
    code = "INVALID_RESELLER_EMAIL"
    text = "Invalid reseller email provided."


class CountryInvalid(ApiError):
    code = "INVALID_COUNTRY"
    text = "Invalid reseller country code."


class ResellerCodeInvalid(ApiError):
    """``setOrderReseller`` and ``updateReseller`` without the code of a reseller."""

    code = "INVALID_PARTNER_RESELLER_CODE"
    text = "Invalid partner reseller provided."


class ResellerNotFound(ApiError):
    """The partner has no reseller of this code."""

    code = "INVALID_PARTNER_RESELLER_CODE"
    text = "No partner reseller found for the specified code."


class OrderHasNoReseller(ApiError):
    code = "INVALID_SUBSCRIPTION_REFERENCE"
    text = "No reseller defined for this order reference."
