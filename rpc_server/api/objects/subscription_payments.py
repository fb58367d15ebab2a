"""What a subscription is charged to, as shown in the key order of the published sample, and as replaced."""

from typing import Annotated

from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.shapes import ApiObject, MaxLength, Wire
from rpc_server.commerce.payments.addresses import check_address
from rpc_server.commerce.payments.cards import BRANDS
from rpc_server.commerce.payments.errors import InvalidEesToken, PaymentTypeInvalid
from rpc_server.commerce.payments.model import PaymentType
from rpc_server.commerce.subscriptions.payment_information import PaymentInformation

_TOKEN = PaymentType.EES_TOKEN_PAYMENT.value
_PATH = "PaymentDetails.PaymentMethod"
Address = Annotated[str | None, MaxLength(2000)]


class StoredPaymentMethod(ApiObject):
    """A stored card, null where the processor keeps it; ``ExpirationYear`` has two digits, as in orders.

    ``CardUpdated`` and ``Authorize3DSUrl`` are as in the sample: no card is replaced by its bank here.
    """

    first_digits: str | None
    last_digits: str | None
    expiration_month: str | None
    expiration_year: str | None
    card_updated: bool
    authorize_3ds_url: Annotated[str | None, Wire("Authorize3DSUrl")]
    card_type: str | None


class SubscriptionPaymentInformation(ApiObject):
    """How renewals are paid: ``Type`` CC, or EES_TOKEN_PAYMENT for a card the processor keeps (inferred)."""

    type: str
    currency: str
    payment_method: StoredPaymentMethod


class TokenPaymentMethod(ApiObject):
    """A token of 2Pay.js and where a buyer would come back from his bank."""

    ees_token: Annotated[str | None, MaxLength(255)] = None
    vendor_3ds_return_url: Address = None
    vendor_3ds_cancel_url: Address = None


class TokenPaymentDetails(ApiObject):
    """``Type`` can be EES_TOKEN_PAYMENT alone (documented)."""

    type: Annotated[str | None, MaxLength(255)] = None
    payment_method: TokenPaymentMethod | None = None


class PaymentInformationUpdate(ApiObject):
    """What renewals are to be paid with."""

    payment_details: TokenPaymentDetails | None = None


def show_payment_information(known: PaymentInformation) -> SubscriptionPaymentInformation:
    """The stored payment method as answered."""
    card = known.card
    return SubscriptionPaymentInformation(
        type=PaymentType.CC.value if card else _TOKEN,
        currency=known.currency,
        payment_method=StoredPaymentMethod(
            first_digits=card.first_digits if card else None,
            last_digits=card.last_digits if card else None,
            expiration_month=f"{card.expiry_month:02}" if card else None,
            expiration_year=f"{card.expiry_year % 100:02}" if card else None,
            card_updated=False,
            authorize_3ds_url=None,
            card_type=BRANDS[card.brand].title if card else None,
        ),
    )


def read_token(sent: PaymentInformationUpdate) -> str:
    """The token; raises ``PaymentTypeInvalid``, ``InvalidEesToken`` where there is none, ``ReturnUrlInvalid``."""
    details = sent.payment_details or TokenPaymentDetails()
    if upper(details.type) != _TOKEN:
        raise PaymentTypeInvalid(f"The payment type must be {_TOKEN}.", field="PaymentDetails.Type")
    method = details.payment_method or TokenPaymentMethod()
    check_address(text(method.vendor_3ds_return_url), f"{_PATH}.Vendor3DSReturnURL")
    check_address(text(method.vendor_3ds_cancel_url), f"{_PATH}.Vendor3DSCancelURL")
    token = text(method.ees_token)
    if token is None:
        raise InvalidEesToken(field=f"{_PATH}.EesToken")
    return token
