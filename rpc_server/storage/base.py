"""The declarative base of all tables and the insert that draws its own key."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


T = TypeVar("T")


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


def insert_drawn(
    session: Session, entity: type[Base], column: str, draw: Callable[[], T], values: dict[str, Any]
) -> T:
    """Insert ``values`` with ``column`` drawn at random, drawing again while the drawn key is taken.

    Returns the value kept. Needs no counter and leaves no half-open transaction on a collision.
    """
    table = cast("Table", entity.__table__)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    statement = insert.on_conflict_do_nothing()
    while True:
        drawn = draw()
        result = cast("CursorResult[Any]", session.execute(statement, {**values, column: drawn}))
        if result.rowcount:
            return drawn
