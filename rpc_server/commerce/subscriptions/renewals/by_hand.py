"""Renewals that customers pay for themselves: what is offered, and agreeing to it, once."""

from dataclasses import dataclass

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.model import CardSummary
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals import engine, store
from rpc_server.commerce.subscriptions.renewals.errors import OfferChanged
from rpc_server.commerce.subscriptions.renewals.model import NextPrice, RenewalStatus, RenewalTerms
from rpc_server.commerce.subscriptions.renewals.price import bills_usage, renewal_price
from rpc_server.commerce.subscriptions.renewals.service import charged, check_renewable, price_of_next


@dataclass(frozen=True, slots=True)
class Offer:
    """The next period of a subscription, its ``number``-th renewal, for what it costs today.

    ``card`` is what will be charged; None where the processor keeps it, or nothing is stored.
    ``bills_usage``: what was used is charged beside the price.
    """

    subscription: Subscription
    number: int
    price: NextPrice
    card: CardSummary | None
    bills_usage: bool

    @property
    def amount(self) -> str:
        """What is to be paid, in words a customer agrees to: ``36.00 USD``."""
        return f"{self.price.final:.2f} {self.price.currency}"

    @property
    def can_be_paid(self) -> bool:
        """Whether there is what could be charged, or nothing to charge."""
        return self.subscription.can_be_charged or not self.price.final


def offer(context: Context, reference: str) -> Offer:
    """What the customer of a subscription is offered now.

    Raises ``SubscriptionNotFound``, ``SubscriptionDisabled``, ``SubscriptionExpired``, ``NeverExpires``,
    ``RenewalNotPriced``, ``CurrencyNotPriced``.
    """
    return _offered(context, subscriptions.find(context, reference))


def accept(context: Context, reference: str, *, number: int, amount: str) -> Order:
    """Charge the ``number``-th renewal, one billing cycle, for the ``amount`` that was offered; answer its order.

    Where that renewal is paid already nothing is charged and its order is answered: however often a customer agrees,
    he pays once. Raises ``OfferChanged`` where it is not what would be offered now, what ``offer`` raises, and
    ``NoPaymentMethod``, ``RenewalInProgress``, ``RenewalDeclined``. Commits several times.
    """
    held = subscriptions.hold(context, reference)
    known = store.find(context, reference, number)
    if known is not None and known.status is RenewalStatus.PAID:
        return orders.find(context, known.order_reference or "")
    offered = _offered(context, held)
    if (offered.number, offered.amount) != (number, amount):
        raise OfferChanged
    price = renewal_price(context, held, engine.product_of(context, held))
    return charged(context, held, RenewalTerms(is_asked_for=True), price)


def _offered(context: Context, subscription: Subscription) -> Offer:
    check_renewable(context, subscription)
    card_id = subscription.card_id
    return Offer(
        subscription=subscription,
        number=subscription.renewals + 1,
        price=price_of_next(context, subscription),
        card=payments.card_summary(context, card_id) if card_id else None,
        bills_usage=bills_usage(subscription, engine.product_of(context, subscription)),
    )
