"""What so many units of usage come to. Arithmetic only; the two models and their names are inferred."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from rpc_server.commerce.pricing.money import ZERO, rounded


class UsagePricing(Enum):
    """VOLUME: every unit costs what the interval says that holds them all. TIERED: each what its own interval says."""

    VOLUME = "VOLUME"
    TIERED = "TIERED"


_NAMES = {
    "CUMULATIVE_INTERVALS": UsagePricing.TIERED,
    "NON_CUMULATIVE_INTERVALS": UsagePricing.VOLUME,
    "GRADUATED": UsagePricing.TIERED,
}


@dataclass(frozen=True, slots=True)
class Tier:
    """An interval: what a unit costs up to so many of them; ``up_to`` None is without end."""

    up_to: Decimal | None
    unit_price: Decimal


def pricing_named(name: str | None) -> UsagePricing:
    """The model a price option group names; VOLUME where it names none that is known."""
    word = (name or "").strip().upper().replace(" ", "_").replace("-", "_")
    found = _NAMES.get(word)
    return found or (UsagePricing(word) if word in UsagePricing.__members__ else UsagePricing.VOLUME)


def rated(units: Decimal, tiers: Sequence[Tier], pricing: UsagePricing) -> Decimal:
    """The price of ``units``, to the cent, half up. ``tiers`` ascend; units beyond the last cost what it says.

    Fractions between two intervals (10.5 of 1 to 10 and 11 to 20) belong to the upper one.
    """
    match pricing:
        case UsagePricing.VOLUME:
            return rounded(units * _holding(units, tiers).unit_price)
        case UsagePricing.TIERED:
            return rounded(_climbed(units, tiers))


def _holding(units: Decimal, tiers: Sequence[Tier]) -> Tier:
    return next((tier for tier in tiers if tier.up_to is None or units <= tier.up_to), tiers[-1])


def _climbed(units: Decimal, tiers: Sequence[Tier]) -> Decimal:
    price, counted = ZERO, ZERO
    for tier in tiers:
        reached = units if tier is tiers[-1] or tier.up_to is None else min(units, tier.up_to)
        price += (reached - counted) * tier.unit_price
        counted = reached
    return price
