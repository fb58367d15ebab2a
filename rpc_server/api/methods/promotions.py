"""Promotions of API 3.0 to 6.0; writing them since 3.1."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, MERCHANT_3_TO_4, MERCHANT_5_TO_6, Family, Version, span
from rpc_server.api.objects.discounts import Discount, read_terms, show_discount
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.promotion_reading import (
    NEW,
    read_coupon,
    read_matrix,
    read_products,
    read_promotion,
    read_search,
    read_translations,
)
from rpc_server.api.objects.promotions import (
    PriceMatrixEntry,
    Promotion,
    PromotionCoupon,
    PromotionPage,
    PromotionProduct,
    PromotionSearchOptions,
    PromotionTranslation,
    show_coupon,
    show_products,
    show_promotion,
    show_special_price,
    show_translations,
)
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.campaigns.promotions import coupons, errors, service
from rpc_server.commerce.campaigns.promotions.model import CouponType

_WRITING = span(Family.MERCHANT, "3.1", "6.0")
_SIXTH = span(Family.MERCHANT, "6.0", "6.0")
_FIFTH = Version(5, 0)
_REFUSALS = (
    Forbidden,
    InvalidArgument,
    errors.PromotionNameInvalid,
    errors.PromotionTypeInvalid,
    errors.PromotionChannelInvalid,
    errors.PromotionDatesInvalid,
    errors.PromotionLimitInvalid,
    errors.PromotionRecurringInvalid,
    errors.PromotionDiscountInvalid,
    errors.PromotionProductsInvalid,
    errors.PriceMatrixInvalid,
    errors.PromotionTranslationInvalid,
    errors.CouponInvalid,
    errors.CouponTaken,
)


@method("addPromotion", _WRITING, errors=_REFUSALS)
def add_promotion(call: Call, promotion: Promotion) -> Promotion:
    """Add a promotion and answer it with its Code.

    Name, ChannelType, Type and Discount (for SPECIAL_PRICE the PriceMatrix) are required, and Coupon unless
    InstantDiscount or AutoApply is set. It is enabled unless ``Enabled`` says otherwise (inferred).
    """
    new = read_promotion(promotion, NEW)
    return show_promotion(service.add(call.context, new, read_matrix(promotion.price_matrix) or ()))


@method("updatePromotion", _WRITING, errors=[*_REFUSALS, errors.PromotionNotFound])
def update_promotion(call: Call, promotion: Promotion) -> Promotion:
    """Change the promotion of the object's Code to what the object says, as ``getPromotion`` answers it.

    A member left out stays as it is.
    """
    before = service.lock(call.context, promotion.code or "", field="Code")
    after = read_promotion(promotion, before)
    return show_promotion(service.update(call.context, before, after, read_matrix(promotion.price_matrix)))


@method("getPromotion", MERCHANT, errors=[Forbidden, errors.PromotionNotFound], writes=False)
def get_promotion(call: Call, promotion_code: str) -> Promotion:
    """The promotion of this code."""
    return show_promotion(service.find(call.context, promotion_code))


@method("searchPromotions", MERCHANT_3_TO_4, errors=[Forbidden, InvalidArgument], writes=False)
def list_promotions(call: Call, search_options: PromotionSearchOptions | None = None) -> list[Promotion]:
    """The promotions that meet every given option, by code: page 1 of 10 by default."""
    return _search(call, search_options).items


@method("searchPromotions", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_promotions(call: Call, search_options: PromotionSearchOptions | None = None) -> PromotionPage:
    """A page of the promotions that meet every given option, by code."""
    return _search(call, search_options)


@method(
    "addPromotionProducts",
    _WRITING,
    errors=[Forbidden, errors.PromotionNotFound, errors.PromotionProductsInvalid],
)
def add_promotion_products(
    call: Call, promotion_code: str, products: list[PromotionProduct | None]
) -> list[PromotionProduct | None]:
    """Make the promotion one for these products too; answer all it is for."""
    return show_products(service.add_products(call.context, promotion_code, read_products(products)).products)


@method(
    "deletePromotionProducts",
    _WRITING,
    errors=[Forbidden, errors.PromotionNotFound, errors.PromotionProductsInvalid],
)
def delete_promotion_products(
    call: Call, promotion_code: str, products: list[PromotionProduct | None]
) -> list[PromotionProduct | None]:
    """Make the promotion one for these products no more; answer those it is still for (inferred).

    A product named by its Code alone goes with all its configurations and options.
    """
    return show_products(service.remove_products(call.context, promotion_code, read_products(products)).products)


@method("deletePromotion", _SIXTH, errors=[Forbidden, errors.PromotionNotFound])
def delete_promotion(call: Call, promotion_code: str) -> bool:
    """Delete the promotion; its coupons are free again, and orders that have it keep it (inferred)."""
    service.delete(call.context, promotion_code)
    return True


@method("setPromotionDiscount", _WRITING, errors=[Forbidden, errors.PromotionNotFound, errors.PromotionDiscountInvalid])
def set_promotion_discount(call: Call, promotion_code: str, discount: Discount) -> Discount:
    """Change what the promotion takes off, a percentage or fixed amounts, and answer that (inferred)."""
    return show_discount(
        service.set_discount(call.context, promotion_code, read_terms(discount, errors.PromotionDiscountInvalid)).terms
    )


@method(
    "addPromotionTranslations",
    _WRITING,
    errors=[Forbidden, errors.PromotionNotFound, errors.PromotionTranslationInvalid],
)
def add_promotion_translations(
    call: Call, promotion_code: str, translations: list[PromotionTranslation | None]
) -> list[PromotionTranslation | None]:
    """Name the promotion in other languages; answer its names in all of them."""
    named = service.add_translations(call.context, promotion_code, read_translations(translations))
    return show_translations(named.translations)


@method("deletePromotionTranslations", MERCHANT_5_TO_6, errors=[Forbidden, errors.PromotionNotFound])
def delete_promotion_translations(call: Call, promotion_code: str) -> bool:
    """Delete the promotion's names in other languages."""
    service.delete_translations(call.context, promotion_code)
    return True


