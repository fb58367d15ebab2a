"""What the pay-per-usage options of a product cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.catalog.model import Option, OptionGroup, OptionGroupType, PriceImpact
from rpc_server.commerce.pricing.errors import CurrencyNotPriced
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.money import ZERO, percentage
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.usage.rating import Tier, UsagePricing, pricing_named

_ENDLESS = 10**9


@dataclass(frozen=True, slots=True)
class Tariff:
    """What usage reported under any of ``codes`` is rated by together: intervals of a scale, or one option."""

    option_code: str
    name: str
    codes: frozenset[str]
    options: tuple[Option, ...]
    pricing: UsagePricing


def tariffs(groups: Iterable[OptionGroup]) -> tuple[Tariff, ...]:
    """The tariffs of pay-per-usage groups: one for a whole scale, one for each option of another group."""
    return tuple(tariff for group in groups for tariff in _of_group(group))


def tiers(tariff: Tariff, subscription: Subscription, rates: Rates) -> tuple[Tier, ...]:
    """The intervals of a tariff, ascending.

    Prices are in the subscription's currency, converted at ``rates`` where they are not given in it; a
    percentage is one of what the subscription renews for. Raises ``CurrencyNotPriced`` where there is no rate.
    """
    return tuple(
        Tier(Decimal(option.scale_max) if option.scale_max else None, _unit_price(option, subscription, rates))
        for option in tariff.options
    )


def _of_group(group: OptionGroup) -> tuple[Tariff, ...]:
    pricing = pricing_named(group.usage_pricing)
    if group.type is OptionGroupType.INTERVAL:
        codes = frozenset((group.code, *(option.code for option in group.options)))
        ascending = tuple(sorted(group.options, key=lambda option: option.scale_max or _ENDLESS))
        return (Tariff(group.code, group.name, codes, ascending, pricing),)
    return tuple(
        Tariff(option.code, option.name, _codes_of(option, group), (option,), pricing) for option in group.options
    )


def _codes_of(option: Option, group: OptionGroup) -> frozenset[str]:
    """The option's own code; the code of its group stands for the default option, or else the first."""
    usual = next((each for each in group.options if each.is_default), group.options[0])
    return frozenset((option.code, group.code)) if option is usual else frozenset((option.code,))


def _unit_price(option: Option, subscription: Subscription, rates: Rates) -> Decimal:
    """Never below zero: usage takes nothing off."""
    impact = option.impact
    if impact is None or not impact.is_addition:
        return ZERO
    if impact.is_percent:
        return percentage(impact.percent, subscription.renewal_unit_price or ZERO)
    return _in_currency(option, impact, subscription.currency, rates)


def _in_currency(option: Option, impact: PriceImpact, currency: str, rates: Rates) -> Decimal:
    for source, amount in sorted(impact.amounts, key=lambda stated: stated[0] != currency):
        converted = rates.converted(amount, source, currency)
        if converted is not None:
            return converted
    raise CurrencyNotPriced(f"The price option {option.code} has no price in {currency}.", field="Currency")
