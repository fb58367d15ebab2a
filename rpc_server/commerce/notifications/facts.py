"""What a message about an order tells of other rooms: read in the transaction of the change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import store as delivery
from rpc_server.commerce.notifications.figures import Figures, figures
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds.model import Refund
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.partners.model import NO_MARGINS, Margins
from rpc_server.commerce.partners.tables import PartnerOrderRow
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.tables import SubscriptionRow

_RENEWAL = "RENEWAL"
_orders = cast("Table", OrderRow.__table__)
_paid_at = select(_orders.c.authorised_at).where(
    _orders.c.merchant_id == bindparam("in_merchant"), _orders.c.reference == bindparam("in_order")
)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order at one moment. ``subscriptions`` are by reference, ``codes`` by the number of their line.

    ``first_references`` are the external references of the orders that a renewal renews.
    """

    merchant: Merchant
    order: Order
    refund: Refund | None
    figures: Figures
    at: datetime
    message_id: str
    paid_at: datetime | None
    subscriptions: Mapping[str, Subscription]
    codes: Mapping[int, tuple[str, ...]]
    first_references: tuple[str, ...]
    margins: Margins


def order_facts(context: Context, order: Order, refund: Refund | None) -> OrderFacts:
    """Everything a message tells of the order as it stands now."""
    reference = order.reference or ""
    born = _subscriptions(context, order)
    key = {"in_merchant": context.merchant_id, "in_order": reference}
    return OrderFacts(
        merchant=context.merchant,
        order=order,
        refund=refund,
        figures=figures(order, refund),
        at=context.clock.now(),
        message_id=context.ids.message_id(),
        paid_at=context.session.connection().execute(_paid_at, key).scalar(),
        subscriptions=born,
        codes=_codes(context, reference) if order.number else {},
        first_references=_first_references(context, born) if order.kind == _RENEWAL else (),
        margins=_margins(context, reference) if order.partner_code else NO_MARGINS,
    )


def _subscriptions(context: Context, order: Order) -> dict[str, Subscription]:
    references = {line.subscription_reference for line in order.lines if line.subscription_reference}
    if not references:
        return {}
    query = subscriptions.of_merchant(context).where(SubscriptionRow.reference.in_(references))
    return {found.reference: found for found in subscriptions.read(context, query)}


def _codes(context: Context, reference: str) -> dict[int, tuple[str, ...]]:
    codes: dict[int, tuple[str, ...]] = {}
    for code in delivery.delivered(context, [reference]):
        codes[code.line_number] = (*codes.get(code.line_number, ()), code.code)
    return codes


def _first_references(context: Context, renewed: Mapping[str, Subscription]) -> tuple[str, ...]:
    first = select(OrderRow.external_reference).where(
        OrderRow.merchant_id == context.merchant_id,
        OrderRow.reference.in_({subscription.order_reference for subscription in renewed.values()}),
    )
    return tuple(reference for reference in context.session.scalars(first) if reference)


def _margins(context: Context, reference: str) -> Margins:
    row = PartnerOrderRow
    of_order = (row.merchant_id == context.merchant_id, row.order_reference == reference)
    return context.session.scalar(select(row.margins).where(*of_order)) or NO_MARGINS
