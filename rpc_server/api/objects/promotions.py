"""Promotions, one object for what is sent and what is answered.

A published sample sends an answer of ``getPromotion``, edited, straight back to ``updatePromotion``, so the members are
the nested ones of the request form, which a client that reads answers expects too, and not those of the flattened
table. A member left out of an update stays as it is. Members whose first version is inferred are marked with it.
"""

from decimal import Decimal
from typing import Annotated

from msgspec import UNSET, UnsetType

from rpc_server.api.dates import show_day
from rpc_server.api.objects.discounts import Discount, show_discount
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.shapes import ApiObject, MaxLength, Since
from rpc_server.commerce.campaigns.promotions import model

Line = Annotated[str | None, MaxLength(255)]
SentLine = Annotated[str | UnsetType | None, MaxLength(255)]
Code = Annotated[str | None, MaxLength(256)]


class PromotionCoupon(ApiObject):
    """How a promotion is opened: ``Code`` for the type SINGLE, ``Codes`` for MULTIPLE."""

    type: Line = None
    code: SentLine = UNSET
    codes: list[Line] | UnsetType | None = UNSET


class PromotionProduct(ApiObject):
    """A product a promotion is for, in any configuration and with any options unless some are named."""

    code: Code = None
    pricing_configuration_code: Line = None
    pricing_option_codes: list[Line] | None = None


class PriceMatrixOption(ApiObject):
    group_name: Line = None
    option_text: Line = None


class PriceMatrixPrice(ApiObject):
    value: Decimal | None = None
    currency: Line = None


class PriceMatrixEntry(ApiObject):
    """The price of one unit of a product with some options, or before any; told by ``OptionHash`` or by ``Options``."""

    product_code: Code = None
    pricing_configuration_code: Line = None
    option_hash: Line = None
    options: list[PriceMatrixOption | None] | None = None
    prices: list[PriceMatrixPrice | None] | None = None


class PromotionTranslation(ApiObject):
    name: Line = None
    language: Line = None


class Promotion(ApiObject):
    """A promotion. ``Type``: REGULAR, GLOBAL, SPECIAL_PRICE or ORDER; ``ApplyRecurring``: NONE, ALL or CUSTOM."""

    name: SentLine = UNSET
    code: Annotated[str | UnsetType | None, MaxLength(50)] = UNSET
    description: Annotated[str | UnsetType | None, MaxLength(2000)] = UNSET
    start_date: SentLine = UNSET
    end_date: SentLine = UNSET
    maximum_orders_number: int | UnsetType | None = UNSET
    maximum_quantity: int | UnsetType | None = UNSET
    instant_discount: bool | UnsetType | None = UNSET
    coupon: PromotionCoupon | UnsetType | None = UNSET
    discount_label: SentLine = UNSET
    enabled: bool | UnsetType | None = UNSET
    channel_type: SentLine = UNSET
    type: SentLine = UNSET
    default_currency: SentLine = UNSET
    discount: Discount | UnsetType | None = UNSET
    products: list[PromotionProduct | None] | UnsetType | None = UNSET
    price_matrix: Annotated[list[PriceMatrixEntry | None] | UnsetType | None, Since("6.0")] = UNSET
    apply_recurring: SentLine = UNSET
    recurring_charges_number: int | UnsetType | None = UNSET
    publish_to_affiliates_network: bool | UnsetType | None = UNSET
    auto_apply: bool | UnsetType | None = UNSET
    translations: list[PromotionTranslation | None] | UnsetType | None = UNSET
    product_tax_category_uuid: Annotated[str | UnsetType | None, MaxLength(50), Since("6.0")] = UNSET


class PromotionPage(ApiObject):
    """One page of found promotions (5.0 on; before, the answer is the bare list)."""

    items: list[Promotion]
    pagination: Pagination


class PromotionSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing. ``Coupons`` are separated by commas."""

    types: list[Line] | None = None
    channel: Line = None
    product_code: Code = None
    enabled: bool | None = None
    coupons: Annotated[str | None, MaxLength(10_000)] = None
    product_tax_category_uuid: Line = None
    limit: int | None = None
    page: int | None = None
    pagination: Pagination | None = None


def show_promotion(promotion: model.Promotion) -> Promotion:
    """The promotion with every member; limits and dates that are none are null."""
    return Promotion(
        name=promotion.name,
        code=promotion.code,
        description=promotion.description,
        start_date=show_day(promotion.start),
        end_date=show_day(promotion.end),
        maximum_orders_number=promotion.maximum_orders,
        maximum_quantity=promotion.maximum_quantity,
        instant_discount=promotion.is_instant,
        coupon=show_coupon(promotion) if promotion.coupons else None,
        discount_label=promotion.label,
        enabled=promotion.is_enabled,
        channel_type=promotion.channel.value,
        type=promotion.type.value,
        default_currency=promotion.default_currency,
        discount=show_discount(promotion.terms) if promotion.type is not model.PromotionType.SPECIAL_PRICE else None,
        products=show_products(promotion.products),
        price_matrix=[show_special_price(price) for price in promotion.special_prices],
        apply_recurring=promotion.recurring.value,
        recurring_charges_number=promotion.recurring_charges,
        publish_to_affiliates_network=promotion.is_published_to_affiliates,
        auto_apply=promotion.is_auto_applied,
        translations=show_translations(promotion.translations),
        product_tax_category_uuid=promotion.tax_category,
    )


def show_coupon(promotion: model.Promotion) -> PromotionCoupon:
    """The promotion's coupon, or its coupons in the order of the alphabet."""
    codes = sorted(promotion.coupons)
    if promotion.coupon_type is model.CouponType.SINGLE:
        return PromotionCoupon(type=promotion.coupon_type.value, code=next(iter(codes), None))
    return PromotionCoupon(type=promotion.coupon_type.value, codes=list(codes))


def show_products(products: tuple[model.PromotedProduct, ...]) -> list[PromotionProduct | None]:
    """The products a promotion is for."""
    return [
        PromotionProduct(
            code=product.code,
            pricing_configuration_code=product.configuration_code,
            pricing_option_codes=list(product.options),
        )
        for product in products
    ]


def show_special_price(price: model.SpecialPrice) -> PriceMatrixEntry:
    """A row of a price matrix."""
    return PriceMatrixEntry(
        product_code=price.product_code,
        pricing_configuration_code=price.configuration_code,
        option_hash=model.option_hash(price.option_codes),
        options=[PriceMatrixOption(group_name=option.group, option_text=option.text) for option in price.options],
        prices=[PriceMatrixPrice(value=amount, currency=currency) for currency, amount in price.amounts],
    )


def show_translations(translations: tuple[model.Translation, ...]) -> list[PromotionTranslation | None]:
    """A promotion's names in other languages."""
    return [PromotionTranslation(name=translation.name, language=translation.language) for translation in translations]
