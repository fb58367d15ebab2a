"""Keeping a changed subscription, and telling of it."""

from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.model import Subscription


def keep(context: Context, held: Subscription, changed: Subscription) -> Subscription:
    """Store what became of the subscription held, tell the merchant's endpoints, and answer it.

    Its history follows a moved end. One that is as it was is neither stored nor told of.
    """
    if changed == held:
        return held
    if changed.expires_at is not None and changed.expires_at != held.expires_at:
        store.end_period(context, held.reference, changed.expires_at)
    kept = replace(changed, modified_at=context.clock.now())
    store.save(context, kept)
    outbox.subscription_changed(context, kept, _reason(held, kept))
    return kept


def _reason(held: Subscription, kept: Subscription) -> LicenceChange:
    """What the change is to the merchant's endpoints: without automatic renewal a subscription is to end."""
    if held.is_recurring == kept.is_recurring or not kept.is_enabled:
        return LicenceChange.LICENCE_CHANGE
    if kept.is_recurring:
        return LicenceChange.REVERT_CANCELATION_ON_DEMAND
    return LicenceChange.SCHEDULED_FOR_CANCELATION_ON_DEMAND
