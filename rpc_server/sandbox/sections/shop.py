"""What a shop has beside its products, in a file of known data: exchange rates and shipping methods."""

from datetime import date
from decimal import Decimal

import msgspec

from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import ExchangeRate
from rpc_server.commerce.context import Context
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES
from rpc_server.commerce.shipping import service as shipping
from rpc_server.commerce.shipping.model import ShippingMethod
from rpc_server.sandbox.section import Entry, Section
from rpc_server.sandbox.sections.catalog_entries import Amounts, check_amounts


class DayEntry(Entry):
    """How many units of each currency buy one unit of the base, from ``since`` on."""

    since: date
    units: dict[str, Decimal]

    def __post_init__(self) -> None:
        for currency, units in self.units.items():
            if currency not in CURRENCIES:
                raise ValueError(f"{currency!r} is no currency code")
            if not (units.is_finite() and units > 0):
                raise ValueError(f"{units} is no exchange rate")


class ExchangeEntry(Entry):
    """Exchange rates, all against one base currency."""

    base: str
    rates: tuple[DayEntry, ...]

    def __post_init__(self) -> None:
        if self.base not in CURRENCIES:
            raise ValueError(f"{self.base!r} is no currency code")
        if any(self.base in day.units for day in self.rates):
            raise ValueError(f"one {self.base} is always worth one {self.base}")

    def values(self) -> list[ExchangeRate]:
        stated = [
            ExchangeRate(currency, units, day.since) for day in self.rates for currency, units in day.units.items()
        ]
        base = [ExchangeRate(self.base, Decimal(1), min(day.since for day in self.rates))] if self.rates else []
        return base + stated


class ShippingEntry(Entry):
    """A way of sending: ``amounts`` once an order and ``unit_amounts`` for every unit, net, by currency."""

    code: str
    name: str
    amounts: Amounts
    unit_amounts: Amounts = msgspec.field(default_factory=dict)
    countries: tuple[str, ...] = ()
    tracking_url: str | None = None

    def __post_init__(self) -> None:
        check_amounts(self.amounts)
        check_amounts(self.unit_amounts)
        for country in self.countries:
            if country not in COUNTRIES:
                raise ValueError(f"{country!r} is no country code")

    def value(self) -> ShippingMethod:
        return ShippingMethod(
            code=self.code,
            name=self.name,
            amounts=tuple(self.amounts.items()),
            unit_amounts=tuple(self.unit_amounts.items()),
            countries=frozenset(self.countries),
            tracking_url=self.tracking_url,
        )


def load_exchange_rates(context: Context, entry: ExchangeEntry) -> None:
    """Store the merchant's exchange rates."""
    store.insert_exchange_rates(context, entry.values())


def load_shipping_methods(context: Context, entries: list[ShippingEntry]) -> None:
    """Store the merchant's shipping methods."""
    for entry in entries:
        shipping.add_method(context, entry.value())
    context.session.flush()


SECTIONS = (
    Section("exchange_rates", ExchangeEntry, load_exchange_rates),
    Section("shipping_methods", list[ShippingEntry], load_shipping_methods),
)
