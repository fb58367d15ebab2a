"""IRN: an order is cancelled, reversed or refunded at the merchant's word."""

from rpc_server.commerce.context import Context
from rpc_server.commerce.messages.checks import amount_of, checked_order
from rpc_server.commerce.messages.errors import MessageRefused
from rpc_server.commerce.messages.model import OrderMessage, Reply
from rpc_server.commerce.orders import cancelling
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund, RefundItem
from rpc_server.commerce.partners import deciding
from rpc_server.errors import ApiError

DONE = Reply(1, "OK")
_ENDED = (OrderStatus.CANCELED, OrderStatus.REVERSED, OrderStatus.REFUND)


def carry_out(context: Context, message: OrderMessage) -> Reply:
    """Cancel an order nobody paid, reverse one whose money is only held, give back what a finished one was paid.

    Of a finished order ``part`` and ``products`` say how much. Commits. Raises ``MessageRefused``.
    """
    order = checked_order(context, message, "IRN_DATE")
    if order.status in _ENDED:
        raise MessageRefused(7, "Order already cancelled")
    try:
        _end(context, order, message)
    except MessageRefused:
        raise
    except ApiError as refusal:
        raise MessageRefused(6, "Error cancelling order") from refusal
    return DONE


def _end(context: Context, order: Order, message: OrderMessage) -> None:
    reference = order.reference or ""
    match order.status:
        case OrderStatus.PENDING if order.partner_code is not None:
            deciding.cancel(context, reference)
        case OrderStatus.PENDING:
            cancelling.cancel(context, reference)
        case OrderStatus.AUTHRECEIVED:
            cancelling.reverse(context, reference, order.approve_status)
        case _:
            refunds.request(context, _refund(reference, message))


def _refund(reference: str, message: OrderMessage) -> NewRefund:
    amount = amount_of(message.amount if message.part is None else message.part)
    items = tuple(_item(n, code, units) for n, (code, units) in enumerate(message.products))
    return NewRefund(reference, amount, items)


def _item(number: int, code: str, units: str) -> RefundItem:
    if not (units.isascii() and units.isdigit() and len(units) < 10):
        raise MessageRefused(14, "PRODUCTS_QTY missing or incorrect")
    return RefundItem(f"PRODUCTS_IDS[{number}]", code, quantity=int(units))
