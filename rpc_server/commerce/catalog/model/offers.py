"""What makes a product cheaper, or another one of it: upgrades, cross-sell, promotions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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
