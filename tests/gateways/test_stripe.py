"""Stripe: every payment is made once, told truly, and paid by a token alone."""

import itertools
import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import structlog

from rpc_server.clock import SetClock, SystemClock
from rpc_server.gateways import CardDetails, CardNotTaken, Charge, Gateway, Outcome, Result
from rpc_server.gateways.stripe import Stripe
from tests.gateways.conftest import SECRET, StripeAccount

NEEDS_THE_BUYER = "4000002500003155"
NEEDS_THE_BUYER_AND_IS_DECLINED = "4000008260003178"
SHOP = "https://shop.example/back?refno=1"
EVERY_TRY = 3

_numbers = itertools.count()


def key() -> str:
    """A key nobody used before."""
    return f"APITEST-{next(_numbers)}"


def charge(token: str | None, idempotency_key: str | None = None, **changes: Any) -> Charge:
    """19.95 USD, paid by the token, the buyer being there."""
    asked = {"amount": Decimal("19.95"), "currency": "USD", "card": None, "is_recurring": False, "is_test": False}
    return Charge(idempotency_key=idempotency_key or key(), token=token, **{**asked, **changes})


def test_a_token_is_charged_to_the_cent(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token())

    paid = stripe.charge(asked)

    (intent,) = account.payments(asked.idempotency_key)
    assert paid == Result(Outcome.AUTHORISED, intent.id)
    assert (intent.amount, intent.currency, intent.status) == (1995, "usd", "succeeded")


def test_a_currency_without_cents_is_charged_whole(stripe: Stripe, account: StripeAccount) -> None:
    paid = stripe.charge(charge(account.token(), amount=Decimal("1500.00"), currency="JPY"))

    intent = account.payment(paid.transaction)
    assert (intent.amount, intent.currency) == (1500, "jpy")


def test_an_amount_that_would_have_to_be_rounded_is_declined(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token(), amount=Decimal("19.95"), currency="JPY")

    refused = stripe.charge(asked)

    assert refused == Result(Outcome.DECLINED, reason="19.95 JPY has a part smaller than can be paid")
    assert account.payments(asked.idempotency_key) == []


def test_a_card_is_refused_before_anything_is_sent(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(None, card=CardDetails("4242424242424242", 12, 2030, "John Doe", "123"))

    with pytest.raises(CardNotTaken):
        stripe.charge(asked)

    assert not stripe.takes_cards
    assert account.payments(asked.idempotency_key) == []


def test_without_a_token_nothing_is_paid(stripe: Stripe) -> None:
    assert stripe.charge(charge(None)) == Result(Outcome.DECLINED, reason="No card")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("4000000000000341", "Card declined"),
        ("4000000000009979", "Card declined"),
        ("4000000000009995", "Insufficient funds"),
        ("4000000000000069", "Expired card"),
        ("4000000000000127", "Invalid security code"),
        ("4000000000000119", "Try again later"),
    ],
)
def test_a_decline_has_its_reason_also_later(stripe: Stripe, account: StripeAccount, number: str, reason: str) -> None:
    asked = charge(account.token(number))

    refused = stripe.charge(asked)

    assert refused == Result(Outcome.DECLINED, reason=reason)
    assert stripe.find(asked.idempotency_key) == refused


def test_an_unknown_token_is_declined(stripe: Stripe) -> None:
    assert stripe.charge(charge("pm_unheard_of")).outcome is Outcome.DECLINED


def test_a_token_that_will_recur_is_charged_again_without_the_buyer(stripe: Stripe, account: StripeAccount) -> None:
    token = account.token()

    first = stripe.charge(charge(token, will_recur=True))
    later = [stripe.charge(charge(token, is_recurring=True)) for _ in range(2)]

    payments = [account.payment(result.transaction) for result in (first, *later)]
    assert [payment.status for payment in payments] == ["succeeded"] * 3
    assert len({payment.customer for payment in payments} - {None}) == 1


def test_a_token_that_was_not_kept_is_spent(stripe: Stripe, account: StripeAccount) -> None:
    token = account.token()
    stripe.charge(charge(token))

    assert stripe.charge(charge(token, is_recurring=True)).outcome is Outcome.DECLINED


def test_money_held_is_captured_once(stripe: Stripe, account: StripeAccount) -> None:
    held = stripe.authorise(charge(account.token()))
    assert account.payment(held.transaction).status == "requires_capture"

    captured = [stripe.capture(held.transaction or "") for _ in range(2)]

    assert captured == [Result(Outcome.AUTHORISED, held.transaction)] * 2
    assert account.payment(held.transaction).status == "succeeded"


