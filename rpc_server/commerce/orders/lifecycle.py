"""From an order that is placed to one that is finished."""

from collections.abc import Mapping
from dataclasses import replace

from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.invoices import service as invoices
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.subscriptions.birth import announce, subscribe, tell_of_codes


def begin(context: Context, order: Order) -> Order:
    """Write a new order, and answer it with its RefNo."""
    placed = store.insert(context, order)
    outbox.order_changed(context, placed)
    return placed


def complete(context: Context, order: Order, products: Mapping[str, Product] | None = None) -> Order:
    """Finish an AUTHRECEIVED order: approved, with its number, its finish date, its subscriptions and its codes.

    ``products`` are those of its lines, by code, where the caller has read them already.
    Its invoice is issued last, for that holds the account's invoice numbers until the caller commits. Of two that
    complete the same order one does, the other gets it as it is.
    """
    ready = replace(
        order,
        status=OrderStatus.COMPLETE,
        approve_status=ApproveStatus.OK,
        finished_at=context.clock.now(),
        errors=(),
    )
    finished = store.finish(context, ready)
    if finished is None:
        return store.find(context, order.reference or "") or order
    delivered, begun = subscribe(context, finished, products)
    store.set_subscriptions(context, delivered)
    announce(context, begun, delivery.deliver(context, delivered, products))
    outbox.order_changed(context, delivered)
    invoices.issue_first(context, delivered)
    return delivered


def follow_up(context: Context, order: Order, products: Mapping[str, Product] | None = None) -> Order:
    """The order as it goes on after its charge: complete where the account approves without delay. Commits.

    A charge is settled and its order finished in one transaction. Where that fails the charge is found open
    later, and settled by itself.
    """
    if order.status is OrderStatus.AUTHRECEIVED and not context.merchant.approval_delay_seconds:
        order = complete(context, order, products)
    context.work.commit()
    return order


def complete_approved(context: Context, reference: str) -> Order | None:
    """Finish an order whose approval delay is over; None where it has gone on otherwise. Commits."""
    order = store.lock(context, reference)
    is_held = order is not None and order.status is OrderStatus.AUTHRECEIVED
    finished = complete(context, order) if order is not None and is_held else None
    context.work.commit()
    return finished


def deliver_late(context: Context, reference: str) -> int:
    """Deliver the lines of the order that wait for codes, as far as the lists go; answer how many. Commits.

    The order is told of once more, and so are the subscriptions that have codes now.
    """
    order = store.lock(context, reference)
    delivered = [] if order is None else delivery.deliver_late(context, order)
    if order is not None and delivered:
        outbox.order_changed(context, order)
    for subscription in dict.fromkeys(code.subscription_reference for code in delivered):
        if subscription is not None:
            tell_of_codes(context, subscription)
    context.work.commit()
    return len({code.line_number for code in delivered})
