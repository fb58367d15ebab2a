"""Bringing a database to the present shape, on both engines."""

import subprocess
import sys
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.exc import IntegrityError

from rpc_server.storage import Database, migrating
from rpc_server.tables import metadata

MIGRATE = "import sys; from rpc_server.storage import Database, migrating; migrating.migrate(Database(sys.argv[1]))"


def test_an_empty_database_gets_exactly_the_tables_the_code_declares(bare_database: Database) -> None:
    migrating.migrate(bare_database)

    assert differences(bare_database) == []
    assert migrating.version(bare_database) == migrating.newest_version()


def test_migrations_and_declarations_index_the_same_rows(bare_database: Database, database: Database) -> None:
    migrating.migrate(bare_database)

    assert indexes(bare_database) == indexes(database)


def differences(database: Database) -> list[Any]:
    """What would have to change to make the database's tables those declared."""
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata()))


def indexes(database: Database) -> dict[str | None, set[str]]:
    """The indexes of every table, with the condition of partial ones."""
    found = {
        table: {f"{index['name']} {index['column_names']} {index['unique']} {_condition(index)}" for index in indexes}
        for (_, table), indexes in inspect(database.engine).get_multi_indexes().items()
    }
    return {table: names for table, names in found.items() if table != "alembic_version"}


def _condition(index: ReflectedIndex) -> str:
    return " ".join(str(value) for name, value in index.get("dialect_options", {}).items() if name.endswith("where"))


def test_migrating_again_changes_nothing(bare_database: Database) -> None:
    migrating.migrate(bare_database)
    with bare_database.writing() as work:
        work.session.execute(text("CREATE TABLE untouched (number INTEGER)"))

    migrating.migrate(bare_database)

    assert "untouched" in inspect(bare_database.engine).get_table_names()


def test_processes_that_migrate_at_once_do_not_meet(bare_database: Database) -> None:
    url = bare_database.url.render_as_string(hide_password=False)
    racers = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, url], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    complaints = [racer.communicate(timeout=60)[1] for racer in racers]

    assert complaints == [""] * 4
    assert differences(bare_database) == []


def test_a_database_of_a_later_version_is_left_alone(bare_database: Database) -> None:
    migrating.migrate(bare_database)
    with bare_database.writing() as work:
        work.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(migrating.NewerDatabase, match="the database has version 9999; this server knows"):
        migrating.migrate(bare_database)


def test_a_revision_that_leaves_rows_without_their_parents_is_undone(bare_database: Database) -> None:
    """Only SQLite needs the check: it rebuilds tables with its own check of references off."""
    migrating.migrate(bare_database)
    orphan = (
        "INSERT INTO sessions (digest, merchant_id, opened_at, seen_at, state) "
        "VALUES ('a', 404, '2026-03-10 12:00', '2026-03-10 12:00', '{}')"
    )

    with pytest.raises((RuntimeError, IntegrityError), match="sessions"), migrating.exclusive(bare_database) as raw:
        raw.execute(text(orphan))

    with bare_database.reading() as work:
        assert work.session.scalar(text("SELECT count(*) FROM sessions")) == 0
