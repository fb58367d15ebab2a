"""Price options: groups of choices, and what each choice does to a price."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class OptionGroupType(Enum):
    RADIO = "RADIO"
    CHECKBOX = "CHECKBOX"
    COMBO = "COMBO"
    INTERVAL = "INTERVAL"


class OptionUsage(Enum):
    """PREPAID: paid with the order. PAY_PER_USAGE: paid for what was used, at the renewal (names inferred)."""

    PREPAID = "PREPAID"
    PAY_PER_USAGE = "PAY_PER_USAGE"


@dataclass(frozen=True, slots=True)
class Translation:
    """A name and a description in another language (a code of two letters, or of a region: PT-BR)."""

    language: str
    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class PriceImpact:
    """What choosing an option does to the unit price: ``percent`` of it or a fixed amount by currency."""

    is_percent: bool
    is_addition: bool
    is_on_base: bool = True
    percent: Decimal = Decimal(0)
    amounts: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class SubscriptionImpact:
    """How many months an option makes the billing cycle longer or shorter; ``impact_on`` is kept as told."""

    months: int
    is_addition: bool = True
    impact_on: str = "BASE"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a group; an INTERVAL option takes any number from ``scale_min`` to ``scale_max``."""

    code: str
    name: str
    description: str = ""
    is_default: bool = False
    impact: PriceImpact | None = None
    scale_min: int | None = None
    scale_max: int | None = None
    subscription_impact: SubscriptionImpact | None = None
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options to choose from: one (RADIO, COMBO), any (CHECKBOX), or a number on a scale (INTERVAL)."""

    code: str
    name: str
    type: OptionGroupType
    options: tuple[Option, ...]
    description: str = ""
    is_required: bool = False
    translations: tuple[Translation, ...] = ()
    usage: OptionUsage = OptionUsage.PREPAID
    usage_pricing: str | None = None


@dataclass(frozen=True, slots=True)
class OptionGroupSearch:
    """What to look for; None and empty stand for everything. ``name`` is a part of one; ``page`` counts from 1."""

    name: str | None = None
    types: tuple[OptionGroupType, ...] = ()
    page: int = 1
    limit: int = 10
