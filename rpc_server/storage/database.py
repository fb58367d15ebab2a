"""One database, SQLite or PostgreSQL, and the unit of work that stands for one transaction after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session


class UnitOfWork:
    """One caller's work with the database: ``session`` serves reads and writes inside a transaction.

    ``commit`` makes everything so far durable and goes on in a new transaction; that is how an attempt is
    written before money moves and settled after. Whoever opened the unit closes it.
    """

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    def commit(self) -> None:
        self.session.commit()

    def rollback(self) -> None:
        self.session.rollback()


class Database:
    """Hands out units of work.

    ``url`` is a SQLAlchemy URL; ``sqlite:///path`` and ``postgresql://...`` are served. On SQLite writers
    begin IMMEDIATE, so that two of them wait for each other instead of failing half way, readers see a
    snapshot (WAL), foreign keys are enforced. On PostgreSQL the isolation is REPEATABLE READ for readers
    and READ COMMITTED, with row locks taken by the use cases, for writers.
    """

    BUSY_TIMEOUT_MS = 10_000

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.engine = self._sqlite_engine() if parsed.get_backend_name() == "sqlite" else self._server_engine()
        self._reading = self.engine.execution_options(**self._options(write=False))
        self._writing = self.engine.execution_options(**self._options(write=True))

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A unit that may write. Commits on leaving, rolls back on any error."""
        with Session(self._writing, expire_on_commit=False) as session:
            yield UnitOfWork(session)
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """A unit over one consistent snapshot, never committed."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield UnitOfWork(session)

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    def _options(self, *, write: bool) -> dict[str, Any]:
        if self.url.get_backend_name() == "sqlite":
            return {"sqlite_begin": "BEGIN IMMEDIATE" if write else "BEGIN"}
        return {"isolation_level": "READ COMMITTED" if write else "REPEATABLE READ"}

    def _server_engine(self) -> Engine:
        return create_engine(self.url, pool_pre_ping=True)

    def _sqlite_engine(self) -> Engine:
        engine = create_engine(self.url, connect_args={"timeout": self.BUSY_TIMEOUT_MS / 1000})

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"))

        return engine
