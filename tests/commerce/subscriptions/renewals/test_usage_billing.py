"""Usage that is billed with a renewal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.usage import service as usage_of
from rpc_server.commerce.subscriptions.usage.model import NewUsage, Usage, UsageSearch
from tests.renewal_world import current, paid, paying, renewal_orders, run_until
from tests.subscription_world import REFERENCE, card_of

ENDS = datetime(2026, 3, 20, 12, tzinfo=UTC)
METERED: dict[str, object] = {"product_id": 110, "product_code": "METERED"}
DAY = timedelta(days=1)


def _report(context: Context, units: str, ends_at: datetime) -> None:
    used = NewUsage("usages[0]", "TRAFFIC", ends_at - DAY, ends_at, Decimal(units))
    usage_of.report(context, REFERENCE, [used])
    context.work.commit()


def _usages(context: Context) -> list[Usage]:
    return usage_of.search(context, REFERENCE, UsageSearch())[0]


def test_usage_of_the_period_is_billed_with_its_renewal_once(context: Context) -> None:
    paying(context, "John Doe", **METERED)
    _report(context, "10", ENDS - DAY)
    _report(context, "99", ENDS + DAY)
    expected = usage_of.billable(context, current(context), ENDS)

    run_until(context, ENDS + timedelta(hours=1))

    (order,) = renewal_orders(context)
    (charge,) = expected
    assert charge.amount > 0
    assert [(line.code, line.name, line.price.net) for line in order.lines[1:]] == [
        (charge.option_code, charge.name, charge.amount)
    ]
    assert paid(context) == [Decimal("30.00") + charge.amount]
    assert current(context).paid_net == Decimal("30.00")
    assert [usage.order_reference for usage in _usages(context)] == [order.reference, None]


def test_usage_waits_for_another_order_where_its_own_is_not_paid(context: Context) -> None:
    paying(context, "Mona Doe", **METERED)
    _report(context, "10", ENDS - DAY)

    run_until(context, ENDS + 2 * DAY)
    assert [usage.order_reference is None for usage in _usages(context)] == [False]

    store.save(context, replace(current(context), is_recurring=False, card_id=card_of(context)))
    context.work.commit()
    run_until(context, ENDS + 30 * DAY)

    assert [usage.order_reference for usage in _usages(context)] == [None]


def test_usage_is_charged_by_the_try_that_is_paid(context: Context) -> None:
    paying(context, "Mona Doe", **METERED)
    _report(context, "10", ENDS - DAY)
    run_until(context, ENDS + 2 * DAY)

    store.save(context, replace(current(context), card_id=card_of(context)))
    context.work.commit()
    run_until(context, ENDS + 3 * DAY)

    (order,) = renewal_orders(context)
    assert [usage.order_reference for usage in _usages(context)] == [order.reference]
    assert len(order.lines) == 2
