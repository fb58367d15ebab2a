"""What the merchant decides of partner orders: he approves, refuses or cancels them, and says that they were delivered."""

from dataclasses import replace

from sqlalchemy import update

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.outbox import order_changed
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.partners import orders, releasing, service
from rpc_server.commerce.partners.errors import InvalidOrderReference, OrderNotWaiting
from rpc_server.commerce.partners.model import LockReason, Partner, PartnerOrder, PartnerOrderStatus
from rpc_server.commerce.partners.standing import APPROVED, REJECTED
from rpc_server.commerce.subscriptions.refunding import disable_refunded


def approve(context: Context, reference: str) -> PartnerOrder:
    """Approve an order that waits for it; it is delivered unless money or missing information holds it back.

    Raises ``InvalidOrderReference`` and ``OrderNotWaiting``.
    """
    partner, found = _of(context, reference)
    if found.status is not PartnerOrderStatus.PENDING_APPROVAL:
        raise OrderNotWaiting(f"The order is {found.status.value}.", field="refNo")
    approved = _set(context, found.order, verdict=APPROVED, status=found.order.status)
    orders.await_invoice(context, partner, approved)
    releasing.deliver_unless_held(context, partner, approved)
    return orders.find(context, partner, reference)


def reject(context: Context, reference: str) -> PartnerOrder:
    """Refuse an order that waits for approval: it is owed no more, and its subscriptions are disabled.

    Raises ``InvalidOrderReference`` and ``OrderNotWaiting``.
    """
    partner, found = _of(context, reference)
    if found.status is not PartnerOrderStatus.PENDING_APPROVAL:
        raise OrderNotWaiting(f"The order is {found.status.value}.", field="refNo")
    _set(context, found.order, verdict=REJECTED, status=OrderStatus.CANCELED)
    return _ended(context, partner, reference)


def cancel(context: Context, reference: str) -> PartnerOrder:
    """Cancel an order that was not delivered and is on no proforma: it is owed no more, its subscriptions are disabled.

    Raises ``InvalidOrderReference`` and ``OrderNotWaiting``.
    """
    partner, found = _of(context, reference)
    if found.order.status is not OrderStatus.PENDING or found.proforma_number is not None:
        raise OrderNotWaiting(f"The order is {found.status.value}.", field="refNo")
    _set(context, found.order, verdict=found.order.vendor_approve_status, status=OrderStatus.CANCELED)
    return _ended(context, partner, reference)


def confirm_delivery(context: Context, reference: str) -> PartnerOrder:
    """Say that the merchant delivered an order himself; it is complete unless something else holds it back.

    Raises ``InvalidOrderReference`` and ``OrderNotWaiting``.
    """
    partner, found = _of(context, reference)
    if LockReason.REQUIRED_VENDOR_DELIVERY_CONFIRMATION not in found.holds.needs:
        raise OrderNotWaiting(f"The order is {found.status.value}.", field="refNo")
    orders.change(context, reference, delivery_confirmed_at=context.clock.now())
    releasing.release(context, partner)
    return orders.find(context, partner, reference)


def _of(context: Context, reference: str) -> tuple[Partner, PartnerOrder]:
    """The order and its partner, who is held from here on."""
    code = orders.partner_code_of(context, reference)
    if code is None:
        raise InvalidOrderReference(field="refNo")
    partner = service.locked(context, code)
    return partner, orders.find(context, partner, reference)


def _ended(context: Context, partner: Partner, reference: str) -> PartnerOrder:
    """What an order leaves when it ends: no subscription, and its credit for others that wait."""
    disable_refunded(context, reference)
    ended = orders.find(context, partner, reference)
    order_changed(context, ended.order)
    releasing.release(context, partner)
    return ended


def _set(context: Context, order: Order, *, verdict: str, status: OrderStatus) -> Order:
    context.connection.execute(
        update(OrderRow)
        .where(OrderRow.merchant_id == context.merchant_id, OrderRow.reference == order.reference)
        .values(vendor_approve_status=verdict, status=status)
    )
    return replace(order, vendor_approve_status=verdict, status=status)
