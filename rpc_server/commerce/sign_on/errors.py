"""What can be wrong with a link that signs a customer in. Codes are ours: no published ones could be read."""

from rpc_server.errors import ApiError


class SignOnEmailInvalid(ApiError):
    """The e-mail address is not that of the subscription's customer or end user."""

    code = "SSO_EMAIL_INVALID"
    text = "The e-mail address does not belong to the customer of the subscription."


class ValidityTimeInvalid(ApiError):
    """A link that would be good for no time, or for too long."""

    code = "SSO_VALIDITY_TIME_INVALID"
    text = "validityTime must be between 1 and 86400 seconds."


class ValidationIpInvalid(ApiError):
    """No IP address."""

    code = "SSO_VALIDATION_IP_INVALID"
    text = "validationIP must be an IP address."


class AccessPageInvalid(ApiError):
    """No page of an account is called so."""

    code = "SSO_PAGE_INVALID"
    text = "There is no such page."


class LinkOver(ApiError):
    """The link signs nobody in: unknown, used, too late, or followed from another address."""

    code = "SSO_LINK_OVER"
    text = "This link signs nobody in any more: it works once, for a short time. Ask the shop for a new one."
