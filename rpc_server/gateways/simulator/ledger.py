"""Where simulated payments are remembered: in this process, or in the database."""

import threading
from collections.abc import Callable
from typing import Any, Protocol, cast

from sqlalchemy import Select, Table, bindparam, select, update

from rpc_server.gateways.simulator.payment import SimulatedPayment
from rpc_server.gateways.simulator.tables import SimulatorChargeRow
from rpc_server.storage import Database, insert_new

Step = Callable[[SimulatedPayment], SimulatedPayment]

_FIELDS = tuple(SimulatedPayment.__dataclass_fields__)
_charges = cast("Table", SimulatorChargeRow.__table__)
_stored = select(*(_charges.c[name] for name in _FIELDS))
_FIND = _stored.where(_charges.c.idempotency_key == bindparam("key"))
_HOLDING = _stored.where(_charges.c.transaction == bindparam("key"))
_HELD = _HOLDING.with_for_update()
_CHANGE = (
    update(_charges)
    .where(_charges.c.transaction == bindparam("key"))
    .values({name: bindparam(f"new_{name}", type_=_charges.c[name].type) for name in ("state", "refusal", "refunds")})
)


class Ledger(Protocol):
    """Simulated payments by idempotency key, and by transaction."""

    def find(self, idempotency_key: str) -> SimulatedPayment | None: ...

    def holding(self, transaction: str) -> SimulatedPayment | None: ...

    def write(self, payment: SimulatedPayment) -> SimulatedPayment:
        """Remember the payment, unless its key is known; answers the one that stands."""
        ...

    def change(self, transaction: str, step: Step) -> SimulatedPayment | None:
        """Let the payment take a step, one at a time; answers it as it is then. None: no such transaction."""
        ...


class ProcessLedger:
    """Remembers as long as the process lives."""

    def __init__(self) -> None:
        self._by_key: dict[str, SimulatedPayment] = {}
        self._keys: dict[str, str] = {}
        self._one_at_a_time = threading.Lock()

    def find(self, idempotency_key: str) -> SimulatedPayment | None:
        return self._by_key.get(idempotency_key)

    def holding(self, transaction: str) -> SimulatedPayment | None:
        return self.find(self._keys.get(transaction, ""))

    def write(self, payment: SimulatedPayment) -> SimulatedPayment:
        self._keys[payment.transaction] = payment.idempotency_key
        return self._by_key.setdefault(payment.idempotency_key, payment)

    def change(self, transaction: str, step: Step) -> SimulatedPayment | None:
        with self._one_at_a_time:
            payment = self.holding(transaction)
            if payment is None:
                return None
            changed = self._by_key[payment.idempotency_key] = step(payment)
            return changed


class StoredLedger:
    """Remembers in the database, in units of work of its own: a processor does not forget when its caller fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, idempotency_key: str) -> SimulatedPayment | None:
        return self._read(_FIND, idempotency_key)

    def holding(self, transaction: str) -> SimulatedPayment | None:
        return self._read(_HOLDING, transaction)

    def write(self, payment: SimulatedPayment) -> SimulatedPayment:
        with self._database.writing() as work:
            is_first = insert_new(
                work.connection, SimulatorChargeRow, {name: getattr(payment, name) for name in _FIELDS}
            )
        return payment if is_first else self.find(payment.idempotency_key) or payment

    def change(self, transaction: str, step: Step) -> SimulatedPayment | None:
        with self._database.writing() as work:
            row = work.connection.execute(_HELD, {"key": transaction}).one_or_none()
            if row is None:
                return None
            changed = step(SimulatedPayment(*row))
            news = {"new_state": changed.state, "new_refusal": changed.refusal, "new_refunds": changed.refunds}
            work.connection.execute(_CHANGE, {"key": transaction, **news})
            return changed

    def _read(self, query: Select[Any], key: str) -> SimulatedPayment | None:
        with self._database.reading() as work:
            row = work.connection.execute(query, {"key": key}).one_or_none()
            return None if row is None else SimulatedPayment(*row)
