"""The measurements of stored orders measure what they say."""

from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import URL, func, select

from benchmarks.orders import IN_A_ROW, PLACE, ROWS, measure, report
from benchmarks.stores import Store, store, written
from rpc_server.commerce.orders import service as orders
from rpc_server.tables import metadata


@pytest.fixture
def twin_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> URL:
    """Another database without any table, of the same engine."""
    if engine_name == "sqlite":
        return URL.create("sqlite", database=str(tmp_path / "twin.db"))
    url: URL = request.getfixturevalue("postgres_server").create_database()
    return url


def test_every_stored_order_is_read_like_the_placed_one(bare_url: URL) -> None:
    with store(bare_url, 3) as built, built.reading() as context:
        found = [orders.find(context, f"o{number}") for number in (1, 2, 3)]

    assert [(order.external_reference, len(order.lines), order.number) for order in found] == [
        ("e1", 3, 1_000_001),
        ("e2", 3, 1_000_002),
        ("e3", 3, 1_000_003),
    ]
    assert [(later.placed_at - order.placed_at).total_seconds() for order, later in pairwise(found)] == [864, 864]


def test_bare_rows_are_as_many_as_those_of_a_placed_order(bare_url: URL, twin_url: URL) -> None:
    (order,) = written(twin_url, 1)

    with store(bare_url, 3) as built:
        before = _counts(built)
        built.place(1)
        placed = _counts(built)
        built.write(order)
        bare = _counts(built)

    assert all(order)
    assert {name: bare[name] - placed[name] for name in bare} == {name: placed[name] - before[name] for name in bare}


def test_each_operation_is_measured_as_often_on_every_store() -> None:
    samples = measure({2}, 2)

    assert {len(seconds) for seconds in samples.values()} == {2 * (IN_A_ROW - 1)}
    assert {(engine, stored) for engine, _, stored in samples} == {("SQLite", 2), ("PostgreSQL", 2)}
    assert {name for _, name, _ in samples} >= {PLACE, ROWS, "getOrder", "searchOrders, seven days"}
    assert report(samples).count("of the ceiling") == 2


def _counts(built: Store) -> dict[str, int]:
    """How many rows each table has, of whatever account; counters, which both step, are left out."""
    with built.reading() as context:
        counted = {table: select(func.count()).select_from(table) for table in metadata().sorted_tables}
        return {
            table.name: context.session.scalar(query) or 0
            for table, query in counted.items()
            if table.name != "invoice_counters"
        }
