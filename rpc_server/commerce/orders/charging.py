"""Moving an order's money: once, and never lost sight of.

An attempt is committed before the processor is called and settled after. What dies in between leaves the
attempt open; ``resolve`` asks the processor what became of it.
"""

from dataclasses import replace
from datetime import timedelta

from rpc_server.commerce.campaigns.promotions import uses
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import errors, store
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.model import Attempt
from rpc_server.gateways import CardDetails, Charge, Outcome, Result

IN_FLIGHT = timedelta(minutes=5)
"""How long an attempt counts as under way: longer than any call of a processor may take."""

CARD_DECLINED = "ORDER_PAYMENT_METHOD_CARD_PROCESS_ERROR"
OUTCOME_UNKNOWN = "ORDER_PAYMENT_OUTCOME_UNKNOWN"
_NEVER_SEEN = Result(Outcome.DECLINED, reason="The processor never received the charge")


def charge(context: Context, order: Order, card: CardDetails | None, *, is_recurring: bool) -> Order:
    """Charge the stored order its total and answer it as it stands then; an order of no value is paid at once.

    Commits before and after the processor is called. Authorised, it is AUTHRECEIVED; declined, it stays
    PENDING with the reason in ``errors``; without an answer likewise, and ``resolve`` settles it later. Test
    orders, and all orders of accounts that are not live, never reach a real processor. Raises
    ``PaymentInProgress`` where the order has an attempt that is open or authorised already, and
    ``PromotionUsedUp`` where others have used up a promotion of it: it counts as used from the attempt on,
    unless that is declined.
    """
    amount = order.totals.gross_discounted
    if not amount:
        _reserve_promotions(context, order)
        return _authorised(context, order)
    attempt = payments.open_attempt(context, order.reference or "", amount, order.currency)
    if attempt is None:
        raise errors.PaymentInProgress(field="RefNo", hint="Ask for the order again in some minutes.")
    _reserve_promotions(context, order)
    context.work.commit()
    result = context.services.gateway.charge(
        Charge(
            idempotency_key=attempt.idempotency_key,
            amount=amount,
            currency=order.currency,
            card=card,
            is_recurring=is_recurring,
            is_test=order.is_test or not context.merchant.is_live,
        )
    )
    return _settle(context, order, attempt, result)


def resolve(context: Context, attempts: list[Attempt]) -> list[Order]:
    """Ask the processor what became of these open attempts; answer the orders of those it could tell.

    One the processor never saw is declined. No transaction is open while it is asked; commits one by one.
    """
    if attempts:
        context.work.commit()
    resolved = []
    for attempt in attempts:
        result = context.services.gateway.find(attempt.idempotency_key) or _NEVER_SEEN
        order = store.lock(context, attempt.order_reference)
        if order is not None and result.outcome in (Outcome.AUTHORISED, Outcome.DECLINED):
            resolved.append(_settle(context, order, attempt, result))
    return resolved


def left_open(context: Context, order_reference: str | None = None) -> list[Attempt]:
    """Attempts without an outcome that are no longer under way, of all orders or of one."""
    return payments.attempts_left_open(context, context.clock.now() - IN_FLIGHT, order_reference)


def _settle(context: Context, order: Order, attempt: Attempt, result: Result) -> Order:
    """Write what became of the attempt and of its order; commits.

    The order is written before its attempt, and that before its promotions: a retry locks them in that order too.
    """
    match result.outcome:
        case Outcome.AUTHORISED:
            settled = _authorised(context, order)
        case Outcome.DECLINED:
            reason = f"Couldn't complete the payment validation process: {result.reason}"
            settled = replace(order, errors=((CARD_DECLINED, reason),))
        case Outcome.UNKNOWN | Outcome.CHALLENGE:
            settled = replace(
                order, errors=((OUTCOME_UNKNOWN, "The processor has not answered; do not pay again yet."),)
            )
    if payments.settle_attempt(context, attempt, result) is None:
        settled = store.find(context, attempt.order_reference) or order
    elif result.outcome is Outcome.DECLINED:
        uses.release(context, attempt.order_reference)
    context.work.commit()
    return settled


def _reserve_promotions(context: Context, order: Order) -> None:
    uses.reserve(context, order.reference or "", {line.promotion.code for line in order.lines if line.promotion})


def _authorised(context: Context, order: Order) -> Order:
    return store.set_authorised(context, order, context.clock.now())
