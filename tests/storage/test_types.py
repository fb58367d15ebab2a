"""What the column types keep, on both engines."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, literal, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from rpc_server.storage import Amount, Choice, Database, Document, Instant


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Note(msgspec.Struct, frozen=True):
    text: str
    price: Decimal
    tags: tuple[str, ...] = ()


TABLE = Table(
    "kept_values",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("amount", Amount),
    Column("instant", Instant),
    Column("choice", Choice(Colour)),
    Column("note", Document(Note)),
)


@pytest.fixture
def keeping(database: Database) -> Iterator[Database]:
    """A database with a table of every column type."""
    TABLE.metadata.create_all(database.engine)
    yield database
    TABLE.metadata.drop_all(database.engine)


def kept(database: Database, column: str, value: Any) -> Any:
    with database.writing() as work:
        work.session.execute(insert(TABLE), {column: value})
    with database.reading() as work:
        return work.session.scalars(select(TABLE.c[column])).one()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Decimal("0.1"), Decimal("0.1")),
        (Decimal("-12.3456"), Decimal("-12.3456")),
        (Decimal("0.00005"), Decimal("0.0001")),
        (Decimal("999999999999.99"), Decimal("999999999999.99")),
        (None, None),
    ],
)
def test_an_amount_is_kept_to_four_places(keeping: Database, given: Decimal, expected: Decimal) -> None:
    assert kept(keeping, "amount", given) == expected


def test_amounts_add_up_exactly_in_the_database(keeping: Database) -> None:
    with keeping.writing() as work:
        work.session.execute(insert(TABLE), [{"amount": Decimal("0.1")}] * 3)
    with keeping.reading() as work:
        total = work.session.scalar(select(func.sum(TABLE.c.amount)))

    assert total == Decimal("0.3")


@given(st.decimals(-(10**12), 10**12, places=4))
def test_any_amount_of_four_places_comes_back_the_same(value: Decimal) -> None:
    dialect = sqlite.dialect()

    stored = Amount().process_bind_param(value, dialect)

    assert Amount().process_result_value(stored, dialect) == value


MOMENT = datetime(2026, 3, 10, 12, 30, 15, 250_000, tzinfo=UTC)


def test_an_instant_comes_back_in_utc_whatever_its_zone(keeping: Database) -> None:
    found = kept(keeping, "instant", MOMENT.astimezone(timezone(timedelta(hours=2))))

    assert (found, found.tzinfo) == (MOMENT, UTC)


def test_instants_compare_in_the_database(keeping: Database) -> None:
    kept(keeping, "instant", MOMENT)
    later = (MOMENT + timedelta(microseconds=1)).astimezone(timezone(timedelta(hours=-5)))

    with keeping.reading() as work:
        earlier = work.session.scalars(select(TABLE.c.instant).where(TABLE.c.instant < later)).all()

    assert earlier == [MOMENT]


def test_an_instant_without_a_zone_is_refused(keeping: Database) -> None:
    with pytest.raises(StatementError, match="an instant needs a time zone"):
        kept(keeping, "instant", MOMENT.replace(tzinfo=None))


def test_a_choice_comes_back_as_the_member_it_was(keeping: Database) -> None:
    assert kept(keeping, "choice", Colour.BLUE) is Colour.BLUE


def test_a_choice_is_stored_as_its_value(keeping: Database) -> None:
    kept(keeping, "choice", Colour.BLUE)

    with keeping.reading() as work:
        found = work.session.execute(
            select(TABLE.c.number).where(TABLE.c.choice == literal("blue", Choice(Colour).impl))
        )
        assert len(found.all()) == 1


def test_a_document_comes_back_typed_with_exact_amounts(keeping: Database) -> None:
    note = Note("Grüße 你好", Decimal("0.10"), ("a", "b"))

    assert kept(keeping, "note", note) == note
