"""Promotions, cross-sell and upsell campaigns in a file of known data."""

from datetime import date
from decimal import Decimal

import msgspec

from rpc_server.commerce.campaigns.cross_sell import service as cross_sell
from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign, CrossSellOffer, CrossSellTexts
from rpc_server.commerce.campaigns.cross_sell.store import add_texts
from rpc_server.commerce.campaigns.promotions import service as promotions
from rpc_server.commerce.campaigns.promotions.model import (
    Channel,
    CouponType,
    PromotedProduct,
    Promotion,
    PromotionType,
    Recurring,
)
from rpc_server.commerce.campaigns.terms import DiscountTerms
from rpc_server.commerce.campaigns.upsell import service as upsell
from rpc_server.commerce.campaigns.upsell.model import UpsellCampaign, UpsellProduct
from rpc_server.commerce.context import Context
from rpc_server.commerce.iso import LANGUAGES
from rpc_server.sandbox.section import Entry, Section, checked_amount
from rpc_server.sandbox.sections.catalog import check_products
from rpc_server.sandbox.sections.catalog_entries import Amounts, check_amounts


class OfferEntry(Entry):
    """A recommended product and the percentage taken off it."""

    product: str
    percent: Decimal

    def __post_init__(self) -> None:
        checked_amount(self.percent)


class CampaignEntry(Entry):
    """Products recommended to buyers of the ``for`` products."""

    code: str
    name: str
    for_: tuple[str, ...] = msgspec.field(name="for")
    offers: tuple[OfferEntry, ...]
    active: bool = True
    start: date | None = None
    end: date | None = None

    def value(self) -> CrossSellCampaign:
        offers = tuple(CrossSellOffer(offer.product, offer.percent) for offer in self.offers)
        return CrossSellCampaign(self.code, self.name, self.active, self.start, self.end, self.for_, offers)


class TextsEntry(Entry):
    """What stands over recommended products, in one language."""

    language: str
    title: str
    description: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"{self.language!r} is no language code")


class PromotionEntry(Entry):
    """A discount by percentage or by amounts; for all products when it names none.

    With ``order: true`` it is off the whole order. ``renewals`` is how many renewals are discounted too.
    """

    code: str
    name: str
    description: str = ""
    coupons: tuple[str, ...] = ()
    instant: bool = False
    enabled: bool = True
    order: bool = False
    channel: Channel = Channel.ALL
    start: date | None = None
    end: date | None = None
    products: tuple[str, ...] = ()
    percent: Decimal | None = None
    amounts: Amounts = msgspec.field(default_factory=dict)
    maximum_orders: int | None = None
    maximum_quantity: int | None = None
    renewals: int | None = None

    def __post_init__(self) -> None:
        if (self.percent is None) == (not self.amounts):
            raise ValueError(f"{self.code} takes off either percent or amounts")
        check_amounts(self.amounts)
        checked_amount(self.percent or Decimal(0))

    def value(self) -> Promotion:
        return Promotion(
            code=self.code,
            name=self.name,
            description=self.description,
            is_enabled=self.enabled,
            start=self.start,
            end=self.end,
            type=self._type(),
            channel=self.channel,
            coupon_type=CouponType.MULTIPLE if len(self.coupons) > 1 else CouponType.SINGLE,
            coupons=frozenset(self.coupons),
            is_instant=self.instant,
            products=tuple(PromotedProduct(code) for code in self.products),
            percent=self.percent,
            amounts=tuple(self.amounts.items()),
            default_currency=next(iter(self.amounts), None),
            maximum_orders=self.maximum_orders,
            maximum_quantity=self.maximum_quantity,
            recurring=Recurring.CUSTOM if self.renewals else Recurring.NONE,
            recurring_charges=self.renewals,
        )

    def _type(self) -> PromotionType:
        if self.order:
            return PromotionType.ORDER
        return PromotionType.REGULAR if self.products else PromotionType.GLOBAL


class UpsellEntry(Entry):
    """``recommended`` offered in place of ``primary``, cheaper by percentage or by amounts."""

    name: str
    primary: str
    recommended: str
    code: str = ""
    description: str = ""
    enabled: bool = True
    start: date | None = None
    end: date | None = None
    percent: Decimal | None = None
    amounts: Amounts = msgspec.field(default_factory=dict)

    def value(self) -> UpsellCampaign:
        return UpsellCampaign(
            code=self.code,
            name=self.name,
            description=self.description,
            start=self.start,
            end=self.end,
            is_enabled=self.enabled,
            is_for_manual_renewals=False,
            primary=UpsellProduct(self.primary),
            recommended=UpsellProduct(self.recommended),
            terms=DiscountTerms(self.percent, tuple(self.amounts.items()), next(iter(self.amounts), None)),
        )


def load_campaigns(context: Context, entries: list[CampaignEntry]) -> None:
    """Store the merchant's cross-sell campaigns."""
    named = [(*entry.for_, *(offer.product for offer in entry.offers)) for entry in entries]
    check_products(context, "cross_sell_campaigns", named)
    for entry in entries:
        cross_sell.create(context, entry.value())


def load_texts(context: Context, entries: list[TextsEntry]) -> None:
    """Store what the merchant wants to stand over recommended products."""
    for entry in entries:
        add_texts(context, CrossSellTexts(entry.language, entry.title, entry.description))
    context.session.flush()


def load_promotions(context: Context, entries: list[PromotionEntry]) -> None:
    """Store the merchant's promotions."""
    check_products(context, "promotions", [entry.products for entry in entries])
    for entry in entries:
        promotions.add(context, entry.value())


def load_upsells(context: Context, entries: list[UpsellEntry]) -> None:
    """Store the merchant's upsell campaigns."""
    check_products(context, "upsell_campaigns", [(entry.primary, entry.recommended) for entry in entries])
    for entry in entries:
        upsell.create(context, entry.value())


SECTIONS = (
    Section("cross_sell_campaigns", list[CampaignEntry], load_campaigns),
    Section("cross_sell_texts", list[TextsEntry], load_texts),
    Section("promotions", list[PromotionEntry], load_promotions),
    Section("upsell_campaigns", list[UpsellEntry], load_upsells),
)
