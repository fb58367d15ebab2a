"""Working an upgrade out, before anything is written: target, price, and what the subscription becomes."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.exchange import rates_for
from rpc_server.commerce.catalog.model import PriceKind, Product, UpgradePath
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.checks import LARGEST_AMOUNT
from rpc_server.commerce.orders.model import AgreedOrder
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.selection import SelectedPrice, select_price
from rpc_server.commerce.subscriptions import proration
from rpc_server.commerce.subscriptions.birth import LIFETIME
from rpc_server.commerce.subscriptions.catalogue_terms import grace_days
from rpc_server.commerce.subscriptions.errors import (
    CustomPriceInvalid,
    UpgradeNotConfigured,
    UpgradeOptionsInvalid,
    UpgradeProductInvalid,
)
from rpc_server.commerce.subscriptions.model import HistoryType, Subscription, UpgradeChanges
from rpc_server.commerce.subscriptions.proration import PaidPeriod, UpgradeCharge, UpgradeScheme, UpgradeTerms


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks a subscription to become; ``custom_price`` replaces the computed price of the upgrade."""

    product_code: str
    options: tuple[str, ...] = ()
    custom_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An upgrade worked out. ``selected`` is the target's price now, ``renewal`` when it renews, ``charge`` the cost.

    ``grace_days`` are those the subscription has then.
    """

    subscription: Subscription
    product: Product
    selected: SelectedPrice
    renewal: SelectedPrice
    charge: UpgradeCharge
    grace_days: int


def planned(context: Context, subscription: Subscription, wish: Wish) -> Plan:
    """The upgrade at today's prices, in the currency of the last payment.

    Raises ``CustomPriceInvalid``, ``UpgradeProductInvalid``, ``UpgradeNotConfigured``,
    ``UpgradeOptionsInvalid``, and what the catalogue raises for a product without a fitting price.
    """
    if wish.custom_price is not None and not 0 <= wish.custom_price <= LARGEST_AMOUNT:
        raise CustomPriceInvalid(field="customPrice")
    product, scheme = _target(context, subscription, wish.product_code)
    currency = subscription.currency
    rates = rates_for(context, [product], currency, context.today)
    priced = partial(target_price, subscription, product, wish.options, currency=currency, rates=rates)
    selected = priced(kind=PriceKind.REGULAR)
    return Plan(
        subscription=subscription,
        product=product,
        selected=selected,
        renewal=priced(kind=PriceKind.RENEWAL),
        charge=_charge(context, subscription, product, scheme, selected, wish.custom_price),
        grace_days=grace_days(context, product),
    )


def paths_from(context: Context, subscription: Subscription) -> tuple[UpgradePath, ...]:
    """What the subscription's product may become; nothing for a dynamic product."""
    code = subscription.product_code
    return catalog.upgrade_paths_from(context, code) if code else ()


def target_price(
    subscription: Subscription,
    product: Product,
    options: tuple[str, ...],
    *,
    kind: PriceKind,
    currency: str,
    rates: Rates,
) -> SelectedPrice:
    """The target's price for one of the subscription's units, converted at ``rates`` where it has none in ``currency``.

    Raises ``UpgradeOptionsInvalid`` for bad options, and what the catalogue raises for a missing price.
    """
    try:
        return select_price(
            product,
            currency=currency,
            country=subscription.country,
            quantity=subscription.quantity,
            options=options,
            kind=kind,
            path="",
            rates=rates,
        )
    except PriceOptionsInvalid as invalid:
        raise UpgradeOptionsInvalid(invalid.message, field="options", hint=invalid.hint) from invalid


def changes(plan: Plan) -> UpgradeChanges:
    """What the subscription becomes when the upgrade is paid."""
    product = plan.product
    cycle = product.cycle or LIFETIME
    return UpgradeChanges(
        product_id=product.product_id,
        product_code=product.code,
        product_name=product.name,
        product_version=product.version,
        options=plan.selected.options,
        cycle_length=cycle.length,
        cycle_unit=cycle.unit.value,
        price_type=plan.selected.price_type,
        paid_net=plan.charge.period_net,
        renewal_unit_price=plan.renewal.amount,
        grace_days=plan.grace_days,
    )


def agreed_order(plan: Plan, external_reference: str | None) -> AgreedOrder:
    """The order that charges the upgrade to the stored card; a free one when there is nothing to charge."""
    subscription, product = plan.subscription, plan.product
    return AgreedOrder(
        kind=HistoryType.UPGRADE.value,
        code=product.code,
        product_id=product.product_id,
        name=product.name,
        quantity=subscription.quantity,
        unit_price=plan.charge.unit_price,
        price_type=plan.selected.price_type,
        tax_category=product.tax_category,
        options=plan.selected.options,
        renewal_unit_price=plan.renewal.amount,
        currency=subscription.currency,
        country=subscription.country,
        language=subscription.language,
        billing=subscription.billing,
        customer_reference=subscription.customer_reference,
        external_customer_reference=subscription.external_customer_reference,
        card_id=subscription.card_id if plan.charge.billing.gross else None,
        payment_token=subscription.payment_token if plan.charge.billing.gross else None,
        is_test=subscription.is_test,
        subscription_reference=subscription.reference,
        external_reference=external_reference,
        partner_code=subscription.partner_code,
    )


def _target(context: Context, subscription: Subscription, product_code: str) -> tuple[Product, UpgradeScheme]:
    product = catalog.product_by_code(context, product_code)
    if product is None or not product.is_enabled:
        raise UpgradeProductInvalid(f"There is no product {product_code[:80]!r} on sale.", field="productCode")
    for path in paths_from(context, subscription):
        if path.target == product.code:
            return product, UpgradeScheme(path.scheme)
    raise UpgradeNotConfigured(
        field="productCode", hint="getProductUpgradeOptions lists what the subscription can become."
    )


def _charge(
    context: Context,
    subscription: Subscription,
    product: Product,
    scheme: UpgradeScheme,
    selected: SelectedPrice,
    custom_price: Decimal | None,
) -> UpgradeCharge:
    today = context.today
    vat_percent = catalog.vat_percent(
        context,
        subscription.billing.country or subscription.country,
        product.tax_category,
        today,
        state=subscription.billing.state,
    )
    return proration.charge(
        UpgradeTerms(
            quantity=subscription.quantity,
            unit_price=selected.amount,
            price_type=selected.price_type,
            vat_percent=vat_percent,
            credit=proration.credit(_running_period(context, subscription), today, scheme),
            custom_price=custom_price,
        )
    )


def _running_period(context: Context, subscription: Subscription) -> PaidPeriod:
    zone, ends = context.merchant.zone, subscription.expires_at
    return PaidPeriod(
        net=subscription.paid_net,
        starts=subscription.period_starts_at.astimezone(zone).date(),
        ends=ends.astimezone(zone).date() if ends else None,
    )
