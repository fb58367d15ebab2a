"""Use cases around orders."""

from dataclasses import replace
from functools import partial

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders import charging, checks, errors, lifecycle, paying, store
from rpc_server.commerce.orders.drawing_up import SALE, draw_up, draw_up_agreed, products_of
from rpc_server.commerce.orders.duties import DUTIES
from rpc_server.commerce.orders.filled_in import check_fields
from rpc_server.commerce.orders.model import AgreedOrder, NewOrder, Order, OrderStatus
from rpc_server.commerce.orders.refunds import store as refunds
from rpc_server.commerce.payments.model import NewPayment, PaymentType

_PAYABLE = (OrderStatus.PENDING, OrderStatus.REVERSED)


def place(context: Context, new: NewOrder) -> Order:
    """Check, price, store and charge an order; or, where it names a RefNo, charge that failed or reversed one again.

    Answered as right after the charge: AUTHRECEIVED and WAITING, though an account that approves without
    delay has finished it by then and ``find`` says so; or PENDING: with ``errors``, for a refused charge is no
    error, with an ``authorisation`` where the buyer's bank or wallet asks him first, or with neither where he
    pays offline. Commits several times, so that no charge is lost; a token is spent even where the order is
    refused. Raises ``OrderRefused``, ``PaymentRefused``,
    ``NotAllowed``, ``CustomerMismatch``, ``PromotionUsedUp`` and the errors of prices; then nothing is kept.
    """
    if new.reference is not None:
        return _pay_again(context, new.reference, new)
    checks.check(new, context.merchant, context.clock.now())
    products = products_of(context, new)
    check_fields(context, new, products)
    paid_with = paying.redeem(context, new)
    drawn_up = draw_up(context, new, products)
    payment, card = paying.accept(context, drawn_up, paid_with)
    customer = customers.identify(context, new)
    order = lifecycle.begin(
        context,
        replace(
            drawn_up,
            payment=payment,
            is_test=paying.is_test(paid_with),
            customer_reference=customer.reference,
            external_customer_reference=customer.external_reference,
        ),
    )
    charged = charging.charge(context, order, card, is_recurring=False)
    lifecycle.follow_up(context, charged, products)
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
    several times: locks the caller holds end here. Raises ``PaymentMissing`` for an amount without a card, and
    ``CardNotTaken`` where the processor keeps cards itself and the stored one is ours.
    """
    drawn_up = draw_up_agreed(context, agreed)
    stored = _off_session(agreed.card_id, agreed.payment_token, agreed.currency, is_test=agreed.is_test)
    payment, card = paying.accept(context, drawn_up, stored)
    order = lifecycle.begin(context, replace(drawn_up, payment=payment))
    return lifecycle.follow_up(context, charging.charge(context, order, card, is_recurring=True))


def charge_again(context: Context, reference: str, card_id: str | None, payment_token: str | None = None) -> Order:
    """Charge the unpaid renewal of a subscription once more, off-session, to the card or token it has now.

    Answered as it stands, as by ``place_agreed``; one that is paid or given up meanwhile as it is. Commits several
    times. Raises ``OrderNotFound``, ``PaymentMissing`` for an amount without a card, and ``PaymentInProgress``.
    """
    order = store.lock(context, reference)
    if order is None:
        raise errors.OrderNotFound(f"There is no order {reference[:20]!r}.", field="orderReference")
    if order.status is not OrderStatus.PENDING:
        return order
    stored = _off_session(card_id, payment_token, order.currency, is_test=order.is_test)
    payment, card = paying.accept(context, order, stored)
    order = store.set_payment(context, order, payment)
    return lifecycle.follow_up(context, charging.charge(context, order, card, is_recurring=True))


def find(context: Context, reference: str) -> Order:
    """The merchant's order of this RefNo; raises ``OrderNotFound``."""
    order = store.find(context, reference)
    if order is None:
        raise errors.OrderNotFound(f"There is no order {reference[:20]!r}.", field="orderReference")
    return order


def reconcile(context: Context) -> list[str]:
    """Carry out every duty of orders that is due by now, and answer what was done.

    Charges and refunds without an outcome are asked for at the processor, paid orders due for approval are
    finished, orders nobody pays are cancelled, lines that wait for codes get those that came in. Commits; may be
    run at any time, by any number of processes.
    """
    return [done for duty in DUTIES for done in iter(partial(duty.carry_out, context), None)]


def receive_payment(context: Context, reference: str) -> Order:
    """Note that an order paid offline (by wire, check or purchase order) is paid; it goes on as any paid order.

    Commits. Raises ``OrderNotFound``, and ``OrderNotPayable`` for any other order.
    """
    order = store.lock(context, reference)
    if order is None:
        raise errors.OrderNotFound(f"There is no order {reference[:20]!r}.", field="orderReference")
    if order.status is not OrderStatus.PENDING or not charging.is_paid_offline(order):
        raise errors.OrderNotPayable(f"The order is {order.status.value}.", field="orderReference")
    return lifecycle.follow_up(context, charging.mark_paid(context, order))


def has_pending_refund(context: Context, subscription_reference: str) -> bool:
    """Whether a refund was asked for, and not yet carried out, of an order that paid for the subscription."""
    return refunds.has_active(context, subscription_reference)


def _pay_again(context: Context, reference: str, new: NewOrder) -> Order:
    """Charge a failed or reversed order once more: same RefNo and date, the new payment in place of the old one."""
    charging.resolve(context, charging.left_open(context, reference))
    charging.abandon(context, reference)
    known = store.find(context, reference)
    if known is None:
        raise errors.OrderNotFound(f"There is no order {reference[:20]!r}.", field="RefNo")
    paid_with = paying.redeem(context, replace(new, billing=known.billing))
    order = store.lock(context, reference) or known
    if order.status not in _PAYABLE or order.partner_code is not None:
        raise errors.OrderNotPayable(f"The order is {order.status.value}.", field="RefNo")
    if refunds.active_of(context, reference) is not None:
        raise errors.PaymentInProgress(field="RefNo", hint="Its earlier payment is being reversed.")
    if order.kind != SALE:
        raise errors.OrderNotPayable("A renewal or upgrade is asked for anew, not paid again.", field="RefNo")
    if paid_with is not None and paying.is_test(paid_with) is not order.is_test:
        raise errors.PaymentTypeChanged(field="PaymentDetails.Type")
    payment, card = paying.accept(context, order, paid_with)
    payable = store.set_payment(context, order, payment)
    if payable.status is not order.status:
        outbox.order_changed(context, payable)
    charged = charging.charge(context, payable, card, is_recurring=False)
    lifecycle.follow_up(context, charged)
    return charged


def _off_session(card_id: str | None, token: str | None, currency: str, *, is_test: bool) -> NewPayment | None:
    if card_id is None and token is None:
        return None
    return NewPayment(
        type=PaymentType.TEST if is_test else PaymentType.CC,
        currency=currency,
        card_id=card_id,
        token=token,
        recurring_enabled=True,
    )
