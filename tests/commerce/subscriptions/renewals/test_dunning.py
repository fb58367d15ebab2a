"""Renewals that are refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.calendar import postponed
from rpc_server.commerce.subscriptions.model import CustomPrice, Lapse, Subscription
from rpc_server.commerce.subscriptions.renewals import service as renewals
from rpc_server.commerce.subscriptions.renewals.errors import RenewalDeclined
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status
from tests.renewal_world import current, paid, paying, renewal_orders, run_due, run_until
from tests.subscription_world import REFERENCE, card_of

ENDS = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _attempts(context: Context) -> list[tuple[AttemptStatus, datetime]]:
    query = select(AttemptRow.status, AttemptRow.started_at).order_by(AttemptRow.started_at)
    return [(row.status, row.started_at) for row in context.session.execute(query)]


def _orders(context: Context) -> list[OrderStatus]:
    return list(context.session.scalars(select(OrderRow.status).order_by(OrderRow.placed_at)))


def _told(context: Context) -> list[str]:
    query = select(EventRow.reason).where(EventRow.reference == REFERENCE).order_by(EventRow.sequence)
    return list(context.session.scalars(query))


def _state(context: Context) -> SubscriptionStatus:
    return status(current(context), context.clock.now())


def _change(context: Context, changed: Subscription) -> None:
    store.save(context, changed)
    context.work.commit()


def test_it_is_tried_after_1_3_5_and_7_days_and_then_expires(context: Context) -> None:
    paying(context, "Mona Doe")

    run_until(context, ENDS + 30 * DAY)

    assert _attempts(context) == [(AttemptStatus.DECLINED, ENDS + days * DAY) for days in (0, 1, 3, 5, 7)]
    assert _orders(context) == [OrderStatus.CANCELED]
    assert _state(context) is SubscriptionStatus.EXPIRED
    assert (current(context).lapse, current(context).bills_at) == (Lapse.EXPIRED, None)
    assert _told(context) == ["LICENCE_PASTDUE", "LICENCE_EXPIRATION"]
    assert run_due(context) == []


def test_between_the_tries_it_is_past_due_and_shows_when_it_is_charged_next(context: Context) -> None:
    paying(context, "Mona Doe")

    run_until(context, ENDS + 4 * DAY)

    assert _state(context) is SubscriptionStatus.PAST_DUE
    waiting = current(context)
    assert (waiting.failed_tries, waiting.bills_at, waiting.expires_at) == (3, ENDS + 5 * DAY, ENDS)


def test_the_days_of_grace_go_on_after_the_last_try(context: Context) -> None:
    paying(context, "Mona Doe", grace_days=10)

    run_until(context, ENDS + 10 * DAY - timedelta(seconds=1))
    assert _state(context) is SubscriptionStatus.PAST_DUE

    run_until(context, ENDS + 10 * DAY)
    assert _state(context) is SubscriptionStatus.EXPIRED
    assert _told(context) == ["LICENCE_PASTDUE", "LICENCE_EXPIRATION"]


def test_an_account_has_its_own_days(context: Context) -> None:
    own = replace(context, merchant=replace(context.merchant, retry_days=(2,)))
    paying(own, "Mona Doe")

    run_until(own, ENDS + 30 * DAY)

    assert _attempts(context) == [(AttemptStatus.DECLINED, ENDS), (AttemptStatus.DECLINED, ENDS + 2 * DAY)]


def test_a_late_payment_counts_from_the_old_end_and_uses_the_same_order(context: Context) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)

    _change(context, replace(current(context), card_id=card_of(context)))
    run_until(context, ENDS + 3 * DAY)

    (order,) = renewal_orders(context)
    assert order.status is OrderStatus.COMPLETE
    assert order.placed_at == ENDS
    renewed = current(context)
    assert (renewed.period_starts_at, renewed.expires_at) == (ENDS, datetime(2026, 4, 20, 12, tzinfo=UTC))
    assert (renewed.failed_tries, renewed.next_try_at, renewed.lapse) == (0, None, None)
    assert _state(context) is SubscriptionStatus.ACTIVE
    assert _told(context) == ["LICENCE_PASTDUE", "LICENCE_CHANGE"]


def test_a_card_that_is_refused_for_good_is_asked_once_and_another_one_at_the_next_try(context: Context) -> None:
    paying(context, "Red Doe")
    run_until(context, ENDS + 4 * DAY)

    assert len(_attempts(context)) == 1
    assert current(context).failed_tries == 3
    assert _state(context) is SubscriptionStatus.PAST_DUE

    _change(context, replace(current(context), card_id=card_of(context)))
    run_until(context, ENDS + 5 * DAY)
    assert paid(context) == [Decimal("30.00")]


def test_a_card_that_is_refused_for_good_lets_it_expire_in_the_end(context: Context) -> None:
    paying(context, "Red Doe")

    run_until(context, ENDS + 7 * DAY)

    assert len(_attempts(context)) == 1
    assert _state(context) is SubscriptionStatus.EXPIRED
    assert _orders(context) == [OrderStatus.CANCELED]


def test_a_refused_renewal_that_was_asked_for_does_not_end_the_tries(context: Context) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)

    with pytest.raises(RenewalDeclined):
        renewals.renew(context, REFERENCE, days=5, price=Decimal(1), currency="USD")
    _change(context, replace(current(context), card_id=card_of(context)))
    run_until(context, ENDS + 3 * DAY)

    assert paid(context) == [Decimal("30.00")]
    assert current(context).expires_at == datetime(2026, 4, 20, 12, tzinfo=UTC)


def test_another_card_is_tried_at_once(context: Context) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)

    changed = replace(current(context), card_id=card_of(context))
    store.save(context, changed)
    renewals.payment_method_changed(context, changed)
    context.work.commit()

    assert len(run_due(context)) == 1
    assert paid(context) == [Decimal("30.00")]


def test_another_card_of_one_that_owes_nothing_changes_nothing(context: Context) -> None:
    bought = paying(context)

    assert renewals.payment_method_changed(context, bought) == bought
    assert run_due(context) == []


@pytest.mark.parametrize("changes", [{"is_recurring": False}, {"is_enabled": False}])
def test_one_that_is_switched_off_is_tried_no_more(context: Context, changes: dict[str, object]) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)

    _change(context, replace(current(context), **changes))  # type: ignore[arg-type]
    run_until(context, ENDS + 30 * DAY)

    assert len(_attempts(context)) == 2
    assert _orders(context) == [OrderStatus.CANCELED]


def test_one_that_is_extended_is_billed_at_its_new_end(context: Context) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)

    extended = postponed(current(context), ENDS + 10 * DAY, zone=context.merchant.zone)
    _change(context, replace(extended, card_id=card_of(context)))
    assert _state(context) is SubscriptionStatus.ACTIVE
    run_until(context, ENDS + 10 * DAY)

    assert _orders(context) == [OrderStatus.CANCELED, OrderStatus.COMPLETE]
    assert current(context).expires_at == datetime(2026, 4, 30, 12, tzinfo=UTC)


def test_one_switched_on_again_after_it_was_given_up_is_charged_anew(context: Context) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)
    _change(context, replace(current(context), is_recurring=False, card_id=card_of(context)))
    run_until(context, ENDS + 3 * DAY)

    again = postponed(replace(current(context), is_recurring=True), ENDS, zone=context.merchant.zone)
    _change(context, again)
    run_due(context)

    assert paid(context) == [Decimal("30.00")]
    assert current(context).expires_at == datetime(2026, 4, 20, 12, tzinfo=UTC)


def test_a_subscription_without_a_payment_method_is_dunned_without_an_order(context: Context) -> None:
    paying(context, card_id=None)

    run_until(context, ENDS + 6 * DAY)
    assert _state(context) is SubscriptionStatus.PAST_DUE
    assert _orders(context) == []

    _change(context, replace(current(context), card_id=card_of(context)))
    run_until(context, ENDS + 7 * DAY)
    assert paid(context) == [Decimal("30.00")]


def test_a_custom_price_set_meanwhile_is_what_the_next_try_charges(context: Context) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)
    _change(context, replace(current(context), card_id=card_of(context)))

    renewals.set_custom_price(context, REFERENCE, price=Decimal(5))
    context.work.commit()
    run_until(context, ENDS + 3 * DAY)

    assert paid(context) == [Decimal("5.00")]
    assert _orders(context) == [OrderStatus.CANCELED, OrderStatus.COMPLETE]
    assert current(context).custom_price is None


def test_a_refused_try_does_not_use_a_custom_price_up(context: Context) -> None:
    custom = CustomPrice(amount=Decimal(5), currency="USD", cycles_left=1)
    paying(context, "Mona Doe", custom_price=custom)

    run_until(context, ENDS + 2 * DAY)
    assert current(context).custom_price == custom


def test_a_worker_that_was_away_for_a_week_tries_twice_not_five_times_at_once(
    context: Context, clock: SetClock
) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS)

    clock.advance(6 * DAY)
    run_due(context)

    assert [at for _, at in _attempts(context)] == [ENDS, ENDS + 6 * DAY]
    assert current(context).next_try_at == ENDS + 7 * DAY
