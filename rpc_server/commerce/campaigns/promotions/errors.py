"""What can be wrong with a promotion. No page names codes for these methods: all are ours, in the documented style."""

from rpc_server.errors import ApiError


class PromotionNotFound(ApiError):
    code = "PROMOTION_NOT_FOUND"
    text = "There is no such promotion."


class PromotionRefused(ApiError):
    """A promotion that cannot be as it was sent."""

    code = "PROMOTION_INVALID"
    text = "The promotion is not valid."


class PromotionNameInvalid(PromotionRefused):
    code = "PROMOTION_NAME_INVALID"
    text = "A promotion needs a name."


class PromotionTypeInvalid(PromotionRefused):
    code = "PROMOTION_TYPE_INVALID"
    text = "Type must be REGULAR, GLOBAL, SPECIAL_PRICE or ORDER."


class PromotionChannelInvalid(PromotionRefused):
    code = "PROMOTION_CHANNEL_TYPE_INVALID"
    text = "ChannelType must be ECOMMERCE, CHANNEL_MANAGER or ALL."


class PromotionDatesInvalid(PromotionRefused):
    code = "PROMOTION_DATES_INVALID"
    text = "The promotion ends before it starts."


class PromotionLimitInvalid(PromotionRefused):
    code = "PROMOTION_LIMIT_INVALID"
    text = "A limit must be a whole number, 0 or null for none."


class PromotionRecurringInvalid(PromotionRefused):
    code = "PROMOTION_APPLY_RECURRING_INVALID"
    text = "ApplyRecurring must be NONE, ALL or CUSTOM."


class PromotionDiscountInvalid(PromotionRefused):
    code = "PROMOTION_DISCOUNT_INVALID"
    text = "The discount is not valid."


class PromotionProductsInvalid(PromotionRefused):
    code = "PROMOTION_PRODUCTS_INVALID"
    text = "A product of the promotion is not valid."


class PriceMatrixInvalid(PromotionRefused):
    code = "PROMOTION_PRICE_MATRIX_INVALID"
    text = "The price matrix is not valid."


class PromotionTranslationInvalid(PromotionRefused):
    code = "PROMOTION_TRANSLATION_INVALID"
    text = "A translation is not valid."


class CouponInvalid(PromotionRefused):
    code = "PROMOTION_COUPON_INVALID"
    text = "A coupon has 1 to 255 characters."


class CouponTaken(PromotionRefused):
    """Another promotion of the merchant has the coupon."""

    code = "PROMOTION_COUPON_NOT_UNIQUE"
    text = "The coupon is taken."


class CouponNotFound(PromotionRefused):
    code = "PROMOTION_COUPON_NOT_FOUND"
    text = "The promotion has no such coupon."


class LastCoupon(PromotionRefused):
    """Removing the only way into a promotion; the rule is documented."""

    code = "PROMOTION_COUPON_REQUIRED"
    text = "The only coupon of a promotion cannot be removed."


class PromotionUsedUp(ApiError):
    """An order for which nothing of the promotion is left: another one was faster."""

    code = "PROMOTION_LIMIT_REACHED"
    text = "The promotion is used up."
