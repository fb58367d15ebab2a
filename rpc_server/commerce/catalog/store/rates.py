"""Tax and exchange rates as stored."""

from sqlalchemy import delete, insert, tuple_

from rpc_server.commerce.catalog.model import ExchangeRate, VatRate
from rpc_server.commerce.catalog.tables import ExchangeRateRow, VatRateRow
from rpc_server.commerce.context import Context


def insert_vat_rates(context: Context, rates: list[VatRate]) -> None:
    """Store new tax rates."""
    rows = [
        {
            "merchant_id": context.merchant_id,
            "country": rate.country,
            "state": rate.state,
            "tax_category": rate.tax_category,
            "since": rate.since,
            "percent": rate.percent,
        }
        for rate in rates
    ]
    if rows:
        context.connection.execute(insert(VatRateRow), rows)


def replace_exchange_rates(context: Context, rates: list[ExchangeRate]) -> None:
    """Store exchange rates, in place of those of the same currency and day."""
    keys = [(rate.currency, rate.since) for rate in rates]
    context.connection.execute(
        delete(ExchangeRateRow).where(
            ExchangeRateRow.merchant_id == context.merchant_id,
            tuple_(ExchangeRateRow.currency, ExchangeRateRow.since).in_(keys),
        )
    )
    insert_exchange_rates(context, rates)


def insert_exchange_rates(context: Context, rates: list[ExchangeRate]) -> None:
    """Store new exchange rates."""
    rows = [
        {
            "merchant_id": context.merchant_id,
            "currency": rate.currency,
            "since": rate.since,
            "units": rate.units,
        }
        for rate in rates
    ]
    if rows:
        context.connection.execute(insert(ExchangeRateRow), rows)
