"""Correcting, switching, extending and handing over subscriptions."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.families import MERCHANT, MERCHANT_6, SUBSCRIPTION, Family, span
from rpc_server.api.objects.subscription_reading import read_corrections
from rpc_server.api.objects.subscriptions import Subscription
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.customers.errors import CustomerNotFound, CustomerReferenceMissing, CustomersDiffer
from rpc_server.commerce.pricing.errors import CurrencyNotPriced, NotPriced
from rpc_server.commerce.subscriptions.codes.errors import CodeInvalid
from rpc_server.commerce.subscriptions.errors import (
    NeverExpires,
    NoPaymentMethod,
    SubscriptionDisabled,
    SubscriptionExpired,
    SubscriptionNotFound,
)
from rpc_server.commerce.subscriptions.managing import editing, service
from rpc_server.commerce.subscriptions.managing.errors import (
    ActivationDateInvalid,
    ChurnReasonInvalid,
    DaysInvalid,
    EndUserInvalid,
    ExpirationDateInvalid,
    OptionsInvalid,
    ProductInvalid,
    QuantityInvalid,
)

ChurnReasons = Annotated[list[str | None] | None, Wire("ChurnReasons")]
ChurnReasonOther = Annotated[str | None, Wire("ChurnReasonOther")]

_MERCHANT_4_TO_6 = span(Family.MERCHANT, "4.0", "6.0")
_MERCHANT_3_TO_5 = span(Family.MERCHANT, "3.0", "5.0")

_RENEWING = (NeverExpires, NoPaymentMethod, SubscriptionDisabled, SubscriptionExpired)
_CUSTOMER = (CustomerNotFound, CustomersDiffer, CustomerReferenceMissing)


@method(
    "updateSubscription",
    MERCHANT + SUBSCRIPTION,
    errors=[
        Forbidden,
        InvalidArgument,
        SubscriptionNotFound,
        ActivationDateInvalid,
        ExpirationDateInvalid,
        ProductInvalid,
        QuantityInvalid,
        OptionsInvalid,
        EndUserInvalid,
        CodeInvalid,
        CurrencyNotPriced,
        NotPriced,
        *_RENEWING,
        CustomerNotFound,
        CustomersDiffer,
    ],
)
def update_subscription(call: Call, subscription: Annotated[Subscription, Mark.MESSAGE]) -> bool:
    """Correct a subscription: send the object read back, with what is to change; answer true.

    Changed are ``EndUser``, ``ExpirationDate`` (not to a day in the past), ``ActivationDate`` (6.0, while it waits for
    its activation, not before the purchase), ``SubscriptionEnabled``, ``RecurringEnabled``, the customer by
    ``AvangateCustomerReference`` or ``ExternalCustomerReference``, of ``Product`` the ``ProductId`` (another one that
    renews within three years, a bundle for a bundle), ``ProductName``, and as inferred ``ProductVersion``,
    ``ProductQuantity``, ``PriceOptionCodes``, ``DeliveryInfo`` and ``ReceiveNotifications``. All else is passed over.
    """
    if not subscription.subscription_reference:
        raise MissingArgument("SubscriptionReference is required.", field="SubscriptionReference")
    editing.update(call.context, subscription.subscription_reference, read_corrections(subscription))
    return True


@method(
    "setSubscriptionCustomer",
    _MERCHANT_4_TO_6 + SUBSCRIPTION,
    errors=[Forbidden, SubscriptionNotFound, *_CUSTOMER],
)
def set_subscription_customer(
    call: Call,
    subscription_reference: str,
    avangate_customer_reference: int | None = None,
    external_customer_reference: str | None = None,
) -> bool:
    """Hand a subscription over to another customer, who is named by either reference; answer true."""
    service.assign(
        call.context, subscription_reference, avangate_customer_reference, external_customer_reference or None
    )
    return True


@method("cancelSubscription", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound, ChurnReasonInvalid])
def cancel_subscription(
    call: Call,
    subscription_reference: str,
    churn_reasons: ChurnReasons = None,
    churn_reason_other: ChurnReasonOther = None,
) -> bool:
    """Disable a subscription at once and charge it no more; answer true, also for one that is disabled already.

    ``ChurnReasons`` are ``CHURN_REASON_...`` words; ``ChurnReasonOther`` goes with EXTRAORDINARY and OTHER alone.
    """
    service.cancel(call.context, subscription_reference, churn_reasons, churn_reason_other)
    return True


@method("enableSubscription", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound])
def enable_subscription(call: Call, subscription_reference: str) -> bool:
    """Make a disabled subscription usable again; answer true. Its automatic renewal stays off (inferred)."""
    service.enable(call.context, subscription_reference)
    return True


@method("enableRecurringBilling", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound, *_RENEWING])
def enable_recurring_billing(call: Call, subscription_reference: str) -> bool:
    """Renew a subscription by itself from now on, with its stored payment method; answer true."""
    service.enable_recurring(call.context, subscription_reference)
    return True


@method("disableRecurringBilling", _MERCHANT_3_TO_5 + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound])
def stop_recurring_billing(call: Call, subscription_reference: str) -> bool:
    """Charge a subscription no more by itself; it stays usable to its end. Answer true."""
    service.disable_recurring(call.context, subscription_reference, None, None)
    return True


@method("disableRecurringBilling", MERCHANT_6, errors=[Forbidden, SubscriptionNotFound, ChurnReasonInvalid])
def disable_recurring_billing(
    call: Call,
    subscription_reference: str,
    churn_reasons: ChurnReasons = None,
    churn_reason_other: ChurnReasonOther = None,
) -> bool:
    """Charge a subscription no more by itself; it stays usable to its end, renewable by hand. Answer true.

    ``ChurnReasons`` are ``CHURN_REASON_...`` words; ``ChurnReasonOther`` goes with EXTRAORDINARY and OTHER alone.
    """
    service.disable_recurring(call.context, subscription_reference, churn_reasons, churn_reason_other)
    return True


@method(
    "extendSubscription",
    MERCHANT + SUBSCRIPTION,
    errors=[Forbidden, SubscriptionNotFound, SubscriptionDisabled, NeverExpires, DaysInvalid],
)
def extend_subscription(call: Call, subscription_reference: str, days: int) -> bool:
    """Let a subscription end so many days later, or earlier for days below zero, without a charge; answer true."""
    service.extend(call.context, subscription_reference, days)
    return True
