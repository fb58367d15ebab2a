"""What calls about proformas are refused for. Texts marked so are documented; clients match on them."""

from rpc_server.commerce.sign_on.errors import LinkOver
from rpc_server.errors import ApiError


class OrderNotApproved(ApiError):
    """A proforma over an order the merchant has not approved, or that was canceled. Code and text are inferred."""

    code = "INVALID_REFERENCE"
    text = "Only approved orders can be added to a partner invoice."


class OrderAlreadyInvoiced(ApiError):
    """A proforma over an order that is on one. Code and text are inferred."""

    code = "INVALID_REFERENCE"
    text = "The order is already part of a partner invoice."


class MixedCurrencies(ApiError):
    """A proforma over orders of several currencies. Code and text are inferred."""

    code = "INVALID_REFERENCE"
    text = "All orders of a partner invoice must have the same currency."


class InvalidProformaNumber(ApiError):
    """No such proforma of this partner (documented)."""

    code = "INVALID_PROFORMA_NUMBER"
    text = "Invalid partner invoice number."


class ProformaPaid(ApiError):
    """A proforma that was paid is chosen or paid again (documented)."""

    code = "PAYMENT_PROFORMA"
    text = "This is a paid partner invoice."


class PaymentDetailsNotSet(ApiError):
    """``payProforma`` before ``setPaymentDetails`` (documented)."""

    code = "PAYMENT_PROFORMA"
    text = "You must use setPaymentDetails first."


class ProformaNotSet(ApiError):
    """``setPaymentDetails`` before ``setProforma``. The code is that of its neighbours, the text is ours."""

    code = "PAYMENT_PROFORMA"
    text = "You must use setProforma first."


class PaymentUnderWay(ApiError):
    """A payment of the proforma has no outcome yet. The code is that of its neighbours, the text is ours."""

    code = "PAYMENT_PROFORMA"
    text = "A payment of this partner invoice is under way."


class ProformaCanceled(ApiError):
    """A proforma that was canceled is paid. The code is that of its neighbours, the text is ours."""

    code = "PAYMENT_PROFORMA"
    text = "This is a canceled partner invoice."


class AuthorizationFailed(ApiError):
    """The processor declined (documented)."""

    code = "PAYMENT_ERROR"
    text = "Authorization error."


class PaidByInvalid(ApiError):
    """A payment type no proforma is paid by. The code is that of a refused payment; the text is ours."""

    code = "PAYMENT_ERROR"
    text = "There is no such payment type."


class CurrencyDiffers(ApiError):
    """A payment in another currency than the invoice's (documented); no page shows code and text."""

    code = "PAYMENT_ERROR"
    text = "The payment must be in the currency of the partner invoice."


class NotOfThePartner(ApiError):
    """``confirmInvoicePayment`` without a partner, or for a proforma of another (documented)."""

    code = "INVALID_PARTNER"
    text = "No partner is set or the proforma does not belong to the partner set."


class AlreadyPaid(ApiError):
    """``confirmInvoicePayment`` for a proforma that was paid (documented)."""

    code = "PAYMENT_PROFORMA"
    text = "The proforma invoice has already been paid."


class UnknownProforma(ApiError):
    """``confirmInvoicePayment`` for a proforma there is not (documented)."""

    code = "INVALID_PROFORMA"
    text = "The proforma invoice number is invalid."


class NotDirect(ApiError):
    """``confirmInvoicePayment`` for a partner who does not pay the merchant himself (documented)."""

    code = "INVALID_METHOD"
    text = "The partner set is not on the Direct business model."


class DocumentOver(LinkOver):
    """A document asked for with a link that is an hour old, or was never given. Our code."""

    code = "DOCUMENT_LINK_OVER"
    text = "This link is not good any more; getProforma answers a new one."
