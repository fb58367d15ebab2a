"""What usage comes to, for every tariff and every number of units."""

from decimal import Decimal
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.subscriptions.usage.rating import Tier, UsagePricing, pricing_named, rated

TEN_THEN_FIVE = (Tier(Decimal(100), Decimal("0.10")), Tier(Decimal(999), Decimal("0.05")))

units_used = st.decimals(Decimal(0), Decimal(100_000), places=4)
unit_prices = st.decimals(Decimal(0), Decimal(1_000), places=4)


@st.composite
def tariffs(draw: st.DrawFn) -> tuple[Tier, ...]:
    """One to five intervals, the last with or without an end."""
    ends = list(accumulate(draw(st.lists(st.integers(1, 5_000), min_size=1, max_size=5))))
    is_endless = draw(st.booleans())
    return tuple(Tier(None if is_endless and end == ends[-1] else Decimal(end), draw(unit_prices)) for end in ends)


@pytest.mark.parametrize(
    ("units", "volume", "tiered"),
    [
        ("0", "0.00", "0.00"),
        ("100", "10.00", "10.00"),
        ("100.5", "5.03", "10.03"),
        ("101", "5.05", "10.05"),
        ("150.5", "7.53", "12.53"),
        ("2000", "100.00", "105.00"),
    ],
)
def test_the_models_differ_beyond_the_first_interval(units: str, volume: str, tiered: str) -> None:
    assert rated(Decimal(units), TEN_THEN_FIVE, UsagePricing.VOLUME) == Decimal(volume)
    assert rated(Decimal(units), TEN_THEN_FIVE, UsagePricing.TIERED) == Decimal(tiered)


@pytest.mark.parametrize(
    ("name", "pricing"),
    [
        (None, UsagePricing.VOLUME),
        ("", UsagePricing.VOLUME),
        ("whatever", UsagePricing.VOLUME),
        ("NON_CUMULATIVE_INTERVALS", UsagePricing.VOLUME),
        ("volume", UsagePricing.VOLUME),
        ("Cumulative intervals", UsagePricing.TIERED),
        ("graduated", UsagePricing.TIERED),
        ("TIERED", UsagePricing.TIERED),
    ],
)
def test_a_model_is_known_by_its_names(name: str | None, pricing: UsagePricing) -> None:
    assert pricing_named(name) is pricing


@given(units_used, tariffs(), st.sampled_from(UsagePricing))
def test_usage_costs_whole_cents_and_never_less_than_nothing(
    units: Decimal, tiers: tuple[Tier, ...], pricing: UsagePricing
) -> None:
    amount = rated(units, tiers, pricing)

    assert amount >= 0
    assert amount == amount.quantize(Decimal("0.01"))


@given(units_used, unit_prices, st.sampled_from(UsagePricing))
def test_one_interval_is_rated_alike_by_both_models(units: Decimal, price: Decimal, pricing: UsagePricing) -> None:
    assert abs(rated(units, (Tier(None, price),), pricing) - units * price) <= Decimal("0.005")


@given(units_used, units_used, tariffs())
def test_tiered_usage_never_costs_less_for_more(first: Decimal, second: Decimal, tiers: tuple[Tier, ...]) -> None:
    fewer, more = sorted((first, second))

    assert rated(fewer, tiers, UsagePricing.TIERED) <= rated(more, tiers, UsagePricing.TIERED)


@given(tariffs())
def test_tiered_usage_at_the_end_of_an_interval_is_the_sum_of_all_up_to_it(tiers: tuple[Tier, ...]) -> None:
    ended = [tier for tier in tiers if tier.up_to is not None]
    starts = [Decimal(0), *(tier.up_to or Decimal(0) for tier in ended)]
    widths = [later - earlier for earlier, later in pairwise(starts)]
    expected = accumulate(width * tier.unit_price for width, tier in zip(widths, ended, strict=True))

    for tier, amount in zip(ended, expected, strict=True):
        assert tier.up_to is not None
        assert abs(rated(tier.up_to, tiers, UsagePricing.TIERED) - amount) <= Decimal("0.005")


@given(units_used, tariffs())
def test_a_volume_price_is_that_of_the_interval_that_holds_all_units(units: Decimal, tiers: tuple[Tier, ...]) -> None:
    held_by = [tier for tier in tiers if tier.up_to is None or units <= tier.up_to] or [tiers[-1]]

    assert abs(rated(units, tiers, UsagePricing.VOLUME) - units * held_by[0].unit_price) <= Decimal("0.005")
