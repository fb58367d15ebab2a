"""Journal entries in the database."""

from collections.abc import Iterator
from typing import cast

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, or_, select

from rpc_server.sandbox.journal.model import Entry, Wanted
from rpc_server.sandbox.journal.tables import JournalRow

_JOURNAL = cast("Table", JournalRow.__table__)
_ABSENT = "-"
_INSERT = insert(_JOURNAL).inline()


def insert_entry(database: Connection, entry: Entry) -> None:
    """Add the entry; the database gives it its number."""
    values = msgspec.structs.asdict(entry)
    del values["number"]
    database.execute(_INSERT, values)


def prune(database: Connection, merchant_id: int | None, kept: int) -> None:
    """Delete all but the newest ``kept`` entries of the account."""
    oldest_kept = (
        select(_JOURNAL.c.number).where(_of(merchant_id)).order_by(_JOURNAL.c.number.desc()).offset(kept).limit(1)
    )
    database.execute(delete(_JOURNAL).where(_of(merchant_id), _JOURNAL.c.number <= oldest_kept.scalar_subquery()))


def clear(database: Connection, merchant_id: int) -> int:
    """Delete the account's entries; how many those were."""
    return database.execute(delete(_JOURNAL).where(_of(merchant_id))).rowcount


def entries(database: Connection, merchant_id: int, wanted: Wanted) -> tuple[Entry, ...]:
    """The account's entries, and those nobody can tell the owner of, newest first."""
    whose = or_(_of(merchant_id), _of(None))
    query = select(_JOURNAL).where(whose, *_conditions(wanted)).order_by(_JOURNAL.c.number.desc()).limit(wanted.limit)
    return tuple(Entry(**row) for row in database.execute(query).mappings())


def _of(merchant_id: int | None) -> ColumnElement[bool]:
    return _JOURNAL.c.merchant_id == merchant_id


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    columns = _JOURNAL.c
    if wanted.method is not None:
        is_none = wanted.method == _ABSENT
        yield columns.method.is_(None) if is_none else func.lower(columns.method) == wanted.method.lower()
    if wanted.code is not None:
        yield columns.code.is_(None) if wanted.code == _ABSENT else columns.code == wanted.code
    if wanted.since is not None:
        yield columns.at >= wanted.since
    if wanted.until is not None:
        yield columns.at < wanted.until
    if wanted.before is not None:
        yield columns.number < wanted.before
    if wanted.after is not None:
        yield columns.number > wanted.after
    if wanted.text is not None:
        searched = (columns.arguments, columns.answer, columns.body, columns.message)
        yield or_(*(column.icontains(wanted.text, autoescape=True) for column in searched))
