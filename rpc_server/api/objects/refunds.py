"""Refunds: what is sent to ask for one, and what an order tells of those it has."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import tzinfo
from decimal import Decimal
from typing import Annotated, TypeVar

from rpc_server.api.dates import show_time
from rpc_server.api.shapes import ApiObject, Code, MaxLength
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds.errors import AmountInvalid, QuantityMissing
from rpc_server.commerce.orders.refunds.model import NewRefund, Refund
from rpc_server.commerce.orders.refunds.model import RefundItem as NewRefundItem
from rpc_server.commerce.pricing.model import LinePrice, Totals

Prices = TypeVar("Prices", LinePrice, Totals)
_NOT_MONEY = "vat_percent"


class RefundItem(ApiObject):
    """A line to give money back for: so many units, or an amount of it. A sample sends the product's code."""

    line_item_reference: Annotated[str | None, MaxLength(256)] = None
    quantity: Annotated[int | None, Code(QuantityMissing.code)] = None
    amount: Annotated[Decimal | None, Code(AmountInvalid.code)] = None


class OrderRefund(ApiObject):
    """A refund of the order. That orders list them is recorded, the members are inferred.

    ``Type`` is TOTAL or PARTIAL; ``Status`` PENDING (waits for approval), OPEN (the processor has not answered),
    DONE, DECLINED or DISCARDED.
    """

    refund_reference: str
    type: str
    status: str
    amount: Decimal
    currency: str
    reason: str
    comment: str | None
    request_date: str | None
    refund_date: str | None
    items: list[RefundItem]


def read_refund(
    order_reference: str | None,
    amount: Decimal | None,
    items: list[RefundItem | None] | None,
    comment: str | None,
    reason: str | None,
) -> NewRefund:
    """The refund as asked for; empty items and null ones are none."""
    return NewRefund(
        order_reference=(order_reference or "").strip(),
        amount=amount,
        items=tuple(
            NewRefundItem(f"items[{n}]", (item.line_item_reference or "").strip() or None, item.quantity, item.amount)
            for n, item in enumerate(items or [])
            if item
        ),
        comment=comment,
        reason=reason,
    )


def show_refunds(refunds: Iterable[Refund], zone: tzinfo) -> list[OrderRefund | None] | None:
    """The refunds in the account's zone, null where there is none."""
    return [_show(refund, zone) for refund in refunds] or None


def with_money_given_back(order: Order) -> Order:
    """The order with its amounts below zero, as one that was refunded in full is answered (recorded)."""
    return replace(
        order,
        totals=_negative(order.totals),
        lines=tuple(
            replace(
                line,
                price=_negative(line.price),
                trial_price=_negative(line.trial_price) if line.trial_price else None,
            )
            for line in order.lines
        ),
    )


def _negative(prices: Prices) -> Prices:
    money = [field.name for field in fields(prices) if field.name != _NOT_MONEY]
    return replace(prices, **{name: -getattr(prices, name) + 0 for name in money})


def _show(refund: Refund, zone: tzinfo) -> OrderRefund:
    return OrderRefund(
        refund_reference=refund.refund_id,
        type="TOTAL" if refund.is_total else "PARTIAL",
        status=refund.status.value,
        amount=refund.amount,
        currency=refund.currency.lower(),
        reason=refund.reason,
        comment=refund.comment,
        request_date=show_time(refund.requested_at, zone),
        refund_date=show_time(refund.settled_at, zone),
        items=[
            RefundItem(line_item_reference=line.reference, quantity=line.quantity, amount=line.amount)
            for line in refund.lines
        ],
    )
