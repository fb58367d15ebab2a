"""What a message about an order tells of other rooms: read in the transaction of the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import cast

from sqlalchemy import BindParameter, Connection, Table, bindparam, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery.tables import DeliveredCodeRow
from rpc_server.commerce.notifications.figures import Figures, figures
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds.model import Refund
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.partners.model import NO_MARGINS, Margins
from rpc_server.commerce.partners.tables import PartnerOrderRow
from rpc_server.commerce.subscriptions.tables import SubscriptionRow

_RENEWAL = "RENEWAL"


@dataclass(frozen=True, slots=True)
class Licence:
    """What a message tells of a subscription of the order; members are named like those of ``Subscription``."""

    reference: str
    order_reference: str
    product_id: int | None
    product_version: str
    starts_at: datetime
    expires_at: datetime | None
    is_trial: bool


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order at one moment. ``licences`` are by reference, ``codes`` by the number of their line.

    ``first_references`` are the external references of the orders that a renewal renews.
    """

    merchant: Merchant
    order: Order
    refund: Refund | None
    figures: Figures
    at: datetime
    message_id: str
    paid_at: datetime | None
    licences: Mapping[str, Licence]
    codes: Mapping[int, tuple[str, ...]]
    first_references: tuple[str, ...]
    margins: Margins


_orders = cast("Table", OrderRow.__table__)
_subscriptions = cast("Table", SubscriptionRow.__table__)
_codes = cast("Table", DeliveredCodeRow.__table__)
_partner_orders = cast("Table", PartnerOrderRow.__table__)
_merchant: BindParameter[int] = bindparam("in_merchant")
_order: BindParameter[str] = bindparam("in_order")
_these: BindParameter[Sequence[str]] = bindparam("these", expanding=True)
_paid_at = select(_orders.c.authorised_at).where(_orders.c.merchant_id == _merchant, _orders.c.reference == _order)
_find_licences = select(*(_subscriptions.c[field.name] for field in fields(Licence))).where(
    _subscriptions.c.merchant_id == _merchant, _subscriptions.c.reference.in_(_these)
)
_find_codes = (
    select(_codes.c.line_number, _codes.c.code)
    .where(_codes.c.merchant_id == _merchant, _codes.c.order_reference == _order)
    .order_by(_codes.c.line_number, _codes.c.position)
)
_find_first_references = select(_orders.c.external_reference).where(
    _orders.c.merchant_id == _merchant, _orders.c.reference.in_(_these)
)
_find_margins = select(_partner_orders.c.margins).where(
    _partner_orders.c.merchant_id == _merchant, _partner_orders.c.order_reference == _order
)


def order_facts(context: Context, order: Order, refund: Refund | None) -> OrderFacts:
    """Everything a message tells of the order as it stands now."""
    connection = context.connection
    key = {"in_merchant": context.merchant_id, "in_order": order.reference}
    licences = _licences(connection, context, order)
    return OrderFacts(
        merchant=context.merchant,
        order=order,
        refund=refund,
        figures=figures(order, refund),
        at=context.clock.now(),
        message_id=context.ids.message_id(),
        paid_at=connection.execute(_paid_at, key).scalar(),
        licences=licences,
        codes=_delivered(connection, key) if order.number else {},
        first_references=_renewed(connection, context, licences) if order.kind == _RENEWAL else (),
        margins=connection.execute(_find_margins, key).scalar() or NO_MARGINS if order.partner_code else NO_MARGINS,
    )


def _licences(connection: Connection, context: Context, order: Order) -> dict[str, Licence]:
    references = [line.subscription_reference for line in order.lines if line.subscription_reference]
    if not references:
        return {}
    rows = connection.execute(_find_licences, {"in_merchant": context.merchant_id, "these": references})
    return {row.reference: Licence(*row) for row in rows}


def _delivered(connection: Connection, key: Mapping[str, object]) -> dict[int, tuple[str, ...]]:
    codes: dict[int, tuple[str, ...]] = {}
    for line_number, code in connection.execute(_find_codes, key):
        codes[line_number] = (*codes.get(line_number, ()), code)
    return codes


def _renewed(connection: Connection, context: Context, licences: Mapping[str, Licence]) -> tuple[str, ...]:
    first = [licence.order_reference for licence in licences.values()]
    found = connection.execute(_find_first_references, {"in_merchant": context.merchant_id, "these": first})
    return tuple(reference for reference in found.scalars() if reference)
