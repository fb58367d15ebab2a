"""Delivering what nothing holds back (any more)."""

from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.delivery.model import DeliveredCode
from rpc_server.commerce.notifications.outbox import order_changed
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.partners import credit, orders
from rpc_server.commerce.partners.model import Partner, PartnerOrder
from rpc_server.commerce.partners.renewals.prolonging import prolong
from rpc_server.commerce.partners.standing import APPROVED
from rpc_server.commerce.pricing.money import ZERO


def release(context: Context, partner: Partner) -> list[Order]:
    """Deliver the partner's approved orders that neither money nor missing information holds back; answer them.

    Credit that became free goes to the oldest orders it is enough for, also where they still need information.
    The caller holds the partner.
    """
    left, released = credit.for_delivery(context, partner), []
    for waiting in orders.waiting(context, partner):
        if waiting.holds.exceeds_credit:
            needed = ZERO if waiting.is_paid else waiting.amount
            if needed > max(left, ZERO):
                continue
            orders.change(context, waiting.order.reference or "", exceeds_credit=False)
            left -= needed
        if not waiting.holds.needs:
            released.append(_deliver(context, waiting)[0])
    return released


def deliver_unless_held(context: Context, partner: Partner, order: Order) -> list[DeliveredCode]:
    """Deliver an order just placed, if it is approved and nothing holds it back; the caller holds the partner.

    Delivered or not, the merchant is told of it. Answers the codes it was delivered with.
    """
    placed = orders.find(context, partner, order.reference)
    is_held = placed.holds.exceeds_credit or placed.holds.needs
    if order.vendor_approve_status == APPROVED and not is_held:
        return _deliver(context, placed)[1]
    order_changed(context, order)
    return []


def _deliver(context: Context, waiting: PartnerOrder) -> tuple[Order, list[DeliveredCode]]:
    delivered = replace(
        waiting.order,
        number=store.free_order_number(context),
        status=OrderStatus.COMPLETE,
        approve_status=ApproveStatus.OK,
        finished_at=context.clock.now(),
    )
    store.set_finished(context, delivered)
    prolong(context, delivered)
    codes = delivery.deliver(context, delivered)
    order_changed(context, delivered)
    return delivered, codes
