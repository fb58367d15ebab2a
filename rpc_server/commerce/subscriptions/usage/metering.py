"""Whether a subscription pays for what it uses, and how that stands."""

from rpc_server.commerce.catalog.store import metered_groups
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.selection import holding
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.usage import store
from rpc_server.commerce.subscriptions.usage.model import Metering


def metering(context: Context, subscription: Subscription, *, is_new: bool) -> Metering | None:
    """How the subscription's usage stands; None where it pays in advance alone. Of a new one none is looked for."""
    if not _is_metered(context, subscription):
        return None
    return Metering() if is_new else store.metering(context, subscription.reference)


def _is_metered(context: Context, subscription: Subscription) -> bool:
    """Whether the product has options that are paid by usage, where the subscription's prices are looked up."""
    if subscription.product_code is None:
        return False
    configurations, metered = metered_groups(context, subscription.product_code)
    configuration = holding(configurations, subscription.country)
    return configuration is not None and any(group.code in metered for group in configuration.groups)
