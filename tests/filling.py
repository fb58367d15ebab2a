"""An account filled from a file of known data, which is worked through once for all the tests that ask for it."""

from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import Any

from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.context import Services
from rpc_server.sandbox.rows import Rows
from rpc_server.sandbox.seed import seed
from rpc_server.sandbox.tables import SeededRow


@dataclass(frozen=True, slots=True)
class _Filled:
    """What an account got: the columns of its ``SeededRow``, and the numbers that came next."""

    seeded: dict[str, Any]
    numbers: tuple[Any, ...]


_known: dict[tuple[Any, ...], _Filled] = {}


def fill(services: Services, file: Path, code: str = "APITEST") -> None:
    """Store the account of the file as ``seed`` does, or copy what that stored for just this account. Commits.

    What comes after finds no difference: the numbers drawn are the same, and so are those drawn next.
    """
    source = services.ids.source
    with services.database.reading() as work:
        merchant = find_merchant(work.connection, code)
    if merchant is None or isinstance(source, SystemRandom):
        seed(services, file)
        return
    key = (file, services.database.is_sqlite, merchant, services.clock.now(), source.getstate())
    if key in _known:
        with services.database.writing() as work:
            Rows(work.session, merchant).put(_known[key].seeded["rows"])
            work.session.add(SeededRow(**_known[key].seeded))
        source.setstate(_known[key].numbers)
    else:
        seed(services, file)
        with services.database.reading() as work:
            row = work.session.get_one(SeededRow, merchant.merchant_id)
            seeded = {column.name: getattr(row, column.name) for column in SeededRow.__table__.columns}
        _known[key] = _Filled(seeded, source.getstate())
