"""What every message about an order is checked for, in the order its codes are numbered."""

import re
from datetime import datetime
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.messages.errors import MessageRefused
from rpc_server.commerce.messages.model import OrderMessage
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.model import Order

_REFERENCE = re.compile(r"[0-9]{1,20}", re.ASCII)
_AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"[A-Za-z]{3}", re.ASCII)
_DATE = "%Y-%m-%d %H:%M:%S"


def checked_order(context: Context, message: OrderMessage, date_field: str) -> Order:
    """The order the message is about, whose amount and currency it states; raises ``MessageRefused``, 2 to 11."""
    if not _REFERENCE.fullmatch(message.order_ref):
        raise MessageRefused(2, "ORDER_REF missing or incorrect")
    if not _AMOUNT.fullmatch(message.amount):
        raise MessageRefused(3, "ORDER_AMOUNT missing or incorrect")
    if not _CURRENCY.fullmatch(message.currency):
        raise MessageRefused(4, "ORDER_CURRENCY is missing or incorrect")
    if not _is_date(message.date):
        raise MessageRefused(5, f"{date_field} is not in the correct format")
    order = store.find(context, message.order_ref)
    if order is None:
        raise MessageRefused(9, "Invalid ORDER_REF")
    if Decimal(message.amount) != order.totals.gross_discounted:
        raise MessageRefused(10, "Invalid ORDER_AMOUNT")
    if message.currency.upper() != order.currency:
        raise MessageRefused(11, "Invalid ORDER_CURRENCY")
    return order


def amount_of(text: str) -> Decimal:
    """An amount as messages write it; raises ``MessageRefused`` for what is none."""
    if not _AMOUNT.fullmatch(text):
        raise MessageRefused(12, "AMOUNT missing or incorrect")
    return Decimal(text)


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, _DATE)  # noqa: DTZ007 - only its form is looked at
    except ValueError:
        return False
    return True
