"""Renewals, to and from their table, and how the payments of their orders stand."""

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.charging import IN_FLIGHT, NEVER_RECEIVED
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderLineRow, OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions.renewals.model import Renewal
from rpc_server.commerce.subscriptions.renewals.tables import RenewalRow
from rpc_server.storage import insert_new

LEASE = 2 * IN_FLIGHT
"""How long a renewal is left to whoever charges it: longer than its attempt counts as under way."""

_MEMBERS = tuple(field.name for field in fields(Renewal))
_PAID = (OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)

_renewals = cast("Table", RenewalRow.__table__)
_orders = cast("Table", OrderRow.__table__)
_lines = cast("Table", OrderLineRow.__table__)
_attempts = cast("Table", AttemptRow.__table__)
_of_this = (
    _renewals.c.merchant_id == bindparam("in_merchant"),
    _renewals.c.subscription_reference == bindparam("of_subscription"),
    _renewals.c.number == bindparam("of_number"),
)
_find = select(*(_renewals.c[name] for name in _MEMBERS)).where(*_of_this).with_for_update()
_write = (
    update(_renewals)
    .where(*_of_this)
    .values({name: bindparam(f"new_{name}", type_=_renewals.c[name].type) for name in _MEMBERS[2:]})
)
_oldest = (
    select(_renewals.c.subscription_reference, _renewals.c.number)
    .where(_renewals.c.merchant_id == bindparam("in_merchant"), _renewals.c.due_at <= bindparam("now"))
    .order_by(_renewals.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_take = update(_renewals).where(*_of_this).values(due_at=bindparam("until"))
_standing = (
    select(
        _orders.c.status,
        _orders.c.currency,
        _lines.c.price,
        select(_attempts.c.status)
        .where(_attempts.c.merchant_id == _orders.c.merchant_id, _attempts.c.order_reference == _orders.c.reference)
        .order_by(_attempts.c.number.desc(), _attempts.c.started_at.desc())
        .limit(1)
        .scalar_subquery()
        .label("attempt"),
        select(_attempts.c.reason)
        .where(_attempts.c.merchant_id == _orders.c.merchant_id, _attempts.c.order_reference == _orders.c.reference)
        .order_by(_attempts.c.number.desc(), _attempts.c.started_at.desc())
        .limit(1)
        .scalar_subquery()
        .label("reason"),
    )
    .join_from(
        _orders,
        _lines,
        (_lines.c.merchant_id == _orders.c.merchant_id) & (_lines.c.order_reference == _orders.c.reference),
    )
    .where(
        _orders.c.merchant_id == bindparam("in_merchant"),
        _orders.c.reference == bindparam("order"),
        _lines.c.number == 1,
    )
)


class Verdict(Enum):
    """What the payment of an order came to; LOST: the processor never heard of it."""

    PAID = "PAID"
    UNDECIDED = "UNDECIDED"
    REFUSED = "REFUSED"
    LOST = "LOST"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a renewal's order stands: ``net`` of its product in ``currency``, and why its last charge was refused."""

    verdict: Verdict
    is_payable: bool = False
    net: Decimal = Decimal(0)
    currency: str = ""
    reason: str | None = None


NO_ORDER = Standing(Verdict.REFUSED)


def begin(context: Context, renewal: Renewal) -> None:
    """Write a renewal that is to be charged, in place of a refused one of the same number.

    The caller holds the subscription.
    """
    values = {name: getattr(renewal, name) for name in _MEMBERS}
    if not insert_new(context.connection, RenewalRow, {"merchant_id": context.merchant_id, **values}):
        write(context, renewal)


def write(context: Context, renewal: Renewal) -> None:
    """Store a changed renewal."""
    values = {f"new_{name}": getattr(renewal, name) for name in _MEMBERS[2:]}
    context.connection.execute(_write, {**_key(context, renewal.subscription_reference, renewal.number), **values})


def find(context: Context, reference: str, number: int) -> Renewal | None:
    """The renewal of this number, locked; the caller holds the subscription."""
    row = context.connection.execute(_find, _key(context, reference, number)).one_or_none()
    return None if row is None else Renewal(*row)


def take_due(context: Context, now: datetime) -> tuple[str, int] | None:
    """The subscription and number of the renewal that has waited longest, kept from others for a while. Commits."""
    found = context.connection.execute(_oldest, {"in_merchant": context.merchant_id, "now": now}).one_or_none()
    if found is not None:
        reference, number = found
        context.connection.execute(_take, {**_key(context, reference, number), "until": now + LEASE})
    context.work.commit()
    return None if found is None else (found[0], found[1])


def standing(context: Context, order_reference: str | None) -> Standing:
    """How the order stands, read with its last attempt in one statement."""
    values = {"in_merchant": context.merchant_id, "order": order_reference}
    row = context.connection.execute(_standing, values).one_or_none() if order_reference else None
    if row is None:
        return NO_ORDER
    return Standing(
        _verdict(row), row.status is OrderStatus.PENDING, row.price.net_discounted, row.currency, row.reason
    )


def _verdict(row: Any) -> Verdict:
    if row.status in _PAID:
        return Verdict.PAID
    if row.attempt is AttemptStatus.OPEN:
        return Verdict.UNDECIDED
    return Verdict.LOST if row.reason == NEVER_RECEIVED else Verdict.REFUSED


def _key(context: Context, reference: str, number: int) -> dict[str, object]:
    return {"in_merchant": context.merchant_id, "of_subscription": reference, "of_number": number}
