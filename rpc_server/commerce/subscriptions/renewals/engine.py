"""Charging a renewal: written before money moves, settled after, carried on by another where this process dies.

The row of a renewal, its order and the order's attempt are committed in one transaction, before the processor is
asked. Whoever finds it CHARGING later asks what became of that attempt; nobody begins a second one meanwhile. What was
paid moves the subscription in the transaction that marks the renewal PAID: a period is billed once.
"""

from dataclasses import replace

import msgspec

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import charging, lifecycle
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders import store as orders_store
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals import store
from rpc_server.commerce.subscriptions.renewals.model import Renewal, RenewalStatus, RenewalTerms
from rpc_server.commerce.subscriptions.renewals.order import agreed_order
from rpc_server.commerce.subscriptions.renewals.price import RenewalPrice, bills_usage, renewal_price
from rpc_server.commerce.subscriptions.renewals.settling import drop_order, give_up, held, refuse, settle
from rpc_server.commerce.subscriptions.renewals.store import LEASE
from rpc_server.commerce.subscriptions.usage import service as usage
from rpc_server.commerce.subscriptions.usage.model import UsageCharge
from rpc_server.errors import ApiError


def product_of(context: Context, subscription: Subscription) -> Product | None:
    """The subscription's product; None for a dynamic one, and one that is no more."""
    return catalog.product_by_code(context, subscription.product_code) if subscription.product_code else None


def charge(
    context: Context,
    subscription: Subscription,
    known: Renewal | None,
    terms: RenewalTerms,
    price: RenewalPrice | None = None,
) -> Renewal:
    """Order the next renewal of a subscription, charge it, and answer how it stands then.

    At ``price``, or what it costs today. It takes the place of the ``known`` one, which was refused. The caller holds
    both. Commits several times.
    """
    begun = _begun(context, subscription, known, terms)
    store.begin(context, begun)
    subscriptions.set_begun(context, subscription.reference)
    try:
        reason = _reason(_place(context, subscription, begun, price))
    except ApiError as refusal:
        reason = refusal.message
    return settle(context, subscription.reference, begun.number, reason)


def charge_again(context: Context, subscription: Subscription, renewal: Renewal) -> Renewal:
    """Charge the order of a refused renewal once more, to the payment method the subscription has by now.

    Where there is no such order, another is placed. The caller holds both. Commits several times.
    """
    if not store.standing(context, renewal.order_reference).is_payable:
        return charge(context, subscription, renewal, renewal.terms)
    tried = replace(renewal, status=RenewalStatus.CHARGING, tries=renewal.tries + 1, due_at=context.clock.now() + LEASE)
    store.write(context, tried)
    try:
        paid_with = subscription.card_id, subscription.payment_token
        reason = _reason(orders.charge_again(context, tried.order_reference or "", *paid_with))
    except ApiError as refusal:
        reason = refusal.message
    return settle(context, subscription.reference, tried.number, reason)


def carry_on(context: Context, reference: str, number: int) -> Renewal:
    """Go on with a renewal whose moment has come: ask for a lost outcome, try again, or give up. Commits."""
    subscription, renewal = held(context, reference, number)
    match renewal.status:
        case RenewalStatus.CHARGING:
            _ask_processor(context, renewal)
            return settle(context, reference, number)
        case RenewalStatus.REFUSED if not _is_wanted(context, subscription):
            renewal = give_up(context, subscription, renewal)
        case RenewalStatus.REFUSED if _is_useless(subscription, renewal):
            renewal = refuse(context, subscription, replace(renewal, tries=renewal.tries + 1))
        case RenewalStatus.REFUSED:
            return charge_again(context, subscription, renewal)
        case _:
            store.write(context, replace(renewal, due_at=None))
    context.work.commit()
    return renewal


def _is_wanted(context: Context, subscription: Subscription) -> bool:
    """Whether a refused renewal is still to be tried: not where it was switched off or extended since."""
    return subscription.bills_at is not None and subscription.bills_at <= context.clock.now()


def _is_useless(subscription: Subscription, renewal: Renewal) -> bool:
    """Whether what would be charged was refused for good already: it is not asked for again."""
    useless = renewal.terms.useless_method
    return useless is not None and useless == subscription.payment_method


def _begun(context: Context, subscription: Subscription, known: Renewal | None, terms: RenewalTerms) -> Renewal:
    """The renewal that takes the place of the one that was refused, if any; it has the number of a new order."""
    now = context.clock.now()
    if known is not None:
        drop_order(context, known)
    refused = known if known is not None and known.status is RenewalStatus.REFUSED else None
    return Renewal(
        subscription_reference=subscription.reference,
        number=subscription.renewals + 1,
        status=RenewalStatus.CHARGING,
        order_reference=_free_reference(context),
        tries=(refused.tries if refused else 0) + (not terms.is_asked_for),
        tried_at=refused.tried_at if refused else now,
        settled_at=None,
        due_at=now + LEASE,
        reason=None,
        terms=terms,
    )


def _place(context: Context, subscription: Subscription, begun: Renewal, price: RenewalPrice | None) -> Order:
    """Place the order of a renewal just begun: the product's price, and the usage that is to be billed with it."""
    product = product_of(context, subscription)
    price = price or renewal_price(context, subscription, product)
    used = _used(context, subscription, product, price)
    reference = begun.order_reference or ""
    usage.mark_billed(context, used, reference)
    store.write(context, replace(begun, terms=_complete(begun.terms, subscription, price, used)))
    return orders.place_agreed(context, agreed_order(subscription, product, price, used, reference))


def _complete(
    terms: RenewalTerms, subscription: Subscription, price: RenewalPrice, used: tuple[UsageCharge, ...]
) -> RenewalTerms:
    is_own = price.is_custom or price.currency != subscription.currency
    return msgspec.structs.replace(
        terms,
        unit_price=subscription.renewal_unit_price if is_own else price.unit_price,
        is_custom=price.is_custom,
        usages=tuple(number for charge in used for number in charge.usages),
    )


def _used(
    context: Context, subscription: Subscription, product: Product | None, price: RenewalPrice
) -> tuple[UsageCharge, ...]:
    """What was used in the period that ends, in the currency of the renewal."""
    if subscription.expires_at is None or not bills_usage(subscription, product):
        return ()
    charges = usage.billable(context, subscription, subscription.expires_at)
    if price.currency == subscription.currency:
        return charges
    rates = exchange_rates(context, context.today)
    converted = ((charge, rates.converted(charge.amount, charge.currency, price.currency)) for charge in charges)
    return tuple(replace(charge, amount=amount) for charge, amount in converted if amount is not None)


def _ask_processor(context: Context, renewal: Renewal) -> None:
    """Ask what became of the charge of a renewal whose caller died, and go on with its order. Commits."""
    left_open = charging.left_open(context, renewal.order_reference)
    for order in charging.resolve(context, left_open):
        lifecycle.follow_up(context, order)


def _free_reference(context: Context) -> str:
    """A RefNo no order of the merchant has."""
    while True:
        reference = context.ids.order_reference()
        if orders_store.find(context, reference) is None:
            return reference


def _reason(order: Order) -> str | None:
    """Why the order was not paid, in the words of its payment."""
    return next((text for _, text in order.errors), None)
