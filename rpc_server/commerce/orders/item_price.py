"""What one item would cost by itself."""

from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.model import NewItem, NewOrder, OrderLine
from rpc_server.commerce.places import currency_of
from rpc_server.commerce.pricing.errors import CurrencyNotPriced

PATH = "item"


def price_of(context: Context, asked: NewOrder) -> tuple[OrderLine, str]:
    """The first item of ``asked`` as the line of an order, and the currency of its prices; nothing is written.

    Without a currency that of the buyer's country counts (documented) where the item has a price in it, else
    the account's default. The product an item is cross-sold beside is taken to be bought with it. Raises what
    ``orders.service.quote`` raises.
    """
    asked = replace(asked, items=_beside(asked.items[0]))
    at_home = currency_of(asked.billing.country, context.clock.now().date()) if asked.billing.country else None
    if asked.currency is None and at_home is not None:
        try:
            return _priced(context, replace(asked, currency=at_home))
        except CurrencyNotPriced:
            return _priced(context, asked)
    return _priced(context, asked)


def _priced(context: Context, asked: NewOrder) -> tuple[OrderLine, str]:
    order = service.quote(context, asked)
    return order.lines[0], order.currency


def _beside(item: NewItem) -> tuple[NewItem, ...]:
    item = replace(item, path=PATH)
    if item.cross_sell is None:
        return (item,)
    return item, NewItem(path=f"{PATH}.CrossSell", code=item.cross_sell.parent_code, quantity=1)
