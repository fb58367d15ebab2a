"""Renewals and conversions that a client asks for, and what the next one would cost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.catalog.tables import ExchangeRateRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.pricing.errors import CurrencyNotPriced
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.errors import (
    ChangeNotAllowed,
    NeverExpires,
    NoPaymentMethod,
    SubscriptionDisabled,
    SubscriptionExpired,
    SubscriptionNotFound,
)
from rpc_server.commerce.subscriptions.model import CustomPrice, Lapse
from rpc_server.commerce.subscriptions.renewals import service as renewals
from rpc_server.commerce.subscriptions.renewals.errors import (
    RenewalDeclined,
    RenewalInProgress,
    RenewalInvalid,
    RenewalNotPriced,
    RenewalPriceInvalid,
    TrialNotConvertible,
    TrialRecentlyRefused,
)
from rpc_server.commerce.subscriptions.renewals.model import NextPrice
from tests.order_world import Silent
from tests.renewal_world import current, paid, paying, renewal_orders, run_until
from tests.subscription_world import ADA, NOW, REFERENCE, card_of, finished_order

ENDS = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TRIAL: dict[str, object] = {"is_trial": True, "was_trial": True, "paid_net": Decimal(0)}


def _trial(context: Context, holder: str = "John Doe", **changes: object) -> None:
    """A trial until 20 March whose order is finished."""
    orders.insert(context, finished_order())
    paying(context, holder, **{**TRIAL, **changes})


def _renew(context: Context, days: int = 10, price: str = "12.00", currency: str = "USD") -> None:
    renewals.renew(context, REFERENCE, days=days, price=Decimal(price), currency=currency)


def test_a_renewal_asked_for_adds_its_days_for_its_price(context: Context) -> None:
    paying(context, quantity=2)

    order = renewals.renew(context, REFERENCE, days=10, price=Decimal("12.00"), currency="usd")

    assert (order.status, order.totals.gross_discounted, order.lines[0].quantity) == (
        OrderStatus.COMPLETE,
        Decimal("12.00"),
        2,
    )
    renewed = current(context)
    assert (renewed.expires_at, renewed.renewals, renewed.bills_at) == (ENDS + 10 * DAY, 1, ENDS + 10 * DAY)
    entry = service.history(context, REFERENCE)[-1]
    assert (entry.starts_at, entry.expires_at) == (ENDS, ENDS + 10 * DAY)


def test_later_renewals_are_counted_from_the_day_it_was_renewed_to(context: Context) -> None:
    paying(context)

    _renew(context)
    run_until(context, ENDS + 11 * DAY)

    assert paid(context) == [Decimal("12.00"), Decimal("30.00")]
    assert current(context).expires_at == datetime(2026, 4, 30, 12, tzinfo=UTC)


def test_a_past_due_subscription_is_renewed_in_place_of_its_refused_renewal(context: Context) -> None:
    paying(context, "Mona Doe")
    run_until(context, ENDS + 2 * DAY)
    store.save(context, replace(current(context), card_id=card_of(context)))

    _renew(context, days=30)
    run_until(context, ENDS + 20 * DAY)

    assert paid(context) == [Decimal("12.00")]
    assert list(context.session.scalars(select(OrderRow.status).order_by(OrderRow.placed_at))) == [
        OrderStatus.CANCELED,
        OrderStatus.COMPLETE,
    ]
    assert (current(context).expires_at, current(context).lapse) == (ENDS + 30 * DAY, None)


def test_a_refused_renewal_changes_nothing(context: Context) -> None:
    bought = paying(context, "Mona Doe")

    with pytest.raises(RenewalDeclined) as refusal:
        _renew(context)

    assert refusal.value.message == "Couldn't complete the payment validation process: Insufficient funds"
    assert current(context) == bought
    assert list(context.session.scalars(select(OrderRow.status))) == [OrderStatus.CANCELED]


def test_after_a_refusal_the_calendar_goes_on_as_before(context: Context) -> None:
    paying(context, "Mona Doe")
    with pytest.raises(RenewalDeclined):
        _renew(context)
    store.save(context, replace(current(context), card_id=card_of(context)))

    run_until(context, ENDS)

    assert paid(context) == [Decimal("30.00")]


def test_while_one_is_undecided_there_is_no_other(context: Context) -> None:
    silent = replace(context, services=replace(context.services, gateway=Silent()))
    paying(silent)

    for _ in range(2):
        with pytest.raises(RenewalInProgress) as refusal:
            _renew(silent)

    assert refusal.value.code == "SUBSCRIPTION_RENEWAL_IN_PROGRESS"
    assert len(list(context.session.scalars(select(OrderRow.reference)))) == 1


def test_what_was_undecided_counts_when_it_was_paid(context: Context) -> None:
    silent = replace(context, services=replace(context.services, gateway=Silent()))
    paying(silent)
    with pytest.raises(RenewalInProgress):
        _renew(silent)

    run_until(silent, NOW + timedelta(hours=1))

    assert current(context).expires_at == ENDS + 10 * DAY


@pytest.mark.parametrize(
    ("changes", "error", "code"),
    [
        ({"is_enabled": False}, SubscriptionDisabled, "SUBSCRIPTION_DISABLED"),
        (
            {"expires_at": NOW - DAY, "lapse": Lapse.EXPIRED},
            SubscriptionExpired,
            "SUBSCRIPTION_EXPIRED",
        ),
        ({"expires_at": None}, NeverExpires, "SUBSCRIPTION_LIFETIME"),
        ({"card_id": None}, NoPaymentMethod, "SUBSCRIPTION_PAYMENT_METHOD_MISSING"),
    ],
)
def test_each_requirement_has_its_own_refusal(
    context: Context, changes: dict[str, object], error: type[ChangeNotAllowed], code: str
) -> None:
    before = paying(context, "John Doe", **changes)

    with pytest.raises(error) as refusal:
        _renew(context)

    assert (refusal.value.code, refusal.value.field) == (code, "subscriptionReference")
    assert current(context) == before


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_days_are_a_number_that_makes_sense(context: Context, days: int) -> None:
    paying(context)

    with pytest.raises(RenewalInvalid) as refusal:
        _renew(context, days=days)

    assert (refusal.value.code, refusal.value.field) == ("ORDER_PRODUCT_RENEWAL_PERIOD_INVALID", "days")


@pytest.mark.parametrize("price", ["-0.01", "100000000.00"])
def test_a_price_is_one_an_order_can_have(context: Context, price: str) -> None:
    paying(context)

    with pytest.raises(RenewalPriceInvalid):
        _renew(context, price=price)
    with pytest.raises(RenewalPriceInvalid):
        renewals.set_custom_price(context, REFERENCE, price=Decimal(price))


def test_a_trial_converted_at_once_begins_its_month_now(context: Context) -> None:
    _trial(context)

    order = renewals.convert_trial(context, REFERENCE, from_payment_date=True)

    assert order.totals.gross_discounted == Decimal("30.00")
    converted = current(context)
    assert (converted.period_starts_at, converted.expires_at, converted.anchor_day) == (
        NOW,
        datetime(2026, 4, 10, 12, tzinfo=UTC),
        10,
    )
    assert (converted.is_trial, converted.was_trial) == (False, True)
    assert [entry.expires_at for entry in service.history(context, REFERENCE)] == [
        NOW,
        datetime(2026, 4, 10, 12, tzinfo=UTC),
    ]


def test_a_trial_converted_early_may_run_to_its_end_first(context: Context) -> None:
    _trial(context)

    renewals.convert_trial(context, REFERENCE, from_payment_date=False)
    run_until(context, ENDS + DAY)

    converted = current(context)
    assert (converted.period_starts_at, converted.expires_at) == (ENDS, datetime(2026, 4, 20, 12, tzinfo=UTC))
    assert paid(context) == [Decimal("30.00")]


@pytest.mark.parametrize(
    "changes",
    [{"is_trial": False}, {"is_recurring": False}, {"is_enabled": False}, {"expires_at": NOW}],
)
def test_only_an_active_trial_that_renews_is_converted(context: Context, changes: dict[str, object]) -> None:
    _trial(context, "John Doe", **changes)

    with pytest.raises(TrialNotConvertible) as refusal:
        renewals.convert_trial(context, REFERENCE, from_payment_date=True)

    assert refusal.value.code == "SUBSCRIPTION_TRIAL_NOT_CONVERTIBLE"


def test_a_trial_whose_order_is_not_finished_is_not_converted(context: Context) -> None:
    orders.insert(context, finished_order(status=OrderStatus.PENDING))
    paying(context, "John Doe", **TRIAL)

    with pytest.raises(TrialNotConvertible) as refusal:
        renewals.convert_trial(context, REFERENCE, from_payment_date=True)

    assert refusal.value.message == "The order of the trial is not finished."


def test_a_refused_conversion_is_tried_again_a_day_later(context: Context, clock: SetClock) -> None:
    _trial(context, "Mona Doe")
    with pytest.raises(RenewalDeclined):
        renewals.convert_trial(context, REFERENCE, from_payment_date=True)

    clock.advance(DAY - timedelta(seconds=1))
    with pytest.raises(TrialRecentlyRefused):
        renewals.convert_trial(context, REFERENCE, from_payment_date=True)

    clock.advance(timedelta(seconds=1))
    store.save(context, replace(current(context), card_id=card_of(context)))
    renewals.convert_trial(context, REFERENCE, from_payment_date=True)
    assert not current(context).is_trial


def test_the_next_price_is_told_without_and_with_tax(context: Context) -> None:
    paying(context, quantity=2, billing=msgspec.structs.replace(ADA, country="DE"))

    assert renewals.next_renewal_price(context, REFERENCE, "EUR") == NextPrice(
        Decimal("54.00"), Decimal("64.80"), "EUR"
    )
    assert renewals.next_renewal_price(context, REFERENCE) == NextPrice(Decimal("60.00"), Decimal("72.00"), "USD")


def test_a_custom_price_is_the_next_price(context: Context) -> None:
    paying(context)

    renewals.set_custom_price(context, REFERENCE, price=Decimal("19.90"), cycles=2, reason="Loyal")

    assert current(context).custom_price == CustomPrice(
        amount=Decimal("19.90"), currency="USD", cycles_left=2, reason="Loyal"
    )
    assert renewals.next_renewal_price(context, REFERENCE, "USD").net == Decimal("19.90")


def test_a_custom_price_in_another_currency_is_charged_in_it(context: Context) -> None:
    _rates(context)
    paying(context)

    renewals.set_custom_price(context, REFERENCE, price=Decimal(18), currency="eur")
    assert renewals.next_renewal_price(context, REFERENCE, "USD").net == Decimal("20.00")
    run_until(context, ENDS)

    (order,) = renewal_orders(context)
    assert (order.totals.gross_discounted, order.currency) == (Decimal("18.00"), "EUR")
    renewed = current(context)
    assert (renewed.paid_net, renewed.currency) == (Decimal("20.00"), "USD")


def test_a_currency_without_a_rate_is_refused(context: Context) -> None:
    paying(context)

    with pytest.raises(CurrencyNotPriced):
        renewals.set_custom_price(context, REFERENCE, price=Decimal(18), currency="SEK")
    with pytest.raises(CurrencyNotPriced):
        renewals.next_renewal_price(context, REFERENCE, "SEK")


@pytest.mark.parametrize("cycles", [0, -1])
def test_cycles_are_counted_from_one(context: Context, cycles: int) -> None:
    paying(context)

    with pytest.raises(RenewalPriceInvalid) as refusal:
        renewals.set_custom_price(context, REFERENCE, price=Decimal(1), cycles=cycles)

    assert refusal.value.field == "cycles"


def test_a_lifetime_has_no_next_price(context: Context) -> None:
    paying(context, expires_at=None)

    with pytest.raises(NeverExpires):
        renewals.next_renewal_price(context, REFERENCE)


def test_one_that_costs_nothing_known_has_no_price(context: Context) -> None:
    paying(context, product_code=None, renewal_unit_price=None)

    with pytest.raises(RenewalNotPriced):
        renewals.next_renewal_price(context, REFERENCE)


def test_strangers_know_of_none(context: Context, stranger: Context) -> None:
    paying(context)

    with pytest.raises(SubscriptionNotFound):
        _renew(stranger)
    with pytest.raises(SubscriptionNotFound):
        renewals.convert_trial(stranger, REFERENCE, from_payment_date=False)
    with pytest.raises(SubscriptionNotFound):
        renewals.set_custom_price(stranger, REFERENCE, price=Decimal(1))
    with pytest.raises(SubscriptionNotFound):
        renewals.next_renewal_price(stranger, REFERENCE)


def _rates(context: Context) -> None:
    """A euro is worth ten ninths of a dollar."""
    for currency, units in (("USD", Decimal(1)), ("EUR", Decimal("0.9"))):
        context.session.add(
            ExchangeRateRow(merchant_id=context.merchant_id, currency=currency, since=NOW.date() - DAY, units=units)
        )
    context.session.flush()
