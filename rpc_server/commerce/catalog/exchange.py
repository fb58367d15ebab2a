"""What currencies were worth, as the merchant keeps it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, select

from rpc_server.commerce.catalog.errors import ExchangeRateInvalid
from rpc_server.commerce.catalog.model import ExchangeRate, PricingConfiguration, Product
from rpc_server.commerce.catalog.store.rates import replace_exchange_rates
from rpc_server.commerce.catalog.tables import ExchangeRateRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.iso import CURRENCIES
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.selection import is_priced_in

_BATCH = 200
_UNTIL = (
    select(ExchangeRateRow.currency, ExchangeRateRow.units)
    .where(ExchangeRateRow.merchant_id == bindparam("merchant"), ExchangeRateRow.since <= bindparam("day"))
    .order_by(ExchangeRateRow.since)
)


def load_rates(context: Context, rates: list[ExchangeRate]) -> None:
    """Keep what currencies are worth from their days on, in place of what was said of the same days.

    Raises ``ExchangeRateInvalid``, and keeps nothing then.
    """
    for rate in rates:
        if rate.currency not in CURRENCIES:
            raise ExchangeRateInvalid(f"There is no currency {rate.currency[:10]!r}.")
        if not (rate.units.is_finite() and rate.units > 0):
            raise ExchangeRateInvalid(f"{rate.currency} needs a rate above zero.")
    if len({(rate.currency, rate.since) for rate in rates}) < len(rates):
        raise ExchangeRateInvalid("A currency has two rates for one day.")
    for start in range(0, len(rates), _BATCH):
        replace_exchange_rates(context, rates[start : start + _BATCH])


def exchange_rates(context: Context, day: date) -> Rates:
    """The merchant's latest rates up to ``day``, that day included."""
    rows = context.connection.execute(_UNTIL, {"merchant": context.merchant_id, "day": day})
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