def test_money_held_is_let_go_once(stripe: Stripe, account: StripeAccount) -> None:
    held = stripe.authorise(charge(account.token()))

    voided = [stripe.void(held.transaction or "") for _ in range(2)]

    assert voided == [Result(Outcome.AUTHORISED, held.transaction)] * 2
    assert stripe.resume(held.transaction or "") == Result(Outcome.DECLINED, reason="Cancelled")


def test_what_is_over_is_neither_captured_nor_voided(stripe: Stripe, account: StripeAccount) -> None:
    paid, voided = stripe.charge(charge(account.token())), stripe.authorise(charge(account.token()))
    stripe.void(voided.transaction or "")

    assert stripe.void(paid.transaction or "") == Result(Outcome.DECLINED, reason="The payment is succeeded")
    assert stripe.capture(voided.transaction or "").outcome is Outcome.DECLINED
    assert account.payment(paid.transaction).status == "succeeded"
    assert account.payment(voided.transaction).status == "canceled"


def test_no_more_is_refunded_than_was_paid(stripe: Stripe, account: StripeAccount) -> None:
    paid = stripe.charge(charge(account.token())).transaction or ""

    part = stripe.refund(key(), paid, Decimal("5.00"), "USD")
    too_much = stripe.refund(key(), paid, Decimal("14.96"), "USD")
    rest = stripe.refund(key(), paid, Decimal("14.95"), "USD")

    assert [refund.amount for refund in account.refunds(paid)] == [500, 1495]
    assert [part, rest] == [Result(Outcome.AUTHORISED, refund.id) for refund in account.refunds(paid)]
    assert too_much.outcome is Outcome.DECLINED


def test_a_refund_key_gives_back_once_for_ever(stripe: Stripe, account: StripeAccount) -> None:
    paid = stripe.charge(charge(account.token())).transaction or ""
    first = stripe.refund("refund-" + paid, paid, Decimal("5.00"), "USD")
    account.set_mood(is_forgetful=True)

    again = stripe.refund("refund-" + paid, paid, Decimal("5.00"), "USD")

    assert again == first
    assert [refund.amount for refund in account.refunds(paid)] == [500]


def test_a_refund_whose_answer_was_lost_is_asked_for_again(stripe: Stripe, account: StripeAccount) -> None:
    paid = stripe.charge(charge(account.token())).transaction or ""
    account.set_mood(fault="lost", times=EVERY_TRY, path="/v1/refunds")

    lost, again = (stripe.refund("refund-" + paid, paid, Decimal("5.00"), "USD") for _ in range(2))

    (refund,) = account.refunds(paid)
    assert (lost, again) == (Result(Outcome.UNKNOWN), Result(Outcome.AUTHORISED, refund.id))


def test_what_was_not_paid_is_not_refunded(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token("4000000000000341"))
    stripe.charge(asked)
    (declined,) = account.payments(asked.idempotency_key)

    assert stripe.refund(key(), declined.id, Decimal(1), "USD").outcome is Outcome.DECLINED


@pytest.mark.parametrize(
    ("number", "is_passed", "expected"),
    [
        (NEEDS_THE_BUYER, True, (Outcome.AUTHORISED, None)),
        (NEEDS_THE_BUYER, False, (Outcome.DECLINED, "Authentication failed")),
        (NEEDS_THE_BUYER_AND_IS_DECLINED, True, (Outcome.DECLINED, "Card declined")),
    ],
)
def test_a_challenge_is_resumed_when_the_buyer_is_back(
    stripe: Stripe, account: StripeAccount, number: str, *, is_passed: bool, expected: tuple[Outcome, str | None]
) -> None:
    asked = stripe.charge(charge(account.token(number), return_url=SHOP))
    meanwhile = stripe.resume(asked.transaction or "")
    account.answer_challenge(asked.transaction, is_passed=is_passed)

    resumed = stripe.resume(asked.transaction or "")

    url = f"{account.url}/challenge/{asked.transaction}"
    assert asked == meanwhile == Result(Outcome.CHALLENGE, asked.transaction, redirect_url=url)
    assert (resumed.outcome, resumed.reason) == expected


def test_a_challenge_brings_the_buyer_back_to_the_shop(stripe: Stripe, account: StripeAccount) -> None:
    asked = stripe.charge(charge(account.token(NEEDS_THE_BUYER), return_url=SHOP))

    action: Any = account.payment(asked.transaction).next_action
    assert action.redirect_to_url.return_url == SHOP