@method(
    "addPromotionCoupon",
    _WRITING,
    errors=[Forbidden, errors.PromotionNotFound, errors.CouponInvalid, errors.CouponTaken],
)
def add_promotion_coupon(call: Call, promotion_code: str, promotion_coupon: PromotionCoupon) -> PromotionCoupon:
    """Give the promotion coupons and answer those it has; an instant one has to be opened by them from now on.

    A SINGLE coupon takes the place of all others, MULTIPLE ones join them (inferred).
    """
    type_, codes = read_coupon(promotion_coupon)
    return show_coupon(coupons.add(call.context, promotion_code, type_, codes))


@method(
    "deletePromotionCoupon",
    _WRITING,
    errors=[
        Forbidden,
        errors.PromotionNotFound,
        errors.CouponInvalid,
        errors.CouponNotFound,
        errors.LastCoupon,
    ],
)
def delete_promotion_coupon(call: Call, promotion_code: str, promotion_coupon: PromotionCoupon) -> PromotionCoupon:
    """Take coupons from the promotion and answer those it keeps; never the last one.

    The type SINGLE is not allowed since 5.0 (documented).
    """
    type_, codes = read_coupon(promotion_coupon)
    if type_ is CouponType.SINGLE and call.endpoint.version >= _FIFTH:
        raise errors.CouponInvalid("Only coupons of the type MULTIPLE can be removed.", field="Coupon.Type")
    return show_coupon(coupons.remove(call.context, promotion_code, codes))


@method("getPriceMatrix", _SIXTH, errors=[Forbidden, errors.PromotionProductsInvalid], writes=False)
def get_price_matrix(call: Call, products: list[PromotionProduct | None]) -> list[PriceMatrixEntry]:
    """The prices of these products as the rows of a special price promotion (argument inferred).

    One row for each combination of options with a price of its own; ``OptionHash`` names it.
    """
    return [show_special_price(row) for row in service.matrix(call.context, read_products(products))]


def _search(call: Call, options: PromotionSearchOptions | None) -> PromotionPage:
    options = options or PromotionSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    found, count = service.search(call.context, read_search(options, page=page.page or 1, limit=page.limit or 1))
    return PromotionPage(
        items=[show_promotion(promotion) for promotion in found],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )
