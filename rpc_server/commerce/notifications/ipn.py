"""IPN: an order as a message."""

from collections.abc import Iterator

from rpc_server.commerce.notifications import ipn_fields as fields
from rpc_server.commerce.notifications.facts import OrderFacts
from rpc_server.commerce.notifications.fields import told, told_of_each
from rpc_server.commerce.notifications.ipn_fields import Bought
from rpc_server.commerce.notifications.model import Field, Message
from rpc_server.commerce.notifications.signature import plain


def message(facts: OrderFacts) -> Message:
    """The whole message, without signatures and without the moment it is sent (``IPN_DATE``)."""
    lines = fields.lines(facts)
    return (
        *told(fields.ORDER, facts),
        *((fields.FIRST_REFERENCES, plain(reference)) for reference in facts.first_references),
        *told(fields.BUYER, facts),
        *told_of_each(fields.LINES, lines),
        *told(fields.PARTNER, facts),
        *told_of_each(fields.GROUPS, lines),
        *told(fields.MESSAGE, facts),
        *told_of_each(fields.LICENCES, fields.licences(facts)),
        *told_of_each(fields.CODES, lines),
        *told(fields.DELIVERY, facts),
        *told_of_each(fields.TOTALS, lines),
        *told(fields.SUMS, facts),
        *_options(lines),
        *told(fields.REST, facts),
    )


def _options(lines: list[Bought]) -> Iterator[Field]:
    """The price options of the lines, by product."""
    for bought in lines:
        prefix = f"IPN_PRODUCT_OPTIONS_{bought.line.product_id or ''}"
        for name, value in told_of_each(fields.OPTIONS, bought.line.options):
            yield f"{prefix}_{name}[]", value
