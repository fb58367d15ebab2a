"""Which price a product is sold for: configuration, price row, and what the chosen options do to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol, TypeVar

from rpc_server.commerce.catalog.model import Price, PriceKind, PricingConfiguration, PricingSchema, Product
from rpc_server.commerce.pricing.errors import CombinationNotPriced, CurrencyNotPriced, NotPriced, QuantityNotPriced
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.model import ChosenOption, PriceType
from rpc_server.commerce.pricing.options import Choice, choose, surcharges


class Territorial(Protocol):
    """What holds in some countries, or where nothing else does."""

    @property
    def countries(self) -> frozenset[str]: ...

    @property
    def is_default(self) -> bool: ...


AnyConfiguration = TypeVar("AnyConfiguration", bound=Territorial)


@dataclass(frozen=True, slots=True)
class SelectedPrice:
    """The price of one unit. ``amount`` holds the surcharges of ``options`` already."""

    amount: Decimal
    price_type: PriceType
    options: tuple[ChosenOption, ...]
    configuration: PricingConfiguration


def select_price(
    product: Product,
    *,
    currency: str,
    country: str,
    quantity: int,
    options: tuple[str, ...],
    kind: PriceKind,
    path: str,
    rates: Rates = NO_RATES,
) -> SelectedPrice:
    """The unit price of ``quantity`` units of ``product`` for a buyer in ``country`` paying in ``currency``.

    ``options`` are option codes, ``Users=7`` for a scale; required groups not among them take their default.
    The row whose quantity interval holds ``quantity`` prices all units. A price that is not stated in
    ``currency`` is converted from the default currency at ``rates``, to the cent, unless the configuration uses
    its original prices only. Errors name ``{path}.Quantity``,
    ``{path}.PriceOptions`` or ``Currency``: ``PriceOptionsInvalid``, ``QuantityNotPriced``,
    ``CurrencyNotPriced``, ``NotPriced``.
    """
    configuration = configuration_for(product, country, path=path)
    rates = NO_RATES if configuration.uses_original_prices else rates
    choices = choose(configuration.option_groups, options, field=_field(path, "PriceOptions"))
    rows = list(prices_in(configuration, kind, currency, rates))
    if not rows:
        raise CurrencyNotPriced(
            f"The product {product.code} has no price in {currency}.",
            field="Currency",
            hint=f"It is priced in {', '.join(sorted({row.currency for row in configuration.regular}))}.",
        )
    rows = _of_combination(rows, configuration, choices, path)
    base = _holding(rows, quantity, path).amount
    chosen = surcharges(configuration.schema, base, choices, currency, rates)
    return SelectedPrice(
        amount=base + sum(option.surcharge for option in chosen),
        price_type=configuration.price_type,
        options=chosen,
        configuration=configuration,
    )


def find_configuration(product: Product, country: str) -> PricingConfiguration | None:
    """The product's configuration that holds in ``country``, or None."""
    return holding(product.configurations, country)


def holding(configurations: Sequence[AnyConfiguration], country: str) -> AnyConfiguration | None:
    """The configuration that names ``country``; else the default one; else one that names no country; or None."""
    ranked = (
        [configuration for configuration in configurations if country in configuration.countries]
        or [configuration for configuration in configurations if configuration.is_default]
        or [configuration for configuration in configurations if not configuration.countries]
    )
    return ranked[0] if ranked else None


def configuration_for(product: Product, country: str, *, path: str) -> PricingConfiguration:
    """What ``find_configuration`` finds; raises ``NotPriced`` on ``path`` where that is nothing."""
    configuration = find_configuration(product, country)
    if configuration is None:
        raise NotPriced(f"The product {product.code} is not sold in {country or 'this country'}.", field=path or None)
    return configuration


def prices_in(
    configuration: PricingConfiguration, kind: PriceKind, currency: str, rates: Rates = NO_RATES
) -> tuple[Price, ...]:
    """The prices in ``currency``: those stated, or else those of the default currency at ``rates``.

    None where neither is, or where the configuration uses its original prices only.
    """
    rates = NO_RATES if configuration.uses_original_prices else rates
    return tuple(_rows(configuration, kind, currency) or _converted_rows(configuration, kind, currency, rates))


def is_priced_in(configuration: PricingConfiguration, currency: str) -> bool:
    """Whether neither a price nor the fixed impact of an option is missing in ``currency``."""
    options = (option for group in configuration.option_groups for option in group.options)
    fixed = [option.impact.amounts for option in options if option.impact and not option.impact.is_percent]
    stated = all(currency in dict(amounts) for amounts in fixed)
    return stated and bool(_rows(configuration, PriceKind.REGULAR, currency))


def _rows(configuration: PricingConfiguration, kind: PriceKind, currency: str) -> list[Price]:
    """The prices stated in ``currency``; renewals cost the regular price where they have none of their own."""
    regular = [row for row in configuration.regular if row.currency == currency]
    if kind is PriceKind.REGULAR:
        return regular
    return [row for row in configuration.renewal if row.currency == currency] or regular


def _converted_rows(configuration: PricingConfiguration, kind: PriceKind, currency: str, rates: Rates) -> list[Price]:
    """The prices of the default currency in ``currency``; none where there is no rate."""
    amounts = [
        (row, rates.converted(row.amount, row.currency, currency))
        for row in _rows(configuration, kind, configuration.default_currency)
    ]
    return [replace(row, amount=amount, currency=currency) for row, amount in amounts if amount is not None]


def _of_combination(
    rows: list[Price], configuration: PricingConfiguration, choices: tuple[Choice, ...], path: str
) -> list[Price]:
    if configuration.schema is PricingSchema.DYNAMIC:
        return rows
    combination = frozenset(choice.option.code for choice in choices)
    rows = [row for row in rows if row.options == combination]
    if not rows:
        named = " + ".join(choice.option.code for choice in choices) or "no option"
        raise CombinationNotPriced(f"There is no price for {named}.", field=_field(path, "PriceOptions"))
    return rows


def _holding(rows: list[Price], quantity: int, path: str) -> Price:
    for row in rows:
        if row.min_quantity <= quantity <= row.max_quantity:
            return row
    intervals = sorted({(row.min_quantity, row.max_quantity) for row in rows})
    raise QuantityNotPriced(
        f"There is no price for {quantity} units.",
        field=_field(path, "Quantity"),
        hint="Quantities with a price: " + ", ".join(f"{first} to {last}" for first, last in intervals) + ".",
    )


def _field(path: str, member: str) -> str:
    return f"{path}.{member}" if path else member
