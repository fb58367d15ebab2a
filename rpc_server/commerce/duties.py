"""Everything that falls due: what is due for whom, when the next thing will be, and how one thing is carried out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, Table, bindparam, func, select

from rpc_server.commerce.accounts import duties as accounts
from rpc_server.commerce.accounts.service import merchant_by_id
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.carts import duties as carts
from rpc_server.commerce.context import Actor, Context, Services
from rpc_server.commerce.duty import Duty
from rpc_server.commerce.notifications import duties as notifications
from rpc_server.commerce.orders import duties as orders
from rpc_server.commerce.partners import duties as partners
from rpc_server.commerce.sign_on import duties as sign_on
from rpc_server.commerce.subscriptions import duties as subscriptions
from rpc_server.commerce.subscriptions.renewals import duties as renewals

DUTIES: tuple[Duty, ...] = (
    *orders.DUTIES,
    *subscriptions.DUTIES,
    *renewals.DUTIES,
    *partners.DUTIES,
    *notifications.DUTIES,
    *carts.DUTIES,
    *accounts.DUTIES,
    *sign_on.DUTIES,
)
"""All of them, in the order they are carried out at one moment: what moves money first, then who is told of it."""

_MERCHANTS = cast("Table", MerchantRow.__table__)
_merchant_id = _MERCHANTS.c.merchant_id
_is = _merchant_id == bindparam("merchants")
_is_none_of = _merchant_id.not_in(bindparam("merchants", expanding=True))


@dataclass(frozen=True, slots=True)
class Whose:
    """Which merchants are meant: a condition on their numbers, and what it compares them with."""

    is_meant: ColumnElement[bool]
    merchants: int | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was carried out: when, by its merchant's clock, of which duty, and in words what."""

    merchant: str
    moment: datetime
    duty: str
    text: str


def only(merchant: int) -> Whose:
    """This merchant alone."""
    return Whose(_is, merchant)


def all_but(merchants: Iterable[int]) -> Whose:
    """Everybody else."""
    return Whose(_is_none_of, tuple(merchants))


def first_due(
    database: Connection, duties: Sequence[Duty], whose: Whose, after: datetime | None = None
) -> list[datetime | None]:
    """When the first thing of each duty is due, of those later than ``after``; None where nothing waits."""
    if not duties:
        return []
    earliest = _earliest(tuple(duties), whose.is_meant, is_later=after is not None)
    return list(database.execute(earliest, {"merchants": whose.merchants, "moment": after}).one())


def owing(database: Connection, duty: Duty, whose: Whose, now: datetime) -> list[int]:
    """The merchants who have something of this duty due."""
    owed = _owed(duty, whose.is_meant)
    return list(database.scalars(owed, {"merchants": whose.merchants, "moment": now}))


def carry_out(services: Services, duty: Duty, merchant_id: int) -> Done | None:
    """Do the one thing of this merchant that has waited longest, in a unit of work of its own; None: nothing is due."""
    with services.database.writing() as work:
        merchant = merchant_by_id(work.connection, merchant_id)
        if merchant is None:
            return None
        context = Context(merchant, work, services, Actor.SYSTEM)
        text = duty.carry_out(context)
        return None if text is None else Done(merchant.code, context.clock.now(), duty.name, text)


@cache
def _earliest(
    duties: tuple[Duty, ...], is_meant: ColumnElement[bool], *, is_later: bool
) -> Select[*tuple[datetime | None, ...]]:
    """Built once, as ``_owed`` is: building takes several times as long as the answer, and workers ask every second."""
    firsts = [func.min(_first(duty, is_later=is_later)) for duty in duties]
    return select(*firsts).select_from(_MERCHANTS).where(is_meant)


@cache
def _owed(duty: Duty, is_meant: ColumnElement[bool]) -> Select[int]:
    return select(_merchant_id).where(is_meant, _first(duty, is_later=False) <= bindparam("moment"))


def _first(duty: Duty, *, is_later: bool) -> ScalarSelect[datetime | None]:
    """When a merchant's first thing is due: a look at the beginning of an index, however much waits behind it."""
    merchant_id, due_at = duty.waiting().subquery().c
    query = select(due_at).where(merchant_id == _merchant_id).order_by(due_at).limit(1)
    return (query.where(due_at > bindparam("moment")) if is_later else query).correlate(_MERCHANTS).scalar_subquery()
