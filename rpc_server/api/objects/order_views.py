"""What an answered order shows of other rooms, gathered for a whole page at once."""

from collections.abc import Sequence

from rpc_server.api.dispatch import Call
from rpc_server.api.objects.order_showing import View
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.partners import orders as partner_orders
from rpc_server.commerce.subscriptions import service as subscriptions


def view_of(call: Call, orders: Sequence[Order] = ()) -> View:
    """For whom stored orders are shown: their subscriptions, refunds, codes and partners' margins, one query each.

    Of no order, as for one just placed or quoted: nothing of these.
    """
    headers = call.request.headers
    references = [order.reference or "" for order in orders]
    of_partners = [order.reference or "" for order in orders if order.partner_code]
    brought = subscriptions.of_orders(call.context, references) if references else []
    return View(
        endpoint=call.endpoint,
        merchant=call.merchant,
        base_url=f"{headers.get('wsgi.url_scheme', 'https')}://{headers.get('HTTP_HOST', 'localhost')}",
        subscriptions={subscription.reference: subscription for subscription in brought},
        refunds=refunds.of_orders(call.context, references) if references else {},
        delivered=delivery.of_orders(call.context, references) if references else {},
        margins=partner_orders.margins_of(call.context, of_partners) if of_partners else {},
    )
