"""A database that an earlier version filled is brought to the present shape, and nothing in it is lost or unreadable."""

import base64
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Boolean, Date, DateTime, MetaData, Table, func, insert, select
from sqlalchemy.types import TypeEngine

from rpc_server.commerce.customers.tables import CustomerRow
from rpc_server.commerce.subscriptions.model import Lapse
from rpc_server.commerce.subscriptions.tables import SubscriptionRow
from rpc_server.storage import Base, Database, migrating
from rpc_server.tables import metadata

FIRST = "0001"
RENEWS_AT = datetime(2096, 12, 2, 13, 31, 20, 929596, UTC)
ENDS_AT = datetime(2096, 12, 22, 13, 31, 20, 737294, UTC)
ROWS: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("version_0001.json").read_text())


@pytest.fixture
def filled(bare_database: Database) -> Database:
    """The demo account as the first version stored it, brought to the present shape."""
    with migrating.exclusive(bare_database) as connection:
        command.upgrade(migrating._config(connection), FIRST)
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name in ROWS:
                connection.execute(insert(table), [_typed(table, row) for row in ROWS[table.name]])
    migrating.migrate(bare_database)
    return bare_database


def test_no_row_is_lost(filled: Database) -> None:
    with filled.reading() as work:
        counts = {name: work.session.scalar(select(func.count()).select_from(metadata().tables[name])) for name in ROWS}

    assert counts == {name: len(rows) for name, rows in ROWS.items()}


def test_every_row_can_be_read(filled: Database) -> None:
    metadata()
    with filled.reading() as work:
        read = sum(len(work.session.scalars(select(mapper.class_)).all()) for mapper in Base.registry.mappers)

    assert read >= sum(map(len, ROWS.values()))


def test_only_periods_that_still_run_are_billed_at_their_end(filled: Database) -> None:
    row = SubscriptionRow
    with filled.reading() as work:
        found = {
            reference: (bills_at, due_at, lapses_at, lapse)
            for reference, bills_at, due_at, lapses_at, lapse in work.session.execute(
                select(row.reference, row.bills_at, row.due_at, row.lapses_at, row.lapse)
            )
        }

    assert found == {
        "8AF9A9DC95": (RENEWS_AT, RENEWS_AT, None, None),
        "0F2A238509": (None, None, ENDS_AT, None),
        "B7D4E8F0A1": (None, None, None, Lapse.EXPIRED),
        "3C5F1D9E20": (None, None, None, Lapse.EXPIRED),
        "C4802EFB63": (None, None, None, Lapse.EXPIRED),
    }


def test_customers_can_be_searched_by_what_their_address_says(filled: Database) -> None:
    row = CustomerRow
    with filled.reading() as work:
        found = work.session.execute(select(row.address, row.email, row.phone, row.country)).all()

    assert [(email, phone, country) for _, email, phone, country in found] == [
        (address.email and address.email.lower(), address.phone, address.country) for address, *_ in found
    ]


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(type_: TypeEngine[Any], value: Any) -> Any:
    match type_, value:
        case _, None:
            return None
        case _, {"base64": text}:
            return base64.b64decode(text)
        case Boolean(), _:
            return bool(value)
        case Date(), _:
            return date.fromisoformat(value)
        case DateTime(), _:
            return datetime.fromisoformat(value).replace(tzinfo=UTC if type_.timezone else None)
    return value
