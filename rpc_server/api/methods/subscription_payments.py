"""What subscriptions are charged to."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT_6
from rpc_server.api.objects.subscription_payments import (
    PaymentInformationUpdate,
    SubscriptionPaymentInformation,
    read_token,
    show_payment_information,
)
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.payments.errors import InvalidEesToken, PaymentTypeInvalid, ReturnUrlInvalid
from rpc_server.commerce.subscriptions import payment_information as payment
from rpc_server.commerce.subscriptions.errors import NoPaymentMethod, SubscriptionDisabled, SubscriptionNotFound


@method(
    "getSubscriptionPaymentInformation",
    MERCHANT_6,
    errors=[Forbidden, SubscriptionNotFound, NoPaymentMethod],
    writes=False,
)
def get_payment_information(call: Call, subscription_reference: str) -> SubscriptionPaymentInformation:
    """Answer what a subscription is charged to: of a card the first and the last four digits, and its expiry."""
    return show_payment_information(payment.find(call.context, subscription_reference))


@method(
    "updateSubscriptionPaymentInformation",
    MERCHANT_6,
    errors=[
        Forbidden,
        SubscriptionNotFound,
        SubscriptionDisabled,
        PaymentTypeInvalid,
        InvalidEesToken,
        ReturnUrlInvalid,
    ],
)
def update_payment_information(
    call: Call,
    subscription_reference: str,
    payment_information: Annotated[PaymentInformationUpdate, Mark.MESSAGE],
) -> bool:
    """Charge a subscription from now on to the card of an ``EES_TOKEN_PAYMENT`` token; answer true (inferred).

    No card number is taken here. A renewal that was refused is tried again at once.
    """
    payment.replace_by_token(call.context, subscription_reference, read_token(payment_information))
    return True
