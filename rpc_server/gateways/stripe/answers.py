"""What Stripe's answers, refusals and silences mean to the engine."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import structlog
from stripe import CardError, InvalidRequestError, PaymentIntent, PaymentMethod, Refund, StripeError

from rpc_server.gateways.interface import ChargedCard, Outcome, Result
from rpc_server.gateways.stripe.amounts import InexactAmount

P = ParamSpec("P")
T = TypeVar("T")

REFUSALS = {
    "authentication_required": "Authentication required",
    "expired_card": "Expired card",
    "incorrect_cvc": "Invalid security code",
    "incorrect_number": "No such card",
    "insufficient_funds": "Insufficient funds",
    "invalid_account": "No such card",
    "invalid_cvc": "Invalid security code",
    "invalid_number": "No such card",
    "issuer_not_available": "Try again later",
    "payment_intent_authentication_failure": "Authentication failed",
    "processing_error": "Try again later",
    "reenter_transaction": "Try again later",
    "try_again_later": "Try again later",
}
"""Words for a decline code of the issuer, or else an error code; they are the simulator's.

Every other code is ``Card declined``: the buyer must not learn that a card is taken for stolen or fraudulent
(https://docs.stripe.com/declines/codes).
"""

_log = structlog.get_logger("rpc_server.gateways.stripe")


def declined_when_refused(request: Callable[P, Result]) -> Callable[P, Result]:
    """Answers DECLINED where Stripe said no for good; a repetition with the same key would hear the same."""

    @wraps(request)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Result:
        try:
            return request(*args, **kwargs)
        except CardError as refusal:
            return Result(Outcome.DECLINED, reason=_words(refusal.error))
        except InvalidRequestError as refusal:
            return Result(Outcome.DECLINED, reason=refusal.user_message)
        except InexactAmount as refusal:
            return Result(Outcome.DECLINED, reason=str(refusal))

    return answered


def unknown_when_lost(request: Callable[P, T]) -> Callable[P, T | Result]:
    """Answers UNKNOWN where Stripe did not say what it did: no connection, no answer in time, a failure of its own.

    A key it does not accept counts as that too; so nothing is taken for refused that an earlier try moved.
    """

    @wraps(request)
    def answered(*args: P.args, **kwargs: P.kwargs) -> T | Result:
        try:
            return request(*args, **kwargs)
        except StripeError as lost:
            _log.error(
                "stripe_did_not_answer",
                request=request.__name__,
                error=type(lost).__name__,
                code=lost.code,
                status=lost.http_status,
                stripe_request_id=lost.request_id,
            )
            return Result(Outcome.UNKNOWN)

    return answered


def payment_result(intent: PaymentIntent) -> Result:
    """How a payment stands."""
    match intent.status:
        case "succeeded" | "requires_capture":
            return Result(Outcome.AUTHORISED, intent.id)
        case "requires_action":
            return Result(Outcome.CHALLENGE, intent.id, redirect_url=_redirect_url(intent))
        case "requires_payment_method":
            return Result(Outcome.DECLINED, reason=_words(intent.last_payment_error))
        case "canceled":
            return Result(Outcome.DECLINED, reason="Cancelled")
        case _:
            return Result(Outcome.UNKNOWN, intent.id)


def charged_card(method: PaymentMethod) -> ChargedCard | None:
    """What Stripe tells of the card behind a token; None of a token for anything else."""
    card = method.card
    return None if card is None else ChargedCard(card.brand, card.last4 or "", card.exp_month, card.exp_year)


def refund_result(refund: Refund) -> Result:
    """How a refund stands; one on its way to the bank (``pending``) is agreed to."""
    if refund.status in ("failed", "canceled"):
        return Result(Outcome.DECLINED, reason=f"The refund is {refund.status}")
    return Result(Outcome.AUTHORISED, refund.id)


def _redirect_url(intent: PaymentIntent) -> str | None:
    redirect = getattr(intent.next_action, "redirect_to_url", None)
    return None if redirect is None else redirect.url


def _words(error: object) -> str:
    codes = (getattr(error, "decline_code", None), getattr(error, "code", None))
    return next((REFUSALS[code] for code in codes if code in REFUSALS), "Card declined")
