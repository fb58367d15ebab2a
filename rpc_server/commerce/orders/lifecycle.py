"""From money held to an order that is finished."""

from dataclasses import replace
from datetime import timedelta

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.invoices import service as invoices
from rpc_server.commerce.invoices.model import InvoiceKind
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.subscriptions.birth import subscribe

_BATCH = 100


def complete(context: Context, order: Order) -> Order:
    """Finish an AUTHRECEIVED order: approved, with its number, its finish date, its subscriptions and its codes.

    Its invoice is issued last, for that holds the account's invoice numbers until the caller commits. Of two that
    complete the same order one does, the other gets it as it is.
    """
    finished = replace(
        order,
        number=store.free_order_number(context),
        status=OrderStatus.COMPLETE,
        approve_status=ApproveStatus.OK,
        finished_at=context.clock.now(),
        errors=(),
    )
    if not store.finish(context, finished):
        return store.find(context, order.reference or "") or order
    delivered = subscribe(context, finished)
    store.set_subscriptions(context, delivered)
    delivery.deliver(context, delivered)
    invoices.issue(context, delivered, InvoiceKind.SALE)
    return delivered


def follow_up(context: Context, order: Order) -> Order:
    """The order as it goes on after its charge: complete where the account approves without delay. Commits."""
    if order.status is OrderStatus.AUTHRECEIVED and not context.merchant.approval_delay_seconds:
        order = complete(context, order)
    context.work.commit()
    return order


def complete_due(context: Context) -> list[Order]:
    """Finish the orders whose approval delay is over, a hundred at most; commits one by one."""
    moment = context.clock.now() - timedelta(seconds=context.merchant.approval_delay_seconds)
    finished = []
    for reference in store.authorised_before(context, moment, _BATCH):
        order = store.lock(context, reference)
        if order is not None and order.status is OrderStatus.AUTHRECEIVED:
            finished.append(complete(context, order))
        context.work.commit()
    return finished
