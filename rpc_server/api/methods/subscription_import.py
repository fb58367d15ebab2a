"""Taking over subscriptions that began elsewhere."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, SUBSCRIPTION
from rpc_server.api.objects.orders import CardPayment
from rpc_server.api.objects.subscription_import import SubscriptionImport, read_import
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark, Wire
from rpc_server.commerce.accounts.errors import Forbidden, NotAllowed
from rpc_server.commerce.customers.errors import CustomerNotFound, CustomersDiffer
from rpc_server.commerce.payments import errors as payment_refusals
from rpc_server.commerce.pricing.errors import CurrencyNotPriced, NotPriced
from rpc_server.commerce.subscriptions.codes.errors import CodeInvalid
from rpc_server.commerce.subscriptions.importing import errors as refusals
from rpc_server.commerce.subscriptions.importing import service
from rpc_server.commerce.subscriptions.managing.errors import (
    EndUserInvalid,
    ExpirationDateInvalid,
    OptionsInvalid,
    ProductInvalid,
    QuantityInvalid,
)
from rpc_server.gateways import CardNotTaken


@method(
    "addSubscription",
    MERCHANT + SUBSCRIPTION,
    errors=[
        Forbidden,
        InvalidArgument,
        NotAllowed,
        refusals.ExternalReferenceMissing,
        refusals.ExternalReferenceInvalid,
        refusals.ExternalReferenceTaken,
        refusals.ImportPriceInvalid,
        refusals.PartnerUnknown,
        refusals.ImportedTestInvalid,
        ExpirationDateInvalid,
        ProductInvalid,
        QuantityInvalid,
        OptionsInvalid,
        EndUserInvalid,
        CodeInvalid,
        CurrencyNotPriced,
        NotPriced,
        CustomerNotFound,
        CustomersDiffer,
        payment_refusals.CardNumberInvalid,
        payment_refusals.CardTypeInvalid,
        payment_refusals.CardExpirationInvalid,
        CardNotTaken,
    ],
)
def add_subscription(
    call: Call,
    subscription: Annotated[SubscriptionImport, Wire("Subscription"), Mark.MESSAGE],
    card_payment: Annotated[CardPayment | None, Wire("CardPayment")] = None,
) -> str:
    """Import a subscription and answer its new reference.

    ``ExternalSubscriptionReference``, ``StartDate``, ``ExpirationDate``, ``Product`` (by ``ProductCode``, or by
    ``ProductId`` where the code is empty) and ``EndUser`` with ``Email`` and ``CountryCode`` are needed; each reference can
    be imported once. Either customer reference attaches it to a customer; otherwise it gets a new one. Only with a
    card it renews by itself (recorded), and then it must not have expired. ``Test`` imports take the card numbers of
    published samples alone and have no partner. The history begins with the first renewal.
    """
    return service.add(call.context, read_import(subscription, card_payment, call.merchant.zone)).reference
