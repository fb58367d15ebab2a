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
_UNDER_SUSPICION = {
    ApproveStatus.FRAUD: PartnerOrderStatus.SUSPECT,
    ApproveStatus.INVALIDDATA: PartnerOrderStatus.SUSPECT,
}
_NOT_APPROVED = {
    REJECTED: PartnerOrderStatus.REJECTED,
    AWAITING_APPROVAL: PartnerOrderStatus.PENDING_APPROVAL,
}
_DELIVERED = {OrderStatus.COMPLETE: PartnerOrderStatus.COMPLETE}


def status_of(order: Order) -> PartnerOrderStatus:
    """The documented status: what ended the order tells first, then test, fraud review, approval, delivery."""
    return (
        _ENDED.get(order.status)
        or (PartnerOrderStatus.TEST if order.is_test else None)
        or _UNDER_SUSPICION.get(order.approve_status)
        or _NOT_APPROVED.get(order.vendor_approve_status)
        or _DELIVERED.get(order.status, PartnerOrderStatus.AWAITING_PAYMENT)
    )


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
