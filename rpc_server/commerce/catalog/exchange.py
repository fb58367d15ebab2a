"""What currencies were worth, as the merchant keeps it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, select

from rpc_server.commerce.catalog.model import PricingConfiguration, Product
from rpc_server.commerce.catalog.tables import ExchangeRateRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.selection import is_priced_in

_UNTIL = (
    select(ExchangeRateRow.currency, ExchangeRateRow.units)
    .where(ExchangeRateRow.merchant_id == bindparam("merchant"), ExchangeRateRow.since <= bindparam("day"))
    .order_by(ExchangeRateRow.since)
)


def exchange_rates(context: Context, day: date) -> Rates:
    """The merchant's latest rates up to ``day``, that day included."""
    rows = context.session.execute(_UNTIL, {"merchant": context.merchant_id, "day": day})
    return Rates({row.currency: row.units for row in rows})


def rates_for(context: Context, products: Iterable[Product], currency: str, day: date) -> Rates:
    """The rates of ``day`` to price the products in ``currency``.

    None are read where every configuration is priced in that currency, or keeps to its original prices.
    """
    if all(_needs_none(configuration, currency) for product in products for configuration in product.configurations):
        return NO_RATES
    return exchange_rates(context, day)


def _needs_none(configuration: PricingConfiguration, currency: str) -> bool:
    return configuration.uses_original_prices or is_priced_in(configuration, currency)
