"""Percentages and exchange rates that hold from a day on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class VatRate:
    """The tax on a category of products in a country, or in one of its states, from a day on.

    Empty ``state`` and ``tax_category`` stand for all of them.
    """

    country: str
    percent: Decimal
    since: date
    state: str = ""
    tax_category: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """How many units of a currency buy one unit of the merchant's reference currency, from a day on.

    The reference currency itself has the rate 1.
    """

    currency: str
    units: Decimal
    since: date
