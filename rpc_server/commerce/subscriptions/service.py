"""Finding subscriptions."""

from collections.abc import Collection, Sequence

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions import search as searching
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound
from rpc_server.commerce.subscriptions.model import HistoryEntry, Subscription
from rpc_server.commerce.subscriptions.search import SubscriptionSearch
from rpc_server.commerce.subscriptions.tables import SubscriptionRow


def find(context: Context, reference: str) -> Subscription:
    """The merchant's subscription of this reference; raises ``SubscriptionNotFound``."""
    found = store.find(context, reference)
    if found is None:
        raise SubscriptionNotFound(field="subscriptionReference")
    return found


def find_all(context: Context, references: Sequence[str]) -> list[Subscription]:
    """The subscriptions of these references, in their order and each once; raises ``SubscriptionNotFound``."""
    query = store.of_merchant(context).where(SubscriptionRow.reference.in_(references))
    found = {subscription.reference: subscription for subscription in store.read(context, query)}
    for n, reference in enumerate(references):
        if reference not in found:
            raise SubscriptionNotFound(
                f"There is no subscription {reference[:20]!r}.", field=f"subscriptionReferences[{n}]"
            )
    return [found[reference] for reference in dict.fromkeys(references)]


def hold(context: Context, reference: str) -> Subscription:
    """The same, kept from other changes until this transaction ends."""
    held = store.find(context, reference, is_locked=True)
    if held is None:
        raise SubscriptionNotFound(field="subscriptionReference")
    return held


def search(context: Context, wanted: SubscriptionSearch) -> tuple[list[Subscription], int]:
    """The page of the merchant's subscriptions asked for, and how many match on all pages."""
    return searching.found(context, wanted)


def history(context: Context, reference: str) -> list[HistoryEntry]:
    """The paid periods of a subscription, oldest first; raises ``SubscriptionNotFound``."""
    return store.history(context, find(context, reference).reference)


def of_customer(context: Context, customer_reference: int) -> list[Subscription]:
    """The customer's subscriptions, oldest purchase first."""
    query = store.of_merchant(context).where(SubscriptionRow.customer_reference == customer_reference)
    return sorted(store.read(context, query), key=lambda found: (found.purchased_at, found.reference))


def of_order(context: Context, order_reference: str) -> list[Subscription]:
    """The subscriptions an order started, renewed or upgraded, in order of their purchase."""
    return of_orders(context, [order_reference])


def of_orders(context: Context, order_references: Collection[str]) -> list[Subscription]:
    """The subscriptions any of these orders started, renewed or upgraded, in order of their purchase.

    They are put in order here: asked to, SQLite would walk through all the merchant has.
    """
    found = store.of_orders(context, order_references)
    return sorted(found, key=lambda subscription: (subscription.purchased_at, subscription.reference))
