"""Databases with any number of stored orders, and one order's rows to write again without the engine.

Every stored order is a copy of one that was placed, under keys of its own, made inside the database; a hundred
a day lead up to the present, so that more orders are a longer history and not a busier one.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, event, text
from sqlalchemy.engine import URL

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import SessionPolicy
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import NewItem, NewOrder, Order
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways import CardDetails
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox.seed import seed
from rpc_server.storage import Database
from rpc_server.tables import metadata

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SECONDS_BETWEEN_ORDERS = 864
_SHOP = Path(__file__).with_name("shop.yaml")
_BUYER = Address(
    first_name="John", last_name="Doe", email="john.doe@example.com", phone="+1 860 555 0100", company=None,
    address1="10 Main Street", city="Hartford", zip="06103", country="US", state="CT",
)  # fmt: skip
_CARD = CardDetails("4111111111111111", 12, 2031, "John Doe", "123")
_ITEMS = (("STARTER", 1), ("PRO", 2), ("SCANNER", 1))
_NEW_ORDER = NewOrder(
    items=tuple(NewItem(f"Items[{at}]", code, quantity) for at, (code, quantity) in enumerate(_ITEMS)),
    billing=_BUYER,
    delivery=_BUYER,
    payment=NewPayment(PaymentType.TEST, "USD", _CARD, recurring_enabled=True),
    currency="USD",
    country="US",
    language="en",
    customer_ip="192.0.2.10",
    source="bench.example",
)
_SERIES = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < :stored)"
_MOMENT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', :now, '-' || ((:stored - n + 1) * :apart) || ' seconds')",
    "postgresql": "CAST(:now AS timestamptz) - (:stored - n + 1) * :apart * interval '1 second'",
}
_NUMBERED = {"orders": "1000000 + n", "invoices": "n + 1"}
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
"""What makes PostgreSQL write to the disk before it says so."""

Written = list[dict[str, list[Any]]]
"""What placing one order inserts: for each commit, the rows of each statement as the driver was given them."""


@dataclass(frozen=True, slots=True)
class Store:
    """A database with ``stored`` finished orders of ``merchant``; ``o1`` to ``o{stored}`` are their RefNos."""

    stored: int
    services: Services
    merchant: Merchant
    raw: Any

    @contextmanager
    def writing(self) -> Iterator[Context]:
        """The merchant's engine as a call that writes has it."""
        with self.services.database.writing() as work:
            yield Context(self.merchant, work, self.services)

    @contextmanager
    def reading(self) -> Iterator[Context]:
        """The merchant's engine as a call that only reads has it."""
        with self.services.database.reading() as work:
            yield Context(self.merchant, work, self.services)

    def place(self, number: int) -> Order:
        """Place one order of three items and finish it, paid on the simulator."""
        with self.writing() as context:
            return orders.place(context, replace(_NEW_ORDER, external_reference=f"placed-{number}"))

    def write(self, order: Written) -> None:
        """Insert the rows of an order as the driver does it best, in as many commits as the engine makes."""
        cursor = self.raw.cursor()
        for commit in order:
            if self.services.database.is_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            for statement, rows in commit.items():
                cursor.executemany(statement, rows)
            self.raw.commit()


@contextmanager
def store(url: URL, stored: int) -> Iterator[Store]:
    """A new database at ``url`` with that many finished orders of the shop."""
    database = Database(url)
    try:
        services, (shop, _) = _opened(database)
        pooled = database.engine.raw_connection()
        built = Store(stored, services, shop, pooled.driver_connection)
        _fill(built)
        yield built
        pooled.close()
    finally:
        database.dispose()


def written(url: URL, count: int) -> list[Written]:
    """What placing ``count`` orders of the shop's twin inserts, which fits into any store of the same engine."""
    database = Database(url)
    services, (_, twin) = _opened(database, random.Random(5))
    noted: list[Written] = []
    place = Store(0, services, twin, None).place
    place(0)
    for number in range(1, count + 1):
        with noting(database) as order:
            place(number)
        noted.append(order)
    database.dispose()
    return noted


def _opened(database: Database, source: random.Random | None = None) -> tuple[Services, tuple[Merchant, ...]]:
    metadata().create_all(database.engine)
    vault = Vault([bytes(range(32))])
    services = Services(database, SetClock(NOW), Ids(source), Simulator(), vault, SessionPolicy())
    return services, seed(services, _SHOP)


