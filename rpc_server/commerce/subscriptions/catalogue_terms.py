"""What a subscription takes over from the product of the catalogue it is one of."""

from dataclasses import replace

from rpc_server.commerce.catalog.exchange import rates_for
from rpc_server.commerce.catalog.model import BillingCycle, CycleUnit, PriceKind, Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid, QuantityNotPriced
from rpc_server.commerce.pricing.selection import select_price
from rpc_server.commerce.subscriptions.managing.errors import OptionsInvalid, ProductInvalid, QuantityInvalid
from rpc_server.commerce.subscriptions.model import Subscription

_LONGEST_MONTHS = 36
_LONGEST_DAYS = 1_096


def renewing_cycle(product: Product, field: str) -> BillingCycle:
    """How long a period of the product is; raises ``ProductInvalid`` where it does not renew.

    A product renews with a cycle of three years at most (documented).
    """
    cycle = product.cycle
    if not product.generates_subscription or cycle is None or cycle.is_lifetime:
        raise ProductInvalid(f"The product {product.code} does not renew.", field=field)
    longest = _LONGEST_DAYS if cycle.unit is CycleUnit.DAY else _LONGEST_MONTHS
    if cycle.length > longest:
        raise ProductInvalid(f"The product {product.code} renews less often than every three years.", field=field)
    return cycle


def grace_days(context: Context, product: Product) -> int:
    """How long after its end a subscription of the product may still be renewed: as it says, or else the account."""
    return context.merchant.grace_days if product.grace_days is None else product.grace_days


def priced(context: Context, subscription: Subscription, product: Product, options: tuple[str, ...]) -> Subscription:
    """With these options, at what the product renews for today, in the subscription's currency and country.

    Raises ``OptionsInvalid``, ``QuantityInvalid``, ``CurrencyNotPriced`` and ``NotPriced``.
    """
    try:
        selected = select_price(
            product,
            currency=subscription.currency,
            country=subscription.country,
            quantity=subscription.quantity,
            options=options,
            kind=PriceKind.RENEWAL,
            path="Product",
            rates=rates_for(context, [product], subscription.currency, context.today),
        )
    except PriceOptionsInvalid as invalid:
        raise OptionsInvalid(invalid.message, field="Product.PriceOptionCodes", hint=invalid.hint) from invalid
    except QuantityNotPriced as invalid:
        raise QuantityInvalid(invalid.message, field="Product.ProductQuantity", hint=invalid.hint) from invalid
    return replace(
        subscription,
        options=selected.options,
        price_type=selected.price_type,
        renewal_unit_price=selected.amount,
        is_price_agreed=False,
    )
