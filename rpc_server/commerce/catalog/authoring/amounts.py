"""What an amount of money in the catalogue may be."""

from decimal import Decimal

LARGEST_AMOUNT = Decimal("99999999.99")


def is_amount(amount: Decimal) -> bool:
    """Whether it is a number from zero to the largest price."""
    return 0 <= amount <= LARGEST_AMOUNT
