"""Charges that fault rules decide, whoever holds the card."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.context import Services
from rpc_server.gateways import CardDetails, Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from rpc_server.sandbox.faults import service
from rpc_server.sandbox.faults.model import Action, Rule
from rpc_server.sandbox.faults.striking import StoredFaults

_CHARGE = Charge(
    idempotency_key="APITEST-1",
    amount=Decimal("9.95"),
    currency="USD",
    card=CardDetails("4111111111111111", 12, 2030, "John Doe"),
    is_recurring=False,
    is_test=True,
)


class Bank:
    """The simulator, judged by APITEST's rules."""

    def __init__(self, services: Services, merchant: Merchant) -> None:
        self._services = services
        self._code = merchant.code
        self.simulator = Simulator(services.database, StoredFaults(services.database))

    def add(self, action: Action, text: str | None = None, times: int | None = None) -> None:
        service.add(self._services, self._code, Rule(action=action, text=text, times=times))

    def charge(self, number: int = 1, charge: Charge = _CHARGE) -> Result:
        with self._services.database.reading() as work:
            merchant = find_merchant(work.connection, self._code)
        assert merchant is not None
        return self.simulator.charge(replace(charge, idempotency_key=f"APITEST-{number}", faults=merchant.faults))


@pytest.fixture
def bank(services: Services, merchant: Merchant) -> Bank:
    return Bank(services, merchant)


def test_the_next_charge_is_declined_for_the_reason_given(bank: Bank) -> None:
    bank.add(Action.DECLINE, "Stolen card", times=1)

    assert bank.charge(1) == Result(Outcome.DECLINED, reason="Stolen card")
    assert bank.charge(2).outcome is Outcome.AUTHORISED


def test_a_decline_without_a_reason_has_no_funds(bank: Bank) -> None:
    bank.add(Action.DECLINE)

    assert bank.charge().reason == "Insufficient funds"


def test_the_same_charge_stays_answered_as_it_was(bank: Bank) -> None:
    first = bank.charge(1)
    bank.add(Action.DECLINE)

    assert bank.charge(1) == first
    assert first.outcome is Outcome.AUTHORISED


def test_a_buyer_is_sent_to_his_bank(bank: Bank) -> None:
    bank.add(Action.CHALLENGE)

    assert bank.charge(charge=replace(_CHARGE, return_url="https://shop.example/")).outcome is Outcome.CHALLENGE


def test_a_charge_without_its_buyer_is_declined_where_he_would_be_asked(bank: Bank) -> None:
    bank.add(Action.CHALLENGE)

    answered = bank.charge(charge=replace(_CHARGE, is_recurring=True))
    assert answered == Result(Outcome.DECLINED, reason="Authentication required")


def test_a_charge_whose_answer_is_lost_was_made(bank: Bank) -> None:
    bank.add(Action.NO_ANSWER, times=1)

    assert bank.charge(1) == Result(Outcome.UNKNOWN)
    found = bank.simulator.find("APITEST-1")
    assert found is not None
    assert found.outcome is Outcome.AUTHORISED


def test_rules_for_calls_leave_charges_alone(bank: Bank) -> None:
    bank.add(Action.ERROR)

    assert bank.charge().outcome is Outcome.AUTHORISED
