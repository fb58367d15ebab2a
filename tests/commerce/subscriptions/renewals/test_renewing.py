"""Subscriptions that renew by themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.orders.model import AppliedPromotion, OrderStatus
from rpc_server.commerce.payments.model import PaymentType
from rpc_server.commerce.pricing.model import ChosenOption, PriceType
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.model import Contract, CustomPrice, HistoryEntry, HistoryType, Lapse
from tests.renewal_world import current, paid, paying, renewal_orders, run_due, run_until
from tests.subscription_world import ADA, REFERENCE, subscribed


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


GERMAN = msgspec.structs.replace(ADA, country="DE")


def _told(context: Context) -> list[str]:
    rows = context.session.query(EventRow).filter_by(reference=REFERENCE).order_by(EventRow.sequence)
    return [row.reason for row in rows]


def test_nothing_is_charged_before_the_period_ends(context: Context) -> None:
    paying(context)

    run_until(context, _noon(2026, 3, 20) - timedelta(seconds=1))

    assert paid(context) == []
    assert current(context).expires_at == _noon(2026, 3, 20)


def test_the_end_of_a_period_begins_the_next_one(context: Context, clock: SetClock) -> None:
    bought = paying(context)

    clock.advance(_noon(2026, 3, 20) - clock.now())
    (done,) = run_due(context)

    (order,) = renewal_orders(context)
    assert done == f"renewals: {REFERENCE}: PAID (order {order.reference})"
    assert (order.kind, order.status, order.totals.gross_discounted, order.currency) == (
        "RENEWAL",
        OrderStatus.COMPLETE,
        Decimal("30.00"),
        "USD",
    )
    assert order.payment is not None
    assert (order.payment.type, order.payment.recurring_enabled) == (PaymentType.CC, True)
    assert current(context) == replace(
        bought,
        period_starts_at=_noon(2026, 3, 20),
        expires_at=_noon(2026, 4, 20),
        renewed_at=_noon(2026, 3, 20),
        modified_at=_noon(2026, 3, 20),
        renewals=1,
    )
    assert service.history(context, REFERENCE)[1:] == [
        HistoryEntry(
            order.reference or "", HistoryType.RENEWAL, REFERENCE, _noon(2026, 3, 20), _noon(2026, 4, 20), None, None
        )
    ]
    assert _told(context) == ["LICENCE_CHANGE"]


def test_months_end_where_the_anchor_day_says_through_29_february(context: Context) -> None:
    start = datetime(2028, 1, 31, 12, tzinfo=UTC)
    paying(context, expires_at=start, anchor_day=31)

    run_until(context, datetime(2029, 4, 1, tzinfo=UTC))

    ends = [entry.expires_at.date().isoformat() for entry in service.history(context, REFERENCE) if entry.expires_at]
    assert ends == [
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
        "2028-04-30",
        "2028-05-31",
        "2028-06-30",
        "2028-07-31",
        "2028-08-31",
        "2028-09-30",
        "2028-10-31",
        "2028-11-30",
        "2028-12-31",
        "2029-01-31",
        "2029-02-28",
        "2029-03-31",
        "2029-04-30",
    ]


def test_a_worker_that_comes_late_bills_every_period_from_the_old_end(context: Context, clock: SetClock) -> None:
    paying(context)

    clock.advance(_noon(2026, 6, 1) - clock.now())
    run_due(context)

    assert paid(context) == [Decimal("30.00")] * 3
    assert current(context).expires_at == _noon(2026, 6, 20)


@pytest.mark.parametrize(
    "changes",
    [
        {"is_recurring": False},
        {"is_enabled": False},
        {"expires_at": None},
        {"contract": Contract(length=1, unit="M", ends_at=_noon(2026, 3, 20), is_restarted=False)},
    ],
)
def test_what_does_not_renew_is_not_charged(context: Context, changes: dict[str, object]) -> None:
    paying(context, "John Doe", **changes)

    run_until(context, _noon(2026, 8, 1))

    assert paid(context) == []


def test_a_test_subscription_renews_with_a_test_order(context: Context) -> None:
    paying(context, is_test=True)

    run_until(context, _noon(2026, 3, 21))

    (order,) = renewal_orders(context)
    assert order.is_test
    assert order.payment is not None
    assert order.payment.type is PaymentType.TEST


def test_the_renewal_price_of_the_catalogue_counts_with_its_options(context: Context) -> None:
    phone = ChosenOption("SUPPORT", "Support", True, "By telephone", "phone", Decimal(10))
    users = ChosenOption("Users", "Users", False, "Users", "Users=4", Decimal(12))
    paying(
        context,
        product_id=102,
        product_code="PRO",
        quantity=2,
        options=(phone, users),
        renewal_unit_price=Decimal(1),
    )

    run_until(context, _noon(2026, 3, 21))

    assert paid(context) == [Decimal("204.00")]
    (order,) = renewal_orders(context)
    assert order.lines[0].options == (phone, users)
    assert current(context).renewal_unit_price == Decimal("102.00")


def test_an_agreed_price_holds_whatever_the_catalogue_says(context: Context) -> None:
    paying(context, is_price_agreed=True, renewal_unit_price=Decimal("7.50"), quantity=3)

    run_until(context, _noon(2026, 3, 21))

    assert paid(context) == [Decimal("22.50")]


def test_a_product_that_is_no_more_renews_for_what_it_cost(context: Context) -> None:
    paying(context, product_code="GONE", renewal_unit_price=Decimal(12))

    run_until(context, _noon(2026, 3, 21))

    assert paid(context) == [Decimal("12.00")]


def test_tax_is_that_of_the_day_and_the_billing_address(context: Context) -> None:
    paying(context, billing=GERMAN)

    run_until(context, _noon(2026, 3, 21))

    assert paid(context) == [Decimal("36.00")]
    assert current(context).paid_net == Decimal("30.00")


def test_a_custom_price_is_for_its_cycles_only(context: Context) -> None:
    custom = CustomPrice(amount=Decimal("9.99"), currency="USD", cycles_left=2, reason="A friend")
    paying(context, custom_price=custom, quantity=3)

    run_until(context, _noon(2026, 5, 21))

    assert paid(context) == [Decimal("9.99"), Decimal("9.99"), Decimal("90.00")]
    assert current(context).custom_price is None


@pytest.mark.parametrize(
    ("recurring", "charges", "expected"),
    [
        ("NONE", None, ["30.00", "30.00", "30.00"]),
        ("ALL", None, ["22.50", "22.50", "22.50"]),
        ("CUSTOM", 2, ["22.50", "22.50", "30.00"]),
    ],
)
def test_a_promotion_of_the_purchase_counts_for_the_renewals_it_is_for(
    context: Context, recurring: str, charges: int | None, expected: list[str]
) -> None:
    paying(context, discount=_promotion(recurring, charges))

    run_until(context, _noon(2026, 5, 21))

    assert paid(context) == [Decimal(amount) for amount in expected]


def _promotion(recurring: str, charges: int | None) -> AppliedPromotion:
    return AppliedPromotion(
        code="PROMO",
        coupon="SAVE",
        name="A quarter off",
        description="",
        type="REGULAR",
        is_instant=False,
        start=None,
        end=None,
        maximum_orders=1,
        maximum_quantity=None,
        percent=Decimal(25),
        amount=None,
        recurring=recurring,
        recurring_charges=charges,
    )


def test_a_contract_that_ends_lets_it_expire_and_one_that_goes_on_begins_again(context: Context) -> None:
    year = Contract(length=3, unit="M", ends_at=_noon(2026, 5, 20))
    paying(context, contract=year)

    run_until(context, _noon(2026, 7, 21))

    assert len(paid(context)) == 5
    assert current(context).contract == Contract(length=3, unit="M", ends_at=_noon(2026, 8, 20))


def test_a_contract_that_is_not_restarted_is_the_last_one(context: Context) -> None:
    paying(context, contract=Contract(length=3, unit="M", ends_at=_noon(2026, 5, 20), is_restarted=False))

    run_until(context, _noon(2026, 12, 1))

    assert len(paid(context)) == 2
    assert current(context).lapse is Lapse.EXPIRED


def test_a_trial_is_paid_for_from_its_end_and_counts_its_months_from_there(context: Context) -> None:
    paying(context, is_trial=True, was_trial=True, anchor_day=18, paid_net=Decimal(0))

    run_until(context, _noon(2026, 4, 21))

    ends = [entry.expires_at for entry in service.history(context, REFERENCE)]
    assert ends == [_noon(2026, 3, 20), _noon(2026, 4, 20), _noon(2026, 5, 20)]
    renewed = current(context)
    assert (renewed.is_trial, renewed.was_trial, renewed.anchor_day) == (False, True, 20)


def test_a_trial_that_does_not_renew_expires_and_says_so_once(context: Context) -> None:
    paying(context, is_trial=True, was_trial=True, is_recurring=False)

    run_until(context, _noon(2026, 8, 1))

    assert current(context).lapse is Lapse.EXPIRED
    assert _told(context) == ["LICENCE_EXPIRATION"]


def test_one_that_does_not_renew_is_past_due_in_its_grace_and_then_expires(context: Context) -> None:
    paying(context, is_recurring=False, grace_days=5)

    run_until(context, _noon(2026, 3, 25) - timedelta(seconds=1))
    assert current(context).lapse is Lapse.PAST_DUE

    run_until(context, _noon(2026, 3, 25))
    assert current(context).lapse is Lapse.EXPIRED
    assert _told(context) == ["LICENCE_PASTDUE", "LICENCE_EXPIRATION"]


def test_a_partners_subscription_expires_unless_he_renews_it(context: Context) -> None:
    subscribed(context, partner_code="PARTNER1", is_recurring=False)
    context.work.commit()

    run_until(context, _noon(2026, 5, 1))

    assert current(context).lapse is Lapse.EXPIRED
    assert paid(context) == []


def test_a_free_renewal_needs_no_card(context: Context) -> None:
    paying(context, card_id=None, is_price_agreed=True, renewal_unit_price=Decimal(0))

    run_until(context, _noon(2026, 3, 21))

    assert paid(context) == [Decimal(0)]


def test_an_amount_in_another_currency_is_charged_in_it(context: Context) -> None:
    paying(context, currency="EUR", renewal_unit_price=Decimal(1))

    run_until(context, _noon(2026, 3, 21))

    (order,) = renewal_orders(context)
    assert (order.totals.gross_discounted, order.currency) == (Decimal("27.00"), "EUR")


def test_prices_with_tax_stay_what_they_are(context: Context) -> None:
    paying(
        context,
        product_code=None,
        product_id=None,
        is_price_agreed=True,
        price_type=PriceType.GROSS,
        renewal_unit_price=Decimal(60),
        billing=GERMAN,
    )

    run_until(context, _noon(2026, 3, 21))

    assert paid(context) == [Decimal("60.00")]
    assert current(context).paid_net == Decimal("50.00")


def test_strangers_have_nothing_to_do_with_it(context: Context, stranger: Context, clock: SetClock) -> None:
    paying(context)
    clock.advance(timedelta(days=60))

    assert run_due(stranger) == []
    assert paid(context) == []
    assert store.find(stranger, REFERENCE) is None
