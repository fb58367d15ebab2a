"""Use cases around orders."""

from dataclasses import replace

from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.orders import charging, checks, errors, lifecycle, paying, store
from rpc_server.commerce.orders.drawing_up import SALE, draw_up, draw_up_agreed
from rpc_server.commerce.orders.model import AgreedOrder, NewOrder, Order, OrderStatus, RefundStatus
from rpc_server.commerce.orders.tables import OrderLineRow, RefundRequestRow
from rpc_server.commerce.payments.model import NewPayment, PaymentType


def place(context: Context, new: NewOrder) -> Order:
    """Check, price, store and charge an order; or, where it names a RefNo, charge that failed order again.

    Answered as right after the charge: AUTHRECEIVED and WAITING, though an account that approves without
    delay has finished it by then and ``find`` says so; or PENDING with ``errors``, for a refused charge is no
    error. Commits several times, so that no charge is lost. Raises ``OrderRefused``, ``PaymentRefused``,
    ``NotAllowed``, ``CustomerMismatch``, ``PromotionUsedUp`` and the errors of prices; then nothing is kept.
    """
    if new.reference is not None:
        return _pay_again(context, new.reference, new.payment)
    checks.check(new, context.merchant, context.clock.now())
    drawn_up = draw_up(context, new)
    payment, card = paying.accept(context, drawn_up, new.payment)
    customer = customers.identify(context, new)
    order = store.insert(
        context,
        replace(
            drawn_up,
            payment=payment,
            is_test=payment.type is PaymentType.TEST,
            customer_reference=customer.reference,
            external_customer_reference=customer.external_reference,
        ),
    )
    charged = charging.charge(context, order, card, is_recurring=False)
    lifecycle.follow_up(context, charged)
    return charged


def quote(context: Context, new: NewOrder) -> Order:
    """The order with its prices, as it would be placed; it has no reference and nothing is written.

    Raises what ``place`` raises, except about the buyer and the payment.
    """
    checks.check_quoted(new, context.merchant, context.clock.now())
    order = draw_up(context, new)
    return replace(
        order,
        payment=paying.intended(order, new.payment),
        customer_reference=new.customer_reference,
        external_customer_reference=new.external_customer_reference,
    )


def place_agreed(context: Context, agreed: AgreedOrder) -> Order:
    """Store the renewal or upgrade order of a subscription and charge its card off-session.

    Answered as it stands: COMPLETE or AUTHRECEIVED when paid, PENDING with ``errors`` when not. Commits
    several times: locks the caller holds end here. Raises ``PaymentMissing`` for an amount without a card.
    """
    drawn_up = draw_up_agreed(context, agreed)
    payment, card = paying.accept(context, drawn_up, _off_session(agreed))
    order = store.insert(context, replace(drawn_up, payment=payment))
    return lifecycle.follow_up(context, charging.charge(context, order, card, is_recurring=True))


def find(context: Context, reference: str) -> Order:
    """The merchant's order of this RefNo; raises ``OrderNotFound``."""
    order = store.find(context, reference)
    if order is None:
        raise errors.OrderNotFound(f"There is no order {reference[:20]!r}.", field="orderReference")
    return order


def reconcile(context: Context) -> list[Order]:
    """Settle what a crash or a silent processor left undone; answer the orders that moved on.

    Attempts left open are looked up at the processor, and paid orders due for approval are finished. May be
    run at any time, by any number of processes.
    """
    resolved = charging.resolve(context, charging.left_open(context))
    finished = {order.reference: order for order in lifecycle.complete_due(context)}
    settled = [finished.pop(order.reference, order) for order in resolved]
    return settled + list(finished.values())


def has_pending_refund(context: Context, subscription_reference: str) -> bool:
    """Whether a refund was asked for, and not yet carried out, of an order that paid for the subscription."""
    query = (
        select(RefundRequestRow.refund_id)
        .join(
            OrderLineRow,
            (OrderLineRow.merchant_id == RefundRequestRow.merchant_id)
            & (OrderLineRow.order_reference == RefundRequestRow.order_reference),
        )
        .where(
            RefundRequestRow.merchant_id == context.merchant_id,
            RefundRequestRow.status == RefundStatus.PENDING,
            OrderLineRow.subscription_reference == subscription_reference,
        )
        .limit(1)
    )
    return context.session.scalar(query) is not None


def _pay_again(context: Context, reference: str, new: NewPayment | None) -> Order:
    """Charge a failed order once more: same RefNo and date, the new payment in place of the old one."""
    charging.resolve(context, charging.left_open(context, reference))
    order = store.lock(context, reference)
    if order is None:
        raise errors.OrderNotFound(f"There is no order {reference[:20]!r}.", field="RefNo")
    if order.status is not OrderStatus.PENDING or order.partner_code is not None:
        raise errors.OrderNotPayable(f"The order is {order.status.value}.", field="RefNo")
    if order.kind != SALE:
        raise errors.OrderNotPayable("A renewal or upgrade is asked for anew, not paid again.", field="RefNo")
    if new is not None and (new.type is PaymentType.TEST) is not order.is_test:
        raise errors.PaymentTypeChanged(field="PaymentDetails.Type")
    payment, card = paying.accept(context, order, new)
    charged = charging.charge(context, store.set_payment(context, order, payment), card, is_recurring=False)
    lifecycle.follow_up(context, charged)
    return charged


def _off_session(agreed: AgreedOrder) -> NewPayment | None:
    if agreed.card_id is None:
        return None
    return NewPayment(
        type=PaymentType.TEST if agreed.is_test else PaymentType.CC,
        currency=agreed.currency,
        card_id=agreed.card_id,
        recurring_enabled=True,
    )
