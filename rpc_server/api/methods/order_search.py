"""Finding orders of API 3.0 to 6.0."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT_3_TO_4, MERCHANT_5_TO_6
from rpc_server.api.objects.order_search import OrderPage, OrderSearchOptions, read_search
from rpc_server.api.objects.order_showing import show_order
from rpc_server.api.objects.order_views import view_of
from rpc_server.api.objects.orders import Order
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.orders import search


@method("searchOrders", MERCHANT_3_TO_4, errors=[Forbidden, InvalidArgument], writes=False)
def list_orders(call: Call, options: OrderSearchOptions | None = None) -> list[Order]:
    """A page of the orders that meet every given option, oldest first, each whole as ``getOrder`` answers it.

    Those of the last seven days unless dates are given, page 1 of 10 unless ``Page`` and ``Limit`` say otherwise.
    """
    return _search(call, options).items


@method("searchOrders", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_orders(call: Call, options: OrderSearchOptions | None = None) -> OrderPage:
    """A page of the orders that meet every given option, oldest first, and how many there are.

    Each is whole as ``getOrder`` answers it. Those of the last seven days unless dates are given, page 1 of 10
    unless ``Pagination`` says otherwise; a page has at most 200.
    """
    return _search(call, options)


def _search(call: Call, options: OrderSearchOptions | None) -> OrderPage:
    wanted = read_search(options, call.merchant.zone)
    found, count = search.found(call.context, wanted)
    view = view_of(call, found)
    return OrderPage(
        items=[show_order(order, view) for order in found],
        pagination=Pagination(page=wanted.page, limit=wanted.limit, count=count),
    )
