"""How many due subscriptions are renewed a second, by one worker process and by two side by side.

On SQLite and PostgreSQL, each with databases of as many subscriptions, all of them due. A renewal is claimed, priced,
ordered, charged on the simulator, finished and invoiced, and moves its subscription, each step as durable as in
service. Beside it stand the rows that one renewal inserts, written bare by the driver's ``executemany`` in as many
durable commits: the ceiling. On a busy machine trust the ratios, not the numbers.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from benchmarks.stores import DURABLE, Store, Written, noting
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.service import SessionPolicy, find_merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.subscriptions.renewals.duties import RENEWALS
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.storage import Database
from rpc_server.tables import metadata
from tests.postgres import postgres_server
from tests.subscription_world import card_of, stock, subscribed

ENGINES = ("SQLite", "PostgreSQL")
BARE = "its rows alone"
WORKERS = {"1 worker": 1, "2 workers": 2}
_DUE_AT = datetime(2026, 3, 21, 12, tzinfo=UTC)
_NOTED = 40
_WARM_UP = 10

Cell = tuple[str, str]
"""An engine, and who renews."""


def measure(due: int, rounds: int) -> dict[Cell, list[float]]:
    """Renewals a second in each round, the contestants taking turns on databases of their own."""
    samples: dict[Cell, list[float]] = {}
    with _databases() as databases:
        for number in range(rounds):
            for engine in ENGINES if number % 2 == 0 else reversed(ENGINES):
                samples.setdefault((engine, BARE), []).append(_bare(databases[engine], due))
                for name, workers in WORKERS.items():
                    samples.setdefault((engine, name), []).append(_renewed(next(databases[engine]), due, workers))
    return samples


def report(samples: dict[Cell, list[float]]) -> str:
    """The table of medians, with what share of the bare rows' speed each is."""
    lines = ["", f"{'engine':11} {'renewed by':16} {'renewals/s':>11} {'of the rows':>12}"]
    for engine in ENGINES:
        ceiling = statistics.median(samples[engine, BARE])
        for name in (BARE, *WORKERS):
            rate = statistics.median(samples[engine, name])
            lines.append(f"{engine:11} {name:16} {rate:11.0f} {rate / ceiling:12.2f}")
    return "\n".join([*lines, "", ""])


def work(url: str) -> None:
    """Say so when ready, wait for a line, and renew until nothing is due."""
    with _store(url) as renewing:
        for _ in range(_WARM_UP):
            _renew(renewing)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        while _renew(renewing):
            pass


def _renewed(url: URL, due: int, workers: int) -> float:
    """Let that many processes renew all that is due, and answer how many they did a second."""
    _fill(url, due + workers * _WARM_UP)
    command = [sys.executable, "-m", "benchmarks.renewals", url.render_as_string(False)]
    folder = Path(__file__).parents[1]
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for _ in range(workers)
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        began = time.perf_counter()
        for process in running:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        for process in running:
            assert process.wait() == 0
        return due / (time.perf_counter() - began)


def _bare(urls: Iterator[URL], due: int) -> float:
    """Note what renewals insert, write that into a twin of the database, and answer how many it is a second."""
    noted, twin = next(urls), next(urls)
    for url in (noted, twin):
        _fill(url, min(due, _NOTED) + _WARM_UP)
    with _store(noted) as renewing:
        for _ in range(_WARM_UP):
            _renew(renewing)
        rows: list[Written] = []
        for _ in range(min(due, _NOTED)):
            with noting(renewing.services.database) as row:
                _renew(renewing)
            rows.append(row)
    with _store(twin) as written:
        began = time.perf_counter()
        for row in rows:
            written.write(row)
        return len(rows) / (time.perf_counter() - began)


def _renew(renewing: Store) -> bool:
    with renewing.writing() as context:
        return RENEWALS.carry_out(context) is not None


def _fill(url: URL, due: int) -> None:
    """Make a database of that many monthly subscriptions, all of them due."""
    database = Database(url)
    metadata().create_all(database.engine)
    services = _services(database)
    stock(services)
    with database.writing() as unit:
        merchant = find_merchant(unit.connection, "APITEST")
    assert merchant is not None
    filled = Store(0, services, merchant, None)
    with filled.writing() as context:
        card_id = card_of(context)
        for number in range(due):
            subscribed(
                context, reference=f"{number:010X}", card_id=card_id, cycle_length=1, cycle_unit="M", anchor_day=20
            )
    database.dispose()


@contextmanager
def _store(url: URL | str) -> Iterator[Store]:
    database = Database(url)
    services = _services(database)
    with database.writing() as unit:
        merchant = find_merchant(unit.connection, "APITEST")
    assert merchant is not None
    pooled = database.engine.raw_connection()
    yield Store(0, services, merchant, pooled.driver_connection)
    pooled.close()
    database.dispose()


def _services(database: Database) -> Services:
    vault = Vault([bytes(range(32))])
    return Services(database, SetClock(_DUE_AT), Ids(), Simulator(), vault, SessionPolicy())


@contextmanager
def _databases() -> Iterator[dict[str, Iterator[URL]]]:
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="rpc-server-bench-"))
        server = stack.enter_context(postgres_server())
        server.turn_on(*DURABLE)
        files = (URL.create("sqlite", database=f"{folder}/{number}.db") for number in count())
        yield {"SQLite": files, "PostgreSQL": iter(server.create_database, None)}


if __name__ == "__main__":
    work(sys.argv[1])
