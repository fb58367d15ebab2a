"""Giving money back: once, and never lost sight of.

A refund is committed before the processor is asked, with the key it knows the refund by, and settled after. One
that was left without an outcome is asked for again: the same key never gives twice.
"""

from rpc_server.commerce.campaigns.promotions import uses
from rpc_server.commerce.context import Context
from rpc_server.commerce.invoices import model as invoiced
from rpc_server.commerce.invoices import service as invoices
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.orders.refunds import store
from rpc_server.commerce.orders.refunds.model import Refund, RefundKind, RefundStatus
from rpc_server.commerce.payments import attempts
from rpc_server.commerce.subscriptions import refunding
from rpc_server.gateways import Outcome, Result


def carry_out(context: Context, refund: Refund) -> Refund:
    """Ask the processor for a refund or reversal that is written and OPEN; answer it as it stands then.

    Commits before and after. Without an answer it stays OPEN, to be asked for again.
    """
    context.work.commit()
    result = _ask(context, refund)
    order = orders.lock(context, refund.order_reference)
    moved = _settled(context, refund, result)
    if moved is not None and order is not None:
        _follow_up(context, order, moved)
    context.work.commit()
    return moved or store.find(context, refund.refund_id) or refund


def _ask(context: Context, refund: Refund) -> Result:
    """A reversal voids what is held; money a processor took at once is given back instead."""
    gateway = context.services.gateway
    if refund.kind is RefundKind.REVERSAL:
        voided = gateway.void(refund.charged)
        if voided.outcome is not Outcome.DECLINED:
            return voided
    return gateway.refund(refund.idempotency_key, refund.charged, refund.amount, refund.currency)


def _settled(context: Context, refund: Refund, result: Result) -> Refund | None:
    """The refund with its outcome, written; None where it has none yet, or another wrote it meanwhile."""
    now = context.clock.now()
    match result.outcome:
        case Outcome.AUTHORISED:
            return store.move(context, refund, RefundStatus.DONE, settled_at=now, transaction=result.transaction)
        case Outcome.DECLINED:
            return store.move(context, refund, RefundStatus.DECLINED, settled_at=now, refusal=result.reason)
        case Outcome.UNKNOWN | Outcome.CHALLENGE:
            return None


def _follow_up(context: Context, order: Order, refund: Refund) -> None:
    match refund.kind, refund.status:
        case RefundKind.REVERSAL, RefundStatus.DONE:
            uses.release(context, refund.order_reference)
            attempts.let_go(context, refund.order_reference)
        case RefundKind.REVERSAL, RefundStatus.DECLINED:
            kept = orders.set_status(context, order, OrderStatus.AUTHRECEIVED, ApproveStatus.WAITING)
            outbox.order_changed(context, kept or order)
        case RefundKind.REFUND, RefundStatus.DONE:
            _given_back(context, order, refund)


def _given_back(context: Context, order: Order, refund: Refund) -> None:
    standing = order
    if refund.is_total:
        standing = orders.set_status(context, order, OrderStatus.REFUND, order.approve_status) or order
        refunding.disable_refunded(context, refund.order_reference)
    outbox.order_changed(context, standing, refund=refund)
    invoices.issue_refund(context, order, _invoiced(refund))


def _invoiced(refund: Refund) -> invoiced.Refund:
    lines = tuple(invoiced.RefundedLine(line.number, line.amount, line.quantity or None) for line in refund.lines)
    return invoiced.Refund(refund.refund_id, refund.amount, lines, refund.reason)
