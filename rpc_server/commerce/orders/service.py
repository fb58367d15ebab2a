"""Use cases around orders."""

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.errors import OrderNotFound
from rpc_server.commerce.orders.model import AgreedOrder, NewOrder, Order


def place(context: Context, new: NewOrder) -> Order:
    raise NotImplementedError


def quote(context: Context, new: NewOrder) -> Order:
    raise NotImplementedError


def place_agreed(context: Context, agreed: AgreedOrder) -> Order:
    raise NotImplementedError


def find(context: Context, reference: str) -> Order:
    """The merchant's order of this RefNo; raises ``OrderNotFound``."""
    order = store.find(context, reference)
    if order is None:
        raise OrderNotFound(f"There is no order {reference[:20]!r}.", field="orderReference")
    return order


def has_pending_refund(context: Context, subscription_reference: str) -> bool:
    raise NotImplementedError
