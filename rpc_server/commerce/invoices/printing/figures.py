"""How figures are written: grouped, with two places, a true minus sign."""

from decimal import Decimal

_MINUS = "\N{MINUS SIGN}"


def amount(value: Decimal) -> str:
    """``1,234.50``; the currency stands in the heading."""
    return f"{value:,.2f}".replace("-", _MINUS)


def count(value: int | None) -> str:
    """``1,250``, or nothing where nothing is counted."""
    return "" if value is None else f"{value:,}".replace("-", _MINUS)


def percent(value: Decimal) -> str:
    """``20%``, ``6.25%``: no zeros that say nothing."""
    return f"{value.normalize():f}%"
