"""The simulated processor: outcomes by the holder's name, remembered."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rpc_server.gateways import CardDetails, Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from rpc_server.storage import Database


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