@contextmanager
def noting(database: Database) -> Iterator[Written]:
    """The plain inserts of the block; counters that are stepped are no rows of an order.

    A commit of updates alone gets the last rows of the one before it, so that there are as many to wait for.
    """
    commits: Written = []
    pending: dict[str, list[Any]] = {}
    has_written = False

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, is_many: Any) -> None:
        nonlocal has_written
        has_written |= statement.startswith(("INSERT", "UPDATE"))
        if statement.startswith("INSERT") and "DO UPDATE" not in statement:
            plain, _, _ = statement.partition(" RETURNING ")
            pending.setdefault(plain, []).extend(parameters if is_many else [parameters])

    def close(_connection: Any) -> None:
        nonlocal has_written
        if has_written:
            commits.append(dict(pending) or dict([commits[-1].popitem()]))
        pending.clear()
        has_written = False

    event.listen(database.engine, "before_cursor_execute", note)
    event.listen(database.engine, "commit", close)
    yield commits
    event.remove(database.engine, "before_cursor_execute", note)
    event.remove(database.engine, "commit", close)


def _fill(built: Store) -> None:
    """Place one order, copy its rows ``stored`` times."""
    database = built.services.database
    with noting(database) as order:
        placed = built.place(0)
    names = dict.fromkeys(statement.split()[2] for statement in itertools.chain(*order))
    with built.writing() as context:
        keys = _keys(context.session.connection(), built.merchant, placed)
        for name in names:
            with _roomy(context.session.connection()) as connection:
                _copy(connection, metadata().tables[name], built, keys)
            context.work.commit()
        counter = text("UPDATE invoice_counters SET last_number = :last WHERE merchant_id = :merchant_id")
        context.session.execute(counter, {"last": built.stored + 1, "merchant_id": built.merchant.merchant_id})
    _settle(built)


@contextmanager
def _roomy(connection: Connection) -> Iterator[Connection]:
    """The connection with 256 MB of cache on SQLite, where a copy would else write each page of an index many times."""
    if connection.dialect.name != "sqlite":
        yield connection
        return
    usual = connection.execute(text("PRAGMA cache_size")).scalar_one()
    connection.execute(text("PRAGMA cache_size = -262144"))
    yield connection
    connection.execute(text(f"PRAGMA cache_size = {usual}"))


def _settle(built: Store) -> None:
    """Leave the files as a server at work has them: what was copied is written, and PostgreSQL has counted it."""
    if built.services.database.is_sqlite:
        built.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    built.raw.autocommit = True
    built.raw.execute("VACUUM ANALYZE")
    built.raw.execute("CHECKPOINT")
    built.raw.autocommit = False


def _keys(connection: Connection, merchant: Merchant, placed: Order) -> dict[Any, str]:
    """The values that differ from copy to copy, and what makes them of the copy's number ``n``."""
    keys: dict[Any, str] = {
        placed.reference: "'o' || n",
        placed.external_reference: "'e' || n",
    }
    for letter, table, column in (("c", "cards", "card_id"), ("a", "payment_attempts", "attempt_id")):
        keys[_values(connection, merchant, table, column)[0]] = f"'{letter}' || n"
    keys[_values(connection, merchant, "customers", "reference")[0]] = "n"
    for at, reference in enumerate(_values(connection, merchant, "subscriptions", "reference")):
        keys[reference] = f"'s{at}-' || n"
    keys[_values(connection, merchant, "orders", "placed_at")[0]] = _MOMENT[connection.dialect.name]
    return keys


def _values(connection: Connection, merchant: Merchant, table: str, column: str) -> Sequence[Any]:
    query = text(f"SELECT {column} FROM {table} WHERE merchant_id = :merchant_id")
    return connection.execute(query, {"merchant_id": merchant.merchant_id}).scalars().all()


def _copy(connection: Connection, table: Table, built: Store, keys: dict[Any, str]) -> None:
    """Copy the merchant's rows of the table as often as the store has orders."""
    merchant_id = {"merchant_id": built.merchant.merchant_id}
    rows = connection.execute(text(f"SELECT * FROM {table.name} WHERE merchant_id = :merchant_id"), merchant_id)
    for row in rows.mappings().all():
        made = [_made(connection, table, column, value, keys) for column, value in row.items()]
        columns = ", ".join(f'"{column}"' for column in row)
        statement = f"{_SERIES} INSERT INTO {table.name} ({columns}) SELECT {', '.join(made)} FROM series"
        given = {f"given_{column}": value for column, value in row.items()}
        series = {"stored": built.stored, "now": str(NOW)[:19], "apart": SECONDS_BETWEEN_ORDERS}
        connection.execute(text(statement), series | given)


def _made(connection: Connection, table: Table, column: str, value: Any, keys: dict[Any, str]) -> str:
    if column == "number" and table.name in _NUMBERED:
        return _NUMBERED[table.name]
    if value in keys:
        return keys[value]
    if connection.dialect.name == "sqlite":
        return f":given_{column}"
    return f"CAST(:given_{column} AS {table.c[column].type.compile(connection.dialect)})"
