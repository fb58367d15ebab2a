"""How a partner order stands in the Channel Manager's words: pure rules over what is stored of it."""

from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus
from rpc_server.commerce.partners.model import NO_HOLDS, Holds, LockReason, PartnerOrderStatus

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
_NOT_APPROVED = {AWAITING_APPROVAL: PartnerOrderStatus.PENDING_APPROVAL}
_DELIVERED = {OrderStatus.COMPLETE: PartnerOrderStatus.COMPLETE}
_APPROVED = (
    PartnerOrderStatus.COMPLETE,
    PartnerOrderStatus.AWAITING_PAYMENT,
    PartnerOrderStatus.DELIVERY_NEEDS_INFO,
)


def status_of(order: Order, holds: Holds = NO_HOLDS) -> PartnerOrderStatus:
    """The documented status: a rejection or what ended the order tells first, then test, fraud review, approval.

    Approved and not delivered, it awaits payment or, where money does not hold it back, information.
    """
    if order.vendor_approve_status == REJECTED:
        return PartnerOrderStatus.REJECTED
    return (
        _ENDED.get(order.status)
        or (PartnerOrderStatus.TEST if order.is_test else None)
        or _UNDER_SUSPICION.get(order.approve_status)
        or _NOT_APPROVED.get(order.vendor_approve_status)
        or _DELIVERED.get(order.status)
        or _waiting_for(holds)
    )


def _waiting_for(holds: Holds) -> PartnerOrderStatus:
    needs_info = holds.needs and not holds.exceeds_credit
    return PartnerOrderStatus.DELIVERY_NEEDS_INFO if needs_info else PartnerOrderStatus.AWAITING_PAYMENT


def lock_reasons(status: PartnerOrderStatus, holds: Holds) -> tuple[LockReason, ...]:
    """Why the order is not delivered: what it needs, or what it awaits of its payment; nothing in any other status."""
    if status is PartnerOrderStatus.DELIVERY_NEEDS_INFO:
        return holds.needs
    if status is not PartnerOrderStatus.AWAITING_PAYMENT:
        return ()
    unpaid = (LockReason.UNPAID_PROFORMA,) if holds.is_on_unpaid_proforma else ()
    return (*unpaid, LockReason.NOT_ENOUGH_CREDIT) if holds.exceeds_credit else unpaid


def is_approved(order: Order) -> bool:
    """Whether the order may be put on a proforma: approved by the merchant, and not ended or under suspicion."""
    return status_of(order) in _APPROVED
