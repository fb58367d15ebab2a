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


class InstallmentsInvalid(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_INSTALLMENTS_INVALID"
    text = "The order cannot be paid in these installments."


class ReturnUrlMissing(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_RETURN_URL_EMPTY"
    text = "The address the buyer comes back to is required."


class CancelUrlMissing(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_CANCEL_URL_EMPTY"
    text = "The address of a buyer who gives up is required."


class ReturnUrlInvalid(PaymentRefused):
    """An address no buyer can be sent to safely."""

    code = "ORDER_PAYMENT_METHOD_RETURN_URL_INVALID"
    text = "The address must be one of http or https."


class InvalidEesToken(PaymentRefused):
    """A token that is unknown, older than ten minutes, or was used; the code is documented."""

    code = "INVALID_EES_TOKEN"
    text = "The token is not valid; generate a new one."


class TransientTokenInvalid(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_TRANSIENT_TOKEN_INVALID"
    text = "The token of the stored payment data is not valid."


class PreviousOrderInvalid(PaymentRefused):
    """No order, not a paid one, without a card, or someone else's: the answer does not tell which."""

    code = "ORDER_PAYMENT_METHOD_PREVIOUS_ORDER_INVALID"
    text = "RefNo must name an earlier order of the same customer that was paid by card."


class PurchaseOrderNumberMissing(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_PO_NUMBER_EMPTY"
    text = "InternalPONumber is required."


class AutoApproveMissing(PaymentRefused):
    code = "ORDER_PAYMENT_METHOD_PO_AUTO_APPROVE_EMPTY"
    text = "AutoApprove must be TRUE or FALSE."


class CompanyMissing(PaymentRefused):
    code = "ORDER_BILLING_COMPANY_EMPTY"
    text = "A purchase order needs the company that pays it."


class PaymentCurrencyNotTaken(PaymentRefused):
    code = "ORDER_PAYMENT_CURRENCY_NOT_TAKEN"
    text = "The payment type is not for this currency."


class ChallengeOver(PaymentRefused):
    """A page of a bank or wallet asked for with a token that is unknown, answered, or too old."""

    code = "PAYMENT_AUTHORIZATION_OVER"
    text = "This payment does not wait for an answer."