def test_money_is_only_held_after_the_challenge_of_an_authorisation(stripe: Stripe, account: StripeAccount) -> None:
    asked = stripe.authorise(charge(account.token(NEEDS_THE_BUYER), return_url=SHOP))
    account.answer_challenge(asked.transaction, is_passed=True)

    assert stripe.resume(asked.transaction or "").outcome is Outcome.AUTHORISED
    assert account.payment(asked.transaction).status == "requires_capture"


def test_a_token_that_passed_its_challenge_recurs(stripe: Stripe, account: StripeAccount) -> None:
    token = account.token(NEEDS_THE_BUYER)
    asked = stripe.charge(charge(token, return_url=SHOP, will_recur=True))
    account.answer_challenge(asked.transaction, is_passed=True)
    stripe.resume(asked.transaction or "")

    owner = account.payment(asked.transaction).customer
    stripe.charge(charge(token, "again" + token, is_recurring=True))

    (again,) = account.payments("again" + token)
    assert owner is not None
    assert again.customer == owner


def test_a_token_first_charged_without_its_buyer_recurs(stripe: Stripe, account: StripeAccount) -> None:
    token = account.token()

    first, second = (stripe.charge(charge(token, is_recurring=True, will_recur=True)) for _ in range(2))

    owners = [account.payment(paid.transaction).customer for paid in (first, second)]
    assert (first.outcome, second.outcome) == (Outcome.AUTHORISED, Outcome.AUTHORISED)
    assert owners[0] == owners[1] is not None


def test_a_token_that_was_spent_is_declined_without_its_buyer(stripe: Stripe, account: StripeAccount) -> None:
    token = account.token()
    stripe.charge(charge(token))

    assert stripe.charge(charge(token, is_recurring=True, will_recur=True)).outcome is Outcome.DECLINED


def test_a_challenge_given_up_is_voided(stripe: Stripe, account: StripeAccount) -> None:
    asked = stripe.charge(charge(account.token(NEEDS_THE_BUYER), return_url=SHOP))

    assert stripe.void(asked.transaction or "") == Result(Outcome.AUTHORISED, asked.transaction)
    assert stripe.resume(asked.transaction or "") == Result(Outcome.DECLINED, reason="Cancelled")


@pytest.mark.parametrize("changes", [{"return_url": None}, {"return_url": SHOP, "is_recurring": True}])
def test_without_a_buyer_to_send_away_what_needs_him_is_declined(
    stripe: Stripe, account: StripeAccount, changes: dict[str, Any]
) -> None:
    refused = stripe.charge(charge(account.token(NEEDS_THE_BUYER), **changes))

    assert refused == Result(Outcome.DECLINED, reason="Authentication required")


def test_the_same_key_gets_the_same_answer(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token(), will_recur=True)

    answers = [stripe.charge(asked) for _ in range(2)]

    assert [intent.id for intent in account.payments(asked.idempotency_key)] == [answers[0].transaction]
    assert answers[0] == answers[1]


def test_the_same_key_is_refused_the_same_way(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token("4000000000009995"), will_recur=True)

    refused = [stripe.charge(asked) for _ in range(2)]

    assert refused == [Result(Outcome.DECLINED, reason="Insufficient funds")] * 2
    assert len(account.payments(asked.idempotency_key)) == 1


def test_another_charge_with_the_same_key_moves_nothing(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token(), will_recur=True)
    stripe.charge(asked)

    other = stripe.charge(replace(asked, amount=Decimal(100)))

    (intent,) = account.payments(asked.idempotency_key)
    assert (other, intent.amount) == (Result(Outcome.UNKNOWN), 1995)


def test_two_at_once_with_the_same_key_pay_once(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token(), will_recur=True)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(stripe.charge, [asked] * 4))

    (intent,) = account.payments(asked.idempotency_key)
    assert answers == [Result(Outcome.AUTHORISED, intent.id)] * 4


def test_an_answer_lost_on_the_way_is_asked_for_again(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token())
    account.set_mood(fault="lost", times=1)

    paid = stripe.charge(asked)

    (intent,) = account.payments(asked.idempotency_key)
    assert paid == Result(Outcome.AUTHORISED, intent.id)


