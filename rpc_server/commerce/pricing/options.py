"""Price options: what a buyer may choose, what is chosen for him, and what a choice adds to the unit price."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.catalog.model import (
    Option,
    OptionGroup,
    OptionGroupType,
    OptionUsage,
    PriceImpact,
    PricingSchema,
)
from rpc_server.commerce.pricing.errors import (
    CurrencyNotPriced,
    PriceOptionMissing,
    ScaleOutOfRange,
    TooManyPriceOptions,
    UnknownPriceOption,
)
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.model import ChosenOption
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a group; ``scale`` is the number chosen in an INTERVAL group, None in the others."""

    group: OptionGroup
    option: Option
    scale: int | None = None

    @property
    def value(self) -> str:
        """What a client sends to choose this again: the option's code, or ``Users=7``."""
        return self.option.code if self.scale is None else f"{self.group.code}={self.scale}"

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other choices of one item."""
        return self.group.code, self.option.code


def choose(groups: tuple[OptionGroup, ...], values: Iterable[str], *, field: str) -> tuple[Choice, ...]:
    """The choices ``values`` stand for, by group; required groups without one get their default.

    A value is an option code or, for a scale, ``group=number``; both are case sensitive, and a value given
    twice counts once. Raises subclasses of ``PriceOptionsInvalid`` on ``field``.
    """
    made = [_choice(groups, value, field) for value in dict.fromkeys(values)]
    return tuple(choice for group in groups for choice in _in_group(group, made, field))


def surcharges(
    schema: PricingSchema, base: Decimal, choices: tuple[Choice, ...], currency: str, rates: Rates = NO_RATES
) -> tuple[ChosenOption, ...]:
    """What each choice adds to the ``base`` price of a unit, to the cent; less than nothing when it takes off.

    Impacts on BASE are a share of ``base``; impacts on TOTAL come after all of them and are a share of what
    the price has become. The impact of a scale option counts once for each unit of the scale (inferred). The
    price never falls below zero: a reduction takes what is left. Combinations of a FLAT configuration are
    priced whole and add nothing, nor do options that are paid by usage. A fixed impact not given in ``currency`` is converted at ``rates`` from the
    first currency it is given in; raises ``CurrencyNotPriced`` where there is no rate.
    """
    added: dict[tuple[str, str], Decimal] = {}
    price = base
    for choice in sorted(choices, key=_acts_on_total):
        is_priced = schema is PricingSchema.DYNAMIC and choice.group.usage is OptionUsage.PREPAID
        change = _change(choice, base, price, currency, rates) if is_priced else ZERO
        added[choice.key] = max(change, -price)
        price += added[choice.key]
    return tuple(_chosen(choice, added[choice.key]) for choice in choices)


def _choice(groups: tuple[OptionGroup, ...], value: str, field: str) -> Choice:
    code, is_scale, number = value.partition("=")
    for group in groups:
        if group.type is OptionGroupType.INTERVAL:
            if is_scale and group.code == code:
                return _on_scale(group, number, field)
            continue
        for option in group.options:
            if option.code == value:
                return Choice(group, option)
    raise UnknownPriceOption(
        f"There is no price option {value[:100]!r}.", field=field, hint=f"There are: {_offered(groups)}."
    )


def _on_scale(group: OptionGroup, number: str, field: str) -> Choice:
    scale = int(number) if _NUMBER.fullmatch(number) else None
    if scale is not None:
        for option in group.options:
            if (option.scale_min or 0) <= scale and (option.scale_max is None or scale <= option.scale_max):
                return Choice(group, option, scale)
    raise ScaleOutOfRange(
        f"{group.code} cannot be {number[:20]!r}.", field=field, hint=f"It takes {_offered((group,))}."
    )


def _in_group(group: OptionGroup, made: list[Choice], field: str) -> list[Choice]:
    own = [choice for choice in made if choice.group is group]
    if len(own) > 1 and group.type is not OptionGroupType.CHECKBOX:
        raise TooManyPriceOptions(f"{group.code} takes one option, not {len(own)}.", field=field)
    if own or not group.is_required:
        order = {option.code: n for n, option in enumerate(group.options)}
        return sorted(own, key=lambda choice: order[choice.option.code])
    defaults = [option for option in group.options if option.is_default]
    if not defaults:
        raise PriceOptionMissing(
            f"A choice of {group.code} is required.", field=field, hint=f"There are: {_offered((group,))}."
        )
    taken = defaults if group.type is OptionGroupType.CHECKBOX else defaults[:1]
    return [Choice(group, option, _default_scale(group, option)) for option in taken]


def _default_scale(group: OptionGroup, option: Option) -> int | None:
    return (option.scale_min or 0) if group.type is OptionGroupType.INTERVAL else None


def _acts_on_total(choice: Choice) -> bool:
    impact = choice.option.impact
    return impact is not None and not impact.is_on_base


def _change(choice: Choice, base: Decimal, price: Decimal, currency: str, rates: Rates) -> Decimal:
    impact = choice.option.impact
    if impact is None:
        return ZERO
    if impact.is_percent:
        change = percentage(impact.percent, base if impact.is_on_base else price)
    else:
        change = _fixed(choice, impact, currency, rates)
    change = rounded(change * (1 if choice.scale is None else choice.scale))
    return change if impact.is_addition else -change


def _fixed(choice: Choice, impact: PriceImpact, currency: str, rates: Rates) -> Decimal:
    stated = dict(impact.amounts)
    if currency in stated:
        return stated[currency]
    for source, amount in impact.amounts:
        converted = rates.converted(amount, source, currency)
        if converted is not None:
            return converted
    raise CurrencyNotPriced(
        f"The price option {choice.option.code} has no price in {currency}.",
        field="Currency",
        hint=f"It is priced in {', '.join(sorted(stated))}.",
    )


def _chosen(choice: Choice, surcharge: Decimal) -> ChosenOption:
    return ChosenOption(
        group_code=choice.group.code,
        group_name=choice.group.name,
        is_required=choice.group.is_required,
        name=choice.option.name,
        value=choice.value,
        surcharge=surcharge,
    )


def _offered(groups: tuple[OptionGroup, ...]) -> str:
    """The values one may send, for a hint; the first twenty."""
    values = [value for group in groups for value in _values(group)]
    return ", ".join(values[:20]) or "none"


def _values(group: OptionGroup) -> list[str]:
    if group.type is not OptionGroupType.INTERVAL:
        return [option.code for option in group.options]
    return [f"{group.code}={option.scale_min or 0}..{option.scale_max or ''}" for option in group.options]
