"""Use cases around renewals that are asked for. Each raises ``SubscriptionNotFound`` for an unknown reference."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders import taxation
from rpc_server.commerce.orders.checks import LARGEST_AMOUNT
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.errors import (
    NeverExpires,
    NoPaymentMethod,
    SubscriptionDisabled,
    SubscriptionExpired,
)
from rpc_server.commerce.subscriptions.model import CustomPrice, Subscription
from rpc_server.commerce.subscriptions.renewals import engine
from rpc_server.commerce.subscriptions.renewals import store as renewals
from rpc_server.commerce.subscriptions.renewals.errors import (
    RenewalDeclined,
    RenewalInProgress,
    RenewalInvalid,
    RenewalPriceInvalid,
    TrialNotConvertible,
    TrialRecentlyRefused,
)
from rpc_server.commerce.subscriptions.renewals.model import NextPrice, Renewal, RenewalStatus, RenewalTerms
from rpc_server.commerce.subscriptions.renewals.price import RenewalPrice, asked_price, renewal_price
from rpc_server.commerce.subscriptions.renewals.settling import drop_order
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status
from rpc_server.commerce.subscriptions.upgrade_store import is_pending

MOST_DAYS = 36_500
MOST_CYCLES = 1_000_000
_CONVERSION_PAUSE = timedelta(hours=24)
_FIELD = "subscriptionReference"
_FINISHED = (OrderStatus.COMPLETE, OrderStatus.AUTHRECEIVED)


def convert_trial(context: Context, reference: str, *, from_payment_date: bool) -> Order:
    """Charge the first full period of an active trial now, and answer its order.

    The period begins now and the rest of the trial is dropped, or it begins when the trial would have ended
    (documented). Raises ``TrialNotConvertible``, within 24 hours of a refusal ``TrialRecentlyRefused``, and what
    ``renew`` raises of payments. Commits several times.
    """
    trial = service.hold(context, reference)
    _check_convertible(context, trial)
    starts_at = context.clock.now() if from_payment_date else None
    return charged(context, trial, RenewalTerms(is_asked_for=True, starts_at=starts_at))


def renew(context: Context, reference: str, *, days: int, price: Decimal, currency: str) -> Order:
    """Charge ``price`` for all units, in the subscription's price type, add ``days`` to its end; answer the order.

    The days follow the running period, or the one that ran out. Raises ``RenewalInvalid``,
    ``RenewalPriceInvalid``, ``SubscriptionDisabled``, ``SubscriptionExpired``, ``NeverExpires``,
    ``NoPaymentMethod``, ``RenewalInProgress``, and ``RenewalDeclined`` where the payment is refused: the
    subscription is then what it was. Commits several times.
    """
    if not 1 <= days <= MOST_DAYS:
        raise RenewalInvalid(field="days", hint=f"A subscription is renewed for 1 to {MOST_DAYS} days.")
    _check_price(price)
    subscription = service.hold(context, reference)
    check_renewable(context, subscription)
    asked = asked_price(subscription, price, currency.strip().upper() or subscription.currency)
    return charged(context, subscription, RenewalTerms(is_asked_for=True, days=days), asked)


def next_renewal_price(context: Context, reference: str, currency: str | None = None) -> NextPrice:
    """What the next renewal would cost today, tax of today among it, in ``currency`` or the one it is charged in.

    Raises ``NeverExpires``, ``RenewalNotPriced``, and ``CurrencyNotPriced`` for a currency without a price or rate.
    """
    return price_of_next(context, service.find(context, reference), currency)


def price_of_next(context: Context, subscription: Subscription, currency: str | None = None) -> NextPrice:
    """The same, of a subscription at hand."""
    if subscription.is_lifetime:
        raise NeverExpires(field=_FIELD)
    product = engine.product_of(context, subscription)
    wanted = (currency or "").strip().upper() or None
    price = renewal_price(context, subscription, product, wanted)
    category = product.tax_category if product else subscription.tax_category
    vat = taxation.percent(context, subscription.billing, subscription.country, category, context.today)
    line = price_line(price.terms(subscription.quantity, vat))
    return NextPrice(line.net_discounted, line.gross_discounted, price.currency)


def set_custom_price(
    context: Context,
    reference: str,
    *,
    price: Decimal,
    currency: str | None = None,
    cycles: int | None = None,
    reason: str | None = None,
) -> Subscription:
    """Let the next ``cycles`` renewals, one unless told, cost ``price``: all units, in the subscription's price type.

    After them the product's price holds again (documented). Without a ``currency`` it is that of the last payment.
    Raises ``RenewalPriceInvalid``, ``SubscriptionDisabled``, ``NeverExpires``, and ``CurrencyNotPriced`` for a
    currency the merchant has no rate for.
    """
    _check_price(price)
    if not 1 <= (1 if cycles is None else cycles) <= MOST_CYCLES:
        raise RenewalPriceInvalid("The number of billing cycles must be 1 or more.", field="cycles")
    subscription = service.hold(context, reference)
    if not subscription.is_enabled:
        raise SubscriptionDisabled(field=_FIELD)
    if subscription.is_lifetime:
        raise NeverExpires(field=_FIELD)
    wanted = (currency or "").strip().upper() or subscription.currency
    custom = CustomPrice(amount=price, currency=wanted, cycles_left=cycles or 1, reason=reason)
    changed = replace(subscription, custom_price=custom, modified_at=context.clock.now())
    renewal_price(context, changed, None, subscription.currency)
    store.save(context, changed)
    _price_anew(context, changed)
    outbox.subscription_changed(context, changed, LicenceChange.LICENCE_CHANGE)
    return changed


def payment_method_changed(context: Context, subscription: Subscription) -> Subscription:
    """Let a renewal that was refused be tried again at once, for there is another payment method; answer both's owner.

    The caller holds the subscription and has stored the payment method. Does not commit.
    """
    waiting = renewals.find(context, subscription.reference, subscription.renewals + 1)
    if waiting is None or waiting.status is not RenewalStatus.REFUSED or subscription.next_try_at is None:
        return subscription
    now = context.clock.now()
    renewals.write(context, replace(waiting, due_at=now))
    changed = replace(subscription, next_try_at=now)
    store.move(context, changed)
    return changed


def _check_price(price: Decimal) -> None:
    if not 0 <= price <= LARGEST_AMOUNT:
        raise RenewalPriceInvalid(field="price")


def check_renewable(context: Context, subscription: Subscription) -> None:
    """Raises ``SubscriptionDisabled``, ``SubscriptionExpired``, ``NeverExpires`` for what has no next period."""
    match status(subscription, context.clock.now()):
        case SubscriptionStatus.CANCELED:
            raise SubscriptionDisabled(field=_FIELD)
        case SubscriptionStatus.EXPIRED:
            raise SubscriptionExpired(field=_FIELD)
    if subscription.is_lifetime:
        raise NeverExpires(field=_FIELD)


def _check_convertible(context: Context, trial: Subscription) -> None:
    now = context.clock.now()
    is_active = status(trial, now) is SubscriptionStatus.ACTIVE
    if not (trial.is_trial and is_active and trial.is_recurring):
        raise TrialNotConvertible(field=_FIELD)
    if orders.find(context, trial.order_reference).status not in _FINISHED:
        raise TrialNotConvertible("The order of the trial is not finished.", field=_FIELD)
    refused = _known(context, trial, RenewalStatus.FAILED)
    if refused is not None and refused.settled_at is not None and now < refused.settled_at + _CONVERSION_PAUSE:
        raise TrialRecentlyRefused(field=_FIELD)


def charged(
    context: Context, subscription: Subscription, terms: RenewalTerms, price: RenewalPrice | None = None
) -> Order:
    """Charge a renewal that is asked for and answer its order. The caller holds the subscription.

    Raises ``NoPaymentMethod``, ``RenewalInProgress``, ``RenewalDeclined``. Commits several times.
    """
    known = renewals.find(context, subscription.reference, subscription.renewals + 1)
    if known is not None and known.status is RenewalStatus.CHARGING:
        raise RenewalInProgress(field=_FIELD, hint="Ask again in some minutes.")
    if is_pending(context, subscription.reference):
        raise RenewalInProgress("An upgrade of the subscription is in progress.", field=_FIELD)
    if not subscription.can_be_charged and (price is None or price.unit_price):
        raise NoPaymentMethod(field=_FIELD)
    renewal = engine.charge(context, subscription, known, terms, price)
    match renewal.status:
        case RenewalStatus.PAID:
            return orders.find(context, renewal.order_reference or "")
        case RenewalStatus.CHARGING:
            raise RenewalInProgress(renewal.reason, field=_FIELD)
        case _:
            raise RenewalDeclined(renewal.reason, field=_FIELD)


def _known(context: Context, subscription: Subscription, wanted: RenewalStatus) -> Renewal | None:
    """The next renewal of the subscription, where it stands so."""
    known = renewals.find(context, subscription.reference, subscription.renewals + 1)
    return known if known is not None and known.status is wanted else None


def _price_anew(context: Context, subscription: Subscription) -> None:
    """Drop the order of a refused renewal: its next try is at the price of then."""
    refused = _known(context, subscription, RenewalStatus.REFUSED)
    if refused is not None:
        drop_order(context, refused)
