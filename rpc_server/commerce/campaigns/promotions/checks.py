"""What a promotion must be to be stored; what it says of products is checked against the catalogue elsewhere."""

from collections.abc import Iterable

from rpc_server.commerce.campaigns import window
from rpc_server.commerce.campaigns.promotions import errors
from rpc_server.commerce.campaigns.promotions.model import (
    CouponType,
    Promotion,
    PromotionType,
    Recurring,
    Translation,
    folded,
)
from rpc_server.commerce.campaigns.terms import DiscountTerms, are_amounts, check_terms
from rpc_server.commerce.iso import LANGUAGES

LONGEST_NAME = 255
LONGEST_COUPON = 255
LARGEST_LIMIT = 2**31 - 1


def check(promotion: Promotion) -> None:
    """Refuse a promotion that cannot be, naming the member to blame; raises ``PromotionRefused``."""
    if not 1 <= len(promotion.name) <= LONGEST_NAME:
        raise errors.PromotionNameInvalid(field="Name")
    if window.is_backward(promotion.start, promotion.end):
        raise errors.PromotionDatesInvalid(field="EndDate")
    _check_limit(promotion.maximum_orders, "MaximumOrdersNumber")
    _check_limit(promotion.maximum_quantity, "MaximumQuantity")
    _check_recurring(promotion)
    check_discount(promotion.type, promotion.terms)
    _check_price_matrix(promotion)
    check_coupons(promotion.coupon_type, promotion.coupons)
    if promotion.needs_coupon and not promotion.coupons:
        raise errors.CouponInvalid("A promotion that is not instant needs a coupon.", field="Coupon")
    check_translations(promotion.translations)


def check_discount(type_: PromotionType, terms: DiscountTerms) -> None:
    """Refuse a discount a promotion of this type cannot have; raises ``PromotionDiscountInvalid``."""
    if type_ is PromotionType.SPECIAL_PRICE:
        if terms != DiscountTerms(default_currency=terms.default_currency):
            raise errors.PromotionDiscountInvalid(
                "A special price is the discount: send it in PriceMatrix, and no Discount.", field="Discount"
            )
        return
    if type_ is PromotionType.ORDER and terms.percent is not None:
        raise errors.PromotionDiscountInvalid("The discount of an order is a fixed amount.", field="Discount.Type")
    check_terms(terms, errors.PromotionDiscountInvalid)


def check_coupons(type_: CouponType, coupons: Iterable[str]) -> None:
    """Refuse texts that are no coupons, two that are the same, or several where one is meant."""
    seen = set()
    for coupon in coupons:
        key = folded(coupon)
        if not key or len(coupon) > LONGEST_COUPON:
            raise errors.CouponInvalid(field="Coupon")
        if key in seen:
            raise errors.CouponInvalid(f"The coupon {coupon[:50]!r} stands twice, apart from its case.", field="Coupon")
        seen.add(key)
    if type_ is CouponType.SINGLE and len(seen) > 1:
        raise errors.CouponInvalid("A coupon of type SINGLE is one code.", field="Coupon.Type")


def check_translations(translations: Iterable[Translation]) -> None:
    """Refuse names in no language, or none in a language; raises ``PromotionTranslationInvalid``."""
    for number, translation in enumerate(translations):
        at = f"Translations[{number}]"
        if translation.language not in LANGUAGES:
            raise errors.PromotionTranslationInvalid(
                f"There is no language {translation.language[:10]!r}.", field=f"{at}.Language"
            )
        if not 1 <= len(translation.name) <= LONGEST_NAME:
            raise errors.PromotionTranslationInvalid("A translation needs a name.", field=f"{at}.Name")


def _check_limit(limit: int | None, member: str) -> None:
    if limit is not None and not 0 < limit <= LARGEST_LIMIT:
        raise errors.PromotionLimitInvalid(field=member)


def _check_recurring(promotion: Promotion) -> None:
    charges = promotion.recurring_charges
    if promotion.recurring is Recurring.CUSTOM and charges is None:
        raise errors.PromotionRecurringInvalid(
            "With ApplyRecurring CUSTOM, RecurringChargesNumber says how many renewals are discounted.",
            field="RecurringChargesNumber",
        )
    if charges is not None and not 0 < charges <= LARGEST_LIMIT:
        raise errors.PromotionRecurringInvalid(
            "RecurringChargesNumber must be a whole number of 1 or more.", field="RecurringChargesNumber"
        )
    if promotion.type is PromotionType.ORDER and promotion.recurring is not Recurring.NONE:
        raise errors.PromotionRecurringInvalid("A discount of an order is for one order.", field="ApplyRecurring")


def _check_price_matrix(promotion: Promotion) -> None:
    if (promotion.type is PromotionType.SPECIAL_PRICE) != bool(promotion.special_prices):
        raise errors.PriceMatrixInvalid(
            "Promotions of type SPECIAL_PRICE, and no others, have a price matrix.", field="PriceMatrix"
        )
    for number, price in enumerate(promotion.special_prices):
        if not price.amounts or not are_amounts(price.amounts):
            raise errors.PriceMatrixInvalid(
                "Prices must be amounts of zero or more to the cent, each in another currency.",
                field=f"PriceMatrix[{number}].Prices",
            )
