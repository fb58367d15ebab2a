"""How long the sandbox takes to bring the demo account back: ``reset``, and a snapshot taken and loaded.

On SQLite and PostgreSQL, in this process. Beside it stands what storing the demo's file anew takes, which is what a
reset replaces.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from rpc_server.clock import SystemClock
from rpc_server.commerce.accounts.service import SessionPolicy
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox import reset, seed, snapshots
from rpc_server.storage import Database
from rpc_server.tables import metadata
from tests.postgres import postgres_server

ENGINES = ("SQLite", "PostgreSQL")
SEED, RESET = "the file stored anew", "reset"
_CODE, _NAME = "APITEST", "bench"
_ACTS: dict[str, Callable[[Services], object]] = {
    RESET: lambda services: reset.reset(services, _CODE),
    "snapshot save": lambda services: snapshots.save(services, _CODE, _NAME),
    "snapshot load": lambda services: snapshots.load(services, _CODE, _NAME),
}

Cell = tuple[str, str]
"""An engine, and what was done."""


def measure(calls: int) -> dict[Cell, list[float]]:
    """Seconds of each call, after one that is not counted."""
    samples: dict[Cell, list[float]] = {}
    with _services() as by_engine:
        for engine, services in by_engine.items():
            samples[engine, SEED] = [_seconds(seed.seed, services)]
            for _ in range(calls + 1):
                for name, act in _ACTS.items():
                    samples.setdefault((engine, name), []).append(_seconds(act, services))
    return {cell: seconds[1:] or seconds for cell, seconds in samples.items()}


def report(samples: dict[Cell, list[float]]) -> str:
    """The table of medians, in milliseconds."""
    lines = ["", f"{'engine':11} {'of the demo account':22} {'ms':>7} {'slowest':>8}"]
    for (engine, name), seconds in samples.items():
        lines.append(f"{engine:11} {name:22} {statistics.median(seconds) * 1000:7.1f} {max(seconds) * 1000:8.1f}")
    return "\n".join([*lines, "", ""])


def _seconds(act: Callable[[Services], object], services: Services) -> float:
    begun = time.perf_counter()
    act(services)
    return time.perf_counter() - begun


@contextmanager
def _services() -> Iterator[dict[str, Services]]:
    with TemporaryDirectory(prefix="rpc-server-bench-") as folder, postgres_server() as server:
        urls = (URL.create("sqlite", database=str(Path(folder, "bench.db"))), server.create_database())
        by_engine = {engine: _engine(url) for engine, url in zip(ENGINES, urls, strict=True)}
        yield by_engine
        for services in by_engine.values():
            services.database.dispose()


def _engine(url: URL) -> Services:
    database = Database(url)
    metadata().create_all(database.engine)
    return Services(database, SystemClock(), Ids(), Simulator(database), Vault([bytes(range(32))]), SessionPolicy())
