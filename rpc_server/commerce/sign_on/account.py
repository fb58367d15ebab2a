"""What the page behind a link shows."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.standing import standings
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.sign_on import links
from rpc_server.commerce.sign_on.errors import LinkOver
from rpc_server.commerce.sign_on.model import AccessPage, Account, Link
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.tables import SubscriptionRow

MOST_ROWS = 50
"""How many subscriptions, or orders, a page shows: the latest."""

_Fill = Callable[[Context, Link, Account], Account]


def sign_in(context: Context, token: str, client_address: str | None) -> Account:
    """Use the token up and answer what its page shows. Raises ``LinkOver``."""
    link = links.follow(context, token, client_address)
    account = _signed_in(context, link)
    for fill in _SHOWN[link.page]:
        account = fill(context, link, account)
    return account


def _signed_in(context: Context, link: Link) -> Account:
    if link.customer_reference is not None:
        return Account(link.page, customers.find(context, link.customer_reference, None).address)
    used = subscriptions.find(context, link.subscription_reference or "")
    if used is None:
        raise LinkOver
    return Account(link.page, used.end_user)


def _subscriptions(context: Context, link: Link, account: Account) -> Account:
    query = subscriptions.of_merchant(context).order_by(SubscriptionRow.purchased_at.desc(), SubscriptionRow.reference)
    if link.subscription_reference is not None:
        query = query.where(SubscriptionRow.reference == link.subscription_reference)
    if link.customer_reference is not None:
        query = query.where(SubscriptionRow.customer_reference == link.customer_reference)
    return replace(account, subscriptions=tuple(subscriptions.read(context, query.limit(MOST_ROWS))))


def _orders(context: Context, link: Link, account: Account) -> Account:
    if link.customer_reference is None:
        return account
    query = (
        select(*OrderRow.__table__.columns)
        .where(OrderRow.merchant_id == context.merchant_id, OrderRow.customer_reference == link.customer_reference)
        .order_by(OrderRow.placed_at.desc(), OrderRow.reference)
        .limit(MOST_ROWS)
    )
    return replace(account, orders=tuple(orders.page(context, query)))


def _cards(context: Context, link: Link, account: Account) -> Account:
    number = link.customer_reference
    return account if number is None else replace(account, cards=standings(context, [number])[number].cards)


_SHOWN: dict[AccessPage, tuple[_Fill, ...]] = {
    AccessPage.INDEX: (_subscriptions, _orders, _cards),
    AccessPage.VIEW_ORDER: (_orders,),
    AccessPage.ORDER_LOOKUP: (_orders,),
    AccessPage.MY_LICENSE: (_subscriptions,),
    AccessPage.MY_SUBSCRIPTION: (_subscriptions,),
    AccessPage.MY_PRODUCTS: (_subscriptions,),
    AccessPage.CHANGE_CARD: (_cards,),
    AccessPage.PAYMENT_METHODS: (_cards,),
    AccessPage.USER_DATA: (),
    AccessPage.FAQ: (),
}
