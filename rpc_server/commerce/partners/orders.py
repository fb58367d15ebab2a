"""A partner's orders as they stand: the order itself, what is owed for it, what holds it back."""

from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.partners.errors import InvalidOrderReference
from rpc_server.commerce.partners.model import Partner, PartnerOrder
from rpc_server.commerce.partners.standing import lock_reasons, status_of
from rpc_server.commerce.partners.tables import PartnerOrderRow, ProformaOrderRow, ProformaRow


def find(context: Context, partner: Partner, reference: str | None) -> PartnerOrder:
    """The partner's order of this RefNo; raises ``InvalidOrderReference`` for any other's."""
    order = store.find(context, reference) if reference else None
    if order is None or order.partner_code != partner.code:
        raise InvalidOrderReference(field="refNo")
    return _standing(context, order, partner)


def record(context: Context, partner: Partner, order: Order, *, exceeds_credit: bool) -> None:
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
        )
    )
    context.session.flush()


def _standing(context: Context, order: Order, partner: Partner) -> PartnerOrder:
    query = (
        select(PartnerOrderRow.amount, PartnerOrderRow.exceeds_credit, ProformaRow.number, ProformaRow.paid_at)
        .outerjoin(
            ProformaOrderRow,
            (ProformaOrderRow.merchant_id == PartnerOrderRow.merchant_id)
            & (ProformaOrderRow.order_reference == PartnerOrderRow.order_reference),
        )
        .outerjoin(
            ProformaRow,
            (ProformaRow.merchant_id == ProformaOrderRow.merchant_id) & (ProformaRow.number == ProformaOrderRow.number),
        )
        .where(PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.order_reference == order.reference)
    )
    row = context.session.execute(query).one()
    status = status_of(order)
    is_on_unpaid_proforma = row.number is not None and row.paid_at is None
    return PartnerOrder(
        order=order,
        partner_code=partner.code,
        amount=row.amount,
        status=status,
        lock_reasons=lock_reasons(
            status, exceeds_credit=row.exceeds_credit, is_on_unpaid_proforma=is_on_unpaid_proforma
        ),
        proforma_number=row.number,
    )
