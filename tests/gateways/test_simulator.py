"""The simulated processor: outcomes by the holder's name or the token, and every step of a payment, remembered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.gateways import CardDetails, Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from rpc_server.storage import Database

SHOP = "https://shop.example/back?refno=1"


@pytest.fixture(params=["in this process", "stored"])
def simulator(request: pytest.FixtureRequest, database: Database) -> Simulator:
    """One that remembers by itself, and one that remembers in a database."""
    return Simulator(database if request.param == "stored" else None)


def transaction(result: Result, outcome: Outcome = Outcome.AUTHORISED) -> str:
    """The transaction of a result that is as expected."""
    assert result.outcome is outcome
    assert result.transaction is not None
    return result.transaction


def challenged(simulator: Simulator, holder: str = "Vera Doe") -> str:
    """A charge whose buyer was sent to his bank."""
    return transaction(simulator.charge(replace(charge(holder), return_url=SHOP)), Outcome.CHALLENGE)


def charge(holder: str = "John Doe", key: str = "key", *, is_recurring: bool = False) -> Charge:
    card = CardDetails("4111111111111111", 12, 2030, holder)
    return Charge(key, Decimal(10), "USD", card, is_recurring=is_recurring, is_test=True)


@pytest.mark.parametrize(
    ("holder", "first", "recurring"),
    [
        ("John Doe", None, None),
        ("Mike Doe", None, "Insufficient funds"),
        ("Jenny Doe", None, "Stolen card"),
        ("Mona Doe", "Insufficient funds", "Insufficient funds"),
        ("Mark Doe", "Try again later", "Try again later"),
        ("Red Doe", "Stolen card", "Stolen card"),
        ("Joy Doe", "Authentication failed", "Authentication failed"),
        ("Angela Doe", "Expired card", "Expired card"),
        ("Adrian Doe", "No such card", "No such card"),
        ("Jack Doe", "Invalid security code", "Invalid security code"),
        ("Grace Hopper", None, None),
        ("  ADRIAN   doe  the Second", "No such card", "No such card"),
        ("", None, None),
    ],
)
def test_the_holders_name_decides(holder: str, first: str | None, recurring: str | None) -> None:
    simulator = Simulator()

    assert simulator.charge(charge(holder, "first")).reason == first
    assert simulator.charge(charge(holder, "later", is_recurring=True)).reason == recurring


def test_a_success_has_a_transaction_and_a_refusal_has_none() -> None:
    simulator = Simulator()

    paid, refused = simulator.charge(charge()), simulator.charge(charge("Red Doe", "other"))

    assert (paid.outcome, paid.transaction is not None) == (Outcome.AUTHORISED, True)
    assert (refused.outcome, refused.transaction) == (Outcome.DECLINED, None)


@pytest.mark.parametrize(
    ("token", "reason"),
    [("tok_mona_doe", "Insufficient funds"), ("tok_John_Doe", None), ("pm_of_another_processor", None)],
)
def test_a_token_stands_for_a_card_of_the_holder_it_names(token: str, reason: str | None) -> None:
    assert Simulator().charge(replace(charge(), card=None, token=token)).reason == reason


def test_without_a_card_nothing_is_paid() -> None:
    assert Simulator().charge(replace(charge(), card=None)) == Result(Outcome.DECLINED, reason="No card")


def test_an_earlier_charge_is_found_also_by_another_process(database: Database) -> None:
    paid = Simulator(database).charge(charge())
    refused = Simulator(database).charge(charge("Red Doe", "other"))

    later = Simulator(database)

    assert (later.find("key"), later.find("other"), later.find("nothing")) == (paid, refused, None)


def test_the_same_key_gets_the_same_answer(database: Database) -> None:
    paid = Simulator(database).charge(charge())

    assert Simulator(database).charge(charge("Red Doe")) == paid


def test_without_a_database_it_remembers_itself() -> None:
    simulator = Simulator()
    paid = simulator.charge(charge())

    assert simulator.find("key") == paid
    assert simulator.charge(charge("Red Doe")) == paid


def test_money_held_is_captured_once(simulator: Simulator) -> None:
    held = transaction(simulator.authorise(charge()))

    captured = [simulator.capture(held) for _ in range(2)]

    assert captured == [Result(Outcome.AUTHORISED, held)] * 2
    assert simulator.void(held) == Result(Outcome.DECLINED, reason="The payment is captured")
    assert simulator.resume(held) == simulator.find("key") == Result(Outcome.AUTHORISED, held)


def test_money_held_is_let_go_once(simulator: Simulator) -> None:
    held = transaction(simulator.authorise(charge()))

    voided = [simulator.void(held) for _ in range(2)]

    assert voided == [Result(Outcome.AUTHORISED, held)] * 2
    assert simulator.capture(held) == Result(Outcome.DECLINED, reason="The payment is voided")
    assert simulator.resume(held) == simulator.find("key") == Result(Outcome.DECLINED, reason="Cancelled")


def test_no_more_is_refunded_than_was_paid(simulator: Simulator) -> None:
    paid = transaction(simulator.charge(charge()))

    part = simulator.refund("first", paid, Decimal("3.50"), "USD")
    too_much = simulator.refund("second", paid, Decimal("6.51"), "USD")
    rest = simulator.refund("third", paid, Decimal("6.50"), "USD")

    assert transaction(part) != transaction(rest)
    assert too_much == Result(Outcome.DECLINED, reason="6.50 USD can be refunded")


def test_a_refund_key_gives_back_once(simulator: Simulator) -> None:
    paid = transaction(simulator.charge(charge()))

    first, again = (simulator.refund("first", paid, Decimal(6), "USD") for _ in range(2))

    assert first == again
    assert simulator.refund("second", paid, Decimal(4), "USD").outcome is Outcome.AUTHORISED


@pytest.mark.parametrize(
    ("amount", "currency", "reason"),
    [
        (Decimal(10), "EUR", "The payment is in USD"),
        (Decimal(0), "USD", "10 USD can be refunded"),
        (Decimal(-1), "USD", "10 USD can be refunded"),
    ],
)
def test_a_refund_that_makes_no_sense_is_declined(amount: Decimal, currency: str, reason: str) -> None:
    simulator = Simulator()
    paid = transaction(simulator.charge(charge()))

    assert simulator.refund("refund", paid, amount, currency) == Result(Outcome.DECLINED, reason=reason)


def test_money_only_held_is_not_refunded(simulator: Simulator) -> None:
    held = transaction(simulator.authorise(charge()))

    assert simulator.refund("refund", held, Decimal(1), "USD") == Result(Outcome.DECLINED, reason="The payment is held")


def test_refunds_at_once_stay_within_what_was_paid(simulator: Simulator) -> None:
    paid = transaction(simulator.charge(charge()))

    with ThreadPoolExecutor(8) as threads:
        refunds = list(threads.map(lambda n: simulator.refund(f"refund {n}", paid, Decimal(3), "USD"), range(8)))

    assert [refund.outcome for refund in refunds].count(Outcome.AUTHORISED) == 3


@given(st.lists(st.tuples(st.integers(0, 5), st.decimals(0, 20, places=2)), max_size=12))
def test_what_was_refunded_is_never_more_than_what_was_paid(asked: list[tuple[int, Decimal]]) -> None:
    simulator = Simulator()
    paid = transaction(simulator.charge(charge()))
    given_back: dict[int, Decimal] = {}

    for number, amount in asked:
        if simulator.refund(str(number), paid, amount, "USD").outcome is Outcome.AUTHORISED:
            given_back.setdefault(number, amount)

    assert sum(given_back.values()) <= 10


def test_a_challenge_waits_for_the_buyer(simulator: Simulator) -> None:
    asked = challenged(simulator)

    shown = simulator.challenge(asked)

    waiting = Result(Outcome.CHALLENGE, asked, redirect_url=f"/simulator/challenge/{asked}")
    assert simulator.resume(asked) == simulator.find("key") == waiting
    assert shown is not None
    assert (shown.amount, shown.currency, shown.return_url) == (Decimal(10), "USD", SHOP)


@pytest.mark.parametrize(
    ("holder", "is_passed", "reason"),
    [
        ("Vera Doe", True, None),
        ("Vera Doe", False, "Authentication failed"),
        ("Viola Doe", True, "Insufficient funds"),
        ("Viola Doe", False, "Authentication failed"),
    ],
)
def test_the_buyer_answers_a_challenge_once(
    simulator: Simulator, holder: str, *, is_passed: bool, reason: str | None
) -> None:
    asked = challenged(simulator, holder)

    answered = simulator.answer_challenge(asked, is_passed=is_passed)

    expected = Result(Outcome.DECLINED, reason=reason) if reason else Result(Outcome.AUTHORISED, asked)
    assert answered == simulator.answer_challenge(asked, is_passed=not is_passed) == simulator.resume(asked) == expected
    assert simulator.challenge(asked) is None


def test_money_is_only_held_after_the_challenge_of_an_authorisation() -> None:
    simulator = Simulator()
    asked = transaction(simulator.authorise(replace(charge("Vera Doe"), return_url=SHOP)), Outcome.CHALLENGE)

    simulator.answer_challenge(asked, is_passed=True)

    assert simulator.void(asked).outcome is Outcome.AUTHORISED


def test_a_challenge_given_up_is_voided(simulator: Simulator) -> None:
    asked = challenged(simulator)

    assert simulator.void(asked) == Result(Outcome.AUTHORISED, asked)
    assert simulator.answer_challenge(asked, is_passed=True) == Result(Outcome.DECLINED, reason="Cancelled")


def test_without_an_address_to_come_back_to_a_challenge_fails() -> None:
    refused = Simulator().charge(charge("Vera Doe"))

    assert refused == Result(Outcome.DECLINED, reason="Authentication required")


def test_a_recurring_charge_is_not_challenged() -> None:
    recurring = replace(charge("Vera Doe", is_recurring=True), return_url=SHOP)

    assert Simulator().charge(recurring).outcome is Outcome.AUTHORISED


def test_what_was_never_charged_is_neither_changed_nor_known(simulator: Simulator) -> None:
    answers: list[Any] = [
        simulator.capture("sim_1"),
        simulator.void("sim_1"),
        simulator.refund("refund", "sim_1", Decimal(1), "USD"),
        simulator.resume("sim_1"),
        simulator.answer_challenge("sim_1", is_passed=True),
    ]

    assert answers == [Result(Outcome.DECLINED, reason="No such transaction")] * 5
    assert simulator.challenge("sim_1") is None
