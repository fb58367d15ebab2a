"""Subscriptions switched on and off, extended and handed over: what changes, what stays, who is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.errors import CustomerNotFound, CustomerReferenceMissing, CustomersDiffer
from rpc_server.commerce.customers.model import NewCustomer
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.errors import (
    NeverExpires,
    NoPaymentMethod,
    SubscriptionDisabled,
    SubscriptionExpired,
    SubscriptionNotFound,
)
from rpc_server.commerce.subscriptions.managing import service as managing
from rpc_server.commerce.subscriptions.managing.churn import ChurnReason
from rpc_server.commerce.subscriptions.managing.errors import ChurnReasonInvalid, DaysInvalid
from rpc_server.commerce.subscriptions.model import Churn, Lapse
from rpc_server.errors import ApiError
from tests.subscription_world import ADA, NOW, REFERENCE, subscribed

PAST_DUE = {
    "expires_at": NOW - timedelta(days=2), "grace_days": 5, "failed_tries": 2, "lapse": Lapse.PAST_DUE,
    "next_try_at": NOW + timedelta(days=1),
}  # fmt: skip


def _told(context: Context) -> list[str]:
    """Why the merchant's endpoints were told of the subscription."""
    return list(context.session.scalars(select(EventRow.reason).where(EventRow.reference == REFERENCE)))


class TestCancelling:
    def test_it_disables_at_once_and_charges_no_more(self, context: Context) -> None:
        held = subscribed(context)

        canceled = managing.cancel(context, REFERENCE, ["CHURN_REASON_DONT_NEED", None], None)

        assert canceled == service.find(context, REFERENCE)
        assert canceled == replace(
            held,
            is_enabled=False,
            is_recurring=False,
            disabled_at=NOW,
            modified_at=NOW,
            churn=Churn(reasons=("CHURN_REASON_DONT_NEED",), at=NOW),
        )
        assert canceled.bills_at is None
        assert _told(context) == ["LICENCE_CHANGE"]

    def test_twice_changes_and_tells_nothing_more(self, context: Context) -> None:
        subscribed(context)
        first = managing.cancel(context, REFERENCE, ["CHURN_REASON_COVID"], None)

        assert managing.cancel(context, REFERENCE, None, None) == first
        assert _told(context) == ["LICENCE_CHANGE"]

    @pytest.mark.parametrize("reason", [ChurnReason.EXTRAORDINARY, ChurnReason.OTHER])
    def test_own_words_go_with_the_two_open_reasons(self, context: Context, reason: ChurnReason) -> None:
        subscribed(context)

        canceled = managing.cancel(context, REFERENCE, [reason.value.lower()], " Moved on ")

        assert canceled.churn == Churn(reasons=(reason.value,), other="Moved on", at=NOW)

    @pytest.mark.parametrize(
        ("reasons", "other", "field"),
        [
            (["CHURN_REASON_HIGH_PRICE"], "Too dear", "ChurnReasonOther"),
            (None, "Too dear", "ChurnReasonOther"),
            (["CHURN_REASON_OTHER"], "x" * 1001, "ChurnReasonOther"),
            (["CHURN_REASON_OTHER", "BORED"], None, "ChurnReasons[1]"),
        ],
    )
    def test_other_words_and_reasons_are_refused(
        self, context: Context, reasons: list[str], other: str, field: str
    ) -> None:
        held = subscribed(context)

        with pytest.raises(ChurnReasonInvalid) as refused:
            managing.cancel(context, REFERENCE, reasons, other)

        assert refused.value.field == field
        assert service.find(context, REFERENCE) == held


class TestEnabling:
    def test_it_makes_a_disabled_subscription_usable_again_and_leaves_renewal_off(self, context: Context) -> None:
        held = subscribed(context)
        managing.cancel(context, REFERENCE, None, None)

        enabled = managing.enable(context, REFERENCE)

        assert enabled == replace(held, is_recurring=False, modified_at=NOW)

    def test_what_is_enabled_stays_as_it_is(self, context: Context) -> None:
        held = subscribed(context)

        assert managing.enable(context, REFERENCE) == held
        assert _told(context) == []


class TestRecurring:
    def test_switched_off_it_stays_usable_to_its_end(self, context: Context) -> None:
        held = subscribed(context)

        stopped = managing.disable_recurring(context, REFERENCE, ["CHURN_REASON_PREFER_MANUAL"], None)

        churn = Churn(reasons=("CHURN_REASON_PREFER_MANUAL",), at=NOW)
        assert stopped == replace(held, is_recurring=False, modified_at=NOW, churn=churn)
        assert _told(context) == ["SCHEDULED_FOR_CANCELATION_ON_DEMAND"]
        assert stopped.bills_at is None

    def test_switched_on_it_is_charged_at_its_end(self, context: Context) -> None:
        held = subscribed(context, is_recurring=False, card_id="card")

        assert managing.enable_recurring(context, REFERENCE).bills_at == held.expires_at
        assert _told(context) == ["REVERT_CANCELATION_ON_DEMAND"]

    def test_a_past_due_one_is_charged_when_it_is_tried_next(self, context: Context) -> None:
        subscribed(context, is_recurring=False, card_id="card", **PAST_DUE)

        assert managing.enable_recurring(context, REFERENCE).bills_at == NOW + timedelta(days=1)

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"is_enabled": False}, SubscriptionDisabled),
            ({"expires_at": NOW - timedelta(days=1)}, SubscriptionExpired),
            ({"expires_at": None}, NeverExpires),
            ({"card_id": None}, NoPaymentMethod),
        ],
    )
    def test_what_cannot_renew_is_not_switched_on(
        self, context: Context, changes: dict[str, object], error: type[ApiError]
    ) -> None:
        held = subscribed(context, **{"card_id": "card", "is_recurring": False, **changes})

        with pytest.raises(error):
            managing.enable_recurring(context, REFERENCE)

        assert service.find(context, REFERENCE) == held

    def test_a_token_at_the_processor_is_a_payment_method(self, context: Context) -> None:
        subscribed(context, is_recurring=False, payment_token="pm_1")

        assert managing.enable_recurring(context, REFERENCE).is_recurring


