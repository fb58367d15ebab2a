"""What can be wrong with a payment before any money is asked for.

No published table of these codes could be read; they are ours, spelled like their documented neighbour
``ORDER_PAYMENT_METHOD_CARD_PROCESS_ERROR``.
"""

from rpc_server.errors import ApiError


class PaymentRefused(ApiError):
    """Payment details no processor would be asked with."""

    code = "ORDER_PAYMENT_DETAILS_INVALID"
    text = "The payment details are not valid."


class PaymentTypeInvalid(PaymentRefused):
    code = "ORDER_PAYMENT_TYPE_INVALID"
    text = "There is no such payment type."


class CardMissing(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_CARD_EMPTY"
    text = "Card details are required."


class CardNumberInvalid(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_CARD_NUMBER_INVALID"
    text = "The card number is not valid."


class CardTypeInvalid(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_CARD_TYPE_INVALID"
    text = "The card type is not taken."


class CardExpirationInvalid(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID"
    text = "The card's expiration date is not valid."


class SecurityCodeInvalid(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_CARD_CCID_INVALID"
    text = "The security code must be 3 or 4 digits."
