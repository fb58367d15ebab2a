"""A link that signs somebody in, and what its page shows."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.customers.standing import KnownCard
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.subscriptions.model import Subscription


class AccessPage(Enum):
    """The pages an account has, named as clients ask for them."""

    INDEX = "index"
    VIEW_ORDER = "view_order"
    MY_LICENSE = "my_license"
    MY_SUBSCRIPTION = "my_subscription"
    CHANGE_CARD = "change_card"
    MY_PRODUCTS = "my_products"
    PAYMENT_METHODS = "payment_methods"
    USER_DATA = "user_data"
    ORDER_LOOKUP = "order_lookup"
    FAQ = "faq"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """Whom to sign in, and where: a customer, or who uses a subscription that has none.

    ``ip``: the address it may be followed from, None for any. The link lives for ``seconds``.
    """

    customer_reference: int | None
    subscription_reference: str | None
    page: AccessPage
    seconds: int
    ip: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link as stored."""

    customer_reference: int | None
    subscription_reference: str | None
    page: AccessPage
    ip: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What the page of a link shows: who is signed in, and what the page is about; nothing else is filled in."""

    page: AccessPage
    owner: Address
    subscriptions: tuple[Subscription, ...] = ()
    orders: tuple[Order, ...] = ()
    cards: tuple[KnownCard, ...] = ()
