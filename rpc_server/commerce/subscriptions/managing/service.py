"""Use cases of merchants who manage a subscription. Each answers it as it stands then.

Each raises ``SubscriptionNotFound``, and tells the merchant's endpoints where something changed.
"""

from collections.abc import Sequence
from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.errors import SubscriptionDisabled
from rpc_server.commerce.subscriptions.managing import churn, ending, switching
from rpc_server.commerce.subscriptions.managing.changing import keep
from rpc_server.commerce.subscriptions.model import Subscription

Reasons = Sequence[str | None] | None


def cancel(context: Context, reference: str, reasons: Reasons, other: str | None) -> Subscription:
    """Disable a subscription at once and charge it no more; raises ``ChurnReasonInvalid``.

    One that is disabled already stays as it is.
    """
    now = context.clock.now()
    told = churn.told(reasons, other, now)
    held = service.hold(context, reference)
    return keep(context, held, switching.disabled(held, now, told))


def enable(context: Context, reference: str) -> Subscription:
    """Make a disabled subscription usable again; its automatic renewal stays off."""
    held = service.hold(context, reference)
    return keep(context, held, switching.enabled(held))


def enable_recurring(context: Context, reference: str) -> Subscription:
    """Renew the subscription by itself from now on; raises what ``switching.renewing`` raises."""
    held = service.hold(context, reference)
    return keep(context, held, switching.renewing(held, context.clock.now()))


def disable_recurring(context: Context, reference: str, reasons: Reasons, other: str | None) -> Subscription:
    """Charge the subscription no more by itself; it stays usable to its end. Raises ``ChurnReasonInvalid``."""
    told = churn.told(reasons, other, context.clock.now())
    held = service.hold(context, reference)
    return keep(context, held, switching.not_renewing(held, told))


def extend(context: Context, reference: str, days: int) -> Subscription:
    """Let the subscription end so many days later, or earlier, for nothing.

    Raises ``SubscriptionDisabled``, ``NeverExpires``, ``DaysInvalid``.
    """
    held = service.hold(context, reference)
    if not held.is_enabled:
        raise SubscriptionDisabled(field="subscriptionReference")
    return keep(context, held, ending.extended(held, days, context.merchant.zone))


def assign(context: Context, reference: str, customer_reference: int | None, external: str | None) -> Subscription:
    """Hand the subscription over to another customer, who is named by either reference.

    Who uses it and what is charged for it stay (inferred). Raises ``CustomerNotFound``, ``CustomersDiffer``,
    ``CustomerReferenceMissing``.
    """
    held = service.hold(context, reference)
    return keep(context, held, belonging(context, held, customer_reference, external))


def belonging(
    context: Context, subscription: Subscription, customer_reference: int | None, external: str | None
) -> Subscription:
    """The subscription as one of the customer's; raises as ``assign`` does."""
    customer = customers.find(context, customer_reference, external)
    return replace(
        subscription,
        customer_reference=customer.reference,
        external_customer_reference=customer.external_reference,
    )
