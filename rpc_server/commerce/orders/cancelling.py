"""Orders that are not carried out: cancelled before they are paid, reversed when their money is only held."""

from rpc_server.commerce.campaigns.promotions import uses
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders import charging, errors, store
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.orders.refunds import moving
from rpc_server.commerce.orders.refunds import store as refunds
from rpc_server.commerce.orders.refunds.model import Refund, RefundKind, RefundStatus
from rpc_server.commerce.orders.refunds.service import paid_charge
from rpc_server.commerce.payments import attempts
from rpc_server.commerce.payments.model import Attempt, AttemptStatus


def cancel(context: Context, reference: str) -> Order:
    """Cancel an order that is not paid; one cancelled already is answered as it is. Commits.

    Raises ``OrderNotFound``, ``OrderNotCancelable`` for any other order, and ``PaymentInProgress`` while a charge
    of it is under way. A charge that was left without an outcome is looked up first, and what its buyer has not
    answered his bank is taken back.
    """
    charging.resolve(context, charging.left_open(context, reference))
    charging.abandon(context, reference)
    order = _held(context, reference)
    if order.status is OrderStatus.CANCELED:
        return order
    if order.status is not OrderStatus.PENDING or order.partner_code is not None:
        raise errors.OrderNotCancelable(f"The order is {order.status.value}.", field="orderReference")
    if _is_being_paid(context, reference):
        raise errors.PaymentInProgress(field="orderReference")
    return _canceled(context, order)


def cancel_unpaid(context: Context, reference: str) -> Order | None:
    """Cancel an order to be paid by hand that has waited long enough; None where it has gone on otherwise. Commits."""
    order = store.lock(context, reference)
    is_unpaid = order is not None and order.status is OrderStatus.PENDING and not _is_being_paid(context, reference)
    if order is not None and is_unpaid:
        return _canceled(context, order)
    context.work.commit()
    return None


def reverse(context: Context, reference: str, verdict: ApproveStatus) -> Order:
    """Let go of the money of an AUTHRECEIVED order found to be FRAUD or INVALIDDATA: it becomes REVERSED.

    Commits before and after the processor is asked; the order is not finished from the first commit on. Where
    the processor declines, it is AUTHRECEIVED again. Raises ``OrderNotFound`` and ``OrderNotCancelable``.
    """
    order = _held(context, reference)
    charge = paid_charge(context, reference)
    is_held = order.status is OrderStatus.AUTHRECEIVED
    reversed_ = store.set_status(context, order, OrderStatus.REVERSED, verdict) if is_held else None
    if reversed_ is None:
        raise errors.OrderNotCancelable(f"The order is {order.status.value}.", field="orderReference")
    outbox.order_changed(context, reversed_)
    if charge is None:
        uses.release(context, reference)
    else:
        reversal = _reversal(context, charge, verdict)
        refunds.add(context, reversal)
        moving.carry_out(context, reversal)
    context.work.commit()
    return store.find(context, reference) or order


def _held(context: Context, reference: str) -> Order:
    order = store.lock(context, reference)
    if order is None:
        raise errors.OrderNotFound(f"There is no order {reference[:20]!r}.", field="orderReference")
    return order


def _is_being_paid(context: Context, reference: str) -> bool:
    return any(attempt.status is AttemptStatus.OPEN for attempt in attempts.attempts_of(context, reference))


def _canceled(context: Context, order: Order) -> Order:
    canceled = charging.canceled(context, order)
    uses.release(context, order.reference or "")
    context.work.commit()
    return canceled


def _reversal(context: Context, charge: Attempt, verdict: ApproveStatus) -> Refund:
    refund_id, now = context.ids.hexadecimal(32), context.clock.now()
    return Refund(
        refund_id=refund_id,
        order_reference=charge.order_reference,
        kind=RefundKind.REVERSAL,
        status=RefundStatus.OPEN,
        amount=charge.amount,
        currency=charge.currency,
        is_total=True,
        reason=verdict.value,
        charged=charge.transaction or "",
        idempotency_key=f"{context.merchant.code}-{charge.order_reference}-reversal-{refund_id}",
        requested_at=now,
        opened_at=now,
    )
