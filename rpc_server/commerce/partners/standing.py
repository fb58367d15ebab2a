"""How a partner order stands in the Channel Manager's words: pure rules over what is stored of it."""

from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.partners.model import LockReason, PartnerOrderStatus

APPROVED = "OK"
AWAITING_APPROVAL = "WAITING"
REJECTED = "REJECTED"

_ENDED = {
    OrderStatus.CANCELED: PartnerOrderStatus.CANCELED,
    OrderStatus.REVERSED: PartnerOrderStatus.CANCELED,
    OrderStatus.REFUND: PartnerOrderStatus.REFUND,
}


def status_of(order: Order) -> PartnerOrderStatus:
    """The documented status: what ended the order comes first, then test, approval, delivery."""
    if order.status in _ENDED:
        return _ENDED[order.status]
    if order.is_test:
        return PartnerOrderStatus.TEST
    if order.vendor_approve_status == REJECTED:
        return PartnerOrderStatus.REJECTED
    if order.approve_status in (ApproveStatus.FRAUD, ApproveStatus.INVALIDDATA):
        return PartnerOrderStatus.SUSPECT
    if order.vendor_approve_status == AWAITING_APPROVAL:
        return PartnerOrderStatus.PENDING_APPROVAL
    if order.status is OrderStatus.COMPLETE:
        return PartnerOrderStatus.COMPLETE
    return PartnerOrderStatus.AWAITING_PAYMENT


def lock_reasons(
    status: PartnerOrderStatus, *, exceeds_credit: bool, is_on_unpaid_proforma: bool
) -> tuple[LockReason, ...]:
    """Why the order is not delivered; only one that awaits payment is held back by anything."""
    if status is not PartnerOrderStatus.AWAITING_PAYMENT:
        return ()
    unpaid = (LockReason.UNPAID_PROFORMA,) if is_on_unpaid_proforma else ()
    return (*unpaid, LockReason.NOT_ENOUGH_CREDIT) if exceeds_credit else unpaid


def is_approved(order: Order) -> bool:
    """Whether the order may be put on a proforma: approved by the merchant, and not ended or under suspicion."""
    return status_of(order) in (PartnerOrderStatus.COMPLETE, PartnerOrderStatus.AWAITING_PAYMENT)
