"""Upgrading a subscription to another product: what is offered, what it costs, and doing it."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.exchange import rates_for
from rpc_server.commerce.catalog.model import Price, PriceKind, PricingConfiguration, PricingSchema, Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.selection import find_configuration, prices_in
from rpc_server.commerce.subscriptions import option_list, pending, service
from rpc_server.commerce.subscriptions.errors import (
    NoPaymentMethod,
    RecurringDisabled,
    RefundPending,
    SubscriptionDisabled,
    SubscriptionExpired,
    UpgradeDeclined,
    UpgradeInProgress,
    UpgradeSuperseded,
)
from rpc_server.commerce.subscriptions.model import Subscription, Upgrade, UpgradeStatus
from rpc_server.commerce.subscriptions.proration import UpgradeCharge
from rpc_server.commerce.subscriptions.renewals import store as renewals
from rpc_server.commerce.subscriptions.renewals.model import RenewalStatus
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status
from rpc_server.commerce.subscriptions.upgrade_plan import (
    Plan,
    Wish,
    agreed_order,
    changes,
    paths_from,
    planned,
    target_price,
)


@dataclass(frozen=True, slots=True)
class UpgradeTarget:
    """A product a subscription may become, all its units at once, priced in the subscription's currency.

    ``rates`` are what prices not stated in it are converted at.
    """

    product: Product
    configuration: PricingConfiguration
    quantity: int
    currency: str
    rates: Rates = NO_RATES

    @property
    def intervals(self) -> tuple[Price, ...]:
        """The prices by quantity; none where every combination of options has its own."""
        if self.configuration.schema is PricingSchema.FLAT:
            return ()
        return prices_in(self.configuration, PriceKind.REGULAR, self.currency, self.rates)

    @property
    def unit_price(self) -> Decimal | None:
        """The price of one unit without options; None where there is no such price."""
        held = (row.amount for row in self.intervals if row.min_quantity <= self.quantity <= row.max_quantity)
        return next(held, None)


@dataclass(frozen=True, slots=True)
class UpgradePrice:
    """What an upgrade costs: ``charge`` in ``currency``, that of the last payment.

    Times ``display_rate`` it is the same in ``display_currency``.
    """

    charge: UpgradeCharge
    quantity: int
    currency: str
    display_currency: str
    display_rate: Decimal


def upgrade_options(context: Context, reference: str) -> list[UpgradeTarget]:
    """The products that the subscription may become and its customer can buy; raises ``SubscriptionNotFound``."""
    subscription = service.find(context, reference)
    codes = [path.target for path in paths_from(context, subscription)]
    products = catalog.products_by_code(context, codes)
    rates = rates_for(context, products.values(), subscription.currency, context.today)
    offered = (_offered(subscription, products[code], rates) for code in codes)
    return [target for target in offered if target is not None]


def upgrade_price(
    context: Context, reference: str, *, product_code: str, currency: str | None = None, options: str | None = None
) -> UpgradePrice:
    """What the upgrade would be charged today; whether it is allowed is not looked at.

    In another currency it is shown by the ratio of the target's prices in the two, stated or converted at the
    merchant's rates (inferred). Raises ``SubscriptionNotFound`` and what ``upgrade_plan.planned`` raises.
    """
    subscription = service.find(context, reference)
    wish = Wish(product_code, option_list.parse(options))
    plan = planned(context, subscription, wish)
    shown_in = (currency or "").strip().upper() or subscription.currency
    return UpgradePrice(
        charge=plan.charge,
        quantity=subscription.quantity,
        currency=subscription.currency,
        display_currency=shown_in,
        display_rate=_display_rate(context, plan, wish, shown_in),
    )


def upgrade(
    context: Context,
    reference: str,
    *,
    product_code: str,
    options: str | None = None,
    custom_price: Decimal | None = None,
    external_reference: str | None = None,
) -> Order:
    """Charge the upgrade and move the subscription to the target product; answer the paid order.

    The reference stays, so that clients that know it go on working. ``custom_price`` is for the whole
    upgrade, in the price type of the target and the currency of the last payment. Of several upgrades of one
    subscription at once, one wins. Raises ``SubscriptionNotFound``, the kinds of ``ChangeNotAllowed`` and what
    ``upgrade_plan.planned`` raises, all before anything is written; when the charge is refused
    ``UpgradeDeclined``, with the subscription as it was, the order and its attempt kept. An upgrade that was
    charged and then lost its process is completed by ``pending.finish_upgrades`` or the next call for the
    subscription.
    """
    subscription = _held(context, reference)
    _check_allowed(context, subscription)
    plan = planned(context, subscription, Wish(product_code, option_list.parse(options), custom_price))
    _check_payable(plan)
    begun = pending.begin(context, subscription, changes(plan))
    order = orders.place_agreed(context, agreed_order(plan, external_reference))
    _complete(context, begun, order)
    return order


def _offered(subscription: Subscription, product: Product, rates: Rates) -> UpgradeTarget | None:
    """The product as a target; None where it is not on sale, or not in the subscription's country."""
    configuration = find_configuration(product, subscription.country)
    if configuration is None or not product.is_enabled:
        return None
    return UpgradeTarget(product, configuration, subscription.quantity, subscription.currency, rates)


