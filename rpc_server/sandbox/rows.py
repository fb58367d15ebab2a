"""All rows of one merchant, taken out of the database and put back, whatever tables there are.

Values are those of the database driver, converted neither on the way out nor in. A copy outlives a change of the
tables: a column that is not there any more is left out, a new one takes its default.
"""

import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    TableClause,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    not_,
    select,
    table,
)
from sqlalchemy import update as changed
from sqlalchemy.orm import Session

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.gateways.simulator.tables import SimulatorChargeRow
from rpc_server.tables import metadata

_OWNER = "merchant_id"
_ACCOUNT = MerchantRow.__tablename__
_CHARGES = SimulatorChargeRow.__tablename__
_FASTEST = 1


class _Copied(msgspec.Struct, array_like=True):
    """The rows of one table."""

    table: str
    columns: list[str]
    values: list[tuple[Any, ...]]


_COPY = msgspec.msgpack.Decoder(list[_Copied])


class _Kept:
    """What is said to one table, composed once; the table is bare of types."""

    def __init__(self, bare: TableClause) -> None:
        his = _is_charged_for(bare) if bare.name == _CHARGES else bare.c[_OWNER] == bindparam("number")
        self.name = str(bare.name)
        self.columns = [str(each.name) for each in bare.columns]
        self.taken = select(bare).where(his)
        self.cleared = delete(bare).where(his)
        self.put = insert(bare)
        self.changed = changed(bare).where(his)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one merchant, and what the simulated processor knows of his charges."""

    database: Session
    merchant: Merchant

    def take(self) -> bytes:
        """A copy of them all, packed."""
        self.database.flush()
        connection = self.database.connection()
        taken = [
            _Copied(kept.name, kept.columns, [tuple(row) for row in connection.execute(kept.taken, self._his)])
            for kept in _tables()
        ]
        return zlib.compress(msgspec.msgpack.encode([copied for copied in taken if copied.values]), _FASTEST)

    def put_back(self, copy: bytes) -> None:
        """Let the merchant have exactly the rows of the copy; he is to be locked against others."""
        self.clear()
        self.put(copy)

    def put(self, copy: bytes) -> None:
        """Give the merchant, who has no row but that of the account, those of the copy."""
        known = {kept.name: kept for kept in _tables()}
        for copied in _COPY.decode(zlib.decompress(copy)):
            if copied.table in known:
                self._write(known[copied.table], copied)

    def clear(self) -> None:
        """Delete them all but that of the account itself."""
        for kept in reversed(_tables()):
            if kept.name != _ACCOUNT:
                self.database.connection().execute(kept.cleared, self._his)

    def _write(self, kept: _Kept, copied: _Copied) -> None:
        known = [(n, name) for n, name in enumerate(copied.columns) if name in kept.columns]
        rows = [{name: values[n] for n, name in known} for values in copied.values]
        if kept.name == _ACCOUNT:
            self.database.connection().execute(kept.changed.values(rows[0]), self._his)
        else:
            self.database.connection().execute(kept.put, rows)

    @property
    def _his(self) -> dict[str, Any]:
        """What tells his rows from others'."""
        beginning = f"{self.merchant.code}-"
        return {"number": self.merchant.merchant_id, "beginning": beginning, "length": len(beginning)}


def _is_charged_for(charges: TableClause) -> ColumnElement[bool]:
    """A processor knows no merchant; what he is asked begins with the merchant's code and a dash.

    So does what is asked for one whose code begins the same way.
    """
    key, code = charges.c.idempotency_key, MerchantRow.code
    beginning: BindParameter[str] = bindparam("beginning")
    length: BindParameter[int] = bindparam("length")
    longer = exists().where(
        func.substr(code, 1, length) == beginning, func.substr(key, 1, func.length(code) + 1) == code + "-"
    )
    return (func.substr(key, 1, length) == beginning) & not_(longer)


@cache
def _tables() -> tuple[_Kept, ...]:
    """The tables with rows of merchants; whoever is referred to comes first."""
    return tuple(
        _Kept(table(each.name, *(column(c.name) for c in each.columns)))
        for each in metadata().sorted_tables
        if (_OWNER in each.columns or each.name == _CHARGES) and not each.info.get("is_apart")
    )
