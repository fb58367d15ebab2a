"""The parts a file of known data is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from rpc_server.commerce.context import Context

MOST_PLACES = 4


class Entry(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One entry of a section, or a part of one; a key it does not name is a mistake."""


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level key of the file: the type of its value, and what stores such a value for a merchant."""

    key: str
    type: Any
    load: Callable[[Context, Any], None]


class SeedMistake(Exception):
    """Something in the file that cannot be stored. ``at`` leads to it: keys, and indexes in lists, from the top."""

    def __init__(self, text: str, *at: str | int) -> None:
        super().__init__(text)
        self.text = text
        self.at = at


def checked_amount(amount: Decimal) -> Decimal:
    """``amount``; raises ``ValueError`` when it is no number, below zero, or has more than four places."""
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"{amount} is no number of zero or more")
    if amount != round(amount, MOST_PLACES):
        raise ValueError(f"{amount} has more than {MOST_PLACES} places")
    return amount