def _held(context: Context, reference: str) -> Subscription:
    """The subscription, kept from other upgrades; what an earlier one left undone is done first."""
    held = service.hold(context, reference)
    outcome = pending.settle_pending(context, held)
    if outcome is None:
        return held
    if outcome is UpgradeStatus.PENDING and not pending.ask_processor(context, held):
        raise UpgradeInProgress(field="subscriptionReference")
    context.work.commit()
    return _held(context, reference)


def _check_allowed(context: Context, subscription: Subscription) -> None:
    match status(subscription, context.clock.now()):
        case SubscriptionStatus.CANCELED:
            raise SubscriptionDisabled(field="subscriptionReference")
        case SubscriptionStatus.EXPIRED:
            raise SubscriptionExpired(field="subscriptionReference")
    if not subscription.is_recurring:
        raise RecurringDisabled(field="subscriptionReference", hint="Call enableRecurringBilling first.")
    renewal = renewals.find(context, subscription.reference, subscription.renewals + 1)
    if renewal is not None and renewal.status is RenewalStatus.CHARGING:
        raise UpgradeInProgress("A renewal of the subscription is in progress.", field="subscriptionReference")
    if orders.has_pending_refund(context, subscription.reference):
        raise RefundPending(field="subscriptionReference")


def _check_payable(plan: Plan) -> None:
    if plan.charge.billing.gross > 0 and not plan.subscription.can_be_charged:
        raise NoPaymentMethod(field="subscriptionReference")


def _complete(context: Context, begun: Upgrade, order: Order) -> None:
    """Move the subscription if the order was paid; otherwise keep the record of the attempt and say so."""
    service.hold(context, begun.subscription_reference)
    outcome = pending.settle(context, begun)
    context.work.commit()
    match outcome:
        case UpgradeStatus.FAILED:
            raise UpgradeDeclined(_reason(order), field="subscriptionReference")
        case UpgradeStatus.PENDING:
            raise UpgradeInProgress(_reason(order), field="subscriptionReference")
        case UpgradeStatus.SUPERSEDED:
            raise UpgradeSuperseded(f"Order {order.reference} is to be refunded.", field="subscriptionReference")


def _reason(order: Order) -> str | None:
    """Why the order was not paid, in the words of its payment."""
    return next((text for _, text in order.errors), None)


def _display_rate(context: Context, plan: Plan, wish: Wish, shown_in: str) -> Decimal:
    if shown_in == plan.subscription.currency or not plan.selected.amount:
        return Decimal(1)
    shown = target_price(
        plan.subscription,
        plan.product,
        wish.options,
        kind=PriceKind.REGULAR,
        currency=shown_in,
        rates=rates_for(context, [plan.product], shown_in, context.today),
    )
    return shown.amount / plan.selected.amount
