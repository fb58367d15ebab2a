"""How a product is priced."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.catalog.model.options import OptionGroup
from rpc_server.commerce.pricing.model import PriceType

LAST_QUANTITY = 99_999
REMOVED = Decimal(-1)
"""The amount that deletes a price (documented)."""


class PricingSchema(Enum):
    """DYNAMIC: a base price changed by options. FLAT: a price for each combination of options."""

    DYNAMIC = "DYNAMIC"
    FLAT = "FLAT"


class PriceKind(Enum):
    REGULAR = "REGULAR"
    RENEWAL = "RENEWAL"


class GroupAssignment(msgspec.Struct, frozen=True):
    """An option group by code, and whether a choice of it is required in this configuration."""

    code: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one unit when this many are bought; ``options`` is the FLAT combination it is for."""

    amount: Decimal
    currency: str
    min_quantity: int = 1
    max_quantity: int = LAST_QUANTITY
    options: frozenset[str] = frozenset()

    @property
    def place(self) -> tuple[str, int, int, frozenset[str]]:
        """What tells it from the other prices of its list."""
        return self.currency, self.min_quantity, self.max_quantity, self.options


@dataclass(frozen=True, slots=True)
class PricingConfiguration:
    """One way a product is priced; ``countries`` empty means everywhere no other configuration speaks for.

    ``uses_original_prices``: only in the currencies that have prices, never at a converted one.
    """

    code: str
    name: str
    is_default: bool
    countries: frozenset[str]
    schema: PricingSchema
    price_type: PriceType
    default_currency: str
    regular: tuple[Price, ...]
    renewal: tuple[Price, ...]
    option_groups: tuple[OptionGroup, ...]
    uses_original_prices: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PricingDraft:
    """A pricing configuration as asked for. None is what nothing was said of, ``path`` its wire path for errors.

    Prices of the amount ``REMOVED`` are to go. ``stated_options`` are all options prices name, each under the
    group it was named in.
    """

    path: str
    code: str | None = None
    name: str | None = None
    is_default: bool | None = None
    countries: frozenset[str] | None = None
    uses_original_prices: bool | None = None
    schema: PricingSchema | None = None
    price_type: PriceType | None = None
    default_currency: str | None = None
    regular: tuple[Price, ...] | None = None
    renewal: tuple[Price, ...] | None = None
    groups: tuple[GroupAssignment, ...] | None = None
    stated_options: frozenset[tuple[str, str]] = frozenset()
