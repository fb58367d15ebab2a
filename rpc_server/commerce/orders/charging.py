"""Moving an order's money: once, and never lost sight of.

An attempt is committed before the processor is called and settled after. What dies in between leaves the
attempt open; ``resolve`` asks the processor what became of it.
"""

from dataclasses import replace
from datetime import timedelta

from rpc_server.commerce.campaigns.promotions import uses
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders import errors, store
from rpc_server.commerce.orders.drawing_up import SALE
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.payments import attempts, challenges
from rpc_server.commerce.payments.methods import METHODS, Course
from rpc_server.commerce.payments.model import Attempt, AttemptStatus, Authorisation, CardSummary
from rpc_server.gateways import CardDetails, Charge, Outcome, Result
from rpc_server.gateways.simulator import WALLET_TOKEN

IN_FLIGHT = timedelta(minutes=5)
"""How long an attempt counts as under way: longer than any call of a processor may take."""

CARD_DECLINED = "ORDER_PAYMENT_METHOD_CARD_PROCESS_ERROR"
OUTCOME_UNKNOWN = "ORDER_PAYMENT_OUTCOME_UNKNOWN"
NEVER_RECEIVED = "The processor never received the charge"
_NEVER_SEEN = Result(Outcome.DECLINED, reason=NEVER_RECEIVED)


def charge(context: Context, order: Order, card: CardDetails | None, *, is_recurring: bool) -> Order:
    """Charge the stored order its total and answer it as it stands then; an order of no value is paid at once.

    Commits before the processor is called, and what it refused after; what it took the caller commits, with what
    follows from it. Authorised, the order is AUTHRECEIVED; declined, it stays
    PENDING with the reason in ``errors``; without an answer likewise, and ``resolve`` settles it later. Where
    the buyer's bank or wallet asks him first, it stays PENDING with an ``authorisation``; where it is paid
    offline, it just stays PENDING, but for a purchase order approved at once. Test orders, and all orders of
    accounts that are not live, never reach a real processor. Raises ``PaymentInProgress`` where the order has
    an attempt that is open or authorised already, and ``PromotionUsedUp`` where others have used up a promotion
    of it: it counts as used from the attempt on, unless that is declined.
    """
    amount = order.totals.gross_discounted
    if not amount or is_paid_offline(order):
        _reserve_promotions(context, order)
        return mark_paid(context, order) if not amount or _is_approved_at_once(order) else _waiting(context, order)
    attempt = attempts.open_attempt(context, order.reference or "", amount, order.currency, in_flight=IN_FLIGHT)
    if attempt is None:
        raise errors.PaymentInProgress(field="RefNo", hint="Ask for the order again in some minutes.")
    _reserve_promotions(context, order)
    context.work.commit()
    payment = order.payment
    token = challenges.new_token(context) if payment and payment.return_url else None
    result = context.services.gateway.charge(_charge(context, order, attempt, card, token, is_recurring=is_recurring))
    order = _with_card(context, order, result)
    if result.outcome is Outcome.CHALLENGE and payment is not None and token is not None:
        challenge = challenges.open_challenge(context, attempt, payment, token, result)
        context.work.commit()
        return replace(order, authorisation=Authorisation(challenge.script, token))
    settled = _settle(context, order, attempt, result)
    if settled.status is not OrderStatus.AUTHRECEIVED:
        context.work.commit()
    return settled


def resolve(context: Context, unsettled: list[Attempt]) -> list[Order]:
    """Ask the processor what became of these open attempts; answer the orders of those it could tell.

    One the processor never saw is declined, and one whose buyer did not answer his bank in time. No transaction is
    open while it is asked; commits one by one.
    """
    if unsettled:
        context.work.commit()
    resolved = []
    for attempt in unsettled:
        result = context.services.gateway.find(attempt.idempotency_key) or _NEVER_SEEN
        if result.outcome is Outcome.CHALLENGE:
            settled = _expire(context, attempt, result)
        else:
            settled = settle(context, attempt, result)
        resolved += [settled] if settled else []
    return resolved


def settle(context: Context, attempt: Attempt, result: Result, *, is_late: bool = False) -> Order | None:
    """Write what the processor says of an open attempt, once; answers the order as it stands then. Commits.

    None where nothing can be told yet. ``is_late``: the buyer did not answer in time; an order to be paid at
    his wallet is cancelled then, one by card may be paid again.
    """
    if result.outcome not in (Outcome.AUTHORISED, Outcome.DECLINED):
        return None
    order = store.lock(context, attempt.order_reference)
    if order is None:
        return None
    if is_late and result.outcome is Outcome.DECLINED and _course(order) is Course.REDIRECT:
        order = canceled(context, order)
    settled = _settle(context, order, attempt, result)
    context.work.commit()
    return settled


def return_surplus(context: Context, attempt: Attempt) -> bool:
    """Give back what was charged beside an order's payment; whether the processor did. Commits before and after."""
    context.work.commit()
    key = f"{attempt.idempotency_key}-surplus"
    result = context.services.gateway.refund(key, attempt.transaction or "", attempt.amount, attempt.currency)
    if result.outcome is not Outcome.AUTHORISED:
        return False
    attempts.mark_returned(context, attempt)
    context.work.commit()
    return True


def give_up(context: Context, transaction: str) -> Result:
    """Take a challenge back from a buyer who has not passed it; how it stands after that. No transaction is open."""
    context.services.gateway.void(transaction)
    return context.services.gateway.resume(transaction)


