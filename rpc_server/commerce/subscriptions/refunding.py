"""What a refund does to subscriptions."""

from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.model import Subscription


def disable_refunded(context: Context, order_reference: str) -> list[Subscription]:
    """Disable the subscriptions whose running period the order paid for; answer them as they are then.

    One that another order has renewed or upgraded since stays: its running period is still paid.
    """
    touched = sorted(subscription.reference for subscription in service.of_order(context, order_reference))
    held = (store.find(context, reference, is_locked=True) for reference in touched)
    return [
        _disable(context, subscription)
        for subscription in held
        if subscription is not None and _last_payer(context, subscription) == order_reference
    ]


def _last_payer(context: Context, subscription: Subscription) -> str:
    """The RefNo of the order that paid for the running period."""
    return store.history(context, subscription.reference)[-1].order_reference


def _disable(context: Context, subscription: Subscription) -> Subscription:
    disabled = replace(subscription, is_enabled=False, is_recurring=False, modified_at=context.clock.now())
    store.save(context, disabled)
    outbox.subscription_changed(context, disabled, LicenceChange.LICENCE_CHANGE)
    return disabled
