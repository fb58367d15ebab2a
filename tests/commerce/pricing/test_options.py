"""Price options: choosing them, and what a choice does to the price."""

from dataclasses import replace
from decimal import Decimal

import pytest

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
    PriceOptionsInvalid,
    ScaleOutOfRange,
    TooManyPriceOptions,
    UnknownPriceOption,
)
from rpc_server.commerce.pricing.options import choose, surcharges
from tests.catalogue import a_group, adds, an_option, percent, takes_off

RADIO, CHECKBOX, COMBO, INTERVAL = OptionGroupType


def users(*, is_required: bool = False, has_default: bool = False) -> OptionGroup:
    few = Option("few", "Few", scale_min=1, scale_max=10, impact=adds("3"), is_default=has_default)
    many = Option("many", "Many", scale_min=11, scale_max=500, impact=adds("2"))
    return a_group(INTERVAL, few, many, code="Users", is_required=is_required)


def values(groups: tuple[OptionGroup, ...], *given: str) -> list[str]:
    return [choice.value for choice in choose(groups, given, field="Items[0].PriceOptions")]


def added(*impacts: PriceImpact, base: str = "100", currency: str = "USD") -> list[Decimal]:
    options = [an_option(f"o{n}", impact) for n, impact in enumerate(impacts)]
    choices = choose((a_group(CHECKBOX, *options),), [option.code for option in options], field="options")
    chosen = surcharges(PricingSchema.DYNAMIC, Decimal(base), choices, currency)
    return [option.surcharge for option in chosen]


def test_choices_stand_in_the_order_of_the_groups_and_their_options() -> None:
    groups = (a_group(CHECKBOX, an_option("a"), an_option("b"), code="ADDONS"), users())

    assert values(groups, "Users=7", "b", "a") == ["a", "b", "Users=7"]


def test_a_value_given_twice_counts_once() -> None:
    assert values((a_group(RADIO, an_option("a")),), "a", "a") == ["a"]


def test_an_optional_group_may_be_left_out() -> None:
    assert values((a_group(RADIO, an_option("a", is_default=True)),)) == []


@pytest.mark.parametrize("type_", [RADIO, COMBO])
def test_a_required_group_without_a_choice_takes_its_default(type_: OptionGroupType) -> None:
    group = a_group(type_, an_option("a"), an_option("b", is_default=True), is_required=True)

    assert values((group,)) == ["b"]


def test_a_required_checkbox_group_takes_all_its_defaults() -> None:
    options = (an_option("a", is_default=True), an_option("b"), an_option("c", is_default=True))

    assert values((a_group(CHECKBOX, *options, is_required=True),)) == ["a", "c"]


def test_a_required_scale_takes_the_first_number_of_its_default() -> None:
    assert values((users(is_required=True, has_default=True),)) == ["Users=1"]


def test_a_required_group_without_a_default_must_be_chosen_from() -> None:
    group = a_group(RADIO, an_option("a"), an_option("b"), is_required=True)

    with pytest.raises(PriceOptionMissing) as refusal:
        values((group,))

    assert (refusal.value.message, refusal.value.hint) == ("A choice of SUPPORT is required.", "There are: a, b.")


@pytest.mark.parametrize("type_", [RADIO, COMBO])
def test_a_group_of_one_choice_takes_no_second(type_: OptionGroupType) -> None:
    with pytest.raises(TooManyPriceOptions, match="SUPPORT takes one option, not 2"):
        values((a_group(type_, an_option("a"), an_option("b")),), "a", "b")


def test_a_scale_takes_one_number() -> None:
    with pytest.raises(TooManyPriceOptions, match="Users takes one option, not 2"):
        values((users(),), "Users=7", "Users=8")


@pytest.mark.parametrize("value", ["email", "EMAILSUPPORT", "Users", "few", "Seats=7", ""])
def test_an_unknown_option_is_refused_with_those_there_are(value: str) -> None:
    groups = (a_group(RADIO, an_option("emailsupport")), users())

    with pytest.raises(UnknownPriceOption) as refusal:
        values(groups, value)

    assert (refusal.value.code, refusal.value.field, refusal.value.hint) == (
        "ORDER_PRODUCT_PRICE_OPTIONS_INVALID",
        "Items[0].PriceOptions",
        "There are: emailsupport, Users=1..10, Users=11..500.",
    )


@pytest.mark.parametrize("number", ["0", "501", "-1", "7.5", "seven", "", "\u0667", "9" * 30])
def test_a_number_outside_the_scale_is_refused(number: str) -> None:
    with pytest.raises(ScaleOutOfRange) as refusal:
        values((users(),), f"Users={number}")

    assert isinstance(refusal.value, PriceOptionsInvalid)
    assert refusal.value.hint == "It takes Users=1..10, Users=11..500."


def test_a_percentage_is_a_share_of_the_base_price_rounded_half_up() -> None:
    assert added(percent("30"), base="19.95") == [Decimal("5.99")]


def test_a_reduction_takes_off() -> None:
    assert added(takes_off("7"), percent("20", is_addition=False)) == [Decimal(-7), Decimal(-20)]


def test_a_share_of_the_total_comes_after_every_share_of_the_base() -> None:
    of_total = percent("10", is_on_base=False)

    assert added(of_total, adds("20"), percent("30")) == [Decimal(15), Decimal(20), Decimal(30)]


def test_the_price_never_falls_below_zero() -> None:
    assert added(takes_off("80"), takes_off("50"), adds("5")) == [Decimal(-80), Decimal(-20), Decimal(5)]


@pytest.mark.parametrize(("value", "surcharge"), [("Users=7", 21), ("Users=11", 22)])
def test_a_scale_counts_its_impact_for_each_unit_of_it(value: str, surcharge: int) -> None:
    choices = choose((users(),), [value], field="options")

    assert [o.surcharge for o in surcharges(PricingSchema.DYNAMIC, Decimal(100), choices, "USD")] == [surcharge]


def test_an_amount_that_is_not_given_in_the_currency_is_refused() -> None:
    with pytest.raises(CurrencyNotPriced) as refusal:
        added(adds("5"), currency="JPY")

    assert (refusal.value.message, refusal.value.field, refusal.value.hint) == (
        "The price option o0 has no price in JPY.",
        "Currency",
        "It is priced in USD.",
    )


def test_what_is_paid_by_usage_costs_nothing_when_it_is_chosen() -> None:
    minutes = replace(a_group(CHECKBOX, an_option("minutes", adds("3"))), usage=OptionUsage.PAY_PER_USAGE)

    (chosen,) = surcharges(PricingSchema.DYNAMIC, Decimal(100), choose((minutes,), ["minutes"], field="options"), "USD")

    assert (chosen.value, chosen.surcharge) == ("minutes", Decimal(0))
