"""How subscriptions renew: what the next renewal costs, and renewing or converting now."""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT, SUBSCRIPTION
from rpc_server.api.objects.order_views import view_of
from rpc_server.api.objects.subscription_renewals import NextRenewalPrice, RenewalDetails, show_next_price
from rpc_server.api.registry import method
from rpc_server.api.shapes import MaxLength
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.pricing.errors import CurrencyNotPriced
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions.errors import (
    NeverExpires,
    NoPaymentMethod,
    SubscriptionDisabled,
    SubscriptionExpired,
    SubscriptionNotFound,
)
from rpc_server.commerce.subscriptions.renewal_link import renewal_link
from rpc_server.commerce.subscriptions.renewals import errors as refusals
from rpc_server.commerce.subscriptions.renewals import service as renewals

_CHARGING = (NoPaymentMethod, refusals.RenewalInProgress, refusals.RenewalDeclined)


@method("getRenewalDetails", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_renewal_details(call: Call, subscription_reference: str) -> RenewalDetails:
    """Whether a subscription renews by itself, and the address where its customer may renew it by hand.

    The address is one of this server's, and empty for a lifetime and for what was cancelled or has expired.
    """
    subscription = subscriptions.find(call.context, subscription_reference)
    return RenewalDetails(
        recurring_enabled=subscription.is_recurring,
        manual_renewal_link=renewal_link(call.context, subscription, view_of(call).base_url),
    )


@method(
    "getNextRenewalPrice",
    MERCHANT + SUBSCRIPTION,
    errors=[Forbidden, SubscriptionNotFound, NeverExpires, refusals.RenewalNotPriced, CurrencyNotPriced],
    writes=False,
)
def get_next_renewal_price(call: Call, subscription_reference: str, currency: str | None = None) -> NextRenewalPrice:
    """What the next renewal would cost today, in ``currency``, or in that of the last payment where none is given."""
    return show_next_price(renewals.next_renewal_price(call.context, subscription_reference, currency))


@method(
    "setCustomRenewalPrice",
    MERCHANT + SUBSCRIPTION,
    errors=[
        Forbidden,
        SubscriptionNotFound,
        SubscriptionDisabled,
        NeverExpires,
        refusals.RenewalPriceInvalid,
        CurrencyNotPriced,
    ],
)
def set_custom_renewal_price(
    call: Call,
    subscription_reference: str,
    price: Decimal,
    currency: str | None = None,
    cycles: int | None = None,
    reason_text: Annotated[str | None, MaxLength(1000)] = None,
) -> bool:
    """Let the next renewals, one unless ``cycles`` says more, cost ``price``, in the currency of the last payment
    unless another is given; answer true. After them the product's price holds again.
    """
    renewals.set_custom_price(
        call.context, subscription_reference, price=price, currency=currency, cycles=cycles, reason=reason_text
    )
    return True


@method(
    "renewSubscription",
    MERCHANT + SUBSCRIPTION,
    errors=[
        Forbidden,
        SubscriptionNotFound,
        SubscriptionDisabled,
        SubscriptionExpired,
        NeverExpires,
        refusals.RenewalInvalid,
        refusals.RenewalPriceInvalid,
        CurrencyNotPriced,
        *_CHARGING,
    ],
)
def renew_subscription(call: Call, subscription_reference: str, days: int, price: Decimal, currency: str) -> bool:
    """Charge ``price`` to the stored payment method, net or with tax as the product is priced, and add ``days``, 1 to
    36500, to the end of a subscription; answer true.
    """
    renewals.renew(call.context, subscription_reference, days=days, price=price, currency=currency)
    return True


@method(
    "convertTrial",
    MERCHANT + SUBSCRIPTION,
    errors=[
        Forbidden,
        SubscriptionNotFound,
        refusals.TrialNotConvertible,
        refusals.TrialRecentlyRefused,
        refusals.RenewalNotPriced,
        *_CHARGING,
    ],
)
def convert_trial(
    call: Call,
    subscription_reference: str,
    extend_subscription_from_payment_date: bool = False,  # noqa: FBT001, FBT002 - the documented place
) -> bool:
    """Charge the first full period of an active trial that renews by itself; answer true.

    With ``extendSubscriptionFromPaymentDate`` the period begins now and the rest of the trial is dropped; without
    it (the default is inferred) it begins when the trial would have ended. After a refusal it is tried again 24 hours
    later at the earliest.
    """
    renewals.convert_trial(
        call.context, subscription_reference, from_payment_date=extend_subscription_from_payment_date
    )
    return True
