"""Years of renewals by worker processes that are killed now and then, counted against a closed form.

``make soak`` runs ten years of 2,000 subscriptions with fifty kills on SQLite and PostgreSQL. Every worker is a
process of its own that carries out all duties; the clock is the merchant's, led from one due moment to the next. A
worker is killed with SIGKILL while work is due, and another one started. At the end each subscription must have the
periods that its start, its cycle and the calendar make, each with one order, one charge and one entry of its history.
"""

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from calendar import monthrange
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.duties import DUTIES, Done, first_due, only
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
from rpc_server.worker import drain
from tests.postgres import postgres_server
from tests.subscription_world import card_of, stock, subscribed

START = datetime(2024, 1, 29, 10, tzinfo=UTC)
PRICE = Decimal("30.00")
CYCLES = ((1, "D"), (1, "M"), (3, "M"), (12, "M"))
_SHARES = (1, 40, 40, 19)
_KEY = bytes(range(32))
_STUCK_SECONDS = 60
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
    """Processes that carry out duties; one is killed and replaced at a time."""

    def __init__(self, url: URL, count: int) -> None:
        self._command = [sys.executable, "-m", "tests.soak.renewals", "--work", url.render_as_string(False)]
        self._running = [self._started() for _ in range(count)]

    def kill_one(self, number: int) -> None:
        """Kill a worker, whatever it is at, and start another."""
        place = number % len(self._running)
        self._running[place].kill()
        self._running[place].wait()
        self._running[place] = self._started()

    def assert_alive(self) -> None:
        for worker in self._running:
            assert worker.poll() is None, f"a worker ended by itself with {worker.returncode}"

    def stop(self) -> None:
        for worker in self._running:
            worker.terminate()
        for worker in self._running:
            worker.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=Path(__file__).parents[2])


def endure(url: URL, trial: Trial) -> Outcome:
    """Let the subscriptions live and their workers die; raises ``AssertionError`` where a period is not billed once."""
    began = time.monotonic()
    services = _services(Database(url))
    with services.database.writing() as work:
        metadata().create_all(work.session.connection())
    stock(services)
    merchant = _at(services, _merchant(services), START)
    planned = _plant(services, merchant, trial)
    workers = Workers(url, trial.workers)
    try:
        _lead(services, merchant, trial, workers)
    finally:
        workers.stop()
    outcome = _checked(services, planned, trial, time.monotonic() - began)
    services.database.dispose()
    return outcome


def work(url: str) -> None:
    """Carry out the merchant's duties until the process is ended; one that fails ends it."""
    services = _services(Database(url))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    while True:
        for done in drain(services):
            assert isinstance(done, Done), f"{done} failed"
        time.sleep(0.002)


def ends(starts_at: datetime, length: int, unit: str) -> Iterator[datetime]:
    """The ends of the periods of a subscription, by the calendar, none of them worked out from the one before."""
    for number in itertools.count(1):
        if unit == "D":
            yield starts_at + timedelta(days=number * length)
        else:
            years, month = divmod(starts_at.month - 1 + number * length, 12)
            year = starts_at.year + years
            day = min(starts_at.day, monthrange(year, month + 1)[1])
            yield starts_at.replace(year=year, month=month + 1, day=day)


def periods(subscription: Subscription, until: datetime) -> list[tuple[datetime, datetime]]:
    """The periods the subscription is to have begun by then: its purchase, and one renewal after the other."""
    coming = ends(subscription.starts_at, subscription.cycle_length, subscription.cycle_unit)
    bounds = [subscription.starts_at, next(coming)]
    while bounds[-1] <= until:
        bounds.append(next(coming))
    return list(itertools.pairwise(bounds))


def _services(database: Database) -> Services:
    return Services(database, SystemClock(), Ids(), Simulator(database), Vault([_KEY]), SessionPolicy())


def _merchant(services: Services) -> Merchant:
    with services.database.reading() as unit:
        found = find_merchant(unit.session, "APITEST")
    assert found is not None
    return found


def _at(services: Services, merchant: Merchant, moment: datetime) -> Merchant:
    """The merchant with his clock standing at the moment."""
    moved = replace(merchant, clock_frozen_at=moment)
    with services.database.writing() as unit:
        store_clock(unit.session, moved)
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
    """Move the clock from one due moment to the next, and kill a worker at some of them, drawn at random."""
    drawn = random.Random(trial.seed)
    kills = sorted(drawn.uniform(0, 1) for _ in range(trial.kills))
    last = trial.ends_at + _AFTERMATH
    while (moment := _when_idle(services, merchant, workers)) is not None and moment <= last:
        merchant = _at(services, merchant, moment)
        while kills and START + kills[0] * (trial.ends_at - START) <= moment:
            kills.pop(0)
            time.sleep(drawn.uniform(0, 0.05))
            workers.kill_one(len(kills))
    for number, _ in enumerate(kills):
        workers.kill_one(number)


def _when_idle(services: Services, merchant: Merchant, workers: Workers) -> datetime | None:
    """Wait until nothing is due by the merchant's clock; then the next moment something will be."""
    given_up_at = time.monotonic() + _STUCK_SECONDS
    while True:
        with services.database.reading() as unit:
            moments = [due for due in first_due(unit.session, DUTIES, only(merchant.merchant_id)) if due is not None]
        if all(due > merchant.clock(services.clock).now() for due in moments):
            return min(moments, default=None)
        workers.assert_alive()
        assert time.monotonic() < given_up_at, "what is due is not carried out"
        time.sleep(0.002)


def _checked(services: Services, planned: list[Subscription], trial: Trial, seconds: float) -> Outcome:
    """Compare what is stored with the closed form."""
    expected = {each.reference: periods(each, trial.ends_at) for each in planned}
    renewals = sum(len(each) - 1 for each in expected.values())
    with services.database.reading() as unit:
        stored: dict[str, list[tuple[datetime, datetime]]] = {reference: [] for reference in expected}
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
    parser.add_argument("--subscriptions", type=int, default=2000)
    parser.add_argument("--years", type=float, default=10)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    given = parser.parse_args()
    if given.work:
        work(given.work)
    trial = Trial(given.subscriptions, round(given.years * 365.25), given.kills, seed=given.seed)
    for engine in given.engine or ("sqlite", "postgresql"):
        with _database(engine) as url:
            outcome = endure(url, trial)
        sys.stdout.write(
            f"{engine}: {outcome.renewals:,} renewals of {trial.subscriptions:,} subscriptions in {given.years:g} years,"
            f" each billed once; {outcome.kills} workers killed, {outcome.interrupted} renewals carried on by another;"
            f" {outcome.seconds:,.0f} s\n"
        )


@contextmanager
def _database(engine: str) -> Iterator[URL]:
    with ExitStack() as stack:
        if engine == "sqlite":
            folder = stack.enter_context(TemporaryDirectory(prefix="rpc-server-soak-"))
            yield URL.create("sqlite", database=f"{folder}/soak.db")
        else:
            yield stack.enter_context(postgres_server()).create_database()


if __name__ == "__main__":
    main()
