"""The two databases the tests of one process share, one on each engine, empty for whoever comes next.

They keep what a server keeps from call to call: its connections and what SQLAlchemy composed before.
"""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from sqlalchemy import URL

from rpc_server.storage import Database
from rpc_server.tables import metadata
from tests.postgres import Emptying

_SHARED_MEMORY = Path("/dev/shm")


class Shared(Protocol):
    """A database with every table."""

    database: Database

    def empty(self) -> None:
        """Leave no row in it, and nobody who holds it."""

    def close(self) -> None:
        """Leave nothing behind."""


class SharedSqlite:
    """A file in memory, where the system has such; emptied by a copy of one without a row."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="rpc_server-", dir=_SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None))
        self.template = self._folder / "template.db"
        create_tables(URL.create("sqlite", database=str(self.template)))
        self._used = self._folder / "used"
        self._file = self._used / "rpc_server.db"
        self.database = Database(URL.create("sqlite", database=str(self._file)))

    def empty(self) -> None:
        self.database.dispose()
        shutil.rmtree(self._used, ignore_errors=True)
        self._used.mkdir()
        shutil.copyfile(self.template, self._file)

    def close(self) -> None:
        self.database.dispose()
        shutil.rmtree(self._folder)


class SharedPostgres:
    """A database of the run's own server."""

    def __init__(self, url: URL) -> None:
        create_tables(url)
        self.database = Database(url)
        self._emptying = Emptying(url)

    def empty(self) -> None:
        self._emptying()

    def close(self) -> None:
        self._emptying.close()
        self.database.dispose()


def create_tables(url: URL) -> None:
    """Every table, in a database that has none."""
    database = Database(url)
    metadata().create_all(database.engine)
    database.dispose()
