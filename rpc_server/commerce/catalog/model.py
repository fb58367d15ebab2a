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
class ProductTexts:
    """What is told of a product beside its name, and its trial version to download."""

    system_requirements: str = ""
    trial_url: str = ""
    trial_description: str = ""
    category: str | None = None
    image_url: str | None = None
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """A product of one merchant. ``product_id`` is the documented AvangateId; ``bundle`` holds product codes.

    A product that generates no subscription has no ``cycle``. ``grace_days`` is how long a subscription may
    still be renewed after it ran out, None where the account's setting holds.
    """

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
    texts: ProductTexts = ProductTexts()
    grace_days: int | None = None


class ProductOrder(Enum):
    """What a search may be ordered by; the value is the documented ``Field``."""

    STATUS = "ProductStatus"
    NAME = "ProductName"
    CODE = "ProductCode"
    UPDATED = "UpdateDatetime"
    ID = "AvangateId"


@dataclass(frozen=True, slots=True)
class ProductSearch:
    """What to look for; None and empty stand for everything. ``name`` and ``group_name`` are parts of names.

    ``page`` counts from 1.
    """

    name: str | None = None
    codes: tuple[str, ...] = ()
    types: tuple[ProductType, ...] = ()
    is_enabled: bool | None = None
    group_name: str | None = None
    order_by: ProductOrder = ProductOrder.CODE
    is_descending: bool = False
    page: int = 1
    limit: int = 10


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
    """Products (``offers``) recommended to buyers of others (``master_products``). Both dates are included."""

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
    """A discount for some products (all, when ``products`` is empty), by percentage or fixed amounts.

    Instant ones apply without a coupon. Both dates are included. ``maximum_quantity`` is how many units of a
    line get the discount, ``maximum_orders`` how many orders; None is no limit.
    """

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

    def runs_on(self, day: date) -> bool:
        """Whether the promotion is enabled and ``day`` inside its dates."""
        begun = self.start is None or self.start <= day
        return self.is_enabled and begun and (self.end is None or day <= self.end)


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
