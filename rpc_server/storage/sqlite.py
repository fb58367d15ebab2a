"""SQLite as the program uses it: when its transactions begin, and what a connection keeps to."""

from functools import partial
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

BUSY_TIMEOUT_MS = 10_000
_RELAXED_BUSY_TIMEOUT_MS = 2_000


class Immediate(SQLiteDialect_pysqlite):
    """The driver for writers: each holds the lock from its beginning, so that two wait and none fails half way."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute("BEGIN IMMEDIATE")


class Snapshot(SQLiteDialect_pysqlite):
    """The driver for readers: each sees what was committed when it first read."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute("BEGIN")


for _driver in (Immediate, Snapshot):
    registry.register(f"sqlite.{_driver.__name__.lower()}", __name__, _driver.__name__)


def writing_engine(url: URL, *, is_durable: bool) -> Engine:
    """Connections that may write; what they committed last outlives the machine where ``is_durable``."""
    return _engine(url, "sqlite+immediate", is_durable=is_durable, reads_alone=False)


def reading_engine(url: URL, *, is_durable: bool) -> Engine:
    """Connections the database itself lets only read."""
    return _engine(url, "sqlite+snapshot", is_durable=is_durable, reads_alone=True)


def _engine(url: URL, driver: str, *, is_durable: bool, reads_alone: bool) -> Engine:
    busy_timeout = BUSY_TIMEOUT_MS if is_durable else _RELAXED_BUSY_TIMEOUT_MS
    pragmas = (
        "journal_mode=WAL",
        f"synchronous={'FULL' if is_durable else 'NORMAL'}",
        "foreign_keys=ON",
        f"query_only={reads_alone:d}",
    )
    engine = create_engine(
        url.set(drivername=driver), connect_args={"timeout": busy_timeout / 1000}, hide_parameters=True
    )
    event.listen(engine, "connect", partial(_prepare, pragmas))
    return engine


def _prepare(pragmas: tuple[str, ...], connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
