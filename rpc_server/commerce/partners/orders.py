"""A partner's orders as they stand: the order itself, what is owed for it, what holds it back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.partners.errors import InvalidOrderReference
from rpc_server.commerce.partners.holding import standing_of
from rpc_server.commerce.partners.model import NO_MARGINS, Margins, Partner, PartnerOrder
from rpc_server.commerce.partners.proformas.tables import ProformaOrderRow
from rpc_server.commerce.partners.standing import APPROVED
from rpc_server.commerce.partners.tables import PartnerOrderRow

MOST_LISTED = 1000
_AT_ONE_TIME = 200


def find(context: Context, partner: Partner, reference: str | None) -> PartnerOrder:
    """The partner's order of this RefNo; raises ``InvalidOrderReference`` for any other's."""
    is_own = bool(reference) and is_of(context, partner, reference or "")
    order = store.find(context, reference or "") if is_own else None
    if order is None:
        raise InvalidOrderReference(field="refNo")
    return standing_of(context, partner, [order])[0]


def is_of(context: Context, partner: Partner, reference: str) -> bool:
    """Whether the partner has an order of this RefNo."""
    query = select(PartnerOrderRow.order_reference).where(
        PartnerOrderRow.merchant_id == context.merchant_id,
        PartnerOrderRow.order_reference == reference,
        PartnerOrderRow.partner_code == partner.code,
    )
    return context.connection.scalar(query) is not None


def partner_code_of(context: Context, reference: str) -> str | None:
    """Whose order it is; None for an order of the shop, or none."""
    query = select(PartnerOrderRow.partner_code).where(
        PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.order_reference == reference
    )
    return context.connection.scalar(query)


def waiting(context: Context, partner: Partner) -> list[PartnerOrder]:
    """The partner's approved orders that were not delivered yet, the oldest first; two hundred at most."""
    held = (OrderRow.status == OrderStatus.PENDING, OrderRow.vendor_approve_status == APPROVED)
    return standing_of(context, partner, _of_partner(context, partner, *held, limit=_AT_ONE_TIME))


def not_invoiced(context: Context, partner: Partner) -> list[Order]:
    """The partner's orders that are on no proforma and have not ended, the oldest first; a thousand at most."""
    on_a_proforma = (
        select(ProformaOrderRow.order_reference)
        .where(
            ProformaOrderRow.merchant_id == OrderRow.merchant_id,
            ProformaOrderRow.order_reference == OrderRow.reference,
        )
        .exists()
    )
    open_ = OrderRow.status.in_([OrderStatus.PENDING, OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE])
    return _of_partner(context, partner, ~on_a_proforma, open_, limit=MOST_LISTED)


def record(
    context: Context,
    partner: Partner,
    order: Order,
    *,
    exceeds_credit: bool,
    margins: Margins = NO_MARGINS,
    comment: str | None = None,
) -> None:
    """Write down that the partner owes the order's total."""
    context.session.add(
        PartnerOrderRow(
            merchant_id=context.merchant_id,
            order_reference=order.reference,
            partner_code=partner.code,
            currency=order.currency,
            amount=order.totals.gross_discounted,
            exceeds_credit=exceeds_credit,
            placed_at=order.placed_at,
            margins=margins,
            comment=comment,
        )
    )
    context.session.flush()
    if order.vendor_approve_status == APPROVED and order.totals.gross_discounted:
        await_invoice(context, partner, order)


def await_invoice(context: Context, partner: Partner, order: Order) -> None:
    """Let the approved order be put on a proforma by itself, where the partner has it so."""
    if partner.invoiced_after_days is not None:
        change(
            context, order.reference or "", invoiced_at=order.placed_at + timedelta(days=partner.invoiced_after_days)
        )


def change(context: Context, reference: str, **values: Any) -> None:
    """Write what is known of a partner order beside the order itself; named like the columns."""
    context.connection.execute(
        update(PartnerOrderRow)
        .where(PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.order_reference == reference)
        .values(**values)
    )


def margins_of(context: Context, references: Sequence[str]) -> dict[str, Margins]:
    """What partners keep of these orders beside the margin in their lines, by RefNo; orders of the shop are not in it."""
    query = select(PartnerOrderRow.order_reference, PartnerOrderRow.margins).where(
        PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.order_reference.in_(references)
    )
    return {reference: margins or NO_MARGINS for reference, margins in context.connection.execute(query)}


def _of_partner(context: Context, partner: Partner, *conditions: ColumnElement[bool], limit: int) -> list[Order]:
    query = (
        select(*OrderRow.__table__.columns)
        .join(
            PartnerOrderRow,
            (PartnerOrderRow.merchant_id == OrderRow.merchant_id)
            & (PartnerOrderRow.order_reference == OrderRow.reference),
        )
        .where(
            PartnerOrderRow.merchant_id == context.merchant_id,
            PartnerOrderRow.partner_code == partner.code,
            *conditions,
        )
        .order_by(OrderRow.placed_at, OrderRow.reference)
        .limit(limit)
    )
    return store.page(context, query)
