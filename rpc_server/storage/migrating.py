"""Brings the tables of a database to the shape this version needs.

Revisions are numbered scripts in ``migrations/versions``, and lead forward only: the way back is a backup.
Alembic is loaded only where there is work for it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import DBAPIError

from rpc_server.errors import Mistake
from rpc_server.storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).with_name("migrations")
_LOCK = 0x72706373  # "rpcs": any number, as long as every version takes the same


class NewerDatabase(Mistake):
    """The database was brought to a shape this version does not know."""


def migrate(database: Database) -> None:
    """Bring the database to the present shape, in one transaction; does nothing where it has it.

    Any number of processes and hosts may call this at once: one works, the others wait for it. Raises
    ``NewerDatabase`` rather than work on tables of a later version.
    """
    present, needed = version(database), newest_version()
    if present is not None and present > needed:
        raise NewerDatabase(f"the database has version {present}; this server knows versions up to {needed}")
    if present != needed:
        from alembic import command

        with exclusive(database) as connection:
            command.upgrade(_config(connection), "head")


def version(database: Database) -> str | None:
    """The number of the last revision the database went through; None for an empty one."""
    try:
        with database.reading() as work:
            return cast("str | None", work.connection.scalar(text("SELECT version_num FROM alembic_version")))
    except DBAPIError:
        database.ping()
        return None


def newest_version() -> str:
    """The number of the last revision there is."""
    return max((_number(path) for path in _scripts()), default="")


def revise(database: Database, metadata: MetaData, message: str) -> Path:
    """Write the revision that leads from the database, as it now is, to ``metadata``; answers the new script."""
    from alembic import command

    number = f"{int(newest_version() or 0) + 1:04}"
    with exclusive(database) as connection:
        command.revision(_config(connection, metadata), message, autogenerate=True, rev_id=number)
    return next(path for path in _scripts() if _number(path) == number)


@contextmanager
def exclusive(database: Database) -> Iterator[Connection]:
    """A transaction that no other migration runs beside, and that may rebuild tables others refer to."""
    with database.engine.connect() as connection, _references_held(connection), connection.begin():
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection
        _check_references(connection)


def _check_references(connection: Connection) -> None:
    """Stop a revision that left SQLite rows without the rows they refer to; PostgreSQL holds to that by itself."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise RuntimeError(f"the revision would leave a row of {broken[0]} without the {broken[2]} it refers to")


def _scripts() -> list[Path]:
    return list((_FOLDER / "versions").glob("[0-9]*_*.py"))


def _number(script: Path) -> str:
    return script.name.partition("_")[0]


def _config(connection: Connection, metadata: MetaData | None = None) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection, "metadata": metadata})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


@contextmanager
def _references_held(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables others refer to: it can change one only by making it anew."""
    driver: Any = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
