"""How each payment type is paid, and what it asks for: a table."""

from dataclasses import dataclass
from enum import Enum

from rpc_server.commerce.payments import errors
from rpc_server.commerce.payments.model import NewPayment, PaymentType


class Course(Enum):
    """The way the money takes.

    CARD: charged at once, though the buyer's bank may ask him first. REDIRECT: the buyer pays at a page of his
    bank or wallet. OFFLINE: the order waits until someone says it is paid. NONE: there is nothing to pay.
    """

    CARD = "card"
    REDIRECT = "redirect"
    OFFLINE = "offline"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A field of ``NewPayment`` a payment type cannot do without, and how it is called on the wire."""

    field: str
    member: str
    error: type[errors.PaymentRefused]


@dataclass(frozen=True, slots=True)
class Method:
    """One payment type. ``script`` names the page its buyers are sent to; ``currencies`` None: all of them."""

    course: Course
    script: str
    requires: tuple[Requirement, ...] = ()
    currencies: frozenset[str] | None = None
    needs_company: bool = False


_RETURN = Requirement("return_url", "ReturnURL", errors.ReturnUrlMissing)
_CANCEL = Requirement("cancel_url", "CancelURL", errors.CancelUrlMissing)
_EES_TOKEN = Requirement("ees_token", "EesToken", errors.InvalidEesToken)
_TRANSIENT_TOKEN = Requirement("transient_token", "TransientToken", errors.TransientTokenInvalid)
_PREVIOUS = Requirement("previous_reference", "RefNo", errors.PreviousOrderInvalid)
_NUMBER = Requirement("purchase_order_number", "InternalPONumber", errors.PurchaseOrderNumberMissing)
_APPROVAL = Requirement("is_approved_at_once", "AutoApprove", errors.AutoApproveMissing)
_CARD_PAGE = "credit_card"


def _redirect(script: str, *currencies: str) -> Method:
    return Method(Course.REDIRECT, script, (_RETURN, _CANCEL), frozenset(currencies) or None)


METHODS = {
    PaymentType.CC: Method(Course.CARD, _CARD_PAGE),
    PaymentType.TEST: Method(Course.CARD, _CARD_PAGE),
    PaymentType.EES_TOKEN_PAYMENT: Method(Course.CARD, _CARD_PAGE, (_EES_TOKEN,)),
    PaymentType.PREVIOUS_ORDER: Method(Course.CARD, _CARD_PAGE, (_PREVIOUS,)),
    PaymentType.EXISTING_PAYMENT_DATA: Method(Course.CARD, _CARD_PAGE, (_TRANSIENT_TOKEN,)),
    PaymentType.FREE: Method(Course.NONE, ""),
    PaymentType.PAYPAL: Method(Course.REDIRECT, "paypal", (_RETURN,)),
    PaymentType.PAYPAL_EXPRESS: Method(Course.REDIRECT, "paypal_express", (_RETURN,)),
    PaymentType.IDEAL: _redirect("ideal"),
    PaymentType.ALIPAY: _redirect("alipay"),
    PaymentType.WE_CHAT_PAY: _redirect("we_chat_pay", "CNY", "USD", "HKD"),
    PaymentType.TRUSTLY: _redirect("trustly"),
    PaymentType.SOFORT: _redirect("sofort"),
    PaymentType.WEBMONEY: _redirect("webmoney"),
    PaymentType.WIRE: Method(Course.OFFLINE, ""),
    PaymentType.CHECK: Method(Course.OFFLINE, ""),
    PaymentType.PURCHASEORDER: Method(Course.OFFLINE, "", (_NUMBER, _APPROVAL), needs_company=True),
}
"""Every payment type. That wallets need both addresses but for PayPal's is documented."""

SCRIPTS = frozenset(method.script for method in METHODS.values() if method.script)
"""The pages there are."""

_PATH = "PaymentDetails.PaymentMethod"


def check_requirements(wanted: NewPayment, currency: str, company: str | None) -> None:
    """Raise ``PaymentRefused`` for what the payment type needs and was not given."""
    method = METHODS[wanted.type]
    for requirement in method.requires:
        if getattr(wanted, requirement.field) is None:
            raise requirement.error(field=f"{_PATH}.{requirement.member}")
    if method.needs_company and not company:
        raise errors.CompanyMissing(field="BillingDetails.Company")
    if method.currencies is not None and currency not in method.currencies:
        taken = ", ".join(sorted(method.currencies))
        raise errors.PaymentCurrencyNotTaken(
            f"{wanted.type.value} is for {taken}, not for {currency}.", field="PaymentDetails.Currency"
        )
