"""Upgrading: paid for and moved, or neither."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.errors import OrderNotPayable
from rpc_server.commerce.orders.model import NewOrder, OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund
from rpc_server.commerce.payments import attempts
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.pricing.model import ChosenOption
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.duties import FINISH_UPGRADES
from rpc_server.commerce.subscriptions.errors import (
    ChangeNotAllowed,
    CustomPriceInvalid,
    NoPaymentMethod,
    RecurringDisabled,
    RefundPending,
    SubscriptionDisabled,
    SubscriptionExpired,
    SubscriptionNotFound,
    UpgradeDeclined,
    UpgradeInProgress,
    UpgradeSuperseded,
)
from rpc_server.commerce.subscriptions.model import CustomPrice, HistoryEntry, HistoryType, Lapse, Subscription
from rpc_server.commerce.subscriptions.pending import finish_upgrades
from rpc_server.commerce.subscriptions.renewals import store as renewals
from rpc_server.commerce.subscriptions.renewals.duties import RENEWALS
from rpc_server.commerce.subscriptions.renewals.errors import RenewalInProgress
from rpc_server.commerce.subscriptions.renewals.model import Renewal, RenewalStatus, RenewalTerms
from rpc_server.commerce.subscriptions.renewals.service import renew
from rpc_server.commerce.subscriptions.upgrade import upgrade
from rpc_server.gateways import Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from tests.subscription_world import ADA, NOW, REFERENCE, card_of, subscribed

BEGAN = datetime(2026, 2, 18, 12, tzinfo=UTC)
A_MONTH_ON = datetime(2026, 4, 10, 12, tzinfo=UTC)


class Silent(Simulator):
    """A processor that moves the money and never answers, until it is asked."""

    def charge(self, charge: Charge) -> Result:
        super().charge(charge)
        return Result(Outcome.UNKNOWN)


class Deadly(Simulator):
    """A processor that moves the money while the server dies."""

    def charge(self, charge: Charge) -> Result:
        super().charge(charge)
        raise ConnectionError("the server died here")


class Late(Simulator):
    """A processor that answers when everyone has given the charge up."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def charge(self, charge: Charge) -> Result:
        self._meanwhile()
        return super().charge(charge)


def _own(context: Context, holder: str = "John Doe", **changes: object) -> Subscription:
    """A stored subscription with a card, committed."""
    subscription = subscribed(context, card_id=card_of(context, holder), **changes)
    context.work.commit()
    return subscription


def _with_gateway(context: Context, gateway: Simulator) -> Context:
    return replace(context, services=replace(context.services, gateway=gateway))


def test_the_card_is_charged_and_the_subscription_moves(context: Context) -> None:
    before = _own(context)

    order = upgrade(context, REFERENCE, product_code="PRO", options="phone;Users=2", external_reference="UP-1")

    assert (order.status, order.kind, order.external_reference) == (OrderStatus.COMPLETE, "UPGRADE", "UP-1")
    assert (order.totals.gross_discounted, order.currency) == (Decimal("96.00"), "USD")
    assert service.find(context, REFERENCE) == replace(
        before,
        product_id=102,
        product_code="PRO",
        product_name="Pro",
        product_version="",
        options=(
            ChosenOption("SUPPORT", "Support", True, "By telephone", "phone", Decimal(10)),
            ChosenOption("Users", "Users", False, "Users", "Users=2", Decimal("6.00")),
        ),
        period_starts_at=NOW,
        expires_at=A_MONTH_ON,
        modified_at=NOW,
        cycle_length=1,
        cycle_unit="M",
        anchor_day=10,
        paid_net=Decimal("106.00"),
        renewal_unit_price=Decimal("96.00"),
    )


def test_the_history_shows_where_one_period_gave_way_to_the_other(context: Context) -> None:
    _own(context)

    order = upgrade(context, REFERENCE, product_code="PRO")

    assert service.history(context, REFERENCE) == [
        HistoryEntry("100000001", HistoryType.SALE, REFERENCE, BEGAN, NOW, None, None),
        HistoryEntry(order.reference or "", HistoryType.UPGRADE, REFERENCE, NOW, A_MONTH_ON, None, None),
    ]
    assert [found.reference for found in service.of_order(context, order.reference or "")] == [REFERENCE]


