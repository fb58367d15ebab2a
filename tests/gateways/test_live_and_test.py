"""Test orders never reach a real processor, and real ones never the simulator."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rpc_server.gateways import CardDetails, Charge, Outcome, Result
from rpc_server.gateways.live_and_test import LiveAndTest
from rpc_server.gateways.simulator import Simulator


class Bank:
    """A real processor that does whatever it is asked, and keeps what that was."""

    name = "bank"
    takes_cards = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    def charge(self, charge: Charge) -> Result:
        return self._done("charge", charge.idempotency_key)

    def authorise(self, charge: Charge) -> Result:
        return self._done("authorise", charge.idempotency_key)

    def capture(self, transaction: str) -> Result:
        return self._done("capture", transaction)

    def void(self, transaction: str) -> Result:
        return self._done("void", transaction)

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        return self._done("refund", transaction)

    def resume(self, transaction: str) -> Result:
        return self._done("resume", transaction)

    def find(self, idempotency_key: str) -> Result | None:
        return self._done("find", idempotency_key)

    def _done(self, step: str, what: str) -> Result:
        self.asked.append(f"{step} {what}")
        return Result(Outcome.AUTHORISED, "bank_1")


def charge(key: str, *, is_test: bool) -> Charge:
    card = CardDetails("4111111111111111", 12, 2030, "John Doe")
    return Charge(key, Decimal(10), "USD", card, is_recurring=False, is_test=is_test)


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
def both(bank: Bank) -> LiveAndTest:
    return LiveAndTest(bank, Simulator())


def test_a_test_order_never_reaches_the_bank(both: LiveAndTest, bank: Bank) -> None:
    paid = both.charge(charge("paid", is_test=True)).transaction or ""
    held = both.authorise(charge("held", is_test=True)).transaction or ""
    given_up = both.authorise(charge("given up", is_test=True)).transaction or ""

    after = [
        both.refund("refund", paid, Decimal(10), "USD"),
        both.capture(held),
        both.void(given_up),
        both.resume(paid),
        both.find("held"),
    ]

    assert [result.outcome for result in after if result is not None] == [Outcome.AUTHORISED] * 5
    assert bank.asked == []


def test_the_buyer_of_a_test_order_answers_his_challenge(both: LiveAndTest) -> None:
    card = CardDetails("4111111111111111", 12, 2030, "Vera Doe")
    asked = both.charge(replace(charge("asked", is_test=True), card=card, return_url="https://shop.example/"))

    answered = both.answer_challenge(asked.transaction or "", is_passed=True)

    assert (asked.outcome, answered.outcome) == (Outcome.CHALLENGE, Outcome.AUTHORISED)


def test_a_real_order_is_the_banks_from_beginning_to_end(both: LiveAndTest, bank: Bank) -> None:
    both.charge(charge("paid", is_test=False))
    both.authorise(charge("held", is_test=False))
    both.capture("bank_1")
    both.void("bank_1")
    both.refund("refund", "bank_1", Decimal(10), "USD")
    both.resume("bank_1")
    both.find("paid")

    assert bank.asked == [
        "charge paid",
        "authorise held",
        "capture bank_1",
        "void bank_1",
        "refund bank_1",
        "resume bank_1",
        "find paid",
    ]


def test_it_takes_what_the_bank_takes(both: LiveAndTest) -> None:
    assert (both.name, both.takes_cards) == ("bank", False)
