"""Finding subscriptions."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound
from rpc_server.commerce.subscriptions.search import Between, SubscriptionSearch, SubscriptionType
from tests.subscription_world import ADA, REFERENCE, starter, subscribed

GRACE_HOPPER = msgspec.structs.replace(ADA, first_name="Grace", email="grace_h@example.org", country="US")


def _day(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


@pytest.fixture
def shelf(context: Context) -> Context:
    """ADA1 is Ada's, as ``starter``; HOPPER is Grace's, and differs in everything a search can ask."""
    subscribed(context, reference="ADA1")
    subscribed(
        context,
        reference="HOPPER",
        product_code="PRO",
        customer_reference=7,
        external_customer_reference="grace",
        end_user=GRACE_HOPPER,
        purchased_at=_day(3, 1),
        expires_at=_day(3, 31),
        renewed_at=_day(3, 2),
        modified_at=_day(3, 3),
        is_enabled=False,
        is_recurring=False,
        is_trial=True,
        was_trial=True,
        is_test=True,
        partner_code="PARTNER1",
    )
    return context


def _found(context: Context, **conditions: Any) -> set[str]:
    found, count = service.search(context, SubscriptionSearch(**conditions))
    assert count == len(found)
    return {subscription.reference for subscription in found}


def test_a_stored_subscription_is_found_as_it_was(context: Context) -> None:
    subscribed(context)

    assert service.find(context, REFERENCE) == starter()


def test_an_unknown_reference_is_refused(context: Context) -> None:
    with pytest.raises(SubscriptionNotFound) as refusal:
        service.find(context, "0000000000")
    assert (refusal.value.code, refusal.value.field) == ("SUBSCRIPTION_NOT_FOUND", "subscriptionReference")


def test_a_search_for_nothing_finds_everything_oldest_purchase_first(shelf: Context) -> None:
    found, count = service.search(shelf, SubscriptionSearch())

    assert ([subscription.reference for subscription in found], count) == (["ADA1", "HOPPER"], 2)


@pytest.mark.parametrize(
    ("conditions", "references"),
    [
        ({"customer_email": "ADA@EXAMPLE.COM", "is_email_exact": True}, {"ADA1"}),
        ({"customer_email": "ada", "is_email_exact": True}, set()),
        ({"customer_email": "EXAMPLE.C"}, {"ADA1"}),
        ({"customer_email": "e_h"}, {"HOPPER"}),
        ({"customer_email": "ada_example"}, set()),
        ({"customer_reference": 7}, {"HOPPER"}),
        ({"external_customer_reference": "ada"}, {"ADA1"}),
        ({"external_customer_reference": "ADA"}, set()),
        ({"partner_code": "PARTNER1"}, {"HOPPER"}),
        ({"is_enabled": True}, {"ADA1"}),
        ({"is_enabled": False}, {"HOPPER"}),
        ({"is_recurring": True}, {"ADA1"}),
        ({"is_test": True}, {"HOPPER"}),
        ({"is_lifetime": False}, {"ADA1", "HOPPER"}),
        ({"is_lifetime": True}, set()),
        ({"product_codes": ("PRO", "SUITE")}, {"HOPPER"}),
        ({"countries": ("GB", "FR")}, {"ADA1"}),
        ({"type": SubscriptionType.TRIAL}, {"HOPPER"}),
        ({"type": SubscriptionType.REGULAR}, {"ADA1"}),
        ({"type": SubscriptionType.REGULAR_FROM_TRIAL}, set()),
        ({"purchased": Between(since=_day(3, 1))}, {"HOPPER"}),
        ({"purchased": Between(until=_day(3, 1))}, {"ADA1"}),
        ({"expires": Between(_day(3, 20), _day(3, 21))}, {"ADA1"}),
        ({"renewed": Between(until=_day(4, 1))}, {"HOPPER"}),
        ({"modified": Between(since=_day(3, 3))}, {"HOPPER"}),
        ({"next_billed": Between(_day(3, 1), _day(4, 1))}, {"ADA1"}),
        ({"delivered_code": "KEY-1"}, set()),
        ({"notified": Between(since=_day(1, 1))}, set()),
        ({"is_enabled": True, "product_codes": ("PRO",)}, set()),
    ],
)
def test_every_condition_counts(shelf: Context, conditions: dict[str, Any], references: set[str]) -> None:
    assert _found(shelf, **conditions) == references


def test_a_trial_that_was_paid_for_is_regular_from_trial(context: Context) -> None:
    subscribed(context, was_trial=True)

    assert _found(context, type=SubscriptionType.REGULAR_FROM_TRIAL) == {REFERENCE}
    assert _found(context, type=SubscriptionType.REGULAR) == set()


def test_a_page_holds_its_part_and_the_count_is_of_all(context: Context) -> None:
    for n in range(5):
        subscribed(context, reference=f"S{n}", purchased_at=_day(2, 20 - n))

    found, count = service.search(context, SubscriptionSearch(page=2, limit=2))

    assert ([subscription.reference for subscription in found], count) == (["S2", "S1"], 5)


def test_a_customer_has_his_own(shelf: Context) -> None:
    assert [subscription.reference for subscription in service.of_customer(shelf, 7)] == ["HOPPER"]


def test_another_merchant_sees_none_of_it(shelf: Context, stranger: Context) -> None:
    with pytest.raises(SubscriptionNotFound):
        service.find(stranger, "ADA1")
    with pytest.raises(SubscriptionNotFound):
        service.history(stranger, "ADA1")
    assert service.search(stranger, SubscriptionSearch()) == ([], 0)
    assert service.of_customer(stranger, 7) == []
    assert service.of_order(stranger, "100000001") == []


def test_two_merchants_may_have_the_same_reference(context: Context, stranger: Context) -> None:
    subscribed(context)
    subscribed(stranger, product_name="Theirs")

    assert service.find(context, REFERENCE).product_name == "Starter"
    assert service.find(stranger, REFERENCE).product_name == "Theirs"
