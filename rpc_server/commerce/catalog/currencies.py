"""In which currencies the catalogue is sold."""

from sqlalchemy import select

from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.catalog.tables import ProductRow, StoredConfiguration
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.exchange import Rates


def sold_in(context: Context, country: str | None = None) -> set[str]:
    """The currencies in which a product on sale has a price, stated or converted at today's rates.

    With a country, only the pricing configurations that may hold there are looked at.
    """
    query = select(ProductRow.configurations).where(
        ProductRow.merchant_id == context.merchant_id, ProductRow.is_enabled
    )
    rates = exchange_rates(context, context.clock.now().astimezone(context.merchant.zone).date())
    configurations = (stored for found in context.session.scalars(query) for stored in found)
    return set().union(*(_priced_in(each, rates) for each in configurations if _may_hold(each, country)))


def _may_hold(configuration: StoredConfiguration, country: str | None) -> bool:
    return (
        country is None or configuration.is_default or not configuration.countries or country in configuration.countries
    )


def _priced_in(configuration: StoredConfiguration, rates: Rates) -> set[str]:
    stated = {price.currency for price in configuration.regular}
    converts = not configuration.uses_original_prices and configuration.default_currency in stated & rates.units.keys()
    return stated | set(rates.units) if converts else stated