def abandon(context: Context, order_reference: str) -> None:
    """Take back what the buyer of the order has not answered, for he pays in another way. Commits."""
    unanswered = [
        (attempt, challenge)
        for attempt in attempts.attempts_of(context, order_reference)
        if attempt.status is AttemptStatus.OPEN and (challenge := challenges.challenge_of(context, attempt))
    ]
    if unanswered:
        context.work.commit()
    for attempt, challenge in unanswered:
        settle(context, attempt, give_up(context, challenge.transaction))


def mark_paid(context: Context, order: Order) -> Order:
    """Write that the order's money is there, and answer it AUTHRECEIVED."""
    now = context.clock.now()
    finished_at = now + timedelta(seconds=context.merchant.approval_delay_seconds)
    paid = store.set_authorised(context, order, now, finished_at)
    outbox.order_changed(context, paid)
    return paid


def canceled(context: Context, order: Order) -> Order:
    """Write that a PENDING order is not paid any more, and answer it CANCELED; the caller holds it."""
    gone = store.set_status(context, order, OrderStatus.CANCELED, order.approve_status)
    if gone is not None:
        outbox.order_changed(context, gone)
    return gone or order


def is_paid_offline(order: Order) -> bool:
    """Whether nobody is asked for the money of this order: it arrives, and is told of."""
    return _course(order) is Course.OFFLINE


def left_open(context: Context, order_reference: str | None = None) -> list[Attempt]:
    """Attempts without an outcome that are no longer under way, of all orders or of one."""
    return attempts.attempts_left_open(context, context.clock.now() - IN_FLIGHT, order_reference)


def _waiting(context: Context, order: Order) -> Order:
    """The order, which waits to be told of as paid: as long as the account lets it."""
    wait = context.merchant.unpaid_order_wait
    store.set_due(context, order, None if wait is None else context.clock.now() + wait)
    return order


def _charge(
    context: Context, order: Order, attempt: Attempt, card: CardDetails | None, token: str | None, *, is_recurring: bool
) -> Charge:
    """What the processor is asked; wallets are played by the simulator, whatever the account."""
    is_wallet, payment = _course(order) is Course.REDIRECT, order.payment
    kept_there = payment.token if payment else None
    return Charge(
        idempotency_key=attempt.idempotency_key,
        amount=attempt.amount,
        currency=attempt.currency,
        card=card,
        is_recurring=is_recurring,
        is_test=is_wallet or order.is_test or not context.merchant.is_live,
        token=WALLET_TOKEN if is_wallet else kept_there,
        will_recur=payment is not None and payment.recurring_enabled,
        return_url=challenges.return_address(payment.pages_at or "", token) if payment and token else None,
        faults=context.merchant.faults,
    )


def _with_card(context: Context, order: Order, result: Result) -> Order:
    """The order with what the processor told of a card it keeps itself; written where it told anything."""
    told, payment = result.card, order.payment
    if told is None or payment is None:
        return order
    card = CardSummary("", told.last_digits, told.brand, told.expiry_month, told.expiry_year)
    return store.set_card(context, order, replace(payment, card=card))


def _expire(context: Context, attempt: Attempt, result: Result) -> Order | None:
    """Settle an attempt whose buyer can no longer answer; None where he still may."""
    challenge = challenges.challenge_of(context, attempt)
    if challenge is not None and context.clock.now() < challenge.expires_at:
        attempts.ask_again(context, attempt, challenge.expires_at)
        context.work.commit()
        return None
    context.work.commit()
    return settle(context, attempt, give_up(context, result.transaction or ""), is_late=True)


def _settle(context: Context, order: Order, attempt: Attempt, result: Result) -> Order:
    """Write what became of the attempt and of its order, unless someone else did meanwhile.

    The order is written before its attempt, and that before its promotions: a retry locks them in that order too.
    """
    match result.outcome:
        case Outcome.AUTHORISED:
            settled = mark_paid(context, order)
        case Outcome.DECLINED:
            reason = f"Couldn't complete the payment validation process: {result.reason}"
            settled = replace(order, errors=((CARD_DECLINED, reason),))
        case Outcome.UNKNOWN | Outcome.CHALLENGE:
            settled = replace(
                order, errors=((OUTCOME_UNKNOWN, "The processor has not answered; do not pay again yet."),)
            )
    if attempts.settle_attempt(context, attempt, result) is None:
        context.work.rollback()
        return _settled_before(context, order, attempt, result)
    if result.outcome is Outcome.DECLINED:
        uses.release(context, attempt.order_reference)
    return settled


def _settled_before(context: Context, order: Order, attempt: Attempt, result: Result) -> Order:
    """The order whose attempt was settled by someone else. Money that moved after all pays it or is to be given back."""
    held = store.lock(context, attempt.order_reference) or order
    if result.outcome is not Outcome.AUTHORISED:
        return held
    late = attempts.settle_late(context, attempt, result, is_wanted=held.status is OrderStatus.PENDING)
    is_paid = late is not None and late.status is AttemptStatus.AUTHORISED
    settled = mark_paid(context, held) if is_paid else held
    context.work.commit()
    return settled


def _course(order: Order) -> Course:
    return METHODS[order.payment.type].course if order.payment else Course.NONE


def _is_approved_at_once(order: Order) -> bool:
    return bool(order.payment and order.payment.is_approved_at_once)


def _reserve_promotions(context: Context, order: Order) -> None:
    """Count the order as one of those its promotions are for; a renewal has what its purchase was given."""
    if order.kind != SALE:
        return
    uses.reserve(context, order.reference or "", {line.promotion.code for line in order.lines if line.promotion})
