"""Years of renewals by worker processes that are killed now and then, counted against a closed form.

``make soak`` runs ten years of 2,000 subscriptions with fifty kills on SQLite and PostgreSQL. Every worker is a
process of its own that carries out all duties; the clock is the merchant's, led from one due moment to the next. Now
and then all workers are killed with SIGKILL while a renewal is being charged, and others started. At the end each
subscription must have the periods that its start, its cycle and the calendar make, each with one order, one charge and
one entry of its history.
"""

import argparse
import fcntl
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL, func, select
from sqlalchemy.orm import InstrumentedAttribute

from rpc_server.clock import SystemClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import SessionPolicy, find_merchant, store_clock
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.duties import DUTIES, all_but, carry_out, first_due
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals.model import RenewalStatus
from rpc_server.commerce.subscriptions.renewals.tables import RenewalRow
from rpc_server.commerce.subscriptions.tables import HistoryRow
from rpc_server.gateways.simulator import Simulator
from rpc_server.gateways.simulator.tables import SimulatorChargeRow
from rpc_server.ids import Ids
from rpc_server.storage import Database, UnitOfWork
from rpc_server.tables import metadata
from tests.postgres import postgres_server
from tests.soak.closed_form import ends, periods
from tests.subscription_world import card_of, stock, subscribed

START = datetime(2024, 1, 29, 10, tzinfo=UTC)
PRICE = Decimal("30.00")
CYCLES = ((1, "D"), (1, "M"), (3, "M"), (12, "M"))
_SHARES = (1, 80, 160, 160)
_KEY = bytes(range(32))
_STUCK_SECONDS = 120
_POLL_SECONDS = 0.01
_AFTERMATH = timedelta(hours=1)
"""How long what a killed worker left is waited for, by the merchant's clock."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How much is to be endured: ``seed`` decides which subscriptions there are and when workers are killed."""

    subscriptions: int
    days: int
    kills: int
    workers: int = 2
    seed: int = 7

    @property
    def ends_at(self) -> datetime:
        return START + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened: ``interrupted`` renewals were carried on by another process than the one that began them."""

    renewals: int
    kills: int
    interrupted: int
    seconds: float


class Workers:
    """Processes that carry out duties; they die together, as when a machine does."""

    def __init__(self, url: URL, count: int, turns: Path) -> None:
        """``turns`` is a file whose lock the workers share while they are at something; it ends with its holder."""
        given = ["--work", url.render_as_string(False), "--turns", str(turns)]
        self._command = [sys.executable, "-m", "tests.soak.renewals", *given]
        self._count = count
        self._turns = turns
        self._running = self._started()

    def kill(self) -> None:
        """Kill them, whatever they are at, and start others."""
        for worker in self._running:
            worker.kill()
        for worker in self._running:
            worker.wait()
        self._running = self._started()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """A block in which no worker is at anything: for those that live no time passes while they charge."""
        with self._turns.open("w") as turns:
            fcntl.flock(turns, fcntl.LOCK_EX)
            yield

    def assert_alive(self) -> None:
        for worker in self._running:
            assert worker.poll() is None, f"a worker ended by itself with {worker.returncode}"

    def stop(self) -> None:
        for worker in self._running:
            worker.terminate()
        for worker in self._running:
            worker.wait()

    def _started(self) -> list[subprocess.Popen[bytes]]:
        folder = Path(__file__).parents[2]
        return [subprocess.Popen(self._command, cwd=folder) for _ in range(self._count)]


def endure(url: URL, trial: Trial, folder: Path) -> Outcome:
    """Let the subscriptions live and their workers die; raises ``AssertionError`` where a period is not billed once."""
    began = time.monotonic()
    services = _services(Database(url))
    with services.database.writing() as work:
        metadata().create_all(work.session.connection())
    stock(services)
    merchant = _at(services, _merchant(services), START)
    planned = _plant(services, merchant, trial)
    workers = Workers(url, trial.workers, folder / "turns")
    try:
        _lead(services, merchant, trial, workers)
    finally:
        workers.stop()
    outcome = _checked(services, planned, trial, time.monotonic() - began)
    services.database.dispose()
    return outcome


def work(url: str, turns: Path) -> None:
    """Carry out the merchant's duties until the process is ended; a failure ends it too."""
    services = _services(Database(url))
    merchant_id = _merchant(services).merchant_id
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    while True:
        with turns.open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_SH)
            has_worked = _carry_out_due(services, merchant_id)
        if not has_worked:
            time.sleep(_POLL_SECONDS)


