"""A promotion, apart from where it is stored."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.campaigns import window
from rpc_server.commerce.campaigns.terms import Amounts, DiscountTerms


class PromotionType(Enum):
    """REGULAR: for chosen products. GLOBAL: for all. SPECIAL_PRICE: a price of its own. ORDER: off the whole order."""

    REGULAR = "REGULAR"
    GLOBAL = "GLOBAL"
    SPECIAL_PRICE = "SPECIAL_PRICE"
    ORDER = "ORDER"


class Channel(Enum):
    """Where a promotion counts: the shop, the orders of partners, or both."""

    ECOMMERCE = "ECOMMERCE"
    CHANNEL_MANAGER = "CHANNEL_MANAGER"
    ALL = "ALL"


class CouponType(Enum):
    """One coupon for everybody, or a list of them; any opens the promotion as long as its limits allow (inferred)."""

    SINGLE = "SINGLE"
    MULTIPLE = "MULTIPLE"


class Recurring(Enum):
    """Which renewals are discounted too: none, all, or the first few. The last two are inferred."""

    NONE = "NONE"
    ALL = "ALL"
    CUSTOM = "CUSTOM"


@dataclass(frozen=True, slots=True)
class PromotedProduct:
    """A product a promotion is for: however it is bought, or only in one configuration, or with all of ``options``."""

    code: str
    configuration_code: str | None = None
    options: tuple[str, ...] = ()


class NamedOption(msgspec.Struct, frozen=True):
    """A price option with the names people know it by: its group's and its own."""

    code: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class SpecialPrice:
    """The price of one unit of a product, in the price type of its configuration.

    With ``options`` it is the price of exactly this combination. Without, it stands for the base price, to
    which chosen options add what they always add. ``configuration_code`` None stands for every configuration.
    """

    product_code: str
    configuration_code: str | None
    options: tuple[NamedOption, ...]
    amounts: Amounts

    @property
    def option_codes(self) -> frozenset[str]:
        return frozenset(option.code for option in self.options)


@dataclass(frozen=True, slots=True)
class SpecialPriceRequest:
    """A special price as asked for: the options by the names of group and option, or by ``option_hash``."""

    product_code: str
    configuration_code: str | None
    option_hash: str
    options: tuple[tuple[str, str], ...]
    amounts: Amounts


class Translation(msgspec.Struct, frozen=True):
    """A promotion's name in another language (lower-case code)."""

    language: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A discount by percentage, fixed amounts or special prices. Both dates are included.

    It applies by itself when it is instant or auto-applied, else for one of its ``coupons``.
    ``maximum_quantity`` is how many units of an order get the discount, ``maximum_orders`` how many orders;
    None is no limit. ``orders_used`` is how many orders have it. ``tax_category`` confines it to products of
    that category (inferred). ``recurring_charges`` is how many renewals are discounted when ``recurring`` is
    CUSTOM. The flags for affiliates and the label are kept for whoever shows them.
    """

    code: str
    name: str
    description: str
    is_enabled: bool
    start: date | None
    end: date | None
    coupons: frozenset[str]
    is_instant: bool
    products: tuple[PromotedProduct, ...]
    percent: Decimal | None
    amounts: Amounts
    type: PromotionType = PromotionType.REGULAR
    default_currency: str | None = None
    special_prices: tuple[SpecialPrice, ...] = ()
    channel: Channel = Channel.ALL
    coupon_type: CouponType = CouponType.SINGLE
    is_auto_applied: bool = False
    maximum_orders: int | None = None
    maximum_quantity: int | None = None
    orders_used: int = 0
    recurring: Recurring = Recurring.NONE
    recurring_charges: int | None = None
    is_published_to_affiliates: bool = False
    label: str | None = None
    tax_category: str | None = None
    translations: tuple[Translation, ...] = ()

    @property
    def needs_coupon(self) -> bool:
        return not (self.is_instant or self.is_auto_applied)

    @property
    def is_used_up(self) -> bool:
        """Whether as many orders have it as may."""
        return self.maximum_orders is not None and self.orders_used >= self.maximum_orders

    @property
    def terms(self) -> DiscountTerms:
        return DiscountTerms(self.percent, self.amounts, self.default_currency)

    def runs_on(self, day: date) -> bool:
        """Whether the promotion is enabled, not used up, and ``day`` inside its dates."""
        return self.is_enabled and not self.is_used_up and window.holds(self.start, self.end, day)


@dataclass(frozen=True, slots=True)
class PromotionSearch:
    """What to look for; None and empty stand for everything. ``page`` counts from 1.

    ``product_code`` finds what is for this product, so every GLOBAL one too; ``coupons`` what any of them opens.
    """

    types: tuple[PromotionType, ...] = ()
    channel: Channel | None = None
    product_code: str | None = None
    is_enabled: bool | None = None
    coupons: tuple[str, ...] = ()
    tax_category: str | None = None
    page: int = 1
    limit: int = 10


def folded(coupon: str) -> str:
    """What tells one coupon from another: blanks around it and its case do not (documented: any case)."""
    return coupon.strip().casefold()


def option_hash(codes: Iterable[str]) -> str:
    """What names a combination of options in a price matrix: 32 hexadecimals, none for no option (format ours)."""
    ordered = ",".join(sorted(codes))
    return hashlib.md5(ordered.encode(), usedforsecurity=False).hexdigest() if ordered else ""
