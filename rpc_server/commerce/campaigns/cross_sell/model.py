"""A cross-sell campaign, apart from where it is stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from rpc_server.commerce.campaigns import window


class DisplayType(Enum):
    """On which page of the shop the recommendation is shown."""

    CART = "cart"
    REVIEW = "review"
    FINISH = "finish"


class OwnerType(Enum):
    """Who made the campaign: the merchant or an affiliate."""

    MERCHANT = "MERCH"
    AFFILIATE = "AFF"


@dataclass(frozen=True, slots=True)
class CrossSellOffer:
    """A product recommended by a campaign, and the percentage taken off it. ``type`` is ``Own`` (documented)."""

    product_code: str
    discount_percent: Decimal
    type: str = "Own"
    is_added_by_itself: bool = False


@dataclass(frozen=True, slots=True)
class CrossSellCampaign:
    """Products (``offers``) recommended to buyers of others (``master_products``). Both dates are included."""

    code: str
    name: str
    is_active: bool
    start: date | None
    end: date | None
    master_products: tuple[str, ...]
    offers: tuple[CrossSellOffer, ...]
    display: DisplayType = DisplayType.CART
    is_in_email: bool = False
    owner: OwnerType = OwnerType.MERCHANT

    def runs_on(self, day: date) -> bool:
        """Whether the campaign is active and ``day`` inside its dates."""
        return self.is_active and window.holds(self.start, self.end, day)


@dataclass(frozen=True, slots=True)
class CrossSellSearch:
    """What to look for; None and empty stand for everything. ``page`` counts from 1.

    ``name`` is a part of the name; of ``master_products`` and ``recommended_products`` any one is enough.
    Campaigns that start on or after ``start`` and end on or before ``end`` (inferred); without a bound of its
    own a campaign meets neither.
    """

    name: str | None = None
    is_active: bool | None = None
    master_products: tuple[str, ...] = ()
    recommended_products: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    owner: OwnerType | None = None
    page: int = 1
    limit: int = 10


@dataclass(frozen=True, slots=True)
class CrossSellTexts:
    """What stands over the recommended products, in one language (lower-case code)."""

    language: str
    title: str
    description: str
