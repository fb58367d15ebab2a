"""An upsell campaign, apart from where it is stored."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

import msgspec

from rpc_server.commerce.campaigns.terms import DiscountTerms


class UpsellStatus(Enum):
    """EXPIRED is what an enabled or disabled campaign becomes after its last day; it is not stored."""

    ENABLED = "Enabled"
    DISABLED = "Disabled"
    EXPIRED = "Expired"


class DisplayType(Enum):
    """How the shop shows an upsell: above the cart, or on a page before it."""

    OVERLAY = "overlay"
    INTERSTITIAL = "interstitial"


class UpsellOption(msgspec.Struct, frozen=True):
    """A price option by code; ``value`` is the number chosen in a group with a scale."""

    code: str
    value: int | None = None


class UpsellOptionGroup(msgspec.Struct, frozen=True):
    """A price option group by code, and the options meant of it."""

    code: str
    options: tuple[UpsellOption, ...] = ()


class UpsellProduct(msgspec.Struct, frozen=True):
    """A product of a campaign; a ``quantity`` of 0 is any (documented)."""

    code: str
    quantity: int = 0
    groups: tuple[UpsellOptionGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class UpsellCampaign:
    """``recommended`` offered in place of ``primary``. Both dates are included; None is at once, and for ever.

    ``terms`` are what is taken off the recommended product.
    """

    code: str
    name: str
    description: str
    start: date | None
    end: date | None
    is_enabled: bool
    is_for_manual_renewals: bool
    primary: UpsellProduct
    recommended: UpsellProduct
    terms: DiscountTerms

    def status_on(self, day: date) -> UpsellStatus:
        """What the campaign is on a day of the account's zone."""
        if self.end is not None and self.end < day:
            return UpsellStatus.EXPIRED
        return UpsellStatus.ENABLED if self.is_enabled else UpsellStatus.DISABLED


@dataclass(frozen=True, slots=True)
class UpsellSearch:
    """What to look for; None and empty stand for everything, but without ``statuses`` only ENABLED is found.

    ``name`` is a part of the name. A campaign without the date a bound is for does not meet it; bounds are
    included. ``page`` counts from 1.
    """

    name: str | None = None
    primary_products: tuple[str, ...] = ()
    recommended_products: tuple[str, ...] = ()
    statuses: tuple[UpsellStatus, ...] = (UpsellStatus.ENABLED,)
    starts_after: date | None = None
    starts_before: date | None = None
    ends_after: date | None = None
    ends_before: date | None = None
    is_for_manual_renewals: bool | None = None
    codes: tuple[str, ...] = ()
    page: int = 1
    limit: int = 10
