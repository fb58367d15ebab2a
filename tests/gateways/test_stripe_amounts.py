"""Amounts in Stripe's smallest units, without a rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.gateways.stripe.amounts import InexactAmount, minor_units


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("19.95", "USD", 1995),
        ("0.01", "EUR", 1),
        ("100", "BRL", 10_000),
        ("1E+2", "GBP", 10_000),
        ("1500.00", "JPY", 1500),
        ("7", "KRW", 7),
        ("12.34", "KWD", 12_340),
        ("5", "ISK", 500),
        ("5", "UGX", 500),
        ("250", "HUF", 25_000),
    ],
)
def test_an_amount_is_counted_in_the_smallest_unit(amount: str, currency: str, expected: int) -> None:
    assert minor_units(Decimal(amount), currency) == expected


@pytest.mark.parametrize(
    ("amount", "currency"), [("19.955", "USD"), ("0.5", "JPY"), ("12.345", "KWD"), ("5.5", "ISK"), ("0.0001", "EUR")]
)
def test_an_amount_with_a_smaller_part_is_not_counted(amount: str, currency: str) -> None:
    with pytest.raises(InexactAmount, match=f"{amount} {currency} has a part smaller than can be paid"):
        minor_units(Decimal(amount), currency)


@given(st.decimals(0, 999_999, places=2), st.sampled_from([("USD", 100), ("TND", 1000)]))
def test_nothing_is_lost_on_the_way(amount: Decimal, currency: tuple[str, int]) -> None:
    code, units = currency

    assert Decimal(minor_units(amount, code)) / units == amount
