"""How figures and days are written: amounts grouped, with two places, a true minus sign."""

from datetime import date
from decimal import Decimal

_MINUS = "\N{MINUS SIGN}"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def amount(value: Decimal) -> str:
    """``1,234.50``; the currency stands in the heading."""
    return f"{value:,.2f}".replace("-", _MINUS)


def count(value: int | None) -> str:
    """``1,250``, or nothing where nothing is counted."""
    return "" if value is None else f"{value:,}".replace("-", _MINUS)


def percent(value: Decimal) -> str:
    """``20%``, ``6.25%``: no zeros that say nothing."""
    return f"{value.normalize():f}%"


def day(moment: date) -> str:
    """``10 March 2026``, the same in every place the server runs."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