def _carry_out_due(services: Services, merchant_id: int) -> bool:
    """Carry out what is due, duty by duty; whether anything was."""
    now, moments = _outlook(services)
    due = [duty for duty, moment in zip(DUTIES, moments, strict=True) if moment is not None and moment <= now]
    for duty in due:
        while carry_out(services, duty, merchant_id) is not None:
            pass
    return bool(due)


def _services(database: Database) -> Services:
    return Services(database, SystemClock(), Ids(), Simulator(database), Vault([_KEY]), SessionPolicy())


def _merchant(services: Services) -> Merchant:
    with services.database.reading() as unit:
        found = find_merchant(unit.connection, "APITEST")
    assert found is not None
    return found


def _at(services: Services, merchant: Merchant, moment: datetime) -> Merchant:
    """The merchant with his clock standing at the moment."""
    moved = replace(merchant, clock_frozen_at=moment)
    with services.database.writing() as unit:
        store_clock(unit.connection, moved)
    return moved


def _plant(services: Services, merchant: Merchant, trial: Trial) -> list[Subscription]:
    """Subscriptions of every cycle that begin in the first forty days: on ends of months and 29 February among them."""
    drawn = random.Random(trial.seed)
    with services.database.writing() as unit:
        context = Context(merchant, unit, services)
        card_id = card_of(context)
        return [_planted(context, card_id, number, drawn) for number in range(trial.subscriptions)]


def _planted(context: Context, card_id: str, number: int, drawn: random.Random) -> Subscription:
    length, unit = CYCLES[number] if number < len(CYCLES) else drawn.choices(CYCLES, _SHARES)[0]
    starts_at = START + timedelta(days=number % 40)
    return subscribed(
        context,
        reference=f"{number:010X}",
        starts_at=starts_at,
        period_starts_at=starts_at,
        purchased_at=starts_at,
        expires_at=next(ends(starts_at, length, unit)),
        cycle_length=length,
        cycle_unit=unit,
        anchor_day=starts_at.day,
        card_id=card_id,
    )


def _lead(services: Services, merchant: Merchant, trial: Trial, workers: Workers) -> None:
    """Move the clock from one due moment to the next, and kill the workers in the middle of some, drawn at random."""
    drawn = random.Random(trial.seed)
    kills = sorted(START + drawn.uniform(0.1, 1) * (trial.ends_at - START) for _ in range(trial.kills))
    last = trial.ends_at + _AFTERMATH
    while (moment := _when_idle(services, workers)) is not None and moment <= last:
        with workers.stopped():
            _at(services, merchant, moment)
        while kills and kills[0] <= moment:
            kills.pop(0)
            _await_charge(services)
            workers.kill()
    assert not kills, "the workers were not killed as often as they were to be"


def _await_charge(services: Services) -> None:
    """Wait until a renewal is being charged, or nothing is due any more."""
    while True:
        with services.database.reading() as unit:
            is_charging = _count(unit, RenewalRow.status, RenewalStatus.CHARGING)
        now, moments = _outlook(services)
        if is_charging or all(moment is None or moment > now for moment in moments):
            return


