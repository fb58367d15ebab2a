"""Usage: reported, corrected, deleted, rated at what the product says, and billed once."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from rpc_server.commerce.catalog.model import Option, OptionGroup, OptionGroupType, PriceImpact
from rpc_server.commerce.catalog.tables import ExchangeRateRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.exchange import NO_RATES
from rpc_server.commerce.subscriptions.errors import SubscriptionDisabled, SubscriptionNotFound
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.usage import service as usage_of
from rpc_server.commerce.subscriptions.usage import tariff
from rpc_server.commerce.subscriptions.usage.errors import UsageBilled, UsageInvalid, UsageNotFound, UsageOptionInvalid
from rpc_server.commerce.subscriptions.usage.model import NewUsage, Usage, UsageCharge, UsageSearch
from rpc_server.commerce.subscriptions.usage.rating import Tier
from tests.subscription_world import NOW, REFERENCE, subscribed

WEEK_AGO = NOW - timedelta(days=7)


def metered(context: Context, **changes: object) -> Subscription:
    """A stored subscription of METERED: 30.00 USD a month, and traffic and calls as they are used."""
    return subscribed(context, **{"product_id": 110, "product_code": "METERED", **changes})


def _new(units: str = "150.5", option: str = "TRAFFIC", ends_at: datetime = WEEK_AGO, **changes: object) -> NewUsage:
    usage = NewUsage("usages[0]", option, WEEK_AGO - timedelta(days=1), ends_at, Decimal(units), "Calls home")
    return replace(usage, **changes)  # type: ignore[arg-type]


def _reported(context: Context, *usages: NewUsage) -> list[Usage]:
    return usage_of.report(context, REFERENCE, usages)


def _billable(context: Context, subscription: Subscription) -> tuple[UsageCharge, ...]:
    return usage_of.billable(context, subscription, NOW)


def test_reported_usage_is_kept_and_found_by_its_interval(context: Context) -> None:
    metered(context)
    early, late = _reported(context, _new("1"), _new("2", ends_at=NOW))

    assert usage_of.search(context, REFERENCE, UsageSearch(since=WEEK_AGO, until=NOW)) == ([early, late], 2)
    assert usage_of.search(context, REFERENCE, UsageSearch(since=NOW)) == ([late], 1)
    assert usage_of.search(context, REFERENCE, UsageSearch(page=2, limit=1)) == ([late], 2)
    assert usage_of.search(context, REFERENCE, UsageSearch(option_code="CALLS")) == ([], 0)
    assert (early.units, early.description, early.reported_at) == (Decimal(1), "Calls home", NOW)


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"option_code": "WATER"}, UsageOptionInvalid, "usages[0].OptionCode"),
        ({"ends_at": WEEK_AGO - timedelta(days=2)}, UsageInvalid, "usages[0].UsageEnd"),
        ({"units": Decimal(-1)}, UsageInvalid, "usages[0].Units"),
        ({"units": Decimal(10**9 + 1)}, UsageInvalid, "usages[0].Units"),
        ({"description": "x" * 1001}, UsageInvalid, "usages[0].Description"),
    ],
)
def test_of_several_reports_none_is_kept_where_one_cannot_be(
    context: Context, changes: dict[str, object], error: type[UsageInvalid], field: str
) -> None:
    metered(context)

    with pytest.raises(error) as refused:
        _reported(context, _new(), _new(**changes))  # type: ignore[arg-type]

    assert refused.value.field == field
    assert usage_of.search(context, REFERENCE, UsageSearch()) == ([], 0)


def test_a_disabled_subscription_uses_nothing_more(context: Context) -> None:
    metered(context, is_enabled=False)

    with pytest.raises(SubscriptionDisabled):
        _reported(context, _new())


def test_another_merchant_has_no_part_in_it(context: Context, stranger: Context) -> None:
    metered(context)
    (usage,) = _reported(context, _new())

    for act in (
        lambda: usage_of.report(stranger, REFERENCE, [_new()]),
        lambda: usage_of.search(stranger, REFERENCE, UsageSearch()),
        lambda: usage_of.remove(stranger, REFERENCE, UsageSearch()),
        lambda: usage_of.change(stranger, REFERENCE, usage.usage_reference, units=Decimal(1), description=None),
    ):
        with pytest.raises(SubscriptionNotFound):
            act()


def test_a_correction_leaves_what_it_does_not_name(context: Context) -> None:
    metered(context)
    (usage,) = _reported(context, _new())

    changed = usage_of.change(context, REFERENCE, usage.usage_reference, units=Decimal("3.25"), description=None)

    assert changed == replace(usage, units=Decimal("3.25"))
    assert usage_of.search(context, REFERENCE, UsageSearch()) == ([changed], 1)


def test_a_correction_of_nothing_is_refused(context: Context) -> None:
    metered(context)
    (usage,) = _reported(context, _new())

    with pytest.raises(UsageInvalid, match="Units or Description is required"):
        usage_of.change(context, REFERENCE, usage.usage_reference, units=None, description=None)


def test_usage_of_another_subscription_is_not_corrected(context: Context) -> None:
    metered(context)
    metered(context, reference="OTHER")
    (usage,) = _reported(context, _new())

    with pytest.raises(UsageNotFound):
        usage_of.change(context, "OTHER", usage.usage_reference, units=Decimal(1), description=None)


def test_an_interval_is_deleted_with_both_its_ends(context: Context) -> None:
    metered(context)
    kept, *_ = _reported(context, _new(), _new(ends_at=NOW - timedelta(days=2)), _new(ends_at=NOW))

    removed = usage_of.remove(context, REFERENCE, UsageSearch(since=NOW - timedelta(days=2), until=NOW))

    assert (removed, usage_of.search(context, REFERENCE, UsageSearch())) == (2, ([kept], 1))


def test_usage_is_rated_together_by_the_intervals_of_its_scale(context: Context) -> None:
    subscription = metered(context)
    first, second = _reported(context, _new("100"), _new("50.5", option="more"))

    (charge,) = _billable(context, subscription)

    numbers = tuple(sorted((first.usage_reference, second.usage_reference)))
    assert replace(charge, usages=tuple(sorted(charge.usages))) == UsageCharge(
        "TRAFFIC", "Traffic", Decimal("150.5"), Decimal("12.53"), "USD", numbers
    )


def test_each_option_of_a_group_without_a_scale_has_its_own_price(context: Context) -> None:
    subscription = metered(context)
    _reported(context, *(_new("3", option=code) for code in ("abroad", "CALLS", "inland", "own")))

    charges = {charge.option_code: (charge.name, charge.amount) for charge in _billable(context, subscription)}

    assert charges == {
        "abroad": ("Abroad", Decimal("6.00")),
        "inland": ("Inland", Decimal("18.00")),
        "own": ("To ourselves", Decimal("0.00")),
    }


def test_prices_are_converted_into_the_currency_of_the_subscription(context: Context) -> None:
    subscription = metered(context, currency="CHF")
    for currency, units in (("USD", 1), ("CHF", 2)):
        context.session.add(
            ExchangeRateRow(merchant_id=context.merchant_id, currency=currency, since=NOW.date(), units=Decimal(units))
        )
    _reported(context, _new("3", option="abroad"))

    (charge,) = _billable(context, subscription)

    assert (charge.amount, charge.currency) == (Decimal("12.00"), "CHF")


def test_usage_that_ends_later_waits_for_the_next_renewal(context: Context) -> None:
    subscription = metered(context)
    _reported(context, _new(ends_at=NOW + timedelta(seconds=1)))

    assert _billable(context, subscription) == ()


def test_billed_usage_is_billed_once_and_stays_as_it_is(context: Context) -> None:
    subscription = metered(context)
    (usage,) = _reported(context, _new())
    usage_of.mark_billed(context, _billable(context, subscription), "100000001")

    assert _billable(context, subscription) == ()
    for act in (
        lambda: usage_of.change(context, REFERENCE, usage.usage_reference, units=Decimal(1), description=None),
        lambda: usage_of.remove(context, REFERENCE, UsageSearch(usage_reference=usage.usage_reference)),
    ):
        with pytest.raises(UsageBilled):
            act()
    assert usage_of.remove(context, REFERENCE, UsageSearch(since=WEEK_AGO, until=NOW)) == 0
    found, count = usage_of.search(context, REFERENCE, UsageSearch(order_reference="100000001"))
    assert (found, count) == ([replace(usage, order_reference="100000001")], 1)


def test_a_reduction_is_no_price_of_usage(context: Context) -> None:
    cheaper = Option("less", "Less", impact=PriceImpact(is_percent=True, is_addition=False, percent=Decimal(5)))
    (only,) = tariff.tariffs([OptionGroup("LESS", "Less", OptionGroupType.RADIO, (cheaper,))])

    assert tariff.tiers(only, metered(context), NO_RATES) == (Tier(None, Decimal(0)),)
