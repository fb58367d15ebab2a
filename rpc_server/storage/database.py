"""One database, SQLite or PostgreSQL, and the unit of work that stands for one transaction after another."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from rpc_server.storage import sqlite

READS_ALONE = "reads alone"
"""What the ``info`` of a session that may not write holds as true."""


class UnitOfWork:
    """One caller's work with the database: ``session`` serves reads and writes inside a transaction.

    ``commit`` makes everything so far durable and goes on in a new transaction; that is how an attempt is
    written before money moves and settled after. Whoever opened the unit closes it.
    """

    __slots__ = ("_connection", "session")

    def __init__(self, session: Session) -> None:
        self.session = session
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """What the session works on in this transaction, for statements about rows and not about objects."""
        if self._connection is None:
            self._connection = self.session.connection()
        return self._connection

    def commit(self) -> None:
        """Make everything so far durable and go on in a new transaction."""
        self._connection = None
        self.session.commit()

    def rollback(self) -> None:
        """Forget everything since the last commit and go on in a new transaction."""
        self._connection = None
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
        with Session(self.engine, expire_on_commit=False) as session:
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
