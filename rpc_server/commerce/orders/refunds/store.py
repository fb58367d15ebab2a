"""Refunds, to and from their table."""

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.refunds.model import IN_FLIGHT, Refund, RefundKind, RefundStatus
from rpc_server.commerce.orders.refunds.tables import RefundReasonRow, RefundRow
from rpc_server.commerce.orders.tables import OrderLineRow
from rpc_server.storage import insert_new

_MEMBERS = tuple(field.name for field in fields(Refund))
_refunds = cast("Table", RefundRow.__table__)
_OF_MERCHANT = (
    select(*(_refunds.c[name] for name in _MEMBERS))
    .where(_refunds.c.merchant_id == bindparam("in_merchant"))
    .order_by(_refunds.c.requested_at, _refunds.c.refund_id)
)
_OF_ORDERS = _OF_MERCHANT.where(
    _refunds.c.order_reference.in_(bindparam("of_orders", expanding=True)), _refunds.c.kind == RefundKind.REFUND
)


def add(context: Context, refund: Refund) -> bool:
    """Write a new refund; False, with nothing written, where the order has one that is pending or open."""
    values = {name: getattr(refund, name) for name in _MEMBERS}
    row = {"merchant_id": context.merchant_id, **values, **_due(refund.opened_at)}
    return insert_new(context.connection, RefundRow, row)


def find(context: Context, refund_id: str) -> Refund | None:
    """The merchant's refund of this id, or None."""
    found = _read(context, _OF_MERCHANT.where(_refunds.c.refund_id == refund_id))
    return found[0] if found else None


def of_orders(context: Context, references: Collection[str]) -> dict[str, list[Refund]]:
    """The refunds of these orders by RefNo, the first first; reversals, which give nothing back, are none."""
    found: dict[str, list[Refund]] = {}
    for refund in _read(context, _OF_ORDERS, of_orders=list(references)):
        found.setdefault(refund.order_reference, []).append(refund)
    return found


def active_of(context: Context, order_reference: str) -> Refund | None:
    """The refund or reversal of the order that is pending or open, if there is one."""
    active = _refunds.c.status.in_([RefundStatus.PENDING, RefundStatus.OPEN])
    found = _read(context, _OF_MERCHANT.where(_refunds.c.order_reference == order_reference, active))
    return found[0] if found else None


def pending(context: Context) -> list[Refund]:
    """The refunds that wait for approval, the first first."""
    return _read(context, _OF_MERCHANT.where(_refunds.c.status == RefundStatus.PENDING))


def move(context: Context, refund: Refund, status: RefundStatus, **changes: Any) -> Refund | None:
    """Write the refund's next status with what else changes; None where it stands otherwise by now."""
    written = context.connection.execute(
        update(RefundRow)
        .where(
            RefundRow.merchant_id == context.merchant_id,
            RefundRow.refund_id == refund.refund_id,
            RefundRow.status == refund.status,
        )
        .values(status=status, **changes, **_due(changes.get("opened_at")))
    )
    moved = replace(refund, status=status, **changes)
    return moved if written.rowcount else None


def has_active(context: Context, subscription_reference: str) -> bool:
    """Whether an order that paid for the subscription has a refund that is pending or open."""
    query = (
        select(RefundRow.refund_id)
        .join(
            OrderLineRow,
            (OrderLineRow.merchant_id == RefundRow.merchant_id)
            & (OrderLineRow.order_reference == RefundRow.order_reference),
        )
        .where(
            RefundRow.merchant_id == context.merchant_id,
            RefundRow.status.in_([RefundStatus.PENDING, RefundStatus.OPEN]),
            OrderLineRow.subscription_reference == subscription_reference,
        )
        .limit(1)
    )
    return context.connection.scalar(query) is not None


def own_reasons(context: Context) -> list[str]:
    """The reasons of the account's own."""
    query = select(RefundReasonRow.reason).where(RefundReasonRow.merchant_id == context.merchant_id)
    return list(context.connection.scalars(query.order_by(RefundReasonRow.reason)))


def add_reason(context: Context, reason: str) -> None:
    """Give the account a reason of its own; one it has already stays."""
    insert_new(context.connection, RefundReasonRow, {"merchant_id": context.merchant_id, "reason": reason})


def _due(opened_at: datetime | None) -> dict[str, datetime]:
    """When a refund opened now is asked for again, should it have no outcome by then."""
    return {} if opened_at is None else {"due_at": opened_at + IN_FLIGHT}


def _read(context: Context, query: Select[Any], **given: object) -> list[Refund]:
    rows = context.connection.execute(query, {"in_merchant": context.merchant_id, **given})
    return [Refund(**row) for row in rows.mappings()]
