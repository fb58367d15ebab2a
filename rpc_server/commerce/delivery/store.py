"""Lists of codes, delivered codes and shortages, to and from their tables."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery.model import CodeList, DeliveredCode, Shortage
from rpc_server.commerce.delivery.tables import CodeListRow, DeliveredCodeRow, ListedCodeRow, ShortageRow
from rpc_server.storage import insert_new

_LIST_MEMBERS = tuple(field.name for field in fields(CodeList))
_CODE_MEMBERS = tuple(field.name for field in fields(DeliveredCode))
_SHORTAGE_MEMBERS = tuple(field.name for field in fields(Shortage))
_codes = cast("Table", DeliveredCodeRow.__table__)
_DELIVERED = (
    select(*(_codes.c[name] for name in _CODE_MEMBERS))
    .where(
        _codes.c.merchant_id == bindparam("in_merchant"),
        _codes.c.order_reference.in_(bindparam("of_orders", expanding=True)),
    )
    .order_by(_codes.c.order_reference, _codes.c.line_number, _codes.c.position)
)


def code_lists(context: Context) -> dict[str, CodeList]:
    """The merchant's lists by code."""
    columns = (getattr(CodeListRow, name) for name in _LIST_MEMBERS)
    query = select(*columns).where(CodeListRow.merchant_id == context.merchant_id)
    return {row.code: CodeList(*row) for row in context.connection.execute(query)}


def add_list(context: Context, code_list: CodeList) -> bool:
    """Write a new list; False where the merchant has one of the code."""
    values = {name: getattr(code_list, name) for name in _LIST_MEMBERS}
    return insert_new(context.connection, CodeListRow, {"merchant_id": context.merchant_id, **values})


def load(context: Context, list_code: str, codes: Iterable[str]) -> int:
    """Put codes behind those the list has; one it has, given away or not, is left out. Answers how many are new."""
    own = (ListedCodeRow.merchant_id == context.merchant_id, ListedCodeRow.list_code == list_code)
    rank = context.connection.scalar(select(func.max(ListedCodeRow.rank)).where(*own)) or 0
    key = {"merchant_id": context.merchant_id, "list_code": list_code, "order_reference": None}
    return sum(
        insert_new(context.connection, ListedCodeRow, {**key, "code": code, "rank": number})
        for number, code in enumerate(codes, start=rank + 1)
    )


def take(context: Context, list_code: str, count: int, order_reference: str) -> list[str]:
    """Give the next ``count`` free codes to the order; none at all where the list has not as many.

    Others pass over the codes taken here, even before this transaction ends.
    """
    own = (ListedCodeRow.merchant_id == context.merchant_id, ListedCodeRow.list_code == list_code)
    free = (
        select(ListedCodeRow.code)
        .where(*own, ListedCodeRow.order_reference.is_(None))
        .order_by(ListedCodeRow.rank)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    codes = list(context.connection.scalars(free))
    if len(codes) < count:
        return []
    given = update(ListedCodeRow).where(*own, ListedCodeRow.code == bindparam("given"))
    context.connection.execute(given.values(order_reference=order_reference), [{"given": code} for code in codes])
    return codes


def left(context: Context, list_code: str) -> int:
    """How many codes of the list are free."""
    query = select(func.count()).where(
        ListedCodeRow.merchant_id == context.merchant_id,
        ListedCodeRow.list_code == list_code,
        ListedCodeRow.order_reference.is_(None),
    )
    return context.connection.scalar(query) or 0


def record(context: Context, codes: Sequence[DeliveredCode]) -> None:
    """Write that these codes were delivered."""
    rows = [{"merchant_id": context.merchant_id, **{n: getattr(code, n) for n in _CODE_MEMBERS}} for code in codes]
    if rows:
        context.connection.execute(insert(_codes), rows)


def delivered(context: Context, references: Collection[str]) -> list[DeliveredCode]:
    """The codes of these orders (by RefNo), in order of their lines."""
    found = context.connection.execute(_DELIVERED, {"in_merchant": context.merchant_id, "of_orders": list(references)})
    return [DeliveredCode(*row) for row in found]


def note_shortage(context: Context, shortage: Shortage) -> None:
    """Write that a line waits for codes, once."""
    values = {name: getattr(shortage, name) for name in _SHORTAGE_MEMBERS}
    insert_new(context.connection, ShortageRow, {"merchant_id": context.merchant_id, **values})


def shortages(context: Context, order_reference: str | None = None) -> list[Shortage]:
    """The lines that wait for codes, the longest waiting first; of all orders or of one."""
    columns = (getattr(ShortageRow, name) for name in _SHORTAGE_MEMBERS)
    query = select(*columns).where(ShortageRow.merchant_id == context.merchant_id, ShortageRow.settled_at.is_(None))
    if order_reference is not None:
        query = query.where(ShortageRow.order_reference == order_reference)
    ordered = query.order_by(ShortageRow.noticed_at, ShortageRow.order_reference, ShortageRow.line_number)
    return [Shortage(*row) for row in context.connection.execute(ordered)]


def call_up(context: Context, list_code: str, at: datetime) -> None:
    """Write that the lines that wait for codes of the list are to be tried again."""
    waiting = (ShortageRow.merchant_id == context.merchant_id, ShortageRow.settled_at.is_(None))
    context.connection.execute(
        update(ShortageRow).where(*waiting, ShortageRow.list_code == list_code).values(due_at=at)
    )


def put_off(context: Context, order_reference: str) -> None:
    """Write that what the order waits for is not to be tried until its list has codes again."""
    of_order = (ShortageRow.merchant_id == context.merchant_id, ShortageRow.order_reference == order_reference)
    context.connection.execute(update(ShortageRow).where(*of_order).values(due_at=None))


def settle_shortage(context: Context, shortage: Shortage, at: datetime) -> None:
    """Write that the line has its codes now."""
    context.connection.execute(update(ShortageRow).where(*_key(context, shortage)).values(settled_at=at))


def _key(context: Context, shortage: Shortage) -> tuple[ColumnElement[bool], ...]:
    return (
        ShortageRow.merchant_id == context.merchant_id,
        ShortageRow.order_reference == shortage.order_reference,
        ShortageRow.line_number == shortage.line_number,
    )
