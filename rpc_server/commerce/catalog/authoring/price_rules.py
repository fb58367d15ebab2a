"""What the prices of a pricing configuration may be.

A configuration has prices in its default currency. Those of one currency and one combination of options
stand in intervals of quantity that follow each other without a gap. DYNAMIC prices are for no combination; a
FLAT one is for options a buyer can choose together.
"""

from collections.abc import Iterable
from itertools import pairwise

from rpc_server.commerce.catalog.authoring.amounts import is_amount
from rpc_server.commerce.catalog.authoring.texts import check_stated
from rpc_server.commerce.catalog.errors import (
    BillingCountryUnknown,
    PriceAmountInvalid,
    PriceCombinationInvalid,
    PriceCurrencyInvalid,
    PriceIntervalInvalid,
    PricesEmpty,
    PricingNameTaken,
)
from rpc_server.commerce.catalog.model import (
    LAST_QUANTITY,
    OptionGroup,
    OptionGroupType,
    Price,
    PricingConfiguration,
    PricingSchema,
)
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES


def check_configuration(configuration: PricingConfiguration, path: str) -> None:
    """Refuse a configuration that cannot price a product, naming members of ``path``."""
    check_stated(configuration.name, f"{path}.Name")
    _check_currency(configuration.default_currency, f"{path}.DefaultCurrency")
    for country in sorted(configuration.countries - COUNTRIES):
        raise BillingCountryUnknown(f"There is no country {country[:10]!r}.", field=f"{path}.BillingCountries")
    _check_distinct_options(configuration.option_groups, f"{path}.PriceOptions")
    _check_list(configuration.regular, configuration, f"{path}.Prices.Regular")
    _check_list(configuration.renewal, configuration, f"{path}.Prices.Renewal")
    if all(price.currency != configuration.default_currency for price in configuration.regular):
        raise PricesEmpty(field=f"{path}.Prices.Regular")


def check_names(configurations: Iterable[PricingConfiguration], path: str) -> None:
    """Refuse two configurations of the same name, schema and price type."""
    seen = set()
    for configuration in configurations:
        key = configuration.name, configuration.schema, configuration.price_type
        if key in seen:
            raise PricingNameTaken(
                f"There is a {configuration.schema.value} {configuration.price_type.value} pricing configuration "
                f"{configuration.name[:100]!r} already.",
                field=path,
            )
        seen.add(key)


def _check_list(prices: tuple[Price, ...], configuration: PricingConfiguration, path: str) -> None:
    for number, price in enumerate(prices):
        _check_price(price, configuration, f"{path}[{number}]")
    rows: dict[tuple[str, frozenset[str]], list[Price]] = {}
    for price in prices:
        rows.setdefault((price.currency, price.options), []).append(price)
    for together in rows.values():
        _check_intervals(together, path)


def _check_price(price: Price, configuration: PricingConfiguration, path: str) -> None:
    _check_currency(price.currency, f"{path}.Currency")
    if not is_amount(price.amount):
        raise PriceAmountInvalid(f"{price.amount} is no price.", field=f"{path}.Amount")
    if not 1 <= price.min_quantity <= price.max_quantity <= LAST_QUANTITY:
        raise PriceIntervalInvalid(
            f"Quantities run from 1 to {LAST_QUANTITY}, not from {price.min_quantity} to {price.max_quantity}.",
            field=f"{path}.MinQuantity",
        )
    _check_combination(price.options, configuration, f"{path}.OptionCodes")


def _check_currency(currency: str, path: str) -> None:
    if currency not in CURRENCIES:
        raise PriceCurrencyInvalid(f"There is no currency {currency[:10]!r}.", field=path)


def _check_combination(options: frozenset[str], configuration: PricingConfiguration, path: str) -> None:
    if not options:
        return
    if configuration.schema is PricingSchema.DYNAMIC:
        raise PriceCombinationInvalid("DYNAMIC prices are for no combination of options.", field=path)
    left = set(options)
    for group in configuration.option_groups:
        own = {option.code for option in group.options} & left
        if len(own) > 1 and group.type is not OptionGroupType.CHECKBOX:
            raise PriceCombinationInvalid(f"{group.code} takes one option, not {len(own)}.", field=path)
        left -= own
    if left:
        raise PriceCombinationInvalid(
            f"The configuration has no price option {', '.join(sorted(left))[:100]}.", field=path
        )


def _check_distinct_options(groups: tuple[OptionGroup, ...], path: str) -> None:
    codes = [option.code for group in groups for option in group.options if option.scale_min is None]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise PriceCombinationInvalid(f"Two of the groups have the option {twice[0]}.", field=path)


def _check_intervals(prices: list[Price], path: str) -> None:
    ordered = sorted(prices, key=lambda price: price.min_quantity)
    for lower, upper in pairwise(ordered):
        if upper.min_quantity != lower.max_quantity + 1:
            wrong = "overlap" if upper.min_quantity <= lower.max_quantity else "leave a gap"
            raise PriceIntervalInvalid(
                f"The quantities {lower.min_quantity} to {lower.max_quantity} and {upper.min_quantity} to "
                f"{upper.max_quantity} in {lower.currency} {wrong}.",
                field=path,
            )
