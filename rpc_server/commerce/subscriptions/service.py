"""Finding subscriptions."""

from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound
from rpc_server.commerce.subscriptions.model import HistoryEntry, Subscription
from rpc_server.commerce.subscriptions.tables import HistoryRow, SubscriptionRow


def find(context: Context, reference: str) -> Subscription:
    """The merchant's subscription of this reference; raises ``SubscriptionNotFound``."""
    found = store.find(context, reference)
    if found is None:
        raise SubscriptionNotFound(field="subscriptionReference")
    return found


def history(context: Context, reference: str) -> list[HistoryEntry]:
    """The paid periods of a subscription, oldest first; raises ``SubscriptionNotFound``."""
    return store.history(context, find(context, reference).reference)


def of_order(context: Context, order_reference: str) -> list[Subscription]:
    """The subscriptions an order started, renewed or upgraded, in order of their purchase."""
    touched = select(HistoryRow.subscription_reference).where(
        HistoryRow.merchant_id == context.merchant_id, HistoryRow.order_reference == order_reference
    )
    query = store.of_merchant(context).where(SubscriptionRow.reference.in_(touched))
    return store.read(context, query.order_by(SubscriptionRow.purchased_at, SubscriptionRow.reference))
