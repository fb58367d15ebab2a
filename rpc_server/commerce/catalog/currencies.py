"""In which currencies the catalogue is sold."""

from collections.abc import Iterable

from sqlalchemy import select

from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.catalog.tables import ProductRow, StoredConfiguration
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.selection import holding


def sold_in(context: Context, country: str | None = None) -> set[str]:
    """The currencies in which a product on sale has a price, stated or converted at today's rates.

    With a country, only the pricing configuration that holds there is looked at.
    """
    query = select(ProductRow.configurations).where(
        ProductRow.merchant_id == context.merchant_id, ProductRow.is_enabled
    )
    rates = exchange_rates(context, context.clock.now().astimezone(context.merchant.zone).date())
    configurations = (each for kept in context.connection.scalars(query) for each in _in_force(kept, country))
    return set().union(*(_priced_in(configuration, rates) for configuration in configurations))


def _in_force(kept: tuple[StoredConfiguration, ...], country: str | None) -> Iterable[StoredConfiguration]:
    if country is None:
        return kept
    found = holding(kept, country)
    return () if found is None else (found,)


def _priced_in(configuration: StoredConfiguration, rates: Rates) -> set[str]:
    stated = {price.currency for price in configuration.regular}
    converts = not configuration.uses_original_prices and configuration.default_currency in stated & rates.units.keys()
    return stated | set(rates.units) if converts else stated
