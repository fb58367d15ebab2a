"""IDN: the merchant says that he delivered an order."""

from rpc_server.commerce.context import Context
from rpc_server.commerce.messages.checks import checked_order
from rpc_server.commerce.messages.errors import MessageRefused
from rpc_server.commerce.messages.model import OrderMessage, Reply
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.partners import deciding
from rpc_server.commerce.partners.errors import InvalidOrderReference, OrderNotWaiting

CONFIRMED = Reply(1, "Confirmed")


def carry_out(context: Context, message: OrderMessage) -> Reply:
    """Confirm the delivery of a partner order that waits for that; orders of the shop are delivered as they finish.

    Raises ``MessageRefused``: 7 for an order that is delivered, 6 for one that cannot be.
    """
    order = checked_order(context, message, "IDN_DATE")
    if order.status is OrderStatus.COMPLETE:
        raise MessageRefused(7, "Order already confirmed")
    try:
        deciding.confirm_delivery(context, message.order_ref)
    except (InvalidOrderReference, OrderNotWaiting) as refusal:
        raise MessageRefused(6, "Error confirming order") from refusal
    return CONFIRMED
