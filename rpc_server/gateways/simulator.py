"""A payment processor without money: the card holder's name decides what becomes of a charge.

Names and outcomes are the documented test data of the hosted service. The words for a refusal are ours, but
for ``No such card``, which was recorded.
"""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from rpc_server.gateways.interface import Charge, Outcome, Result
from rpc_server.gateways.tables import SimulatorChargeRow
from rpc_server.storage import Database, insert_new

TEST_CARDS = {
    "4111111111111111": "visa",
    "5555555555554444": "mastercard",
    "378282246310005": "amex",
    "6011111111111117": "discover",
    "3566111111111113": "jcb",
}
"""Numbers the documentation tells clients to test with. Any other number is treated alike."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Why charges are refused: the first, which the shopper makes, and later ones without him. None: they succeed."""

    first: str | None = None
    recurring: str | None = None


HOLDERS = {
    "john doe": Behaviour(),
    "mike doe": Behaviour(recurring="Insufficient funds"),
    "jenny doe": Behaviour(recurring="Stolen card"),
    "mona doe": Behaviour("Insufficient funds", "Insufficient funds"),
    "mark doe": Behaviour("Try again later", "Try again later"),
    "red doe": Behaviour("Stolen card", "Stolen card"),
    "joy doe": Behaviour("Authentication failed", "Authentication failed"),
    "angela doe": Behaviour("Expired card", "Expired card"),
    "adrian doe": Behaviour("No such card", "No such card"),
    "jack doe": Behaviour("Invalid security code", "Invalid security code"),
}
"""Behaviour by the first two words of the holder's name, in lower case; every other name pays."""


class Ledger(Protocol):
    """Where answered charges are remembered."""

    def find(self, key: str) -> Result | None: ...

    def write(self, key: str, result: Result) -> Result:
        """Remember the result, unless there is one already; answers the one that stands."""
        ...


class ProcessLedger:
    """Remembers as long as the process lives."""

    def __init__(self) -> None:
        self._results: dict[str, Result] = {}

    def find(self, key: str) -> Result | None:
        return self._results.get(key)

    def write(self, key: str, result: Result) -> Result:
        return self._results.setdefault(key, result)


class StoredLedger:
    """Remembers in the database, in units of work of its own: a processor does not forget when its caller fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: str) -> Result | None:
        with self._database.reading() as work:
            row = work.session.get(SimulatorChargeRow, key)
        return None if row is None else Result(Outcome(row.outcome), row.transaction, row.reason)

    def write(self, key: str, result: Result) -> Result:
        row = {
            "idempotency_key": key,
            "outcome": result.outcome.value,
            "transaction": result.transaction,
            "reason": result.reason,
        }
        with self._database.writing() as work:
            is_first = insert_new(work.session, SimulatorChargeRow, row)
        return result if is_first else self.find(key) or result


class Simulator:
    """Answers charges by the holder's name, and the same charge the same way for ever.

    With a ``database`` it remembers across processes and restarts; without one, in this process alone.
    """

    name = "simulator"

    def __init__(self, database: Database | None = None) -> None:
        self._ledger: Ledger = ProcessLedger() if database is None else StoredLedger(database)

    def charge(self, charge: Charge) -> Result:
        return self._ledger.write(charge.idempotency_key, _answer(charge))

    def find(self, idempotency_key: str) -> Result | None:
        return self._ledger.find(idempotency_key)


def _answer(charge: Charge) -> Result:
    if charge.card is None:
        return Result(Outcome.DECLINED, reason="No card")
    behaviour = HOLDERS.get(" ".join(charge.card.holder_name.lower().split()[:2]), Behaviour())
    refusal = behaviour.recurring if charge.is_recurring else behaviour.first
    if refusal is not None:
        return Result(Outcome.DECLINED, reason=refusal)
    return Result(Outcome.AUTHORISED, transaction="sim_" + _digest(charge.idempotency_key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:24]