def test_an_upgrade_for_ever_never_ends(context: Context) -> None:
    _own(context)

    upgrade(context, REFERENCE, product_code="FOREVER")

    assert service.find(context, REFERENCE).is_lifetime


def test_a_custom_price_is_what_is_charged(context: Context) -> None:
    _own(context, quantity=3)

    order = upgrade(context, REFERENCE, product_code="PRO", custom_price=Decimal(1))

    assert (order.totals.net, order.lines[0].quantity) == (Decimal("1.00"), 3)
    assert service.find(context, REFERENCE).paid_net == Decimal("11.00")


@pytest.mark.parametrize("custom_price", [Decimal(0), None])
def test_a_free_upgrade_needs_no_card(context: Context, custom_price: Decimal | None) -> None:
    subscribed(context, product_code="PRO", paid_net=Decimal("120.00"))

    order = upgrade(context, REFERENCE, product_code="STARTER", custom_price=custom_price)

    assert (order.status, order.totals.gross) == (OrderStatus.COMPLETE, Decimal(0))
    assert service.find(context, REFERENCE).product_code == "STARTER"
    assert attempts.attempts_of(context, order.reference or "") == []


def test_an_upgraded_trial_is_one_no_longer(context: Context) -> None:
    _own(context, is_trial=True, was_trial=True)

    upgrade(context, REFERENCE, product_code="PRO")

    moved = service.find(context, REFERENCE)
    assert (moved.is_trial, moved.was_trial) == (False, True)


def test_one_may_go_up_and_down_again(context: Context) -> None:
    _own(context)
    upgrade(context, REFERENCE, product_code="PRO")

    order = upgrade(context, REFERENCE, product_code="STARTER")

    assert order.totals.gross == Decimal(0)
    assert service.find(context, REFERENCE).paid_net == Decimal("30.00")


@pytest.mark.parametrize(
    ("changes", "error", "code"),
    [
        ({"is_recurring": False}, RecurringDisabled, "SUBSCRIPTION_RECURRING_DISABLED"),
        ({"is_enabled": False}, SubscriptionDisabled, "SUBSCRIPTION_DISABLED"),
        ({"expires_at": NOW - timedelta(days=5), "lapse": Lapse.EXPIRED}, SubscriptionExpired, "SUBSCRIPTION_EXPIRED"),
        ({"card_id": None}, NoPaymentMethod, "SUBSCRIPTION_PAYMENT_METHOD_MISSING"),
    ],
)
def test_each_requirement_has_its_own_refusal(
    context: Context, changes: dict[str, object], error: type[ChangeNotAllowed], code: str
) -> None:
    before = subscribed(context, **{"card_id": card_of(context), **changes})

    with pytest.raises(error) as refusal:
        upgrade(context, REFERENCE, product_code="PRO")

    assert (refusal.value.code, refusal.value.field) == (code, "subscriptionReference")
    assert service.find(context, REFERENCE) == before


def test_a_subscription_inside_its_grace_period_can_be_upgraded_at_the_full_price(context: Context) -> None:
    _own(context, expires_at=NOW - timedelta(days=4))

    assert upgrade(context, REFERENCE, product_code="PRO").totals.net == Decimal("90.00")


def test_a_pending_refund_blocks_the_upgrade(context: Context) -> None:
    _own(context)
    order = upgrade(context, REFERENCE, product_code="PRO")
    waiting = replace(context, merchant=replace(context.merchant, refunds_need_approval=True))
    refunds.request(waiting, NewRefund(order.reference or "", order.totals.gross_discounted))

    with pytest.raises(RefundPending) as refusal:
        upgrade(context, REFERENCE, product_code="STARTER")
    assert refusal.value.code == "SUBSCRIPTION_REFUND_PENDING"


