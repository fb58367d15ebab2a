"""The fields a merchant keeps with a subscription, and their limits."""

import pytest

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound
from rpc_server.commerce.subscriptions.information import service as information
from rpc_server.commerce.subscriptions.information.errors import (
    FieldExists,
    FieldInvalid,
    FieldNotFound,
    TooManyFields,
)
from rpc_server.commerce.subscriptions.information.model import InformationField
from tests.subscription_world import REFERENCE, subscribed


def test_fields_are_answered_in_the_order_they_were_added(context: Context) -> None:
    subscribed(context)

    added = [information.add(context, REFERENCE, name, name * 2) for name in ("b", "A", "a")]

    assert added == [InformationField("b", "bb"), InformationField("A", "AA"), InformationField("a", "aa")]
    assert information.of_subscription(context, REFERENCE) == added


def test_a_sixth_field_is_refused_until_another_is_taken_away(context: Context) -> None:
    subscribed(context)
    for name in "12345":
        information.add(context, REFERENCE, name, "")

    with pytest.raises(TooManyFields):
        information.add(context, REFERENCE, "6", "")

    information.remove(context, REFERENCE, "2")
    information.add(context, REFERENCE, "6", "")
    assert [field.name for field in information.of_subscription(context, REFERENCE)] == ["1", "3", "4", "5", "6"]


def test_a_name_is_taken_once(context: Context) -> None:
    subscribed(context)
    information.add(context, REFERENCE, "size", "9")

    with pytest.raises(FieldExists):
        information.add(context, REFERENCE, "size", "10")


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [("", "1", "fieldName"), (" ", "1", "fieldName"), ("x" * 101, "1", "fieldName"), ("x", "y" * 101, "fieldValue")],
)
def test_what_is_empty_or_longer_than_a_hundred_characters_is_refused(
    context: Context, name: str, value: str, field: str
) -> None:
    subscribed(context)

    with pytest.raises(FieldInvalid) as refused:
        information.add(context, REFERENCE, name, value)

    assert refused.value.field == field


def test_a_hundred_characters_are_kept(context: Context) -> None:
    subscribed(context)
    field = information.add(context, REFERENCE, "ñ" * 100, "é" * 100)

    assert information.find(context, REFERENCE, "ñ" * 100) == field


def test_another_value_takes_the_place_of_the_first_and_none_empties_it(context: Context) -> None:
    subscribed(context)
    information.add(context, REFERENCE, "size", "9")

    assert information.change(context, REFERENCE, "size", "10") == InformationField("size", "10")
    assert information.change(context, REFERENCE, "size", None) == InformationField("size", "")
    assert information.of_subscription(context, REFERENCE) == [InformationField("size", "")]


def test_a_value_that_is_too_long_changes_nothing(context: Context) -> None:
    subscribed(context)
    information.add(context, REFERENCE, "size", "9")

    with pytest.raises(FieldInvalid):
        information.change(context, REFERENCE, "size", "x" * 101)

    assert information.find(context, REFERENCE, "size").value == "9"


def test_a_field_there_is_not_is_refused(context: Context) -> None:
    subscribed(context)

    for act in (
        lambda: information.find(context, REFERENCE, "size"),
        lambda: information.change(context, REFERENCE, "size", "1"),
        lambda: information.remove(context, REFERENCE, "size"),
    ):
        with pytest.raises(FieldNotFound):
            act()


def test_another_merchant_sees_and_changes_nothing_of_it(context: Context, stranger: Context) -> None:
    subscribed(context)
    information.add(context, REFERENCE, "size", "9")

    for act in (
        lambda: information.add(stranger, REFERENCE, "mine", ""),
        lambda: information.of_subscription(stranger, REFERENCE),
        lambda: information.change(stranger, REFERENCE, "size", "1"),
        lambda: information.remove(stranger, REFERENCE, "size"),
    ):
        with pytest.raises(SubscriptionNotFound):
            act()
    assert information.find(context, REFERENCE, "size").value == "9"
