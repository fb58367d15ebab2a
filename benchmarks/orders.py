"""What an order costs beside its bare rows, and how that grows with the orders there are.

On SQLite and PostgreSQL, each with few and with many stored orders, every operation is timed some times in a row
each round, as a busy server carries it out, the stores taking turns; shown are the medians. The rows written bare
are those that placing an order inserts, by the driver's ``executemany`` in as many durable commits. On a busy
machine trust the ratios, not the numbers.
"""

import itertools
import random
import statistics
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from benchmarks.stores import DURABLE, NOW, Store, Written, store, written
from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.orders import search
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.search import IncludedTests, OrderSearch
from rpc_server.commerce.subscriptions import service as subscriptions
from tests.postgres import postgres_server

PLACE, ROWS = "placeOrder, 3 items", "its rows alone"
IN_A_ROW = 5
"""How often an operation is carried out each round; the first time is not counted."""

_WARM_UP = 3
_ALL = timedelta(days=36_500)

Operation = Callable[[Store, int], object]
Cell = tuple[str, str, int]
"""An engine, an operation and a number of stored orders."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A database engine with its stores, and orders to write bare into each of them."""

    name: str
    stores: list[Store]
    orders: list[Written] = field(repr=False)


def measure(sizes: Collection[int], rounds: int) -> dict[Cell, list[float]]:
    """Seconds of every counted call of each operation, by engine and stored orders."""
    samples: dict[Cell, list[float]] = {}
    with _engines(sizes, (rounds + _WARM_UP) * IN_A_ROW) as engines:
        for round_ in range(rounds + _WARM_UP):
            for cell, run in _operations(engines, round_):
                _, *seconds = [_timed(partial(run, round_ * IN_A_ROW + n)) for n in range(IN_A_ROW)]
                if round_ >= _WARM_UP:
                    samples.setdefault(cell, []).extend(seconds)
    return samples


def report(samples: dict[Cell, list[float]]) -> str:
    """The table of medians, then what share of the bare rows' speed the whole use case reaches."""
    engines, operations, sizes = (list(dict.fromkeys(keys)) for keys in zip(*samples, strict=True))
    sizes.sort()
    heads = "".join(f"{f'of {size:,}: p50 / p95 ms':>34}" for size in sizes)
    lines = [f"{'engine':11} {'operation':28}{heads} {'growth':>7}"]
    for engine in engines:
        for operation in operations:
            cells = [samples[engine, operation, size] for size in sizes]
            growth = statistics.median(cells[-1]) / statistics.median(cells[0])
            lines.append(f"{engine:11} {operation:28}{''.join(map(_quantiles, cells))} {growth:7.2f}")
    lines.append("")
    for engine in engines:
        for size in sizes:
            placed, bare = (1 / statistics.median(samples[engine, name, size]) for name in (PLACE, ROWS))
            lines.append(
                f"{engine:11} {size:9,} stored: {placed:6.0f} orders placed a second, {bare:6.0f} as bare rows:"
                f" {placed / bare:.2f} of the ceiling"
            )
    return "\n".join(["", *lines, "", ""])


def _quantiles(seconds: list[float]) -> str:
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"{f'{statistics.median(seconds) * 1000:.2f} / {p95 * 1000:.2f}':>34}"


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _operations(engines: list[Engine], round_: int) -> Iterator[tuple[Cell, Callable[[int], object]]]:
    """Every operation on every store, the stores of an engine one after the other, in changing order."""
    for engine in engines:
        operations: dict[str, Operation] = {PLACE: Store.place, ROWS: _write(engine), **_READS}
        for name, operation in operations.items():
            for target in engine.stores if round_ % 2 == 0 else reversed(engine.stores):
                yield (engine.name, name, target.stored), partial(operation, target)


def _write(engine: Engine) -> Operation:
    return lambda target, number: target.write(engine.orders[number])


def _get_order(target: Store, number: int) -> None:
    with target.reading() as context:
        _shown(context, [orders.find(context, f"o{_any_of(target, number)}").reference or ""])


def _searching(wanted: Callable[[str], OrderSearch]) -> Operation:
    def run_search(target: Store, number: int) -> None:
        with target.reading() as context:
            found, _ = search.found(context, wanted(f"e{_any_of(target, number)}"))
            _shown(context, [order.reference or "" for order in found])

    return run_search


def _shown(context: Context, references: list[str]) -> None:
    """Read what an answered order shows of other rooms."""
    subscriptions.of_orders(context, references)
    refunds.of_orders(context, references)
    delivery.of_orders(context, references)


def _any_of(target: Store, number: int) -> int:
    """The number of one of the stored orders, the same in every run."""
    return random.Random(number).randint(1, target.stored)


_BOTH = IncludedTests.YES
_READS: dict[str, Operation] = {
    "getOrder": _get_order,
    "searchOrders, seven days": _searching(lambda _: OrderSearch(test_orders=_BOTH)),
    "searchOrders, COMPLETE": _searching(lambda _: OrderSearch(test_orders=_BOTH, status=OrderStatus.COMPLETE)),
    "searchOrders, one reference": _searching(
        lambda reference: OrderSearch(test_orders=_BOTH, external_reference=reference, since=NOW - _ALL)
    ),
    "searchOrders, whole history": _searching(lambda _: OrderSearch(test_orders=_BOTH, since=NOW - _ALL)),
}


@contextmanager
def _engines(sizes: Collection[int], calls: int) -> Iterator[list[Engine]]:
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="rpc-server-bench-"))
        server = stack.enter_context(postgres_server())
        server.turn_on(*DURABLE)
        files = (URL.create("sqlite", database=f"{folder}/{number}.db") for number in itertools.count())
        databases = iter(server.create_database, None)
        yield [_engine(stack, "SQLite", files, sizes, calls), _engine(stack, "PostgreSQL", databases, sizes, calls)]


def _engine(stack: ExitStack, name: str, urls: Iterator[URL], sizes: Collection[int], calls: int) -> Engine:
    """The engine with a store of each size, on the next of ``urls``."""
    bare = written(next(urls), calls)
    return Engine(name, [stack.enter_context(store(next(urls), stored)) for stored in sorted(sizes)], bare)
