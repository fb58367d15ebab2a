"""From a pricing configuration as asked for to one that is kept: pure, nothing is checked but what may change."""

from dataclasses import replace
from typing import TypeVar

from rpc_server.commerce.catalog.errors import NotEditable, PriceCombinationInvalid, PriceIntervalInvalid
from rpc_server.commerce.catalog.model import (
    REMOVED,
    OptionGroup,
    Price,
    PricingConfiguration,
    PricingDraft,
    PricingSchema,
)
from rpc_server.commerce.pricing.model import PriceType

DEFAULT_NAME = "Default"

T = TypeVar("T")


def opened(
    draft: PricingDraft, groups: tuple[OptionGroup, ...], *, code: str, default_currency: str
) -> PricingConfiguration:
    """The new configuration; DYNAMIC and NET unless said otherwise (inferred). Prices to be removed are left out."""
    check_stated_options(draft, groups)
    return PricingConfiguration(
        code=code,
        name=_said(draft.name, DEFAULT_NAME),
        is_default=_said(draft.is_default, False),
        countries=_said(draft.countries, frozenset()),
        schema=_said(draft.schema, PricingSchema.DYNAMIC),
        price_type=_said(draft.price_type, PriceType.NET),
        default_currency=_said(draft.default_currency, default_currency),
        regular=_kept(draft.regular or ()),
        renewal=_kept(draft.renewal or ()),
        option_groups=groups,
        uses_original_prices=_said(draft.uses_original_prices, False),
    )


def changed(
    configuration: PricingConfiguration, draft: PricingDraft, groups: tuple[OptionGroup, ...]
) -> PricingConfiguration:
    """The configuration with what the draft says; its code, schema and intervals stay.

    Prices are told apart by currency, interval and combination: one that is there gets the new amount, one that
    is not is added, and one that is not spoken of stays. Raises ``NotEditable`` for another schema or an interval
    the list does not have.
    """
    if draft.schema not in (None, configuration.schema):
        raise NotEditable("The schema cannot be changed.", field=f"{draft.path}.PricingSchema")
    check_stated_options(draft, groups)
    return replace(
        configuration,
        name=_said(draft.name, configuration.name),
        is_default=_said(draft.is_default, configuration.is_default),
        countries=_said(draft.countries, configuration.countries),
        price_type=_said(draft.price_type, configuration.price_type),
        default_currency=_said(draft.default_currency, configuration.default_currency),
        regular=_merged(configuration.regular, draft.regular or (), f"{draft.path}.Prices.Regular"),
        renewal=_merged(configuration.renewal, draft.renewal or (), f"{draft.path}.Prices.Renewal"),
        option_groups=groups,
        uses_original_prices=_said(draft.uses_original_prices, configuration.uses_original_prices),
    )


def check_stated_options(draft: PricingDraft, groups: tuple[OptionGroup, ...]) -> None:
    """Refuse a price for an option under a group that does not have it."""
    known = {(group.code, option.code) for group in groups for option in group.options}
    for group, option in sorted(draft.stated_options - known):
        raise PriceCombinationInvalid(
            f"The configuration has no price option {option[:100]!r} in a group {group[:100]!r}.",
            field=f"{draft.path}.Prices",
        )


def _said(value: T | None, otherwise: T) -> T:
    return otherwise if value is None else value


def _kept(prices: tuple[Price, ...]) -> tuple[Price, ...]:
    return tuple(price for price in prices if price.amount != REMOVED)


def _merged(stored: tuple[Price, ...], sent: tuple[Price, ...], path: str) -> tuple[Price, ...]:
    merged = {price.place: price for price in stored}
    intervals = {(price.min_quantity, price.max_quantity) for price in stored}
    stated = set()
    for number, price in enumerate(sent):
        if intervals and (price.min_quantity, price.max_quantity) not in intervals:
            raise NotEditable("The intervals of quantity cannot be changed.", field=f"{path}[{number}].MinQuantity")
        if price.place in stated:
            raise PriceIntervalInvalid("The price is there twice.", field=f"{path}[{number}]")
        stated.add(price.place)
        merged[price.place] = price
    return _kept(tuple(merged.values()))
