"""Processors that give money back, or fail to, in the ways refund tests need."""

import threading
import time
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.model import NewItem, Order
from rpc_server.commerce.orders.refunds.model import NewRefund, RefundItem
from rpc_server.gateways import Outcome, Result
from rpc_server.gateways.simulator import Simulator
from tests.order_world import Crash, asked


class Till(Simulator):
    """The simulator; it counts what it gave back, by idempotency key."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, Decimal] = {}

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        result = super().refund(idempotency_key, transaction, amount, currency)
        if result.outcome is Outcome.AUTHORISED:
            self.given[idempotency_key] = amount
        return result


class SlowTill(Till):
    """Takes its time, so that others come in meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        self.asked.set()
        time.sleep(0.2)
        return super().refund(idempotency_key, transaction, amount, currency)


class EmptyTill(Till):
    """Refuses every refund."""

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        return Result(Outcome.DECLINED, reason="Insufficient balance")


class SilentTill(Till):
    """Gives money back, but its answers are lost while it is ``silent``."""

    silent = True

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        result = super().refund(idempotency_key, transaction, amount, currency)
        return Result(Outcome.UNKNOWN) if self.silent else result


class CrashingTill(Till):
    """Gives money back, then the caller's process dies."""

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        super().refund(idempotency_key, transaction, amount, currency)
        raise Crash


class Holding(Till):
    """Only holds the money of a charge, so that it can be voided."""

    charge = Simulator.authorise


def bought(context: Context, *items: NewItem, **changes: object) -> Order:
    """An order as it stands once it is paid and finished; one BOOK unless items are given."""
    return service.find(context, service.place(context, asked(*items, **changes)).reference or "")


def back(order: Order, amount: str | None, *items: RefundItem, reason: str | None = None) -> NewRefund:
    """A refund of the order, as asked for."""
    return NewRefund(order.reference or "", None if amount is None else Decimal(amount), items, "As agreed", reason)


def of_line(order: Order, at: int, quantity: int | None = None, amount: str | None = None) -> RefundItem:
    """So much of the order's line at this place, the first being 0."""
    stated = None if amount is None else Decimal(amount)
    return RefundItem("items[0]", order.lines[at].reference, quantity, stated)
