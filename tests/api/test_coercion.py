"""What clients may send for each kind of value, and what it becomes."""

from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.api.coercion import MAX_ITEMS, coercer
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.shapes import ApiObject, Code, MaxLength, read_annotation


class Item(ApiObject):
    code: Annotated[str | None, MaxLength(5)] = None
    quantity: Annotated[int | None, Code("ORDER_ITEMS_QUANTITY_INVALID")] = None
    is_dynamic: bool | None = None
    parts: list["Item"] | None = None


def coerce(annotation: Any, value: Any) -> Any:
    return coercer(read_annotation(annotation).shape)(value, "Value")


TAKEN = [
    (str, "é", "é"), (str, 17, "17"), (str, Decimal("1.50"), "1.50"), (str, True, "1"), (str, False, ""), (str, "", ""),
    (int, 5, 5), (int, "5", 5), (int, " 5 ", 5), (int, "5.0", 5), (int, Decimal("5.0"), 5), (int, "", None), (int, -1, -1),
    (Decimal, 10, Decimal(10)), (Decimal, "12.5", Decimal("12.5")), (Decimal, "", None), (Decimal, ".5", Decimal("0.5")),
    (Decimal, Decimal("0.59999999999999998"), Decimal("0.6")), (Decimal, "1.5E-2", Decimal("0.015")),
    (bool, True, True), (bool, 0, False), (bool, "1", True), (bool, "YES", True), (bool, "no", False), (bool, "", None),
    (Item, False, None), (Item, "false", None), (Item, "", None), (Item, [], None),
    (list[int], "", None), (list[int], [], []), (list[int], ["1", 2], [1, 2]), (list[int], {"0": 1, "2": 3}, [1, 3]),
    (dict[str, str], {"a": 1}, {"a": "1"}), (dict[str, str], [], None),
    (Any, {"a": [1]}, {"a": [1]}),
]  # fmt: skip


@pytest.mark.parametrize(("annotation", "value", "expected"), TAKEN)
def test_values_are_read_as_leniently_as_php_does(annotation: Any, value: Any, expected: Any) -> None:
    taken = coerce(annotation, value)

    assert taken == expected
    assert type(taken) is type(expected)


REFUSED = [
    (str, ["a"]), (str, {"a": 1}), (str, "a\0b"), (str, "\ud800"),
    (int, "five"), (int, "5.5"), (int, Decimal("5.5")), (int, True), (int, 2**63), (int, "9" * 30), (int, [1]),
    (Decimal, "1,5"), (Decimal, "NaN"), (Decimal, "Infinity"), (Decimal, "1e9"), (Decimal, True), (Decimal, "9" * 13),
    (bool, "maybe"), (bool, 2), (bool, []),
    (Item, "x"), (Item, 5), (Item, [1]),
    (list[int], "x"), (list[int], 5), (list[int], [0] * (MAX_ITEMS + 1)),
    (dict[str, str], "x"),
]  # fmt: skip


@pytest.mark.parametrize(("annotation", "value"), REFUSED, ids=range(len(REFUSED)))
def test_values_of_another_kind_are_refused_by_name(annotation: Any, value: Any) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        coerce(annotation, value)

    assert refusal.value.field == "Value"
    assert "Value" in refusal.value.message


def test_members_match_in_any_case_and_unknown_ones_are_skipped() -> None:
    assert coerce(Item, {"isDynamic": "1", "Colour": "red"}) == Item(is_dynamic=True)


def test_one_object_stands_for_a_list_of_one() -> None:
    assert coerce(list[Item], {"Code": "A"}) == [Item(code="A")]


def test_a_refusal_names_the_path_to_the_value() -> None:
    with pytest.raises(InvalidArgument) as refusal:
        coerce(Item, {"Parts": [{"Code": "A"}, {"Parts": {"0": {"Code": "123456"}}}]})

    assert refusal.value.field == "Value.Parts[1].Parts[0].Code"
    assert refusal.value.message == "Value.Parts[1].Parts[0].Code is longer than 5 characters."


def test_a_member_can_have_its_own_error_code() -> None:
    with pytest.raises(InvalidArgument) as refusal:
        coerce(Item, {"Quantity": "some"})

    assert refusal.value.code == "ORDER_ITEMS_QUANTITY_INVALID"
    assert InvalidArgument.code == "INVALID_ARGUMENT"


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4))
def test_an_amount_of_four_places_keeps_its_value(amount: Decimal) -> None:
    assert coerce(Decimal, str(amount)) == amount


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values, st.sampled_from([str, int, Decimal, bool, Item, list[Item], list[str], dict[str, str], Any]))
def test_any_value_is_taken_or_refused_and_nothing_else_happens(value: Any, annotation: Any) -> None:
    field: str | None = "Value"
    try:
        coerce(annotation, value)
    except InvalidArgument as refusal:
        field = refusal.field

    assert (field or "").startswith("Value")
