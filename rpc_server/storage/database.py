"""One database, SQLite or PostgreSQL, and the unit of work that stands for one transaction after another."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from rpc_server.storage import sqlite


class UnitOfWork:
    """One caller's work with the database, in one transaction after another.

    A transaction begins with the first statement and ends with ``commit``, which makes everything so far durable:
    that is how an attempt is written before money moves and settled after. Between two transactions it holds no
    connection. ``remembered`` is what was read in this transaction and is forgotten with it; ``before_commit`` may
    still prevent a commit. Whoever opened the unit closes it.
    """

    __slots__ = ("_connection", "_engine", "_session", "before_commit", "reads_alone", "remembered")

    def __init__(self, engine: Engine, *, reads_alone: bool) -> None:
        self.reads_alone = reads_alone
        self.remembered: dict[object, Any] = {}
        self.before_commit: Callable[[], None] | None = None
        self._engine = engine
        self._connection: Connection | None = None
        self._session: Session | None = None

    @property
    def connection(self) -> Connection:
        """For statements about rows."""
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    @property
    def session(self) -> Session:
        """For objects, in the same transaction."""
        if self._session is None:
            self._session = _Joined(self)
        return self._session

    def commit(self) -> None:
        """Make everything so far durable and go on in a new transaction."""
        if self.before_commit is not None:
            self.before_commit()
        if self._session is not None and self._session.in_transaction():
            self._session.commit()
        if self._connection is not None:
            self._connection.commit()
        self._let_go()

    def rollback(self) -> None:
        """Forget everything since the last commit and go on in a new transaction."""
        if self._session is not None:
            self._session.rollback()
        self._let_go()

    def close(self) -> None:
        """Forget everything since the last commit, objects too."""
        if self._session is not None:
            self._session.close()
        self._let_go()

    def _let_go(self) -> None:
        """Give the connection back, which rolls back what was not committed."""
        self.remembered.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Joined(Session):
    """Works on whatever connection its unit of work has."""

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(expire_on_commit=False)
        self._work = work

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        return self._work.connection


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

    def __init__(self, url: str | URL, *, is_durable: bool = True) -> None:
        self.url = _served(make_url(url))
        engines = _sqlite_engines if self.is_sqlite else _server_engines
        self.engine, self._reading = engines(self.url, is_durable=is_durable)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A unit that may write. Commits on leaving, rolls back on any error."""
        with closing(UnitOfWork(self.engine, reads_alone=False)) as work:
            yield work
            work.commit()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A unit over one consistent snapshot; the database refuses to write in it."""
        with closing(UnitOfWork(self._reading, reads_alone=True)) as work:
            yield work

    def ping(self) -> None:
        """Ask the database for a sign of life; raises SQLAlchemy's error where there is none."""
        with self.reading() as work:
            work.connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
        self._reading.dispose()


def _sqlite_engines(url: URL, *, is_durable: bool) -> tuple[Engine, Engine]:
    return sqlite.writing_engine(url, is_durable=is_durable), sqlite.reading_engine(url, is_durable=is_durable)


def _server_engines(url: URL, *, is_durable: bool) -> tuple[Engine, Engine]:
    """Two views of one pool: connections to a server are dear."""
    options = {} if is_durable else {"options": "-c synchronous_commit=off"}
    engine = create_engine(url, connect_args=options, pool_pre_ping=True, hide_parameters=True)
    writing = engine.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writing, reading


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
