"""What a renewal costs: a custom price, else the agreed one, else the catalogue's of the day."""

from dataclasses import dataclass, replace
from decimal import Decimal

from rpc_server.commerce.campaigns.promotions.model import Recurring
from rpc_server.commerce.catalog.exchange import exchange_rates, rates_for
from rpc_server.commerce.catalog.model import OptionUsage, PriceKind, Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import AppliedPromotion
from rpc_server.commerce.pricing.errors import CurrencyNotPriced
from rpc_server.commerce.pricing.model import ChosenOption, LineTerms, PriceType
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded
from rpc_server.commerce.pricing.promotions import is_for_renewal
from rpc_server.commerce.pricing.selection import find_configuration, select_price
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals.errors import RenewalNotPriced
from rpc_server.errors import ApiError


@dataclass(frozen=True, slots=True)
class RenewalPrice:
    """What one unit renews for, its options among it, in ``price_type`` and ``currency``.

    ``promotion`` takes ``unit_discount`` off it. ``is_custom``: it is the custom renewal price.
    """

    unit_price: Decimal
    price_type: PriceType
    currency: str
    options: tuple[ChosenOption, ...]
    promotion: AppliedPromotion | None = None
    unit_discount: Decimal = ZERO
    is_custom: bool = False

    @property
    def discounted_quantity(self) -> int | None:
        """For how many units the discount holds; None is all."""
        return self.promotion.maximum_quantity if self.promotion else None

    def terms(self, quantity: int, vat_percent: Decimal) -> LineTerms:
        """What the arithmetic of ``quantity`` units needs to know."""
        return LineTerms(
            quantity, self.unit_price, self.price_type, vat_percent, self.unit_discount, self.discounted_quantity
        )


def renewal_price(
    context: Context, subscription: Subscription, product: Product | None, currency: str | None = None
) -> RenewalPrice:
    """What one unit of the subscription would renew for today.

    In the currency it will be charged in, or in another ``currency``, at the product's own price in that or at the
    merchant's rates. A promotion of the purchase that is for this renewal is taken off, but never off a custom
    price. Raises ``RenewalNotPriced``, and ``CurrencyNotPriced`` where there is no rate.
    """
    custom = subscription.custom_price
    if custom is not None:
        amount = custom.amount / subscription.quantity
        price = RenewalPrice(amount, subscription.price_type, custom.currency, subscription.options, is_custom=True)
        return _in_currency(context, price, currency)
    wanted = currency or subscription.currency
    listed = None if subscription.is_price_agreed else _of_catalogue(context, subscription, product, wanted)
    return _discounted(context, subscription, listed or _in_currency(context, _kept(subscription), currency))


def asked_price(subscription: Subscription, amount: Decimal, currency: str) -> RenewalPrice:
    """The price a call states for a renewal of all units."""
    return RenewalPrice(amount / subscription.quantity, subscription.price_type, currency, subscription.options)


def bills_usage(subscription: Subscription, product: Product | None) -> bool:
    """Whether the product has options that are paid by usage."""
    configuration = find_configuration(product, subscription.country) if product else None
    groups = configuration.option_groups if configuration else ()
    return any(group.usage is OptionUsage.PAY_PER_USAGE for group in groups)


def _of_catalogue(
    context: Context, subscription: Subscription, product: Product | None, currency: str
) -> RenewalPrice | None:
    """The renewal price of the product; None where it has none (any more) for what the customer has."""
    if product is None:
        return None
    try:
        selected = select_price(
            product,
            currency=currency,
            country=subscription.country,
            quantity=subscription.quantity,
            options=tuple(option.value for option in subscription.options),
            kind=PriceKind.RENEWAL,
            path="",
            rates=rates_for(context, (product,), currency, context.today),
        )
    except ApiError:
        return None
    return RenewalPrice(selected.amount, selected.price_type, currency, selected.options)


def _kept(subscription: Subscription) -> RenewalPrice:
    """The price the subscription was last to be renewed for."""
    if subscription.renewal_unit_price is None:
        raise RenewalNotPriced(field="subscriptionReference")
    return RenewalPrice(
        subscription.renewal_unit_price, subscription.price_type, subscription.currency, subscription.options
    )


def _in_currency(context: Context, price: RenewalPrice, currency: str | None) -> RenewalPrice:
    if currency is None or currency == price.currency:
        return price
    converted = exchange_rates(context, context.today).converted(price.unit_price, price.currency, currency)
    if converted is None:
        raise CurrencyNotPriced(f"There is no rate from {price.currency} to {currency}.", field="currency")
    return replace(price, unit_price=converted, currency=currency)


def _discounted(context: Context, subscription: Subscription, price: RenewalPrice) -> RenewalPrice:
    applied = subscription.discount
    if applied is None or not is_for_renewal(
        Recurring(applied.recurring), applied.recurring_charges, subscription.renewals + 1
    ):
        return price
    if applied.percent is not None:
        wanted = percentage(applied.percent, price.unit_price)
    else:
        taken = exchange_rates(context, context.today).converted(
            applied.amount or ZERO, subscription.currency, price.currency
        )
        wanted = taken or ZERO
    discount = rounded(max(min(wanted, price.unit_price), ZERO))
    return replace(price, promotion=applied, unit_discount=discount)
