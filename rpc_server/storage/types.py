"""Column types that keep the promises the database alone does not: exact amounts, UTC instants, typed documents."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

import msgspec
from sqlalchemy import BigInteger, BindParameter, DateTime, Dialect, String, Text, bindparam
from sqlalchemy.types import TypeDecorator

_UNITS = 10_000
_STEP = Decimal("0.0001")
_write = msgspec.json.Encoder().encode
_MICROSECOND = timedelta(microseconds=1)


class Amount(TypeDecorator[Decimal]):
    """An exact decimal of four places, stored as a whole number of ten-thousandths.

    Whole numbers add and compare exactly on every database, where a NUMERIC becomes a float on SQLite.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.quantize(_STEP, ROUND_HALF_UP) * _UNITS)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / _UNITS


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Duration(TypeDecorator[timedelta]):
    """A span of time, stored as a whole number of microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else value * _MICROSECOND


class Choice(TypeDecorator[Enum]):
    """One member of an enumeration whose values are texts, stored as that text (20 characters at most)."""

    impl = String(20)
    cache_ok = True

    def __init__(self, type_: type[Enum]) -> None:
        super().__init__()
        self.type_ = type_

    def process_bind_param(self, value: Enum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value.value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Enum | None:
        return None if value is None else self.type_(value)


def stated(member: Enum) -> BindParameter[Enum]:
    """The member of a ``Choice`` written into the statement itself.

    Where a partial index is for that member alone, the planner of every database sees that it serves.
    """
    return bindparam(None, member, type_=Choice(type(member)), literal_execute=True)


class Document(TypeDecorator[Any]):
    """A value of one declared type, kept as JSON text; amounts inside it stay exact (strings)."""

    impl = Text
    cache_ok = True

    def __init__(self, type_: Any) -> None:
        super().__init__()
        self.type_ = type_
        self._read = msgspec.json.Decoder(type_).decode

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _write(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self._read(value)