@pytest.mark.parametrize("price", ["-0.01", "100000000"])
def test_a_custom_price_must_be_payable(context: Context, price: str) -> None:
    _own(context)

    with pytest.raises(CustomPriceInvalid) as refusal:
        upgrade(context, REFERENCE, product_code="PRO", custom_price=Decimal(price))
    assert (refusal.value.code, refusal.value.field) == ("INVALID_CUSTOM_PRICE", "customPrice")


def test_another_merchant_cannot_upgrade_it(context: Context, stranger: Context) -> None:
    before = _own(context)

    with pytest.raises(SubscriptionNotFound):
        upgrade(stranger, REFERENCE, product_code="PRO")
    assert service.find(context, REFERENCE) == before


def test_a_declined_charge_changes_nothing_and_is_kept_on_record(context: Context) -> None:
    before = _own(context, "Mona Doe")

    with pytest.raises(UpgradeDeclined) as refusal:
        upgrade(context, REFERENCE, product_code="PRO")
    context.work.rollback()

    assert refusal.value.code == "PAYMENT_ERROR"
    assert refusal.value.message == "Couldn't complete the payment validation process: Insufficient funds"
    assert service.find(context, REFERENCE) == before
    assert [entry.type for entry in service.history(context, REFERENCE)] == [HistoryType.SALE]
    assert _statuses(context) == [AttemptStatus.DECLINED]


def test_the_order_of_a_declined_upgrade_cannot_be_paid_by_itself(context: Context) -> None:
    _own(context, "Mona Doe")
    with pytest.raises(UpgradeDeclined):
        upgrade(context, REFERENCE, product_code="PRO")
    reference = context.session.scalar(select(AttemptRow.order_reference))

    with pytest.raises(OrderNotPayable):
        orders.place(context, NewOrder(items=(), billing=ADA, reference=reference))


def test_a_declined_upgrade_can_be_tried_again(context: Context) -> None:
    subscription = _own(context, "Mona Doe")
    with pytest.raises(UpgradeDeclined):
        upgrade(context, REFERENCE, product_code="PRO")
    _pay_with(context, subscription, card_of(context))

    upgrade(context, REFERENCE, product_code="PRO")

    assert service.find(context, REFERENCE).product_code == "PRO"
    assert _statuses(context) == [AttemptStatus.AUTHORISED, AttemptStatus.DECLINED]


def test_without_an_answer_the_upgrade_stays_pending_and_blocks_others(context: Context) -> None:
    before = _own(context)
    silent = _with_gateway(context, Silent())

    for _ in range(2):
        with pytest.raises(UpgradeInProgress):
            upgrade(silent, REFERENCE, product_code="PRO")

    assert service.find(context, REFERENCE) == before
    assert finish_upgrades(silent) == 0
    assert _statuses(context) == [AttemptStatus.OPEN]


def test_what_a_silent_processor_charged_is_completed_once_it_is_asked(context: Context, clock: SetClock) -> None:
    _own(context)
    silent = _with_gateway(context, Silent())
    with pytest.raises(UpgradeInProgress):
        upgrade(silent, REFERENCE, product_code="PRO")
    clock.advance(timedelta(minutes=6))

    orders.reconcile(silent)

    assert (finish_upgrades(silent), finish_upgrades(silent)) == (1, 0)
    assert service.find(context, REFERENCE).product_code == "PRO"


def test_an_upgrade_charged_before_a_crash_is_completed_with_the_day_it_was_asked_for(
    context: Context, clock: SetClock
) -> None:
    _own(context)
    deadly = _with_gateway(context, Deadly())
    with pytest.raises(ConnectionError):
        upgrade(deadly, REFERENCE, product_code="PRO")
    context.work.rollback()
    clock.advance(timedelta(days=1))

    orders.reconcile(deadly)
    finish_upgrades(deadly)

    moved = service.find(context, REFERENCE)
    assert (moved.product_code, moved.expires_at) == ("PRO", A_MONTH_ON)


def test_the_next_call_completes_what_a_crash_left(context: Context, clock: SetClock) -> None:
    _own(context)
    deadly = _with_gateway(context, Deadly())
    with pytest.raises(ConnectionError):
        upgrade(deadly, REFERENCE, product_code="PRO")
    context.work.rollback()
    clock.advance(timedelta(minutes=6))

    upgrade(deadly, REFERENCE, product_code="STARTER")

    assert [entry.type for entry in service.history(context, REFERENCE)] == [
        HistoryType.SALE,
        HistoryType.UPGRADE,
        HistoryType.UPGRADE,
    ]


