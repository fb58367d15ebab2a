"""HTML of a customer's account: plain lists of what he has, nothing to press."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.customers.standing import KnownCard
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments.cards import title_of
from rpc_server.commerce.sign_on.model import AccessPage, Account
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.status import status
from rpc_server.wires.hosted.pages import fact_list, whole_page

_TITLES = {
    AccessPage.INDEX: "Your account",
    AccessPage.VIEW_ORDER: "Your orders",
    AccessPage.ORDER_LOOKUP: "Your orders",
    AccessPage.MY_LICENSE: "Your licences",
    AccessPage.MY_SUBSCRIPTION: "Your subscription",
    AccessPage.MY_PRODUCTS: "Your products",
    AccessPage.CHANGE_CARD: "Your cards",
    AccessPage.PAYMENT_METHODS: "Your payment methods",
    AccessPage.USER_DATA: "Your details",
    AccessPage.FAQ: "Questions and answers",
}
_PARTS = {
    "Subscriptions": {AccessPage.INDEX, AccessPage.MY_LICENSE, AccessPage.MY_SUBSCRIPTION, AccessPage.MY_PRODUCTS},
    "Orders": {AccessPage.INDEX, AccessPage.VIEW_ORDER, AccessPage.ORDER_LOOKUP},
    "Cards": {AccessPage.INDEX, AccessPage.CHANGE_CARD, AccessPage.PAYMENT_METHODS},
}
"""The pages each part belongs to, also where there is nothing in it."""


def account_page(account: Account, merchant: Merchant, now: datetime) -> bytes:
    """Who is signed in at which merchant's, and what the page is about. Days are those of the merchant's zone."""
    parts = {
        "Subscriptions": [_subscription(one, merchant, now) for one in account.subscriptions],
        "Orders": [_order(one, merchant) for one in account.orders],
        "Cards": [_card(one) for one in account.cards],
    }
    shown = "".join(_part(name, facts) for name, facts in parts.items() if account.page in _PARTS[name])
    signed_in = f"<p>You are signed in at {escape(merchant.name)} as</p>{fact_list(_owner(account))}"
    return whole_page(_TITLES[account.page], signed_in + shown)


def _part(name: str, entries: Iterable[dict[str, str]]) -> str:
    lists = "".join(fact_list(facts) for facts in entries)
    return f"<h2>{escape(name)}</h2>{lists or '<p>None.</p>'}"


def _owner(account: Account) -> dict[str, str]:
    owner = account.owner
    brief = {"Name": _name(owner), "E-mail": owner.email}
    whole = {
        **brief,
        "Company": owner.company,
        "Address": ", ".join(line for line in (owner.address1, owner.address2) if line),
        "City": " ".join(word for word in (owner.zip, owner.city, owner.state) if word),
        "Country": owner.country,
        "Telephone": owner.phone,
    }
    is_whole = account.page in (AccessPage.INDEX, AccessPage.USER_DATA)
    return _stated(whole if is_whole else brief)


def _subscription(subscription: Subscription, merchant: Merchant, now: datetime) -> dict[str, str]:
    ends = subscription.expires_at
    return _stated(
        {
            "Product": f"{subscription.product_name} {subscription.product_version}".strip(),
            "Reference": subscription.reference,
            "Quantity": str(subscription.quantity),
            "Status": status(subscription, now).value.replace("_", " ").capitalize(),
            "Until": "For life" if ends is None else _day(ends, merchant),
            "Renews by itself": "Yes" if subscription.is_recurring else "No",
        }
    )


def _order(order: Order, merchant: Merchant) -> dict[str, str]:
    return _stated(
        {
            "Order": order.reference,
            "Placed": _day(order.placed_at, merchant),
            "For": ", ".join(line.name for line in order.lines),
            "Total": f"{order.totals.gross_discounted:.2f} {order.currency}",
            "Status": order.status.value.capitalize(),
        }
    )


def _card(card: KnownCard) -> dict[str, str]:
    summary = card.summary
    return {
        "Card": f"{title_of(summary.brand)} ending {summary.last_digits}",
        "Expires": f"{summary.expiry_month:02}/{summary.expiry_year}",
    }


def _name(address: Address) -> str:
    return " ".join(name for name in (address.first_name, address.last_name) if name)


def _day(moment: datetime, merchant: Merchant) -> str:
    return f"{moment.astimezone(merchant.zone):%Y-%m-%d}"


def _stated(facts: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in facts.items() if text}
