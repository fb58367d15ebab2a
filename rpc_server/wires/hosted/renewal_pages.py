"""HTML of a renewal by hand: what it costs and a button, and what came of it."""

from datetime import datetime
from html import escape

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments.cards import title_of
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals.by_hand import Offer
from rpc_server.wires.hosted.pages import fact_list, whole_page

NUMBER_FIELD, AMOUNT_FIELD = "renewal", "amount"

_UNITS = {"D": "day", "M": "month"}


def offer_page(offered: Offer, merchant: Merchant, notice: str = "") -> bytes:
    """The next period, its price and a button to pay it; days are those of the merchant's zone.

    The button tells back which renewal was agreed to, and for how much. ``notice`` is what to know first.
    """
    price, subscription = offered.price, offered.subscription
    facts = {
        "Sold by": merchant.name,
        **_facts(subscription),
        "Expires": _day(subscription.expires_at, merchant),
        "Renews for": _cycle(subscription),
        "Price": f"{price.net:.2f} {price.currency}",
        "Tax": f"{price.final - price.net:.2f} {price.currency}",
        "To pay": offered.amount,
    }
    if offered.bills_usage:
        facts["Beside it"] = "What was used in the running period"
    if offered.card is not None:
        facts["Charged to"] = f"{title_of(offered.card.brand)} ending {offered.card.last_digits}"
    above = f'<p role="alert">{escape(notice)}</p>' if notice else ""
    return whole_page("Renew your subscription", f"{above}{fact_list(facts)}{_button(offered)}")


def paid_page(order: Order, subscription: Subscription, merchant: Merchant) -> bytes:
    """The order that was paid, and until when the subscription runs now."""
    facts = {
        "Order": order.reference or "",
        "Paid": f"{order.totals.gross_discounted:.2f} {order.currency}",
        **_facts(subscription),
        "Expires": _day(subscription.expires_at, merchant),
    }
    return whole_page("Your subscription is renewed", fact_list(facts))


def refusal_page(title: str, reason: str, advice: str) -> bytes:
    """Why nothing was renewed, and what to make of it, which may be nothing."""
    return whole_page(title, "".join(f"<p>{escape(text)}</p>" for text in (reason, advice) if text))


def _button(offered: Offer) -> str:
    if not offered.can_be_paid:
        return "<p>No payment method is stored for this subscription. Ask the shop how to pay.</p>"
    fields = {NUMBER_FIELD: str(offered.number), AMOUNT_FIELD: offered.amount}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in fields.items())
    return f'<form method="post">{hidden}<button class="approve">Renew and pay {escape(offered.amount)}</button></form>'


def _facts(subscription: Subscription) -> dict[str, str]:
    return {
        "Product": f"{subscription.product_name} {subscription.product_version}".strip(),
        "Subscription": subscription.reference,
        "Quantity": str(subscription.quantity),
    }


def _cycle(subscription: Subscription) -> str:
    length, unit = subscription.cycle_length, _UNITS[subscription.cycle_unit]
    return f"{length} {unit}" if length == 1 else f"{length} {unit}s"


def _day(moment: datetime | None, merchant: Merchant) -> str:
    return "Never" if moment is None else f"{moment.astimezone(merchant.zone):%Y-%m-%d}"
