"""What holds partner orders back, read from what is stored of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.partners.end_users.tables import EndUserRow
from rpc_server.commerce.partners.model import Holds, LockReason, Partner, PartnerOrder
from rpc_server.commerce.partners.proformas.tables import IS_ITS_PROFORMA, IS_ON_PROFORMA, ProformaOrderRow, ProformaRow
from rpc_server.commerce.partners.standing import lock_reasons, status_of
from rpc_server.commerce.partners.tables import PartnerOrderRow


def standing_of(context: Context, partner: Partner, orders: Sequence[Order]) -> list[PartnerOrder]:
    """These orders of the partner as they stand, in their order; a few queries for all of them."""
    references = [order.reference or "" for order in orders]
    rows = {row.order_reference: row for row in context.connection.execute(_facts(context, references))}
    told = _told_end_users(context, orders)
    return [_stands(partner, order, rows[order.reference or ""], told) for order in orders]


def _facts(context: Context, references: list[str]) -> Any:
    return (
        select(
            PartnerOrderRow.order_reference,
            PartnerOrderRow.amount,
            PartnerOrderRow.exceeds_credit,
            PartnerOrderRow.reseller,
            PartnerOrderRow.delivery_confirmed_at,
            ProformaRow.number,
            ProformaRow.paid_at,
        )
        .outerjoin(ProformaOrderRow, IS_ON_PROFORMA)
        .outerjoin(ProformaRow, IS_ITS_PROFORMA)
        .where(PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.order_reference.in_(references))
    )


def _told_end_users(context: Context, orders: Sequence[Order]) -> frozenset[str]:
    """The subscriptions of these orders whose end user was told."""
    sold = {line.subscription_reference for order in orders for line in order.lines if line.subscription_reference}
    query = select(EndUserRow.subscription_reference).where(
        EndUserRow.merchant_id == context.merchant_id, EndUserRow.subscription_reference.in_(sold)
    )
    return frozenset(context.connection.scalars(query))


def _stands(partner: Partner, order: Order, row: Row[Any], told: frozenset[str]) -> PartnerOrder:
    holds = Holds(
        exceeds_credit=row.exceeds_credit,
        is_on_unpaid_proforma=row.number is not None and row.paid_at is None,
        needs=_needs(partner, order, row, told),
    )
    status = status_of(order, holds)
    return PartnerOrder(
        order=order,
        partner_code=partner.code,
        amount=row.amount,
        status=status,
        holds=holds,
        lock_reasons=lock_reasons(status, holds),
        proforma_number=row.number,
        is_paid=row.paid_at is not None,
    )


def _needs(partner: Partner, order: Order, row: Row[Any], told: frozenset[str]) -> tuple[LockReason, ...]:
    sold = {line.subscription_reference for line in order.lines if line.subscription_reference}
    asked = {
        LockReason.REQUIRED_END_USER_INFORMATION: partner.needs_end_user and not sold <= told,
        LockReason.REQUIRED_RESELLER_INFORMATION: partner.needs_reseller and row.reseller is None,
        LockReason.REQUIRED_VENDOR_DELIVERY_CONFIRMATION: (
            partner.confirms_delivery and row.delivery_confirmed_at is None
        ),
    }
    return tuple(reason for reason, is_missing in asked.items() if is_missing)