def test_a_charge_the_processor_never_saw_leaves_the_subscription_free_again(context: Context, clock: SetClock) -> None:
    before = _own(context)
    with pytest.raises(ConnectionError):
        upgrade(_with_gateway(context, Deadly()), REFERENCE, product_code="PRO")
    context.work.rollback()
    clock.advance(timedelta(minutes=6))

    orders.reconcile(context)

    assert finish_upgrades(context) == 0
    assert service.find(context, REFERENCE) == before
    assert upgrade(context, REFERENCE, product_code="PRO").status is OrderStatus.COMPLETE


def _give_up(context: Context, clock: SetClock) -> None:
    """Another process takes the charge for lost, and the upgrade with it."""
    clock.advance(timedelta(minutes=6))
    orders.reconcile(context)
    assert finish_upgrades(context) == 0


def test_an_upgrade_given_up_is_carried_out_when_it_was_paid_after_all(context: Context, clock: SetClock) -> None:
    _own(context)

    def meanwhile() -> None:
        with context.services.database.writing() as work:
            _give_up(replace(context, work=work), clock)

    order = upgrade(_with_gateway(context, Late(meanwhile)), REFERENCE, product_code="PRO")

    assert order.status is OrderStatus.COMPLETE
    moved = service.find(context, REFERENCE)
    assert (moved.product_code, moved.period_starts_at) == ("PRO", NOW)


def test_it_gives_way_to_an_upgrade_made_in_between(context: Context, clock: SetClock) -> None:
    _own(context)

    def meanwhile() -> None:
        with context.services.database.writing() as work:
            other = replace(context, work=work)
            _give_up(other, clock)
            upgrade(other, REFERENCE, product_code="SUITE")

    with pytest.raises(UpgradeSuperseded) as refusal:
        upgrade(_with_gateway(context, Late(meanwhile)), REFERENCE, product_code="PRO")

    assert refusal.value.code == "SUBSCRIPTION_UPGRADE_SUPERSEDED"
    assert service.find(context, REFERENCE).product_code == "SUITE"
    assert finish_upgrades(context) == 0
    assert len(service.history(context, REFERENCE)) == 2


def test_one_merchants_work_finishes_no_upgrade_of_another(
    context: Context, stranger: Context, clock: SetClock
) -> None:
    _own(context)
    silent = _with_gateway(context, Silent())
    with pytest.raises(UpgradeInProgress):
        upgrade(silent, REFERENCE, product_code="PRO")
    clock.advance(timedelta(minutes=6))
    orders.reconcile(silent)

    assert (finish_upgrades(stranger), finish_upgrades(context)) == (0, 1)


def _pay_with(context: Context, subscription: Subscription, card_id: str) -> None:
    store.save(context, replace(subscription, card_id=card_id))


def _statuses(context: Context) -> list[AttemptStatus]:
    """How the attempts of all orders ended, in alphabetical order."""
    statuses = context.session.scalars(select(AttemptRow.status).where(AttemptRow.merchant_id == context.merchant_id))
    return sorted(statuses, key=lambda status: status.value)


def test_what_was_agreed_and_tried_for_the_old_product_counts_no_more(context: Context) -> None:
    _own(
        context,
        expires_at=NOW - timedelta(days=1),
        grace_days=3,
        failed_tries=1,
        next_try_at=NOW + timedelta(days=1),
        lapse=Lapse.PAST_DUE,
        is_price_agreed=True,
        tax_category="BOOKS",
        custom_price=CustomPrice(amount=Decimal(1), currency="USD", cycles_left=2),
    )

    upgrade(context, REFERENCE, product_code="PRO")

    moved = service.find(context, REFERENCE)
    assert (moved.failed_tries, moved.next_try_at, moved.lapse) == (0, None, None)
    assert (moved.is_price_agreed, moved.custom_price, moved.tax_category, moved.discount) == (False, None, None, None)
    assert (moved.grace_days, moved.bills_at) == (context.merchant.grace_days, A_MONTH_ON)


