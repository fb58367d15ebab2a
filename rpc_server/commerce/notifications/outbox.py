"""What is to be told, written in the transaction of the change it tells of.

Whoever changes an order or a subscription calls one of these before committing. Each writes an event, numbered
within its order or subscription; where the merchant has endpoints for it, also the messages as they read at
this moment, and a delivery to each endpoint.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import ins, ipn, lcn, store
from rpc_server.commerce.notifications.facts import order_facts
from rpc_server.commerce.notifications.licences import licence_facts
from rpc_server.commerce.notifications.model import Endpoint, LicenceChange, Message, NotificationKind, Topic
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds.model import Refund
from rpc_server.commerce.subscriptions.model import Subscription

HOLD_BACK = timedelta(minutes=1)
"""How long the first of two messages is kept so that the second comes before it, where that is tried."""

_ABOUT_ORDERS = {NotificationKind.IPN: ipn.message, NotificationKind.INS: ins.message}


def order_changed(context: Context, order: Order, *, refund: Refund | None = None) -> None:
    """Tell that the order now stands as ``order`` says: its status, its approval, its lines.

    ``refund`` is the money that was given back, where that is the change.
    """
    endpoints = _endpoints(context, Topic.ORDER)
    messages: dict[str, Message] | None = None
    if endpoints:
        facts = order_facts(context, order, refund)
        messages = {kind.value: _ABOUT_ORDERS[kind](facts) for kind in {endpoint.kind for endpoint in endpoints}}
    _tell(context, Topic.ORDER, order.reference or "", order.status.value, messages, endpoints)


def subscription_changed(
    context: Context, subscription: Subscription, reason: LicenceChange, begun_with: Sequence[str] | None = None
) -> None:
    """Tell that the subscription now stands as ``subscription`` says, and why.

    ``begun_with`` are the codes delivered with one an order just made.
    """
    endpoints = _endpoints(context, Topic.SUBSCRIPTION)
    messages: dict[str, Message] | None = None
    if endpoints:
        facts = licence_facts(context, subscription, reason, begun_with)
        messages = {NotificationKind.LCN.value: lcn.message(facts)}
    _tell(context, Topic.SUBSCRIPTION, subscription.reference, reason.value, messages, endpoints)


def first_reason(context: Context, subscription: Subscription) -> LicenceChange:
    """Why a new subscription is told of."""
    is_active = subscription.starts_at <= context.clock.now()
    return LicenceChange.LICENCE_CHANGE if is_active else LicenceChange.LICENCE_PENDING_ACTIVATION


def _endpoints(context: Context, topic: Topic) -> list[Endpoint]:
    return [endpoint for endpoint in store.enabled_endpoints(context) if endpoint.kind.topic is topic]


def _tell(
    context: Context,
    topic: Topic,
    reference: str,
    reason: str,
    messages: dict[str, Message] | None,
    endpoints: list[Endpoint],
) -> None:
    sequence = store.add_event(context, topic, reference, reason, messages)
    store.add_deliveries(context, topic, reference, sequence, _due(endpoints, sequence, context.clock.now()))


def _due(endpoints: list[Endpoint], sequence: int, now: datetime) -> Iterator[tuple[Endpoint, datetime]]:
    """When the message of that number is to be sent to each endpoint for the first time."""
    for endpoint in endpoints:
        is_held_back = endpoint.trial.out_of_order and sequence % 2
        late = timedelta(seconds=endpoint.trial.delay_seconds)
        yield endpoint, now + late + (HOLD_BACK if is_held_back else timedelta())
