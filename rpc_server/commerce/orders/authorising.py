"""Buyers at the page of their bank or wallet: what they are asked, and what their answer makes of the order."""

from dataclasses import dataclass
from enum import Enum

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import charging, lifecycle, store
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments import attempts, challenges
from rpc_server.commerce.payments.addresses import with_reference
from rpc_server.commerce.payments.errors import ChallengeOver
from rpc_server.commerce.payments.model import Attempt, AttemptStatus, Challenge
from rpc_server.gateways import Bank, Result


class Answer(Enum):
    """What a buyer may do at the page. TIME_OUT plays one who lets the bank's time run out."""

    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    TIME_OUT = "time_out"


@dataclass(frozen=True, slots=True)
class Question:
    """A challenge with the attempt it is about and the order to be paid."""

    challenge: Challenge
    attempt: Attempt
    order: Order


def question(context: Context, token: str) -> Question:
    """What the buyer with this token is asked; raises ``ChallengeOver`` where nobody is (any more)."""
    asked = _asked(context, token)
    if asked.attempt.status is not AttemptStatus.OPEN or _is_late(context, asked):
        raise ChallengeOver
    return asked


def answer(context: Context, token: str, given: Answer) -> str:
    """Carry out what the buyer answered, and answer the address he is to be sent to. Commits.

    The first answer stands; every later one sends him to the same address. After the challenge's time any
    answer counts as TIME_OUT. Raises ``ChallengeOver`` for an unknown token, and where a real bank asks.
    """
    asked = _asked(context, token)
    if asked.challenge.redirect_url is not None:
        raise ChallengeOver
    if asked.attempt.status is AttemptStatus.OPEN:
        given = Answer.TIME_OUT if _is_late(context, asked) else given
        context.work.commit()
        result = _told(context, asked.challenge.transaction, given)
        _settle(context, asked, result, is_late=given is Answer.TIME_OUT)
    return _way_back(context, asked.challenge)


def come_back(context: Context, token: str) -> str:
    """Settle what a real bank says of a buyer it has sent back, and answer the address he is to be sent to. Commits.

    Raises ``ChallengeOver`` for an unknown token.
    """
    asked = _asked(context, token)
    if asked.attempt.status is AttemptStatus.OPEN:
        context.work.commit()
        result = context.services.gateway.resume(asked.challenge.transaction)
        _settle(context, asked, result, is_late=False)
    return _way_back(context, asked.challenge)


def _asked(context: Context, token: str) -> Question:
    challenge = challenges.challenge_with(context, token)
    attempt = attempts.find_attempt(context, challenge.attempt_id) if challenge else None
    order = store.find(context, challenge.order_reference) if challenge else None
    if challenge is None or attempt is None or order is None:
        raise ChallengeOver
    return Question(challenge, attempt, order)


def _is_late(context: Context, asked: Question) -> bool:
    return context.clock.now() >= asked.challenge.expires_at


def _told(context: Context, transaction: str, given: Answer) -> Result:
    """What the bank says once it was told the answer."""
    bank = context.services.gateway
    if given in (Answer.CANCEL, Answer.TIME_OUT):
        return charging.give_up(context, transaction)
    if not isinstance(bank, Bank):
        raise ChallengeOver
    return bank.answer_challenge(transaction, is_passed=given is Answer.APPROVE)


def _settle(context: Context, asked: Question, result: Result, *, is_late: bool) -> None:
    settled = charging.settle(context, asked.attempt, result, is_late=is_late)
    if settled is not None:
        lifecycle.follow_up(context, settled)


def _way_back(context: Context, challenge: Challenge) -> str:
    """The shop's address for a buyer who paid, or for one who did not."""
    attempt = attempts.find_attempt(context, challenge.attempt_id)
    is_paid = attempt is not None and attempt.status is AttemptStatus.AUTHORISED
    return with_reference(challenge.return_url if is_paid else challenge.cancel_url, challenge.order_reference)
