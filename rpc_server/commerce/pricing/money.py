"""The one place where money is rounded."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


def rounded(amount: Decimal) -> Decimal:
    """``amount`` to two places, half away from zero (recorded: 5.985 -> 5.99, 3.125 -> 3.13)."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def percentage(percent: Decimal, of: Decimal) -> Decimal:
    """``percent`` % of an amount, not yet rounded."""
    return of * percent / 100