def test_a_charge_whose_answers_are_all_lost_is_unknown_until_found(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token())
    account.set_mood(fault="lost", times=EVERY_TRY)

    lost = stripe.charge(asked)

    (intent,) = account.payments(asked.idempotency_key)
    paid = Result(Outcome.AUTHORISED, intent.id)
    assert (lost, stripe.find(asked.idempotency_key), stripe.charge(asked)) == (Result(Outcome.UNKNOWN), paid, paid)
    assert len(account.payments(asked.idempotency_key)) == 1


def test_a_charge_answered_too_late_is_unknown_until_found(account: StripeAccount) -> None:
    hasty = account.gateway(timeout_seconds=0.5, retries=0)
    asked = charge(account.token())
    account.set_mood(fault="late", times=1)

    lost = hasty.charge(asked)

    (intent,) = account.payments(asked.idempotency_key)
    assert lost == Result(Outcome.UNKNOWN)
    assert hasty.find(asked.idempotency_key) == Result(Outcome.AUTHORISED, intent.id)


@pytest.mark.parametrize("status", [401, 403, 409, 429, 500, 503])
def test_a_failure_of_the_server_is_unknown_and_moves_nothing(account: StripeAccount, status: int) -> None:
    stripe = account.gateway(retries=0)
    asked = charge(account.token())
    account.set_mood(fault=status, times=1)

    lost = stripe.charge(asked)

    assert (lost, stripe.find(asked.idempotency_key)) == (Result(Outcome.UNKNOWN), None)
    assert stripe.charge(asked).outcome is Outcome.AUTHORISED


QUESTIONS: dict[str, Callable[[Gateway], Result | None]] = {
    "charge": lambda gateway: gateway.charge(charge("pm_1")),
    "authorise": lambda gateway: gateway.authorise(charge("pm_1")),
    "capture": lambda gateway: gateway.capture("pi_1"),
    "void": lambda gateway: gateway.void("pi_1"),
    "refund": lambda gateway: gateway.refund("key", "pi_1", Decimal(1), "USD"),
    "resume": lambda gateway: gateway.resume("pi_1"),
    "find": lambda gateway: gateway.find("key"),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_where_nobody_listens_all_is_unknown(question: Callable[[Gateway], Result | None]) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = "http://{}:{}".format(*unheard.getsockname())

        assert question(Stripe(SECRET, SystemClock(), api_base=url, retries=0)) == Result(Outcome.UNKNOWN)


@pytest.mark.parametrize("name", ["capture", "void", "refund"])
def test_what_was_never_charged_is_not_changed(stripe: Stripe, name: str) -> None:
    answered = QUESTIONS[name](stripe)

    assert answered is not None
    assert answered.outcome is Outcome.DECLINED


def test_a_payment_that_cannot_be_read_is_not_taken_for_refused(stripe: Stripe) -> None:
    assert stripe.resume("pi_of_another_account") == Result(Outcome.UNKNOWN)


def test_a_payment_the_search_does_not_know_yet_is_found(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token())
    paid = stripe.charge(asked)
    account.set_mood(is_searchable=False)

    assert stripe.find(asked.idempotency_key) == paid


def test_a_payment_of_long_ago_is_found(stripe: Stripe, account: StripeAccount) -> None:
    asked = charge(account.token())
    paid = stripe.charge(asked)
    years_later = SetClock(datetime.now(UTC) + timedelta(days=1000))

    assert account.gateway(years_later).find(asked.idempotency_key) == paid


@pytest.mark.parametrize("quoted", ['say "so"', "back\\slash", 'both \\"'])
def test_a_key_of_any_characters_is_found(stripe: Stripe, account: StripeAccount, quoted: str) -> None:
    asked = charge(account.token(), quoted + key())
    paid = stripe.charge(asked)

    assert stripe.find(asked.idempotency_key) == paid


def test_a_key_never_sent_is_not_found(stripe: Stripe) -> None:
    assert stripe.find(key()) is None


def test_no_secret_is_shown_or_logged(account: StripeAccount, caplog: pytest.LogCaptureFixture) -> None:
    stripe = account.gateway(retries=0)
    asked = charge(account.token())
    account.set_mood(fault=401, times=1)

    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as lines:
        stripe.charge(asked)
        stripe.charge(asked)

    shown = repr(stripe) + repr(asked) + caplog.text
    assert lines == [
        {
            "event": "stripe_did_not_answer",
            "log_level": "error",
            "request": "charge",
            "error": "AuthenticationError",
            "code": None,
            "status": 401,
            "stripe_request_id": None,
        }
    ]
    assert SECRET not in shown
    assert "_secret_" not in shown
    assert asked.token is not None
    assert asked.token not in repr(asked)
