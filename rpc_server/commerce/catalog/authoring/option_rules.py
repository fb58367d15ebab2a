"""What a price option group may be."""

from itertools import pairwise

from rpc_server.commerce.catalog.authoring.amounts import is_amount
from rpc_server.commerce.catalog.authoring.texts import check_languages, check_stated
from rpc_server.commerce.catalog.errors import (
    ImpactInvalid,
    OptionCodeInvalid,
    OptionGroupInvalid,
    OptionsEmpty,
    ScaleInvalid,
    UsageMustBeOptional,
)
from rpc_server.commerce.catalog.model import Option, OptionGroup, OptionGroupType, OptionUsage, PriceImpact
from rpc_server.commerce.iso import CURRENCIES

LARGEST_PERCENT = 10_000
LONGEST_IMPACT_MONTHS = 1_200
LAST_OF_SCALE = 999_999_999
_SEPARATORS = frozenset(";,=")


def check_option_group(group: OptionGroup) -> None:
    """Refuse a group nobody could choose from, naming its members.

    A code keeps clear of the separators of option lists, for with one in it, it could never be chosen.
    """
    check_stated(group.code, "Code")
    check_stated(group.name, "Name")
    check_languages((translation.language for translation in group.translations), "Translations")
    if not group.options:
        raise OptionsEmpty(field="Options")
    if group.is_required and group.usage is OptionUsage.PAY_PER_USAGE:
        raise UsageMustBeOptional(field="Required")
    _check_code(group.code, "Code")
    for number, option in enumerate(group.options):
        _check_option(option, group, f"Options[{number}]")
    _check_together(group)


def _check_option(option: Option, group: OptionGroup, path: str) -> None:
    check_stated(option.code, f"{path}.Value")
    check_stated(option.name, f"{path}.Name")
    _check_code(option.code, f"{path}.Value")
    check_languages((translation.language for translation in option.translations), f"{path}.Translations")
    if group.type is OptionGroupType.INTERVAL:
        _check_scale(option, path)
    if option.impact is not None:
        _check_impact(option.impact, f"{path}.PriceImpact")
    if option.subscription_impact and not 0 <= option.subscription_impact.months <= LONGEST_IMPACT_MONTHS:
        raise ImpactInvalid(f"Months are 0 to {LONGEST_IMPACT_MONTHS}.", field=f"{path}.SubscriptionImpact.Months")


def _check_code(code: str, path: str) -> None:
    if not _SEPARATORS.isdisjoint(code):
        raise OptionCodeInvalid("A code has no semicolon, comma or equals sign.", field=path)


def _check_scale(option: Option, path: str) -> None:
    first, last = option.scale_min, option.scale_max
    if first is None or last is None:
        missing = "ScaleMin" if first is None else "ScaleMax"
        raise ScaleInvalid(f"{path}.{missing} is required.", field=f"{path}.{missing}")
    if not 0 <= first <= last <= LAST_OF_SCALE:
        raise ScaleInvalid(
            f"A scale runs from 0 to {LAST_OF_SCALE}, not from {first} to {last}.", field=f"{path}.ScaleMin"
        )


def _check_impact(impact: PriceImpact, path: str) -> None:
    if not 0 <= impact.percent <= LARGEST_PERCENT:
        raise ImpactInvalid(f"A percentage is 0 to {LARGEST_PERCENT}.", field=f"{path}.Percent")
    if not impact.is_percent and not impact.amounts:
        raise ImpactInvalid("A FIXED impact needs amounts.", field=f"{path}.Amounts")
    if len(dict(impact.amounts)) < len(impact.amounts):
        raise ImpactInvalid("Two amounts are in the same currency.", field=f"{path}.Amounts")
    for number, (currency, amount) in enumerate(impact.amounts):
        if currency not in CURRENCIES:
            raise ImpactInvalid(f"There is no currency {currency[:10]!r}.", field=f"{path}.Amounts[{number}].Currency")
        if not is_amount(amount):
            raise ImpactInvalid(f"{amount} is no amount.", field=f"{path}.Amounts[{number}].Amount")


def _check_together(group: OptionGroup) -> None:
    codes = [option.code for option in group.options]
    if len(set(codes)) < len(codes):
        raise OptionCodeInvalid("Two options have the same code.", field="Options")
    defaults = [option for option in group.options if option.is_default]
    if len(defaults) > 1 and group.type is not OptionGroupType.CHECKBOX:
        raise OptionGroupInvalid("Only one option can be the default one.", field="Options")
    if group.type is OptionGroupType.INTERVAL:
        _check_no_overlap(group.options)


def _check_no_overlap(options: tuple[Option, ...]) -> None:
    scales = sorted((option.scale_min or 0, option.scale_max or 0) for option in options)
    for lower, upper in pairwise(scales):
        if upper[0] <= lower[1]:
            raise ScaleInvalid(
                f"The intervals {lower[0]} to {lower[1]} and {upper[0]} to {upper[1]} overlap.", field="Options"
            )
