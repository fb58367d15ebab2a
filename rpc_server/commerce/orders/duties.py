"""What orders do when their moment comes: finish, settle, give back, deliver, or end unpaid.

Whoever carries a duty out first takes the row: he writes a later moment and commits. So no two work at the same
row, one that fails keeps nobody from the others, and what dies is taken up again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery.tables import IS_DUE, ShortageRow
from rpc_server.commerce.orders import cancelling, charging, lifecycle
from rpc_server.commerce.orders.refunds import moving
from rpc_server.commerce.orders.refunds import store as refunds
from rpc_server.commerce.orders.refunds.tables import IS_OPEN as IS_REFUND_OPEN
from rpc_server.commerce.orders.refunds.tables import RefundRow
from rpc_server.commerce.orders.tables import TO_ABANDON, TO_COMPLETE, OrderRow
from rpc_server.commerce.payments import attempts
from rpc_server.commerce.payments.tables import IS_OPEN, IS_SURPLUS, AttemptRow

Row = type[OrderRow] | type[AttemptRow] | type[RefundRow] | type[ShortageRow]
Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]

SHORTEST = timedelta(minutes=5)
"""How long a row that was taken is left alone at least: longer than anything done to it may take."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RowDuty:
    """A duty to the rows that wait in one table: each from its ``due_at``, or where none was written from ``since``.

    ``run`` does what is due of a row, given its ``key``, and answers in a few words what became of it. What it left
    undone is due again as much later as the row has waited already, but after ``longest``.
    """

    name: str
    row: Row
    key: InstrumentedAttribute[str]
    since: Moment
    is_waiting: ColumnElement[bool]
    run: Callable[[Context, str], str]
    longest: timedelta = SHORTEST

    def waiting(self) -> Select[int, datetime]:
        return select(self.row.merchant_id, self._due_at).where(self.is_waiting)

    def carry_out(self, context: Context) -> str | None:
        key = self._taken(context)
        return None if key is None else f"{key}: {self.run(context, key)}"

    @property
    def _due_at(self) -> ColumnElement[datetime]:
        return func.coalesce(self.row.due_at, self.since)

    def _taken(self, context: Context) -> str | None:
        """The key of the row that has waited longest, kept from others for a while. Commits."""
        now = context.clock.now()
        of_merchant = (self.row.merchant_id == context.merchant_id, self.is_waiting)
        due = select(self.key, self.since).where(*of_merchant, self._due_at <= now)
        oldest = due.order_by(self._due_at, self.since, self.key).limit(1)
        found = context.connection.execute(oldest.with_for_update(skip_locked=True)).first()
        if found is not None:
            key, since = found
            again_at = now + min(max(now - (since or now), SHORTEST), self.longest)
            taken = update(self.row).where(*of_merchant, self.key == key).values(due_at=again_at)
            context.connection.execute(taken)
        context.work.commit()
        return None if found is None else found[0]


def _complete(context: Context, reference: str) -> str:
    return "complete" if lifecycle.complete_approved(context, reference) else "gone on otherwise"


def _cancel(context: Context, reference: str) -> str:
    return "cancelled" if cancelling.cancel_unpaid(context, reference) else "gone on otherwise"


def _look_up(context: Context, attempt_id: str) -> str:
    """Ask the processor what became of an attempt, and go on with its order."""
    attempt = attempts.find_attempt(context, attempt_id)
    resolved = charging.resolve(context, [attempt] if attempt else [])
    moved = [lifecycle.follow_up(context, order).status.value for order in resolved]
    return ", ".join(moved) or "no outcome yet"


def _return(context: Context, attempt_id: str) -> str:
    attempt = attempts.find_attempt(context, attempt_id)
    return "given back" if attempt and charging.return_surplus(context, attempt) else "not given back yet"


def _give_back(context: Context, refund_id: str) -> str:
    refund = refunds.find(context, refund_id)
    return "unknown" if refund is None else moving.carry_out(context, refund).status.value


def _deliver(context: Context, reference: str) -> str:
    return f"{lifecycle.deliver_late(context, reference)} lines delivered"


RECONCILIATION = RowDuty(
    "charges without an outcome", AttemptRow, AttemptRow.attempt_id, AttemptRow.started_at, IS_OPEN, _look_up, _DAY
)
SURPLUS = RowDuty(
    "money charged beside a payment",
    AttemptRow,
    AttemptRow.attempt_id,
    AttemptRow.started_at,
    IS_SURPLUS,
    _return,
    _DAY,
)
REFUNDS = RowDuty(
    "refunds without an outcome", RefundRow, RefundRow.refund_id, RefundRow.opened_at, IS_REFUND_OPEN, _give_back, _DAY
)
COMPLETION = RowDuty("orders to finish", OrderRow, OrderRow.reference, OrderRow.authorised_at, TO_COMPLETE, _complete)
ABANDONMENT = RowDuty("orders nobody pays", OrderRow, OrderRow.reference, OrderRow.placed_at, TO_ABANDON, _cancel)
DELIVERY = RowDuty(
    "codes to deliver", ShortageRow, ShortageRow.order_reference, ShortageRow.noticed_at, IS_DUE, _deliver
)
DUTIES = (RECONCILIATION, SURPLUS, REFUNDS, COMPLETION, ABANDONMENT, DELIVERY)
"""The duties of orders, in the order they are carried out at one moment."""
