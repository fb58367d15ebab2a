"""Giving money back."""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT
from rpc_server.api.objects.refunds import RefundItem, read_refund
from rpc_server.api.registry import method
from rpc_server.api.shapes import Code, MaxLength
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.orders.refunds import errors as refusals
from rpc_server.commerce.orders.refunds import service

_REFUSALS = (
    refusals.ReferenceMissing,
    refusals.ReferenceInvalid,
    refusals.AmountMissing,
    refusals.AmountInvalid,
    refusals.AmountExceeded,
    refusals.ItemReferenceMissing,
    refusals.ItemReferenceInvalid,
    refusals.QuantityMissing,
    refusals.QuantityInvalid,
    refusals.AlreadyCanceled,
    refusals.AlreadyRefunded,
    refusals.RefundPending,
    refusals.StatusNotAllowed,
    refusals.PaymentNotAllowed,
    refusals.PeriodExpired,
    refusals.ReasonInvalid,
    refusals.RefundDeclined,
)


@method("issueRefund", MERCHANT, errors=[Forbidden, *_REFUSALS])
def issue_refund(
    call: Call,
    order_reference: Annotated[str | None, Code(refusals.ReferenceMissing.code)] = None,
    amount: Annotated[Decimal | None, Code(refusals.AmountMissing.code)] = None,
    items: list[RefundItem | None] | None = None,
    comment: Annotated[str | None, MaxLength(2000)] = None,
    reason: Annotated[str | None, MaxLength(255)] = None,
) -> bool:
    """Give back all or part of what a finished order was paid, in its currency.

    Without items the amount is of the whole order; with them it is what they add up to. One refund at a time, and
    never more in all than was paid. An account may have refunds wait for approval: true then says that it waits.
    """
    service.request(call.context, read_refund(order_reference, amount, items, comment, reason))
    return True
