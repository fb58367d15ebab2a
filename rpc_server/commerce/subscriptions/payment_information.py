"""What a subscription is charged to, shown and replaced."""

from dataclasses import dataclass, replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.model import CardSummary, TokenKind
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.errors import NoPaymentMethod, SubscriptionDisabled
from rpc_server.commerce.subscriptions.managing.changing import keep
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals import service as renewals


@dataclass(frozen=True, slots=True)
class PaymentInformation:
    """The stored payment method; ``card`` is None where the processor keeps it and tells nothing of it."""

    currency: str
    card: CardSummary | None


def find(context: Context, reference: str) -> PaymentInformation:
    """What the subscription is charged to; raises ``SubscriptionNotFound``, ``NoPaymentMethod``."""
    subscription = service.find(context, reference)
    if not subscription.can_be_charged:
        raise NoPaymentMethod("The subscription has no stored payment method.", field="subscriptionReference")
    card_id = subscription.card_id
    return PaymentInformation(subscription.currency, payments.card_summary(context, card_id) if card_id else None)


def replace_by_token(context: Context, reference: str, token: str) -> Subscription:
    """Charge the subscription from now on to the card the token stands for, which is spent; answer it.

    A renewal that was refused is tried again at once. Raises ``SubscriptionNotFound``, ``SubscriptionDisabled``,
    ``InvalidEesToken``. Where the processor keeps cards itself the token is its own and is kept as it is.
    """
    held = service.hold(context, reference)
    if not held.is_enabled:
        raise SubscriptionDisabled(field="subscriptionReference")
    if payments.takes_card_numbers(context, is_test=held.is_test):
        card_id = tokens.spend(context, TokenKind.EES, token).card_id
        kept = keep(context, held, replace(held, card_id=card_id, payment_token=None))
    else:
        kept = keep(context, held, replace(held, card_id=None, payment_token=token))
    return renewals.payment_method_changed(context, kept)
