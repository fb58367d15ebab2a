"""Catalogue values for tests: each builder makes a plain one, changed by what the test says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from rpc_server.commerce.campaigns.promotions.model import PromotedProduct, Promotion, PromotionType
from rpc_server.commerce.catalog.model import (
    Option,
    OptionGroup,
    OptionGroupType,
    Price,
    PriceImpact,
    PricingConfiguration,
    PricingSchema,
    Product,
    ProductType,
)
from rpc_server.commerce.pricing.model import PriceType


def a_configuration(**changes: Any) -> PricingConfiguration:
    """19.95 USD and 17.95 EUR net, for every country and quantity, without options."""
    plain = PricingConfiguration(
        code="5A3C1E9D42",
        name="Default",
        is_default=True,
        countries=frozenset(),
        schema=PricingSchema.DYNAMIC,
        price_type=PriceType.NET,
        default_currency="USD",
        regular=(Price(Decimal("19.95"), "USD"), Price(Decimal("17.95"), "EUR")),
        renewal=(),
        option_groups=(),
    )
    return replace(plain, **changes)


def a_product(*configurations: PricingConfiguration, **changes: Any) -> Product:
    """The enabled product PRO, number 4700002, of one plain configuration."""
    plain = Product(
        product_id=4700002,
        code="PRO",
        name="Backup Pro",
        type=ProductType.REGULAR,
        version="",
        short_description="",
        long_description="",
        is_enabled=True,
        is_tangible=False,
        has_gift_option=False,
        allows_multiple_units=True,
        group_code="General",
        group_name="General",
        tax_category=None,
        fulfillment="NO_DELIVERY",
        generates_subscription=False,
        cycle=None,
        configurations=configurations or (a_configuration(),),
    )
    return replace(plain, **changes)


def a_group(type_: OptionGroupType, *options: Option, code: str = "SUPPORT", is_required: bool = False) -> OptionGroup:
    return OptionGroup(code, code.title(), type_, options, is_required=is_required)


def an_option(code: str, impact: PriceImpact | None = None, *, is_default: bool = False) -> Option:
    return Option(code, code.title(), impact=impact, is_default=is_default)


def adds(usd: str) -> PriceImpact:
    """So many dollars more for one unit."""
    return PriceImpact(is_percent=False, is_addition=True, amounts=(("USD", Decimal(usd)),))


def takes_off(usd: str) -> PriceImpact:
    """So many dollars less for one unit."""
    return PriceImpact(is_percent=False, is_addition=False, amounts=(("USD", Decimal(usd)),))


def percent(share: str, *, is_addition: bool = True, is_on_base: bool = True) -> PriceImpact:
    return PriceImpact(is_percent=True, is_addition=is_addition, is_on_base=is_on_base, percent=Decimal(share))


def a_promotion(**changes: Any) -> Promotion:
    """30 % off everything for the coupon SAVE30; only off the products whose codes are given, if any are."""
    codes = changes.pop("products", ())
    plain = Promotion(
        code="62B7F22FC5",
        name="Thirty off",
        description="",
        is_enabled=True,
        start=None,
        end=None,
        coupons=frozenset({"SAVE30"}),
        is_instant=False,
        products=tuple(PromotedProduct(code) for code in codes),
        percent=Decimal(30),
        amounts=(),
        type=PromotionType.REGULAR if codes else PromotionType.GLOBAL,
    )
    return replace(plain, **changes)
