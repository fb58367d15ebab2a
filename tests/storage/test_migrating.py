"""Bringing a database to the present shape, on both engines."""

import subprocess
import sys

import pytest
from sqlalchemy import URL, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from rpc_server.storage import Database, migrating
from rpc_server.tables import metadata

MIGRATE = "import sys; from rpc_server.storage import Database, migrating; migrating.migrate(Database(sys.argv[1]))"


def test_an_empty_database_gets_exactly_the_tables_the_code_declares(bare_url: URL) -> None:
    database = Database(bare_url)

    migrating.migrate(database)

    assert migrating.differences(database, metadata()) == []
    assert migrating.version(database) == migrating.newest_version()
    database.dispose()


def test_migrations_and_declarations_index_the_same_rows(bare_url: URL, database: Database) -> None:
    migrated = Database(bare_url)
    migrating.migrate(migrated)

    assert indexes(migrated) == indexes(database)
    migrated.dispose()


def indexes(database: Database) -> dict[str | None, set[str]]:
    """The indexes of every table, with the condition of partial ones."""
    found = {
        table: {f"{index['name']} {index['column_names']} {index['unique']} {_condition(index)}" for index in indexes}
        for (_, table), indexes in inspect(database.engine).get_multi_indexes().items()
    }
    return {table: names for table, names in found.items() if table != "alembic_version"}


def _condition(index: ReflectedIndex) -> str:
    return " ".join(str(value) for name, value in index.get("dialect_options", {}).items() if name.endswith("where"))


def test_migrating_again_changes_nothing(bare_url: URL) -> None:
    database = Database(bare_url)
    migrating.migrate(database)
    with database.writing() as work:
        work.session.execute(text("CREATE TABLE untouched (number INTEGER)"))

    migrating.migrate(database)

    assert "untouched" in inspect(database.engine).get_table_names()
    database.dispose()


def test_processes_that_migrate_at_once_do_not_meet(bare_url: URL) -> None:
    url = bare_url.render_as_string(hide_password=False)
    racers = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, url], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    complaints = [racer.communicate(timeout=60)[1] for racer in racers]

    assert complaints == [""] * 4
    database = Database(bare_url)
    assert migrating.differences(database, metadata()) == []
    database.dispose()


def test_a_database_of_a_later_version_is_left_alone(bare_url: URL) -> None:
    database = Database(bare_url)
    migrating.migrate(database)
    with database.writing() as work:
        work.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(migrating.NewerDatabase, match="the database has version 9999; this server knows"):
        migrating.migrate(database)
    database.dispose()
