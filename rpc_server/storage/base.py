"""The declarative base of all tables, and the inserts that yield to a taken key, count on, or draw their own."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.dml import Insert

T = TypeVar("T")

_OWNER = "merchant_id"
_MOST_DRAWS = 100


class Base(DeclarativeBase):
    """Every table; constraint names are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def insert_new(connection: Connection, entity: type[Base], values: dict[str, Any]) -> bool:
    """Insert one row; False, with nothing written, where one of its unique keys is taken."""
    return _was_inserted(connection, _insert_unless_taken(entity, None, connection.dialect.name), values)


def insert_all_new(connection: Connection, entity: type[Base], rows: list[dict[str, Any]]) -> int:
    """Insert those of the rows whose unique keys are free, in one batch; answer how many were."""
    statement = _insert_unless_taken(entity, None, connection.dialect.name)
    return connection.execute(statement, rows).rowcount


def insert_counted(
    connection: Connection, entity: type[Base], column: str, within: tuple[str, ...], values: dict[str, Any]
) -> bool:
    """Insert ``values`` with ``column`` counting on, from 1, among the rows alike in ``within``; False where taken."""
    statement = _insert_counted(entity, column, within, connection.dialect.name)
    return _was_inserted(connection, statement, {**values, **{f"of_{name}": values[name] for name in within}})


def insert_drawn(
    connection: Connection, entity: type[Base], column: str, draw: Callable[[], T], values: dict[str, Any]
) -> T:
    """Insert ``values`` with ``column`` drawn at random, drawing again while the drawn key is taken.

    Returns the value kept. Needs no counter and leaves no half-open transaction on a collision. ``column``
    must be unique by itself or within its merchant; a value that offends any other constraint is an
    ``IntegrityError`` as usual.
    """
    statement = _insert_unless_taken(entity, column, connection.dialect.name)
    for _ in range(_MOST_DRAWS):
        drawn = draw()
        if _was_inserted(connection, statement, {**values, column: drawn}):
            return drawn
    raise RuntimeError(f"{_MOST_DRAWS} drawn values of {entity.__tablename__}.{column} were taken already")


def _was_inserted(connection: Connection, statement: Insert, values: dict[str, Any]) -> bool:
    return connection.execute(statement, values).rowcount == 1


@cache
def _insert_unless_taken(entity: type[Base], column: str | None, dialect: str) -> Insert:
    """An insert that does nothing where the key with ``column`` is taken; any key, without ``column``.

    Inline, for with a RETURNING clause there is no count of rows to tell which it was.
    """
    table = cast("Table", entity.__table__)
    key = None if column is None else _key_with(table, column)
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_nothing(index_elements=key).inline().execution_options(preserve_rowcount=True)


@cache
def _insert_counted(entity: type[Base], column: str, within: tuple[str, ...], dialect: str) -> Insert:
    others = cast("Table", entity.__table__).alias()
    alike = (others.c[name] == bindparam(f"of_{name}", type_=others.c[name].type) for name in within)
    following = select(func.coalesce(func.max(others.c[column]), 0) + 1).where(*alike).scalar_subquery()
    return _insert_unless_taken(entity, None, dialect).values({column: following})


def _key_with(table: Table, column: str) -> list[str]:
    """The columns of the narrowest unique key that is ``column``, alone or with its owner."""
    constraints = [c.columns for c in table.constraints if isinstance(c, UniqueConstraint | PrimaryKeyConstraint)]
    indexes = [index.columns for index in table.indexes if index.unique]
    keys = [[member.name for member in key] for key in (*constraints, *indexes)]
    fitting = [key for key in keys if column in key and set(key) <= {column, _OWNER}]
    if not fitting:
        raise TypeError(f"{table.name}.{column} is not unique, alone or with {_OWNER}")
    return min(fitting, key=len)
