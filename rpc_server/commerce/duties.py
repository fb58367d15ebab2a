"""Everything that falls due: what is due for whom, when the next thing will be, and how one thing is carried out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rpc_server.commerce.accounts import duties as accounts
from rpc_server.commerce.accounts.service import merchant_by_id
from rpc_server.commerce.carts import duties as carts
from rpc_server.commerce.context import Context, Services
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

Whose = Callable[[ColumnElement[int]], ColumnElement[bool]]
"""Which merchants are meant: a condition on the column with their numbers."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was carried out: when, by its merchant's clock, of which duty, and in words what."""

    merchant: str
    moment: datetime
    duty: str
    text: str


def only(merchant: int) -> Whose:
    """This merchant alone."""
    return lambda merchant_id: merchant_id == merchant


def all_but(merchants: Collection[int]) -> Whose:
    """Everybody else."""
    return lambda merchant_id: merchant_id.not_in(merchants)


def first_due(
    database: Session, duties: Sequence[Duty], whose: Whose, after: datetime | None = None
) -> list[datetime | None]:
    """When the first thing of each duty is due, of those later than ``after``; None where nothing waits."""
    earliest = []
    for duty in duties:
        merchant_id, due_at = duty.waiting().subquery().c
        query = select(func.min(due_at)).where(whose(merchant_id))
        earliest.append((query if after is None else query.where(due_at > after)).scalar_subquery())
    return list(database.execute(select(*earliest)).one()) if earliest else []


def owing(database: Session, duty: Duty, whose: Whose, now: datetime) -> list[int]:
    """The merchants who have something of this duty due."""
    merchant_id, due_at = duty.waiting().subquery().c
    return list(database.scalars(select(merchant_id).distinct().where(whose(merchant_id), due_at <= now)))


def carry_out(services: Services, duty: Duty, merchant_id: int) -> Done | None:
    """Do the one thing of this merchant that has waited longest, in a unit of work of its own; None: nothing is due."""
    with services.database.writing() as work:
        merchant = merchant_by_id(work.session, merchant_id)
        if merchant is None:
            return None
        context = Context(merchant, work, services)
        text = duty.carry_out(context)
        return None if text is None else Done(merchant.code, context.clock.now(), duty.name, text)
