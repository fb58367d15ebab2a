"""The catalogue's values, apart from where they are stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from rpc_server.commerce.pricing.model import PriceType

LAST_QUANTITY = 99_999


class ProductType(Enum):
    REGULAR = "REGULAR"
    BUNDLE = "BUNDLE"


class PricingSchema(Enum):
    """DYNAMIC: a base price changed by options. FLAT: a price for each combination of options."""

    DYNAMIC = "DYNAMIC"
    FLAT = "FLAT"


class OptionGroupType(Enum):
    RADIO = "RADIO"
    CHECKBOX = "CHECKBOX"
    COMBO = "COMBO"
    INTERVAL = "INTERVAL"


class PriceKind(Enum):
    REGULAR = "REGULAR"
    RENEWAL = "RENEWAL"


class CycleUnit(Enum):
    DAY = "D"
    MONTH = "M"


@dataclass(frozen=True, slots=True)
class BillingCycle:
    """How long one paid period is; ``length`` of -1 is for ever (lifetime, one-time fee)."""

    length: int
    unit: CycleUnit

    @property
    def is_lifetime(self) -> bool:
        return self.length < 0


@dataclass(frozen=True, slots=True)
class PriceImpact:
    """What choosing an option does to the unit price: ``percent`` of it or a fixed amount by currency."""

    is_percent: bool
    is_addition: bool
    is_on_base: bool = True
    percent: Decimal = Decimal(0)
    amounts: tuple[tuple[str, Decimal], ...] = ()


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


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options to choose from: one (RADIO, COMBO), any (CHECKBOX), or a number on a scale (INTERVAL)."""

    code: str
    name: str
    type: OptionGroupType
    options: tuple[Option, ...]
    description: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one unit when this many are bought; ``options`` is the FLAT combination it is for."""

    amount: Decimal
    currency: str
    min_quantity: int = 1
    max_quantity: int = LAST_QUANTITY
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PricingConfiguration:
    """One way a product is priced; ``countries`` empty means everywhere no other configuration speaks for."""

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


@dataclass(frozen=True, slots=True)
class Product:
    """A product of one merchant. ``product_id`` is the documented AvangateId."""

    product_id: int
    code: str
    name: str
    type: ProductType
    version: str
    short_description: str
    long_description: str
    is_enabled: bool
    is_tangible: bool
    has_gift_option: bool
    allows_multiple_units: bool
    group_code: str
    group_name: str
    tax_category: str | None
    fulfillment: str
    generates_subscription: bool
    cycle: BillingCycle | None
    configurations: tuple[PricingConfiguration, ...]
    bundle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UpgradePath:
    """A subscription of ``source`` may become one of ``target`` (product codes)."""

    source: str
    target: str
    scheme: str


@dataclass(frozen=True, slots=True)
class CrossSellOffer:
    """A product recommended by a campaign, and the percentage taken off it."""

    product_code: str
    discount_percent: Decimal


@dataclass(frozen=True, slots=True)
class CrossSellCampaign:
    """Products recommended to buyers of others. Compare codes after URL-decoding."""

    code: str
    name: str
    is_active: bool
    start: date | None
    end: date | None
    master_products: frozenset[str]
    offers: tuple[CrossSellOffer, ...]

    def runs_on(self, day: date) -> bool:
        """Whether the campaign is active and ``day`` inside its dates."""
        begun = self.start is None or self.start <= day
        return self.is_active and begun and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Promotion:
    """A discount for some products (all, when ``products`` is empty), by percentage or fixed amounts."""

    code: str
    name: str
    description: str
    is_enabled: bool
    start: date | None
    end: date | None
    coupons: frozenset[str]
    is_instant: bool
    products: frozenset[str]
    percent: Decimal | None
    amounts: tuple[tuple[str, Decimal], ...]
    type: str = "REGULAR"
    maximum_orders: int | None = None
    maximum_quantity: int | None = None
