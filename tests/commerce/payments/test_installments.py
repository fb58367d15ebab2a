"""Paying a Brazilian bank in parts."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.payments.errors import InstallmentsInvalid
from rpc_server.commerce.payments.installments import MOST, SMALLEST, Installments, check_installments, offered

BUYER = Address(country="BR", phone="+55 11 5555 0100", fiscal_code="529.982.247-25")


def check(number: int, total: str = "60", currency: str = "BRL", brand: str = "visa", **changes: str | None) -> None:
    check_installments(
        number, Decimal(total), currency, msgspec.structs.replace(BUYER, **changes), brand=brand, is_recurring=False
    )


@pytest.mark.parametrize("number", [1, 2, 6])
@pytest.mark.parametrize("brand", ["visa", "mastercard", "amex"])
def test_a_local_card_pays_in_up_to_six_parts(number: int, brand: str) -> None:
    check(number, brand=brand)


def test_one_part_is_for_everyone() -> None:
    check(1, currency="USD", country="US", phone=None, brand="jcb")


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (lambda: check(2, currency="USD"), "Installments are for BRL in BR."),
        (lambda: check(2, country="PT"), "Installments are for BRL in BR."),
        (lambda: check(7), "There are at most 6 installments."),
        (lambda: check(0), "There are at most 6 installments."),
        (lambda: check(-2), "There are at most 6 installments."),
        (lambda: check(2, "9.99"), "Each must be 5 BRL or more."),
        (lambda: check(2, brand="discover"), "They are for Visa, MasterCard and American Express."),
        (lambda: check(2, phone=None), "They need Phone and FiscalCode of the buyer."),
        (lambda: check(2, fiscal_code=None), "They need Phone and FiscalCode of the buyer."),
    ],
)
def test_each_rule_is_told_when_it_is_broken(act: Callable[[], None], rule: str) -> None:
    with pytest.raises(InstallmentsInvalid) as refusal:
        act()

    assert refusal.value.message == rule


def test_a_payment_that_renews_is_not_for_parts() -> None:
    with pytest.raises(InstallmentsInvalid) as refusal:
        check_installments(2, Decimal(60), "BRL", BUYER, brand="visa", is_recurring=True)

    assert refusal.value.message == "They are not for payments that renew by themselves."


def test_the_ways_to_pay_in_parts_are_those_with_parts_that_are_large_enough() -> None:
    assert offered(Decimal("16.00"), "BRL", BUYER) == (
        Installments(1, Decimal("16.00"), "BRL"),
        Installments(2, Decimal("8.00"), "BRL"),
        Installments(3, Decimal("5.33"), "BRL"),
    )


def test_nothing_is_offered_elsewhere() -> None:
    assert offered(Decimal(60), "USD", BUYER) == offered(Decimal(60), "BRL", Address(country="PT")) == ()


@example(Decimal("9.99"))
@given(st.decimals("0.01", "1000000", places=2))
def test_what_is_offered_is_taken(total: Decimal) -> None:
    ways = offered(total, "BRL", BUYER)

    assert [way.number for way in ways] == list(range(1, len(ways) + 1))
    assert all(way.number == 1 or (way.amount >= SMALLEST and way.number <= MOST) for way in ways)
    for way in ways:
        check(way.number, str(total))
