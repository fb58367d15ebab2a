"""One database, SQLite or PostgreSQL, and the unit of work that stands for one transaction after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

READS_ALONE = "reads alone"
"""What the ``info`` of a session that may not write holds as true."""

_SQLITE_BEGIN = "sqlite_begin"
_SQLITE_QUERY_ONLY = "sqlite_query_only"
_RELAXED_BUSY_TIMEOUT_MS = 2_000


class UnitOfWork:
    """One caller's work with the database: ``session`` serves reads and writes inside a transaction.

    ``commit`` makes everything so far durable and goes on in a new transaction; that is how an attempt is
    written before money moves and settled after. Whoever opened the unit closes it.
    """

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    def commit(self) -> None:
        """Make everything so far durable and go on in a new transaction."""
        self.session.commit()

    def rollback(self) -> None:
        """Forget everything since the last commit and go on in a new transaction."""
        self.session.rollback()


class Database:
    """Hands out units of work.

    ``url`` is a SQLAlchemy URL; ``sqlite:///path`` and ``postgresql://...`` are served, any other is a
    ``ValueError``. On SQLite writers begin IMMEDIATE, so that two of them wait for each other instead of
    failing half way, readers see a snapshot (WAL), foreign keys are enforced. On PostgreSQL the isolation is
    REPEATABLE READ for readers and READ COMMITTED, with row locks taken by the use cases, for writers. Errors
    never show the values of a statement.

    With ``is_durable`` false what was committed last may be lost when the machine fails, and on SQLite nobody waits long
    for another writer: commits cost next to nothing.
    """

    BUSY_TIMEOUT_MS = 10_000

    def __init__(self, url: str | URL, *, is_durable: bool = True) -> None:
        self.url = _served(make_url(url))
        self._is_durable = is_durable
        self.engine = self._sqlite_engine() if self.is_sqlite else self._server_engine()
        self._reading = self.engine.execution_options(**self._options(is_write=False))
        self._writing = self.engine.execution_options(**self._options(is_write=True))

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A unit that may write. Commits on leaving, rolls back on any error."""
        with Session(self._writing, expire_on_commit=False) as session:
            yield UnitOfWork(session)
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A unit over one consistent snapshot; the database refuses to write in it."""
        with Session(self._reading, expire_on_commit=False, info={READS_ALONE: True}) as session:
            yield UnitOfWork(session)

    def ping(self) -> None:
        """Ask the database for a sign of life; raises SQLAlchemy's error where there is none."""
        with self.reading() as work:
            work.session.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    def _options(self, *, is_write: bool) -> dict[str, Any]:
        if self.is_sqlite:
            return {_SQLITE_BEGIN: "BEGIN IMMEDIATE" if is_write else "BEGIN", _SQLITE_QUERY_ONLY: not is_write}
        isolation = "READ COMMITTED" if is_write else "REPEATABLE READ"
        return {"isolation_level": isolation, "postgresql_readonly": not is_write}

    def _server_engine(self) -> Engine:
        options = {} if self._is_durable else {"options": "-c synchronous_commit=off"}
        return create_engine(self.url, connect_args=options, pool_pre_ping=True, hide_parameters=True)

    def _sqlite_engine(self) -> Engine:
        engine = create_engine(self.url, connect_args={"timeout": self.BUSY_TIMEOUT_MS / 1000}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        if not self._is_durable:
            event.listen(engine, "connect", _relax_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine


def _served(url: URL) -> URL:
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url
        case "sqlite":
            raise ValueError("an SQLite database must be a file: every connection of one in memory sees another")
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"a database is sqlite:///PATH or postgresql://..., not {other}")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _relax_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("synchronous=NORMAL", f"busy_timeout={_RELAXED_BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA query_only={options.get(_SQLITE_QUERY_ONLY, False):d}")
    connection.exec_driver_sql(options.get(_SQLITE_BEGIN, "BEGIN IMMEDIATE"))