def _when_idle(services: Services, workers: Workers) -> datetime | None:
    """Wait until nothing is due by the merchant's clock; then the next moment something will be."""
    given_up_at = time.monotonic() + _STUCK_SECONDS
    while True:
        now, waiting = _outlook(services)
        moments = [moment for moment in waiting if moment is not None]
        if all(moment > now for moment in moments):
            return min(moments, default=None)
        workers.assert_alive()
        assert time.monotonic() < given_up_at, "what is due is not carried out"
        time.sleep(_POLL_SECONDS)


def _outlook(services: Services) -> tuple[datetime, list[datetime | None]]:
    """What it is by the merchant's clock, which stands, and when the first thing of each duty is due."""
    with services.database.reading() as unit:
        now = unit.session.scalar(select(MerchantRow.clock_frozen_at))
        moments = first_due(unit.connection, DUTIES, all_but(()))
    assert now is not None
    return now, moments


def _checked(services: Services, planned: list[Subscription], trial: Trial, seconds: float) -> Outcome:
    """Compare what is stored with the closed form."""
    expected = {each.reference: periods(each, trial.ends_at) for each in planned}
    renewals = sum(len(each) - 1 for each in expected.values())
    with services.database.reading() as unit:
        stored: dict[str, list[tuple[datetime, datetime | None]]] = {reference: [] for reference in expected}
        rows = select(HistoryRow.subscription_reference, HistoryRow.starts_at, HistoryRow.expires_at)
        for reference, starts_at, ends_at in unit.session.execute(rows.order_by(HistoryRow.sequence)):
            stored[reference].append((starts_at, ends_at))
        wrong = {reference for reference, bounds in expected.items() if stored[reference] != bounds}
        assert not wrong, f"{len(wrong)} subscriptions have other periods, {min(wrong)} among them"
        counted = {
            "renewals paid": _count(unit, RenewalRow.status, RenewalStatus.PAID),
            "orders finished": _count(unit, OrderRow.status, OrderStatus.COMPLETE),
            "orders": unit.session.scalar(select(func.count()).select_from(OrderRow)),
            "attempts authorised": _count(unit, AttemptRow.status, AttemptStatus.AUTHORISED),
            "charges of the processor": unit.session.scalar(select(func.count()).select_from(SimulatorChargeRow)),
        }
        assert counted == dict.fromkeys(counted, renewals)
        taken = unit.session.scalar(select(func.sum(SimulatorChargeRow.amount)))
        assert taken == PRICE * renewals
        late = select(func.count()).where(RenewalRow.settled_at > RenewalRow.tried_at)
        return Outcome(renewals, trial.kills, unit.session.scalar(late) or 0, seconds)


def _count(unit: UnitOfWork, column: InstrumentedAttribute[Any], value: object) -> int | None:
    return unit.session.scalar(select(func.count()).where(column == value))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--turns", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--subscriptions", type=int, default=2000)
    parser.add_argument("--years", type=float, default=10)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engines", default="sqlite,postgresql")
    given = parser.parse_args()
    if given.work:
        work(given.work, given.turns)
    trial = Trial(given.subscriptions, round(given.years * 365.25), given.kills, seed=given.seed)
    for engine in given.engines.split(","):
        with TemporaryDirectory(prefix="rpc-server-soak-") as folder, _database(engine, folder) as url:
            outcome = endure(url, trial, Path(folder))
        sys.stdout.write(
            f"{engine}: {outcome.renewals:,} renewals of {trial.subscriptions:,} subscriptions in {given.years:g} years,"
            f" each billed once; the workers killed {outcome.kills} times, {outcome.interrupted} renewals carried on by another;"
            f" {outcome.seconds:,.0f} s\n"
        )


@contextmanager
def _database(engine: str, folder: str) -> Iterator[URL]:
    if engine == "sqlite":
        yield URL.create("sqlite", database=f"{folder}/soak.db")
    else:
        with postgres_server() as server:
            server.turn_on("autovacuum")
            yield server.create_database()


if __name__ == "__main__":
    main()
