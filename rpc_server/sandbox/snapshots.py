"""Everything a merchant has, kept under a name and brought back."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.sandbox.errors import NotThere, SandboxRefusal
from rpc_server.sandbox.merchants import playable
from rpc_server.sandbox.restoring import with_merchant_alone
from rpc_server.sandbox.rows import Rows
from rpc_server.sandbox.tables import SnapshotRow
from rpc_server.storage import UnitOfWork

MOST = 100
"""How many snapshots a merchant may have."""

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


class NoSuchSnapshot(NotThere):
    """The merchant has no snapshot of this name."""

    code = "NO_SUCH_SNAPSHOT"
    text = "There is no snapshot of this name."


class SnapshotNameInvalid(SandboxRefusal):
    code = "SNAPSHOT_NAME_INVALID"
    text = "The name of a snapshot is 1 to 64 letters, digits, dots, dashes and underscores."


class TooManySnapshots(SandboxRefusal):
    code = "TOO_MANY_SNAPSHOTS"
    text = f"The merchant has {MOST} snapshots; delete one first."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``taken_at`` is by the machine's clock."""

    name: str
    taken_at: datetime


def save(services: Services, code: str, name: str) -> Snapshot:
    """Keep everything the merchant has, his clock and open sessions too, in place of an earlier one of this name."""
    if not _NAME.fullmatch(name):
        raise SnapshotNameInvalid(field="name")
    with services.database.reading() as work:
        merchant = playable(work.connection, code)
        rows = Rows(work.session, merchant).take()
    with services.database.writing() as work:
        _check_room(work, merchant, name)
        taken = SnapshotRow(merchant_id=merchant.merchant_id, name=name, taken_at=services.clock.now(), rows=rows)
        work.session.merge(taken)
    return Snapshot(taken.name, taken.taken_at)


def load(services: Services, code: str, name: str) -> Snapshot:
    """Let the merchant have exactly what he had when the snapshot was taken; what others have is not touched."""

    def change(work: UnitOfWork, merchant: Merchant) -> Snapshot:
        kept = work.session.get(SnapshotRow, (merchant.merchant_id, name))
        if kept is None:
            raise NoSuchSnapshot(field="name")
        Rows(work.session, merchant).put_back(kept.rows)
        return Snapshot(kept.name, kept.taken_at)

    return with_merchant_alone(services, code, change)


def names(services: Services, code: str) -> list[Snapshot]:
    """The merchant's snapshots, by name."""
    with services.database.reading() as work:
        merchant = playable(work.connection, code)
        found = select(SnapshotRow.name, SnapshotRow.taken_at).where(SnapshotRow.merchant_id == merchant.merchant_id)
        return [Snapshot(*row) for row in work.session.execute(found.order_by(SnapshotRow.name))]


def forget(services: Services, code: str, name: str) -> None:
    """Delete the snapshot; raises ``NoSuchSnapshot``."""
    with services.database.writing() as work:
        merchant = playable(work.connection, code)
        kept = work.session.get(SnapshotRow, (merchant.merchant_id, name))
        if kept is None:
            raise NoSuchSnapshot(field="name")
        work.session.delete(kept)


def _check_room(work: UnitOfWork, merchant: Merchant, name: str) -> None:
    others = select(func.count()).where(SnapshotRow.merchant_id == merchant.merchant_id, SnapshotRow.name != name)
    if (work.session.scalar(others) or 0) >= MOST:
        raise TooManySnapshots
