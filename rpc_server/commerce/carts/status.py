"""An order's status in the words of order API 2.x."""

from rpc_server.commerce.orders.model import Order, OrderStatus

TEST = "TEST"
_PAID = (OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)


def status_of(order: Order) -> str:
    """``TEST`` for a paid test order, which 2.x tells apart; else what later versions say (inferred)."""
    return TEST if order.is_test and order.status in _PAID else order.status.value
