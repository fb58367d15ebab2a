"""What calls about subscriptions and their end users are refused for: codes and texts as documented."""

from rpc_server.errors import ApiError


class TooManySubscriptions(ApiError):
    code = "INVALID_SUBSCRIPTIONS_LIST_SIZE"
    text = "Too many subscription references provided."


class SubscriptionsMissing(ApiError):
    """No subscription at all. The code is that of too many; the text is ours."""

    code = "INVALID_SUBSCRIPTIONS_LIST_SIZE"
    text = "No subscription references provided."


class SubscriptionInvalid(ApiError):
    """A subscription the partner has not. The code is a documented neighbour's; the text is ours."""

    code = "INVALID_SUBSCRIPTION_REFERENCE"
    text = "Invalid subscription reference."


class CountryInvalid(ApiError):
    code = "INVALID_COUNTRY"
    text = "Invalid end user country code."


class EmailInvalid(ApiError):
    code = "INVALID_END_USER_EMAIL"
    text = "Invalid end user email provided."


class FirstNameMissing(ApiError):
    code = "EMPTY_END_USER_FIRST_NAME"
    text = "End user first name is mandatory."


class LastNameMissing(ApiError):
    code = "EMPTY_END_USER_LAST_NAME"
    text = "End user last name is mandatory."


class CityMissing(ApiError):
    code = "EMPTY_END_USER_CITY"
    text = "End user city is mandatory."