def test_the_merchants_endpoints_are_told_once(context: Context) -> None:
    _own(context)

    upgrade(context, REFERENCE, product_code="PRO")

    told = select(EventRow.reason).where(EventRow.reference == REFERENCE)
    assert list(context.session.scalars(told)) == ["LICENCE_CHANGE"]


def test_a_renewal_under_way_is_waited_for(context: Context) -> None:
    before = _own(context)
    terms = RenewalTerms()
    renewal = Renewal(REFERENCE, 1, RenewalStatus.CHARGING, "123456789", 1, NOW, None, NOW, None, terms)
    renewals.begin(context, renewal)

    with pytest.raises(UpgradeInProgress, match="A renewal of the subscription is in progress"):
        upgrade(context, REFERENCE, product_code="PRO")

    assert service.find(context, REFERENCE) == before


class TestTheDuty:
    def _waiting(self, context: Context) -> list[tuple[int, datetime]]:
        return [(row[0], row[1]) for row in context.session.execute(FINISH_UPGRADES.waiting())]

    def test_nothing_waits_where_every_upgrade_is_settled(self, context: Context) -> None:
        _own(context)
        upgrade(context, REFERENCE, product_code="PRO")

        assert self._waiting(context) == []
        assert FINISH_UPGRADES.carry_out(context) is None

    def test_what_the_processor_has_not_answered_is_not_due(self, context: Context) -> None:
        _own(context)
        with pytest.raises(UpgradeInProgress):
            upgrade(_with_gateway(context, Silent()), REFERENCE, product_code="PRO")

        assert self._waiting(context) == []
        assert FINISH_UPGRADES.carry_out(context) is None

    def test_one_that_was_paid_meanwhile_is_carried_out_once(self, context: Context, clock: SetClock) -> None:
        _own(context)
        silent = _with_gateway(context, Silent())
        with pytest.raises(UpgradeInProgress):
            upgrade(silent, REFERENCE, product_code="PRO")
        clock.advance(timedelta(minutes=6))
        orders.reconcile(silent)

        assert self._waiting(context) == [(context.merchant_id, NOW)]
        assert FINISH_UPGRADES.carry_out(context) == f"{REFERENCE}: upgraded"
        assert service.find(context, REFERENCE).product_code == "PRO"
        assert self._waiting(context) == []
        assert FINISH_UPGRADES.carry_out(context) is None

    def test_another_merchants_are_left_to_him(self, context: Context, stranger: Context, clock: SetClock) -> None:
        _own(context)
        silent = _with_gateway(context, Silent())
        with pytest.raises(UpgradeInProgress):
            upgrade(silent, REFERENCE, product_code="PRO")
        clock.advance(timedelta(minutes=6))
        orders.reconcile(silent)

        assert FINISH_UPGRADES.carry_out(stranger) is None


class TestBesideARenewal:
    def _pending(self, context: Context) -> Context:
        """An upgrade the processor does not answer for, of a subscription that is due."""
        _own(context, expires_at=NOW - timedelta(hours=1), grace_days=3)
        silent = _with_gateway(context, Silent())
        with pytest.raises(UpgradeInProgress):
            upgrade(silent, REFERENCE, product_code="PRO")
        return silent

    def test_it_is_not_renewed_before_its_upgrade_is_settled(self, context: Context) -> None:
        silent = self._pending(context)

        assert RENEWALS.carry_out(silent) == f"{REFERENCE}: waits for its upgrade"
        assert RENEWALS.carry_out(silent) is None
        assert _statuses(context) == [AttemptStatus.OPEN]

    def test_a_renewal_asked_for_meanwhile_is_refused(self, context: Context) -> None:
        silent = self._pending(context)

        with pytest.raises(RenewalInProgress, match="An upgrade of the subscription is in progress"):
            renew(silent, REFERENCE, days=30, price=Decimal(1), currency="USD")

        assert _statuses(context) == [AttemptStatus.OPEN]
