"""How arguments find their parameters."""

import sys
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.api.binding import bind, positional
from rpc_server.api.errors import InvalidArgument, MissingArgument, UnknownMethod
from rpc_server.api.families import Endpoint, Family, Version, span
from rpc_server.api.registry import Method, Registry, method

SIX = Endpoint(Family.MERCHANT, Version(6, 0))
MERCHANT = span(Family.MERCHANT, "3.0", "6.0")


@method("setSubscriptionUpgrade", MERCHANT)
def upgrade(
    call: Any,
    subscription_reference: str,
    product_code: str,
    options: str | None = None,
    custom_price: Decimal | None = None,
) -> bool:
    """Upgrade."""
    return True


@method("renew", MERCHANT)
def renew(call: Any, reference: str, days: int | None = None, currency: str = "USD") -> bool:
    """Renew."""
    return True


def declared(name: str) -> Method:
    return Registry([sys.modules[__name__]]).find(SIX, name)


def test_arguments_take_their_places_and_types() -> None:
    assert bind(declared("setSubscriptionUpgrade"), ["s", "AB", "PRO", "a;b", "9.50"]) == [
        "s",
        "AB",
        "PRO",
        "a;b",
        Decimal("9.5"),
    ]


def test_missing_optional_arguments_get_their_defaults() -> None:
    assert bind(declared("renew"), ["s", "AB"]) == ["s", "AB", None, "USD"]
    assert bind(declared("renew"), ["s", "AB", None, None]) == ["s", "AB", None, "USD"]


def test_an_argument_dropped_in_the_middle_is_noticed_by_type() -> None:
    assert bind(declared("renew"), ["s", "AB", "EUR"]) == ["s", "AB", None, "EUR"]


def test_surplus_arguments_are_ignored() -> None:
    assert bind(declared("renew"), ["s", "AB", 1, "EUR", "sha256", {}]) == ["s", "AB", 1, "EUR"]


@pytest.mark.parametrize("arguments", [["s"], ["s", None], []])
def test_a_missing_required_argument_is_named(arguments: list[Any]) -> None:
    with pytest.raises(MissingArgument) as refusal:
        bind(declared("renew"), arguments)

    assert refusal.value.field in ("reference", "sessionID")


def test_an_argument_of_the_wrong_type_is_named_when_none_was_dropped() -> None:
    with pytest.raises(InvalidArgument) as refusal:
        bind(declared("renew"), ["s", "AB", "many", "EUR"])

    assert refusal.value.field == "days"


def test_names_are_read_in_any_case_and_leave_gaps_for_the_missing() -> None:
    named = {"session_id": "s", "CURRENCY": "EUR", "Reference": "AB"}

    assert positional(declared("renew"), named) == ["s", "AB", None, "EUR"]


def test_an_object_with_no_known_name_counts_in_order() -> None:
    assert positional(declared("renew"), {"first": "s", "second": "AB"}) == ["s", "AB"]


def test_an_unknown_method_is_refused_with_where_to_look() -> None:
    with pytest.raises(UnknownMethod) as refusal:
        declared("renewAll")

    assert refusal.value.message == "There is no method 'renewAll' at merchant-6.0."


def test_two_declarations_of_one_name_for_one_endpoint_are_a_mistake() -> None:
    module = type(sys)("twins")

    @method("twin", MERCHANT)
    def one(call: Any) -> bool:
        """One."""
        return True

    @method("TWIN", span(Family.MERCHANT, "6.0", "6.0"))
    def two(call: Any) -> bool:
        """Two."""
        return True

    for handler in (one, two):
        handler.__module__ = "twins"
        setattr(module, handler.__name__, handler)

    with pytest.raises(ValueError, match=r"declared twice for merchant-6\.0"):
        Registry([module]).table(SIX)
