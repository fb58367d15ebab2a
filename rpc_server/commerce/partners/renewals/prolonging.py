"""What a delivered renewal order does to its subscriptions."""

from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.notifications.outbox import subscription_changed
from rpc_server.commerce.orders.model import Order, OrderLine
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.birth import period_entry
from rpc_server.commerce.subscriptions.model import HistoryType
from rpc_server.commerce.subscriptions.renewals.model import RenewalTerms
from rpc_server.commerce.subscriptions.renewals.period import renewed


def prolong(context: Context, order: Order) -> None:
    """Let every subscription the renewal order is for run for its next period, of the line's units and options."""
    if order.kind != HistoryType.RENEWAL.value:
        return
    for line in sorted(order.lines, key=lambda line: line.subscription_reference or ""):
        _prolong(context, order, line)


def _prolong(context: Context, order: Order, line: OrderLine) -> None:
    held = store.find(context, line.subscription_reference or "", is_locked=True)
    if held is None:
        return
    terms = RenewalTerms(is_asked_for=True, unit_price=line.renewal_unit_price)
    changed = replace(held, quantity=line.quantity, options=line.options)
    net, now = line.price.net_discounted, context.clock.now()
    moved = renewed(changed, terms, paid_net=net, now=now, zone=context.merchant.zone)
    store.save(context, moved)
    store.record(context, period_entry(moved, order.reference or "", HistoryType.RENEWAL))
    subscription_changed(context, moved, LicenceChange.LICENCE_CHANGE)
