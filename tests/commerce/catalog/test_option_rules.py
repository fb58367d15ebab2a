"""What a price option group may be."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rpc_server.commerce.catalog.authoring.option_rules import check_option_group
from rpc_server.commerce.catalog.errors import CatalogRefused
from rpc_server.commerce.catalog.model import (
    Option,
    OptionGroup,
    OptionGroupType,
    OptionUsage,
    PriceImpact,
    SubscriptionImpact,
    Translation,
)
from tests.catalogue import a_group, adds, an_option, percent

RADIO = a_group(OptionGroupType.RADIO, an_option("a", adds("1"), is_default=True), an_option("b", percent("10000")))


def scale(*intervals: tuple[int | None, int | None]) -> OptionGroup:
    options = (Option(str(n), str(n), scale_min=low, scale_max=high) for n, (low, high) in enumerate(intervals))
    return a_group(OptionGroupType.INTERVAL, *options, code="Users")


def impacted(impact: PriceImpact) -> OptionGroup:
    return a_group(OptionGroupType.RADIO, an_option("a"), an_option("b", impact))


def fixed(*amounts: tuple[str, str]) -> PriceImpact:
    stated = tuple((currency, Decimal(amount)) for currency, amount in amounts)
    return PriceImpact(is_percent=False, is_addition=True, amounts=stated)


@pytest.mark.parametrize(
    "group",
    [
        RADIO,
        a_group(OptionGroupType.CHECKBOX, an_option("a", is_default=True), an_option("b", is_default=True)),
        scale((0, 9), (20, 999_999_999), (10, 19)),
        scale((5, 5)),
        replace(RADIO, usage=OptionUsage.PAY_PER_USAGE),
        replace(RADIO, translations=(Translation("DE", "Hilfe"), Translation("pt-BR", "Ajuda"))),
        a_group(OptionGroupType.COMBO, replace(an_option("a"), subscription_impact=SubscriptionImpact(12))),
    ],
    ids=["radio", "several defaults", "intervals", "one number", "per usage", "translated", "longer cycle"],
)
def test_a_sound_group_is_taken(group: OptionGroup) -> None:
    check_option_group(group)


REFUSED = [
    (replace(RADIO, code=" "), ("VALUE_EMPTY", "Code is required.", "Code")),
    (replace(RADIO, name=""), ("VALUE_EMPTY", "Name is required.", "Name")),
    (
        replace(RADIO, options=()),
        ("PRICE_OPTION_GROUP_OPTIONS_EMPTY", "A price option group needs options.", "Options"),
    ),
    (
        replace(RADIO, is_required=True, usage=OptionUsage.PAY_PER_USAGE),
        ("PRICE_OPTION_GROUP_REQUIRED_INVALID", "A choice of options paid per usage cannot be required.", "Required"),
    ),
    (
        replace(RADIO, code="a=b"),
        ("PRICE_OPTION_CODE_INVALID", "A code has no semicolon, comma or equals sign.", "Code"),
    ),
    (
        a_group(OptionGroupType.RADIO, an_option("a"), an_option("b;c")),
        ("PRICE_OPTION_CODE_INVALID", "A code has no semicolon, comma or equals sign.", "Options[1].Value"),
    ),
    (
        a_group(OptionGroupType.RADIO, an_option("")),
        ("VALUE_EMPTY", "Options[0].Value is required.", "Options[0].Value"),
    ),
    (
        a_group(OptionGroupType.RADIO, Option("a", " ")),
        ("VALUE_EMPTY", "Options[0].Name is required.", "Options[0].Name"),
    ),
    (
        a_group(OptionGroupType.CHECKBOX, an_option("a"), an_option("a")),
        ("PRICE_OPTION_CODE_INVALID", "Two options have the same code.", "Options"),
    ),
    (
        a_group(OptionGroupType.COMBO, an_option("a", is_default=True), an_option("b", is_default=True)),
        ("PRICE_OPTION_GROUP_INVALID", "Only one option can be the default one.", "Options"),
    ),
    (
        scale((None, 9)),
        ("PRICE_OPTION_INTERVAL_INVALID", "Options[0].ScaleMin is required.", "Options[0].ScaleMin"),
    ),
    (
        scale((1, 9), (10, None)),
        ("PRICE_OPTION_INTERVAL_INVALID", "Options[1].ScaleMax is required.", "Options[1].ScaleMax"),
    ),
    *(
        (
            scale((first, last)),
            (
                "PRICE_OPTION_INTERVAL_INVALID",
                f"A scale runs from 0 to 999999999, not from {first} to {last}.",
                "Options[0].ScaleMin",
            ),
        )
        for first, last in ((-1, 5), (6, 5), (1, 1_000_000_000))
    ),
    (
        scale((10, 20), (1, 10)),
        ("PRICE_OPTION_INTERVAL_INVALID", "The intervals 1 to 10 and 10 to 20 overlap.", "Options"),
    ),
    (
        impacted(percent("-1")),
        ("PRICE_OPTION_IMPACT_INVALID", "A percentage is 0 to 10000.", "Options[1].PriceImpact.Percent"),
    ),
    (
        impacted(percent("10000.01")),
        ("PRICE_OPTION_IMPACT_INVALID", "A percentage is 0 to 10000.", "Options[1].PriceImpact.Percent"),
    ),
    (
        impacted(fixed()),
        ("PRICE_OPTION_IMPACT_INVALID", "A FIXED impact needs amounts.", "Options[1].PriceImpact.Amounts"),
    ),
    (
        impacted(fixed(("USD", "1"), ("USD", "2"))),
        ("PRICE_OPTION_IMPACT_INVALID", "Two amounts are in the same currency.", "Options[1].PriceImpact.Amounts"),
    ),
    (
        impacted(fixed(("USD", "1"), ("XYZ", "2"))),
        (
            "PRICE_OPTION_IMPACT_INVALID",
            "There is no currency 'XYZ'.",
            "Options[1].PriceImpact.Amounts[1].Currency",
        ),
    ),
    (
        impacted(fixed(("USD", "-1"))),
        ("PRICE_OPTION_IMPACT_INVALID", "-1 is no amount.", "Options[1].PriceImpact.Amounts[0].Amount"),
    ),
    (
        a_group(OptionGroupType.RADIO, replace(an_option("a"), subscription_impact=SubscriptionImpact(-1))),
        ("PRICE_OPTION_IMPACT_INVALID", "Months are 0 to 1200.", "Options[0].SubscriptionImpact.Months"),
    ),
    *(
        (
            replace(RADIO, translations=(Translation("DE", "Hilfe"), Translation(language, "Help"))),
            ("TRANSLATION_LANGUAGE_INVALID", f"There is no language {language!r}.", "Translations[1].Language"),
        )
        for language in ("", "xx", "DEU", "pt-BRA", "pt_BR")
    ),
    (
        replace(RADIO, translations=(Translation("DE", "Hilfe"), Translation("de", "Help"))),
        ("TRANSLATION_LANGUAGE_INVALID", "de is there twice.", "Translations[1].Language"),
    ),
    (
        a_group(OptionGroupType.RADIO, replace(an_option("a"), translations=(Translation("yy"),))),
        ("TRANSLATION_LANGUAGE_INVALID", "There is no language 'yy'.", "Options[0].Translations[0].Language"),
    ),
]


@pytest.mark.parametrize(("group", "told"), REFUSED, ids=[told[1] for _, told in REFUSED])
def test_an_unsound_group_is_refused(group: OptionGroup, told: tuple[str, str, str]) -> None:
    with pytest.raises(CatalogRefused) as refusal:
        check_option_group(group)

    assert (refusal.value.code, refusal.value.message, refusal.value.field) == told