class TestExtending:
    @pytest.mark.parametrize(("days", "ends", "anchor"), [(11, 31, 31), (-9, 11, 11)])
    def test_it_moves_the_end_the_anchor_and_the_history(
        self, context: Context, days: int, ends: int, anchor: int
    ) -> None:
        held = subscribed(context)

        extended = managing.extend(context, REFERENCE, days)

        expires_at = datetime(2026, 3, ends, 12, tzinfo=UTC)
        assert extended == replace(held, expires_at=expires_at, anchor_day=anchor, modified_at=NOW)
        assert [entry.expires_at for entry in store.history(context, REFERENCE)] == [expires_at]

    def test_one_that_is_past_due_is_active_again(self, context: Context) -> None:
        subscribed(context, **PAST_DUE)

        extended = managing.extend(context, REFERENCE, 30)

        assert (extended.lapse, extended.failed_tries, extended.next_try_at) == (None, 0, None)
        assert extended.bills_at == NOW + timedelta(days=28)

    @pytest.mark.parametrize("days", [0, 36_501, -36_501, -31])
    def test_days_that_cannot_be_are_refused(self, context: Context, days: int) -> None:
        held = subscribed(context)

        with pytest.raises(DaysInvalid):
            managing.extend(context, REFERENCE, days)

        assert service.find(context, REFERENCE) == held

    def test_the_calendar_has_an_end(self, context: Context) -> None:
        subscribed(context, expires_at=datetime(9999, 12, 1, tzinfo=UTC))

        with pytest.raises(DaysInvalid):
            managing.extend(context, REFERENCE, 60)

    @pytest.mark.parametrize(
        ("changes", "error"), [({"is_enabled": False}, SubscriptionDisabled), ({"expires_at": None}, NeverExpires)]
    )
    def test_what_has_no_end_to_move_is_not_extended(
        self, context: Context, changes: dict[str, object], error: type[ApiError]
    ) -> None:
        subscribed(context, **changes)

        with pytest.raises(error):
            managing.extend(context, REFERENCE, 1)


class TestHandingOver:
    def _bob(self, context: Context) -> int:
        return customers.create(context, NewCustomer(address=ADA, external_reference="bob")).reference

    @pytest.mark.parametrize("by", ["number", "name", "both"])
    def test_it_belongs_to_the_other_customer_from_then_on(self, context: Context, by: str) -> None:
        held = subscribed(context)
        number = self._bob(context)

        given = managing.assign(context, REFERENCE, None if by == "name" else number, None if by == "number" else "bob")

        assert given == replace(held, customer_reference=number, external_customer_reference="bob", modified_at=NOW)
        assert _told(context) == ["LICENCE_CHANGE"]

    def test_a_customer_there_is_not_takes_nothing_over(self, context: Context) -> None:
        held = subscribed(context)
        number = self._bob(context)

        for reference, external, error in (
            (1, None, CustomerNotFound),
            (None, "nobody", CustomerNotFound),
            (number, "ada", CustomersDiffer),
            (None, None, CustomerReferenceMissing),
        ):
            with pytest.raises(error):
                managing.assign(context, REFERENCE, reference, external)
        assert service.find(context, REFERENCE) == held

    def test_a_customer_of_another_merchant_is_none(self, context: Context, stranger: Context) -> None:
        subscribed(context)
        theirs = customers.create(stranger, NewCustomer(address=ADA)).reference

        with pytest.raises(CustomerNotFound):
            managing.assign(context, REFERENCE, theirs, None)


def test_another_merchant_manages_nothing_of_it(context: Context, stranger: Context) -> None:
    held = subscribed(context)
    acts: tuple[Callable[[], object], ...] = (
        lambda: managing.cancel(stranger, REFERENCE, None, None),
        lambda: managing.enable(stranger, REFERENCE),
        lambda: managing.enable_recurring(stranger, REFERENCE),
        lambda: managing.disable_recurring(stranger, REFERENCE, None, None),
        lambda: managing.extend(stranger, REFERENCE, 1),
        lambda: managing.assign(stranger, REFERENCE, 1, None),
    )

    for act in acts:
        with pytest.raises(SubscriptionNotFound):
            act()
    assert service.find(context, REFERENCE) == held
