"""Why a refund is refused.

The published page gives free texts in place of codes; where it was readable, text and code here are its words.
Of the others only the meaning could be read: their words are ours.
"""

from rpc_server.errors import ApiError


class RefundRefused(ApiError):
    """A refund that is not made because of what was asked or of how the order stands."""

    code = "REFUND_ERROR"
    text = "The refund is not possible."


class ReferenceMissing(RefundRefused):
    code = text = "ORDER_REF missing or format incorrect"


class ReferenceInvalid(RefundRefused):
    """No order of this merchant has the reference."""

    code = text = "Invalid ORDER_REF"


class AmountMissing(RefundRefused):
    code = text = "ORDER_AMOUNT missing or format incorrect"


class AmountInvalid(RefundRefused):
    """Not above zero, in parts of a cent, or another sum than that of the items."""

    code = text = "Invalid ORDER_AMOUNT"


class ItemReferenceMissing(RefundRefused):
    code = text = "PRODUCTS_CODES missing or format incorrect"


class ItemReferenceInvalid(RefundRefused):
    """A line the order does not have, has twice under the product's code, or that takes money off. Our words."""

    code = text = "Invalid PRODUCTS_CODES"


class QuantityMissing(RefundRefused):
    code = text = "PRODUCTS_QTY missing or format incorrect"


class QuantityInvalid(RefundRefused):
    """More units than are left of the line, or none."""

    code = text = "Invalid PRODUCTS_QTY"


class AlreadyCanceled(RefundRefused):
    code = text = "Order already canceled"


class AlreadyRefunded(RefundRefused):
    """Our words."""

    code = text = "There is already a total refund of this order."


class RefundPending(RefundRefused):
    """Asked for and not yet carried out."""

    code = text = "You already have a pending refund request."


class AmountExceeded(RefundRefused):
    """More than is left of what was paid, for the order or for a line. Our words."""

    code = text = "The maximum refundable amount is exceeded."


class StatusNotAllowed(RefundRefused):
    """Only finished orders can be refunded. Our words."""

    code = text = "Refunds are not allowed for the status of this order."


class PaymentNotAllowed(RefundRefused):
    """An order that was not paid through this server. Our words."""

    code = text = "Refunds are not allowed for the payment details of this order."


class PeriodExpired(RefundRefused):
    """Our words."""

    code = text = "The allowed refund period has expired."


class ReasonInvalid(RefundRefused):
    """A reason that is none of the account's. Our words."""

    code = text = "Invalid refund reason"


class RefundDeclined(RefundRefused):
    """The processor did not give the money back. Our code."""

    code = "REFUND_DECLINED"
    text = "The payment processor declined the refund."


class RefundNotFound(ApiError):
    """No pending refund of this merchant has the id. Our code."""

    code = "REFUND_NOT_FOUND"
    text = "There is no such pending refund."
