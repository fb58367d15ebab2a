"""What a merchant decides of partner orders and proformas, over the control API."""

from collections.abc import Callable
from enum import Enum

import msgspec

from rpc_server.api.errors import InvalidArgument
from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import deciding
from rpc_server.commerce.partners.model import PartnerOrder
from rpc_server.commerce.partners.proformas import paying
from rpc_server.commerce.partners.proformas.model import PaidBy
from rpc_server.wires.control.engine import engine
from rpc_server.wires.control.resource import Asked, Resource

_ORDER = "/merchants/{merchant}/partner-orders/{reference}/{decision}"
_PROFORMA = "/merchants/{merchant}/proformas/{number}/paid"


class Decision(Enum):
    """What a merchant may say of a partner order."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELED = "canceled"
    DELIVERED = "delivered"


class PartnerOrderShown(msgspec.Struct):
    """The order in the words of ``getOrderStatus``."""

    reference: str
    status: str
    lock_reasons: list[str]


class ProformaPaid(msgspec.Struct):
    """The proforma that was paid."""

    number: str
    payment_method: str | None


class Receipt(msgspec.Struct, forbid_unknown_fields=True):
    """``by`` is WIRE or CHECK; ``receipt`` what the bank calls the payment."""

    by: PaidBy = PaidBy.WIRE
    receipt: str | None = None


_DECIDE: dict[Decision, Callable[[Context, str], PartnerOrder]] = {
    Decision.APPROVED: deciding.approve,
    Decision.REJECTED: deciding.reject,
    Decision.CANCELED: deciding.cancel,
    Decision.DELIVERED: deciding.confirm_delivery,
}


def decide(asked: Asked, _: None) -> PartnerOrderShown:
    """Say that a partner order is ``approved``, ``rejected``, ``canceled`` or ``delivered``: the last part of the path."""
    decision = _decision(asked.places["decision"])
    with engine(asked) as context:
        order = _DECIDE[decision](context, asked.places["reference"])
    return PartnerOrderShown(
        order.order.reference or "", order.status.value, [reason.value for reason in order.lock_reasons]
    )


def pay(asked: Asked, told: Receipt) -> ProformaPaid:
    """Say that the money for a partner invoice arrived; what waited for it is delivered."""
    if not told.by.is_offline:
        raise InvalidArgument("A proforma is paid by WIRE or CHECK.", field="by")
    with engine(asked) as context:
        proforma = paying.receive(context, asked.places["number"], told.by, told.receipt)
    return ProformaPaid(proforma.number, proforma.payment_method)


def _decision(stated: str) -> Decision:
    try:
        return Decision(stated)
    except ValueError:
        known = ", ".join(decision.value for decision in Decision)
        raise InvalidArgument(f"A decision is one of {known}.", field="decision") from None


RESOURCES: tuple[Resource, ...] = (
    Resource("POST", _ORDER, decide, PartnerOrderShown),
    Resource("POST", _PROFORMA, pay, ProformaPaid, Receipt),
)
