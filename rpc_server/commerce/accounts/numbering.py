"""The numbers of an account whose seed decides them: the same calls, in the same order, draw the same ones."""

import random
from typing import cast

from sqlalchemy import Table, bindparam, event, update
from sqlalchemy.orm import Session

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.ids import Ids, SeededIds
from rpc_server.storage import UnitOfWork

_DRAWN = "seeded ids"
_MERCHANTS = cast("Table", MerchantRow.__table__)
_POSITION = _MERCHANTS.c.ids_position
_NEXT = (
    update(_MERCHANTS)
    .where(_MERCHANTS.c.merchant_id == bindparam("merchant"))
    .values(ids_position=_POSITION + 1)
    .returning(_POSITION)
)


def seeded_ids(work: UnitOfWork, merchant: Merchant, usual: Ids) -> Ids:
    """What the unit of work draws from; ``usual`` where the account has no seed.

    Each unit of work that draws takes the account's next position, stored with it, and seed and position decide
    what it draws: any number of processes agree. What is rolled back gives its position back; one that only reads
    takes none. Calls of one account that draw wait for each other, so that is no way to run a live account, and
    none has a seed.
    """
    if merchant.ids_seed is None:
        return usual
    session = work.session
    drawn: Ids | None = session.info.get(_DRAWN)
    if drawn is None:
        position = 0 if work.reads_alone else _next(session, merchant)
        drawn = session.info[_DRAWN] = SeededIds(random.Random(f"{merchant.ids_seed}/{position}"), usual)  # noqa: S311 - meant to be repeated
        event.listen(session, "after_soft_rollback", _forget)
    return drawn


def sow(session: Session, merchant: Merchant, seed: str | None) -> None:
    """Let ``seed`` decide what the account draws from now on, from the beginning; None leaves it to chance again."""
    owner = _MERCHANTS.c.merchant_id == merchant.merchant_id
    session.execute(update(_MERCHANTS).where(owner).values(ids_seed=seed, ids_position=0))
    session.info.pop(_DRAWN, None)


def _next(session: Session, merchant: Merchant) -> int:
    position: int = session.execute(_NEXT, {"merchant": merchant.merchant_id}).scalar_one()
    return position


def _forget(session: Session, _transaction: object) -> None:
    session.info.pop(_DRAWN, None)
