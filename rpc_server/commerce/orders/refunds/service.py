"""Use cases around refunds."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds import errors, moving, rules, store
from rpc_server.commerce.orders.refunds.model import NewRefund, Refund, RefundedLine, RefundKind, RefundStatus
from rpc_server.commerce.payments import attempts
from rpc_server.commerce.payments.model import Attempt, AttemptStatus

_LONGEST_REFERENCE = 20


def request(context: Context, new: NewRefund) -> Refund:
    """Give back all or part of what an order was paid; answer the refund as it stands.

    Carried out at once, or PENDING until ``approve`` where the account says so. With the last of its money the
    order becomes REFUND and the subscriptions it paid for are disabled. OPEN: the processor has not answered
    yet and is asked again later. The order is held while it is checked, so that refunds side by side never
    give back more than was paid. Commits. Raises ``RefundRefused``.
    """
    order = _held(context, new.order_reference)
    given = of_orders(context, [order.reference or ""]).get(order.reference or "", [])
    rules.check_order(order, given, context.clock.now())
    charge = _charge_of(context, order)
    left = rules.left_of(charge.amount, given)
    amount = rules.checked_amount(new.amount, left)
    lines = rules.refunded_lines(order, given, new)
    reason = rules.known_reason(new.reason, store.own_reasons(context))
    refund = _refund(context, new, charge, lines, amount=amount, is_total=amount == left, reason=reason)
    if not store.add(context, refund):
        raise errors.RefundPending(field="orderReference")
    if refund.status is RefundStatus.PENDING:
        outbox.order_changed(context, order)
        context.work.commit()
        return refund
    return _carried_out(context, refund)


def approve(context: Context, refund_id: str) -> Refund:
    """Carry out a refund that waits for approval. Commits; raises ``RefundNotFound`` and ``RefundDeclined``."""
    opened = store.move(context, _waiting(context, refund_id), RefundStatus.OPEN, opened_at=context.clock.now())
    if opened is None:
        raise errors.RefundNotFound
    return _carried_out(context, opened)


def discard(context: Context, refund_id: str) -> Refund:
    """Drop a refund that waits for approval: nothing is given back. Raises ``RefundNotFound``."""
    waiting = _waiting(context, refund_id)
    order = orders.lock(context, waiting.order_reference)
    discarded = store.move(context, waiting, RefundStatus.DISCARDED, settled_at=context.clock.now())
    if discarded is None or order is None:
        raise errors.RefundNotFound
    outbox.order_changed(context, order)
    return discarded


def of_orders(context: Context, references: Collection[str]) -> dict[str, list[Refund]]:
    """The refunds of these orders by RefNo, the first first, whatever became of them."""
    return store.of_orders(context, references)


def pending(context: Context) -> list[Refund]:
    """The refunds that wait for approval, the first first."""
    return store.pending(context)


def add_reasons(context: Context, reasons: Sequence[str]) -> None:
    """Give the account reasons of its own, beside those every account has."""
    for reason in reasons:
        store.add_reason(context, reason)


def paid_charge(context: Context, order_reference: str) -> Attempt | None:
    """The charge an order was paid with; None where it was not paid through a processor."""
    tried = attempts.attempts_of(context, order_reference)
    return next((attempt for attempt in tried if attempt.status is AttemptStatus.AUTHORISED), None)


def _held(context: Context, reference: str) -> Order:
    if not (reference.isascii() and reference.isdigit() and len(reference) <= _LONGEST_REFERENCE):
        raise errors.ReferenceMissing(field="orderReference")
    order = orders.lock(context, reference)
    if order is None:
        raise errors.ReferenceInvalid(field="orderReference")
    return order


def _charge_of(context: Context, order: Order) -> Attempt:
    charge = paid_charge(context, order.reference or "")
    if charge is None or charge.transaction is None:
        raise errors.PaymentNotAllowed(field="orderReference")
    return charge


def _refund(
    context: Context,
    new: NewRefund,
    charge: Attempt,
    lines: tuple[RefundedLine, ...],
    *,
    amount: Decimal,
    is_total: bool,
    reason: str,
) -> Refund:
    refund_id, now = context.ids.hexadecimal(32), context.clock.now()
    waits = context.merchant.refunds_need_approval
    return Refund(
        refund_id=refund_id,
        order_reference=charge.order_reference,
        kind=RefundKind.REFUND,
        status=RefundStatus.PENDING if waits else RefundStatus.OPEN,
        amount=amount,
        currency=charge.currency,
        is_total=is_total,
        lines=lines,
        comment=new.comment or None,
        reason=reason,
        charged=charge.transaction or "",
        idempotency_key=f"{context.merchant.code}-{charge.order_reference}-refund-{refund_id}",
        requested_at=now,
        opened_at=None if waits else now,
    )


def _waiting(context: Context, refund_id: str) -> Refund:
    refund = store.find(context, refund_id)
    if refund is None or refund.status is not RefundStatus.PENDING:
        raise errors.RefundNotFound
    return refund


def _carried_out(context: Context, refund: Refund) -> Refund:
    moved = moving.carry_out(context, refund)
    if moved.status is RefundStatus.DECLINED:
        raise errors.RefundDeclined(f"The payment processor declined the refund: {moved.refusal}.")
    return moved
