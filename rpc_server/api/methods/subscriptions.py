"""Reading and searching subscriptions.

The hosted service shows a subscription only five minutes after its order; this server shows it at once.
"""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, MERCHANT_3_TO_4, MERCHANT_5_TO_6, SUBSCRIPTION
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.subscription_searching import SubscriptionSearchOptions, read_search
from rpc_server.api.objects.subscriptions import (
    Subscription,
    SubscriptionHistoryEntry,
    SubscriptionPage,
    show_history_entry,
    show_subscription,
)
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.errors import CustomerNotFound, CustomerReferenceMissing, CustomersDiffer
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.subscriptions import model, service
from rpc_server.commerce.subscriptions.codes import service as codes
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound


@method("getSubscription", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_subscription(call: Call, subscription_reference: str) -> Subscription:
    """Answer one subscription, from the moment its order is finished."""
    return _show(call, [service.find(call.context, subscription_reference)])[0]


@method("getSubscriptions", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_subscriptions(
    call: Call,
    subscription_references: list[str | None],
    aggregate: bool | None = None,  # noqa: FBT001 - the documented place
) -> list[Subscription]:
    """Answer these subscriptions in the order they are named in, each once.

    ``aggregate`` is read and changes nothing: what it does is not documented.
    """
    return _show(call, service.find_all(call.context, [reference or "" for reference in subscription_references]))


@method(
    "getCustomerSubscriptions",
    MERCHANT + SUBSCRIPTION,
    errors=[Forbidden, CustomerNotFound, CustomersDiffer, CustomerReferenceMissing],
    writes=False,
)
def get_customer_subscriptions(
    call: Call, avangate_customer_reference: int | None = None, external_customer_reference: str | None = None
) -> list[Subscription]:
    """Answer all subscriptions of the customer either reference names, oldest purchase first."""
    customer = customers.find(call.context, avangate_customer_reference, external_customer_reference or None)
    return _show(call, service.of_customer(call.context, customer.reference))


@method("searchSubscriptions", MERCHANT_3_TO_4 + SUBSCRIPTION, errors=[Forbidden, InvalidArgument], writes=False)
def list_subscriptions(call: Call, search_by: SubscriptionSearchOptions | None = None) -> list[Subscription]:
    """Answer one page of the subscriptions that meet every given condition, oldest purchase first.

    Page 1 of 10 unless ``Page`` and ``Limit`` say otherwise; a page has at most 200.
    """
    found, _ = service.search(call.context, read_search(search_by, call.merchant.zone))
    return _show(call, found)


@method("searchSubscriptions", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_subscriptions(call: Call, search_by: SubscriptionSearchOptions | None = None) -> SubscriptionPage:
    """Answer one page of the subscriptions that meet every given condition, and how many there are.

    Oldest purchase first; page 1 of 10 unless ``Pagination`` says otherwise; a page has at most 200.
    """
    wanted = read_search(search_by, call.merchant.zone)
    found, count = service.search(call.context, wanted)
    return SubscriptionPage(
        items=_show(call, found),
        pagination=Pagination(page=wanted.page, limit=wanted.limit, count=count),
    )


@method("getSubscriptionHistory", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_subscription_history(call: Call, subscription_reference: str) -> list[SubscriptionHistoryEntry]:
    """Answer the paid periods of a subscription, oldest first, each with the order that paid for it."""
    entries = service.history(call.context, subscription_reference)
    delivered = delivery.of_orders(call.context, [entry.order_reference for entry in entries])
    return [
        show_history_entry(entry, call.merchant.zone, delivered.get(entry.order_reference, ())) for entry in entries
    ]


def _show(call: Call, found: list[model.Subscription]) -> list[Subscription]:
    """The subscriptions with what they have of codes."""
    has = codes.of_subscriptions(call.context, found)
    return [show_subscription(subscription, call.merchant, has[subscription.reference]) for subscription in found]
