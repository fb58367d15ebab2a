"""INS: an order as a message of the older 2CO platform.

The field names are the published ones; which ``message_type`` is sent when is inferred. Times are US Eastern, as
its pages say. Nothing but ``md5_hash`` signs it.
"""

from dataclasses import dataclass
from datetime import datetime

from rpc_server.commerce.notifications.facts import OrderFacts
from rpc_server.commerce.notifications.fields import Fields, told
from rpc_server.commerce.notifications.figures import ToldLine
from rpc_server.commerce.notifications.model import Message
from rpc_server.commerce.notifications.showing import amount, us_eastern
from rpc_server.commerce.notifications.signature import ins_hash
from rpc_server.commerce.orders.model import ApproveStatus, OrderStatus
from rpc_server.commerce.payments.methods import METHODS, Course

STATUS = "invoice_status"
_CHANGED = ("INVOICE_STATUS_CHANGED", "Invoice status changed")
_TYPES = {
    (OrderStatus.PENDING, ApproveStatus.WAITING): ("ORDER_CREATED", "New order created"),
    (OrderStatus.AUTHRECEIVED, ApproveStatus.OK): ("FRAUD_STATUS_CHANGED", "Order fraud status changed"),
    (OrderStatus.REFUND, ApproveStatus.OK): ("REFUND_ISSUED", "Refund issued"),
}
_INVOICE = {OrderStatus.PENDING: "pending", OrderStatus.AUTHRECEIVED: "approved", OrderStatus.COMPLETE: "deposited"}
_FRAUD = {ApproveStatus.WAITING: "wait", ApproveStatus.OK: "pass"}


@dataclass(frozen=True, slots=True)
class _Item:
    """A line with the currency of its order."""

    told: ToldLine
    currency: str


def message(facts: OrderFacts) -> Message:
    """The whole message, without its hash."""
    lines = [_Item(line, facts.order.currency) for line in facts.figures.lines]
    items = ((f"item_{name}_{n}", value) for n, line in enumerate(lines, start=1) for name, value in told(_ITEM, line))
    return (*told(_SALE, facts), *items)


def signed(message: Message, secret_word: str) -> Message:
    """The message with its hash and the number of its fields behind it."""
    values = dict(message)
    digest = ins_hash(values["sale_id"], values["vendor_id"], values["invoice_id"], secret_word)
    return (*message, ("md5_hash", digest), ("key_count", str(len(message) + 2)))


def _type(facts: OrderFacts) -> tuple[str, str]:
    order = facts.order
    if facts.refund is not None:
        return _TYPES[OrderStatus.REFUND, ApproveStatus.OK]
    if order.kind == "RENEWAL" and order.status is OrderStatus.COMPLETE:
        return "RECURRING_INSTALLMENT_SUCCESS", "Recurring installment successfully billed"
    return _TYPES.get((order.status, order.approve_status), _CHANGED)


def _is_recurring(facts: OrderFacts) -> bool:
    return any(told.line.renewal_unit_price is not None for told in facts.figures.lines)


def _payment_type(facts: OrderFacts) -> str:
    payment = facts.order.payment
    if payment is None:
        return ""
    return "credit card" if METHODS[payment.type].course is Course.CARD else payment.type.value.lower()


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{us_eastern(at):%Y-%m-%d %H:%M:%S}"


def _total(facts: OrderFacts) -> str:
    return amount(facts.figures.total)


_SALE: Fields[OrderFacts] = {
    "message_type": lambda f: _type(f)[0],
    "message_description": lambda f: _type(f)[1],
    "timestamp": lambda f: _moment(f.at),
    "message_id": lambda f: f.message_id,
    "vendor_id": lambda f: f.merchant.code,
    "sale_id": lambda f: f.order.reference,
    "sale_date_placed": lambda f: _moment(f.order.placed_at),
    "vendor_order_id": lambda f: f.order.external_reference,
    "invoice_id": lambda f: f.order.reference,
    "order_ref": lambda f: f.order.reference,
    "order_no": lambda f: f.order.number,
    "recurring": lambda f: int(_is_recurring(f)),
    "payment_type": _payment_type,
    "list_currency": lambda f: f.order.currency,
    "cust_currency": lambda f: f.order.currency,
    "auth_exp": "",
    STATUS: lambda f: _INVOICE.get(f.order.status, "declined"),
    "fraud_status": lambda f: _FRAUD.get(f.order.approve_status, "fail"),
    "invoice_list_amount": _total,
    "invoice_usd_amount": lambda f: _total(f) if f.order.currency == "USD" else "",
    "invoice_cust_amount": _total,
    "customer_first_name": lambda f: f.order.billing.first_name,
    "customer_last_name": lambda f: f.order.billing.last_name,
    "customer_name": lambda f: " ".join(filter(None, (f.order.billing.first_name, f.order.billing.last_name))),
    "customer_email": lambda f: f.order.billing.email,
    "customer_phone": lambda f: f.order.billing.phone,
    "customer_ip": lambda f: f.order.customer_ip,
    "customer_ip_country": "",
    "bill_street_address": lambda f: f.order.billing.address1,
    "bill_street_address2": lambda f: f.order.billing.address2,
    "bill_city": lambda f: f.order.billing.city,
    "bill_state": lambda f: f.order.billing.state,
    "bill_postal_code": lambda f: f.order.billing.zip,
    "bill_country": lambda f: f.order.billing.country,
    "ship_name": lambda f: " ".join(filter(None, (f.order.delivery.first_name, f.order.delivery.last_name))),
    "ship_street_address": lambda f: f.order.delivery.address1,
    "ship_street_address2": lambda f: f.order.delivery.address2,
    "ship_city": lambda f: f.order.delivery.city,
    "ship_state": lambda f: f.order.delivery.state,
    "ship_postal_code": lambda f: f.order.delivery.zip,
    "ship_country": lambda f: f.order.delivery.country,
    "item_count": lambda f: len(f.figures.lines),
}
_ITEM: Fields[_Item] = {
    "id": lambda item: item.told.line.code or item.told.line.product_id,
    "name": lambda item: item.told.line.name,
    "type": lambda item: "bill" if item.told.total >= 0 else "refund",
    "duration": lambda item: "Forever" if item.told.line.renewal_unit_price is not None else "",
    "recurrence": "",
    "list_amount": lambda item: amount(item.told.total),
    "usd_amount": lambda item: amount(item.told.total) if item.currency == "USD" else "",
    "cust_amount": lambda item: amount(item.told.total),
}
"""Each is ``item_<name>_<number of the line>``."""
