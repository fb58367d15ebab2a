"""What a cart holds after products were added and removed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.accounts.model import BasketLine
from rpc_server.commerce.carts import basket as baskets
from rpc_server.commerce.carts.errors import CartFull, NotInCart

ONE = BasketLine(1, 1)
ONE_WITH_SUPPORT = BasketLine(1, 2, ("phone",))
OTHER = BasketLine(2, 3)


def test_a_product_added_twice_is_one_line_of_both_quantities() -> None:
    assert baskets.add((ONE, OTHER), BasketLine(1, 4)) == (BasketLine(1, 5), OTHER)


def test_a_product_with_other_options_is_a_line_by_itself() -> None:
    assert baskets.add((ONE,), ONE_WITH_SUPPORT) == (ONE, ONE_WITH_SUPPORT)


def test_a_product_of_another_price_list_is_a_line_by_itself() -> None:
    listed = BasketLine(1, 1, (), "EFBECC428A")

    assert baskets.add((ONE,), listed) == (ONE, listed)


def test_a_cart_takes_two_hundred_lines() -> None:
    full = tuple(BasketLine(n, 1) for n in range(200))

    with pytest.raises(CartFull) as refusal:
        baskets.add(full, BasketLine(200, 1))

    assert (refusal.value.code, refusal.value.message) == ("CART_FULL", "The shopping cart takes no more products.")


def test_a_full_cart_takes_more_of_what_it_holds() -> None:
    full = tuple(BasketLine(n, 1) for n in range(200))

    assert baskets.add(full, BasketLine(7, 2))[7] == BasketLine(7, 3)


def test_removing_some_of_a_line_leaves_the_rest() -> None:
    assert baskets.remove((ONE, OTHER), OTHER, 1) == (ONE, BasketLine(2, 2))


@pytest.mark.parametrize("quantity", [3, 4, None])
def test_removing_all_or_more_of_a_line_removes_it(quantity: int | None) -> None:
    assert baskets.remove((ONE, OTHER), OTHER, quantity) == (ONE,)


def test_removing_a_product_takes_from_its_lines_in_the_order_they_came() -> None:
    assert baskets.remove_product((ONE, OTHER, ONE_WITH_SUPPORT), 1, 2) == (OTHER, BasketLine(1, 1, ("phone",)))


def test_removing_a_product_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotInCart) as refusal:
        baskets.remove_product((OTHER,), 1, 1)

    assert (refusal.value.code, refusal.value.message, refusal.value.field) == (
        "PRODUCT_NOT_FOUND",
        "There is no product with the specified settings in cart.",
        "IdProduct",
    )


_lines = st.builds(BasketLine, st.integers(1, 3), st.integers(1, 9), st.sampled_from([(), ("a",), ("a", "b")]))


@given(st.lists(_lines, max_size=12))
def test_adding_keeps_every_unit_and_no_two_lines_alike(lines: list[BasketLine]) -> None:
    basket: baskets.Basket = ()
    for line in lines:
        basket = baskets.add(basket, line)

    assert sum(line.quantity for line in basket) == sum(line.quantity for line in lines)
    assert len({(line.product_id, line.options) for line in basket}) == len(basket)


@given(st.lists(_lines, min_size=1, max_size=12), st.integers(1, 40))
def test_removing_takes_as_many_units_as_asked_or_as_there_are(lines: list[BasketLine], quantity: int) -> None:
    product_id = lines[0].product_id
    held = sum(line.quantity for line in lines if line.product_id == product_id)

    left = baskets.remove_product(tuple(lines), product_id, quantity)

    assert sum(line.quantity for line in left if line.product_id == product_id) == max(held - quantity, 0)
    assert [line for line in left if line.product_id != product_id] == [
        line for line in lines if line.product_id != product_id
    ]
