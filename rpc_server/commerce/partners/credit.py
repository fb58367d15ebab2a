"""What a partner owes, and what it may still order on credit."""

from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.partners.model import Partner
from rpc_server.commerce.partners.proformas.tables import IS_ITS_PROFORMA, IS_ON_PROFORMA, ProformaOrderRow, ProformaRow
from rpc_server.commerce.partners.tables import PartnerOrderRow
from rpc_server.commerce.pricing.money import ZERO

_ENDED = (OrderStatus.CANCELED, OrderStatus.REVERSED, OrderStatus.REFUND)


def available(context: Context, partner: Partner) -> Decimal | None:
    """What the partner may still order on credit, less than nothing past its limit; None without a limit.

    Every order placed counts, delivered or not, until it ends or its proforma is paid.
    """
    return left(context, [partner])[partner.code]


def left(context: Context, partners: list[Partner]) -> dict[str, Decimal | None]:
    """What ``available`` tells of each of these partners, by code."""
    owed = _owed(context, [partner.code for partner in partners])
    return {
        partner.code: None if partner.credit_limit is None else partner.credit_limit - owed.get(partner.code, ZERO)
        for partner in partners
    }


def for_delivery(context: Context, partner: Partner) -> Decimal:
    """What may be delivered unpaid beyond what was: the limit less the orders that were within it and are not paid."""
    owed = _owed(context, [partner.code], PartnerOrderRow.exceeds_credit.is_(False))
    return (partner.credit_limit or ZERO) - owed.get(partner.code, ZERO)


def _owed(context: Context, codes: list[str], *conditions: ColumnElement[bool]) -> dict[str, Decimal]:
    query = (
        select(PartnerOrderRow.partner_code, func.sum(PartnerOrderRow.amount))
        .join(
            OrderRow,
            (OrderRow.merchant_id == PartnerOrderRow.merchant_id)
            & (OrderRow.reference == PartnerOrderRow.order_reference),
        )
        .outerjoin(ProformaOrderRow, IS_ON_PROFORMA)
        .outerjoin(ProformaRow, IS_ITS_PROFORMA)
        .where(
            PartnerOrderRow.merchant_id == context.merchant_id,
            PartnerOrderRow.partner_code.in_(codes),
            OrderRow.status.not_in(_ENDED),
            ProformaRow.paid_at.is_(None),
            *conditions,
        )
        .group_by(PartnerOrderRow.partner_code)
    )
    return {row[0]: row[1] for row in context.connection.execute(query)}
