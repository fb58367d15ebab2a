"""Notifications by worker processes that are killed, to a listener that fails, hangs, lies and restarts.

``make soak`` sends 20,000 of 4,000 orders with fifty kills of workers on SQLite and PostgreSQL. The clock is the
merchant's, led from one due moment to the next. At the end the listener must have taken every message at least once,
each with three right signatures, and never have seen a later message of an order before it took the earlier one.
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, func, select

from rpc_server.clock import SystemClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import SessionPolicy, find_merchant, store_clock
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.duties import Done, all_but, first_due
from rpc_server.commerce.notifications import outbox, service
from rpc_server.commerce.notifications.duties import DELIVERIES
from rpc_server.commerce.notifications.model import DeliveryStatus
from rpc_server.commerce.notifications.tables import AttemptRow, DeliveryRow
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways.courier import HttpCourier
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.storage import Database
from rpc_server.tables import metadata
from rpc_server.worker import drain
from tests.notification_world import endpoint
from tests.order_world import asked, stock
from tests.postgres import postgres_server
from tests.soak.receiver import HANGS_SECONDS, TAKEN

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
PER_ORDER = 5
_ROOT = Path(__file__).parents[2]
_BATCH = 50
_STUCK_SECONDS = 60
_GAP_SECONDS = 0.12
"""How long the lock of SQLite is left to others between two batches: who waits for it looks every tenth of a second."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How much is to be endured; ``seed`` decides when workers are killed and what the listener does."""

    orders: int
    kills: int
    restarts: int
    workers: int = 2
    seed: int = 7

    @property
    def notifications(self) -> int:
        return self.orders * PER_ORDER


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened: ``sent`` counts every try that reached the listener, ``attempts`` those the senders settled."""

    notifications: int
    sent: int
    attempts: int
    kills: int
    restarts: int
    seconds: float


class Processes:
    """The workers and the listener; any of them can be killed and started anew."""

    def __init__(self, url: URL, trial: Trial, port: int, log: Path) -> None:
        self._worker = [sys.executable, "-m", "tests.soak.notifications", "--work", url.render_as_string(False)]
        self._listener = [sys.executable, "-m", "tests.soak.receiver", str(port), str(log)]
        self._seed = trial.seed
        self._listening = self._listen()
        self._workers = [self._start(self._worker) for _ in range(trial.workers)]

    def kill_a_worker(self, number: int) -> None:
        """Kill a worker, whatever it is at, and start another."""
        place = number % len(self._workers)
        self._workers[place].kill()
        self._workers[place].wait()
        self._workers[place] = self._start(self._worker)

    def restart_the_listener(self) -> None:
        """Kill the listener, whatever it is at, and start another at the same port."""
        self._listening.kill()
        self._listening.wait()
        self._listening = self._listen()

    def assert_alive(self) -> None:
        for process in (*self._workers, self._listening):
            assert process.poll() is None, f"{process.args!r} ended by itself with {process.returncode}"

    def stop(self) -> None:
        for process in (*self._workers, self._listening):
            process.kill()
            process.wait()

    def _listen(self) -> subprocess.Popen[bytes]:
        self._seed += 1
        return self._start([*self._listener, str(self._seed)])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=_ROOT)


def endure(url: URL, trial: Trial) -> Outcome:
    """Tell of everything and let it be sent; raises ``AssertionError`` for a message lost or out of its order."""
    began = time.monotonic()
    services = _services(Database(url))
    with services.database.writing() as unit:
        metadata().create_all(unit.session.connection())
    stock(services)
    merchant = _at(services, START)
    with TemporaryDirectory(prefix="rpc-server-soak-") as folder, _free_port() as port:
        log = Path(folder) / "log.txt"
        log.touch()
        order = _prepared(services, merchant, port)
        processes = Processes(url, trial, port, log)
        try:
            _tell(services, merchant, order, trial)
            _lead(services, merchant, trial, processes, log)
        finally:
            processes.stop()
        sent = _checked(log.read_text().splitlines(), trial)
    attempts = _settled(services, trial)
    services.database.dispose()
    return Outcome(trial.notifications, sent, attempts, trial.kills, trial.restarts, time.monotonic() - began)


def work(url: str) -> None:
    """Send what is due until the process is ended; a send that fails by a bug ends it."""
    services = _services(Database(url))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    while True:
        for done in drain(services, (DELIVERIES,)):
            assert isinstance(done, Done), f"{done} failed"
        time.sleep(0.002)


def _services(database: Database) -> Services:
    courier = HttpCourier(seconds=HANGS_SECONDS / 2)
    vault = Vault([bytes(range(32))])
    return Services(database, SystemClock(), Ids(), Simulator(database), vault, SessionPolicy(), courier)


def _at(services: Services, moment: datetime) -> Merchant:
    """The merchant with his clock standing at the moment."""
    with services.database.writing() as unit:
        found = find_merchant(unit.connection, "APITEST")
        assert found is not None
        moved = replace(found, clock_frozen_at=moment)
        store_clock(unit.connection, moved)
    return moved


def _prepared(services: Services, merchant: Merchant, port: int) -> Order:
    """An order to tell of, and an endpoint that is told."""
    with services.database.writing() as unit:
        context = Context(merchant, unit, services)
        placed = orders.place(context, asked())
        order = orders.find(context, placed.reference or "")
        service.add_endpoint(context, endpoint(url=f"http://127.0.0.1:{port}/", reaches_private=True))
    return order


def _tell(services: Services, merchant: Merchant, order: Order, trial: Trial) -> None:
    """Every order changes five times, all of them in turn; its external reference tells how often it did."""
    changes = [
        (number, f"{order_number:09}") for number in range(1, PER_ORDER + 1) for order_number in range(trial.orders)
    ]
    for start in range(0, len(changes), _BATCH):
        with services.database.writing() as unit:
            context = Context(merchant, unit, services)
            for number, reference in changes[start : start + _BATCH]:
                outbox.order_changed(context, replace(order, reference=reference, external_reference=str(number)))
        time.sleep(_GAP_SECONDS)


def _lead(services: Services, merchant: Merchant, trial: Trial, processes: Processes, log: Path) -> None:
    """Move the clock to each due moment until nothing waits; kill and restart as the messages arrive."""
    drawn = random.Random(trial.seed)
    kills = sorted(drawn.randrange(trial.notifications) for _ in range(trial.kills))
    restarts = sorted(drawn.randrange(trial.notifications) for _ in range(trial.restarts))
    now = START
    stuck_at = time.monotonic() + _STUCK_SECONDS
    while (due_at := _next_due(services)) is not None:
        assert time.monotonic() < stuck_at, f"nothing has come for {_STUCK_SECONDS} seconds"
        processes.assert_alive()
        arrived = _lines(log)
        while kills and kills[0] <= arrived:
            kills.pop(0)
            processes.kill_a_worker(len(kills))
        while restarts and restarts[0] <= arrived:
            restarts.pop(0)
            processes.restart_the_listener()
        if due_at > now:
            now = due_at
            _at(services, now)
            stuck_at = time.monotonic() + _STUCK_SECONDS
        time.sleep(0.02)
    assert (kills, restarts) == ([], [])


def _next_due(services: Services) -> datetime | None:
    with services.database.reading() as unit:
        return first_due(unit.connection, (DELIVERIES,), all_but(()))[0]


def _lines(log: Path) -> int:
    return log.read_bytes().count(b"\n")


def _checked(lines: list[str], trial: Trial) -> int:
    """How many messages arrived; each was taken, and only after the one before it."""
    taken: dict[str, int] = {}
    for line in lines:
        reference, number, habit = line.split()
        assert habit != "unsigned", f"{reference} no. {number} came with a wrong signature"
        before = taken.get(reference, 0)
        assert int(number) <= before + 1, f"{reference} no. {number} came before no. {before + 1} was taken"
        if habit == TAKEN:
            taken[reference] = max(before, int(number))
    short = {reference: number for reference, number in taken.items() if number != PER_ORDER}
    assert (short, len(taken)) == ({}, trial.orders)
    return len(lines)


def _settled(services: Services, trial: Trial) -> int:
    """How many tries are written down; every delivery has ended well."""
    with services.database.reading() as unit:
        ended = select(func.count()).where(DeliveryRow.status == DeliveryStatus.DELIVERED)
        assert unit.session.scalar(ended) == unit.session.scalar(select(func.count()).select_from(DeliveryRow))
        assert unit.session.scalar(ended) == trial.notifications
        return unit.session.scalar(select(func.count()).select_from(AttemptRow)) or 0


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    yield port


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--orders", type=int, default=4_000, help=f"with {PER_ORDER} notifications each")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    given = parser.parse_args()
    if given.work:
        work(given.work)
    trial = Trial(given.orders, given.kills, given.restarts, seed=given.seed)
    for engine in given.engine or ("sqlite", "postgresql"):
        with _database(engine) as url:
            outcome = endure(url, trial)
        sys.stdout.write(
            f"{engine}: {outcome.notifications:,} notifications, each taken at least once and in the order of its"
            f" order; {outcome.sent:,} sent, {outcome.kills} workers killed, {outcome.restarts} restarts of the"
            f" listener; {outcome.seconds:,.0f} s\n"
        )


@contextmanager
def _database(engine: str) -> Iterator[URL]:
    with ExitStack() as stack:
        if engine == "sqlite":
            folder = stack.enter_context(TemporaryDirectory(prefix="rpc-server-soak-"))
            yield URL.create("sqlite", database=f"{folder}/soak.db")
        else:
            server = stack.enter_context(postgres_server())
            server.turn_on("autovacuum")
            yield server.create_database()


if __name__ == "__main__":
    main()
