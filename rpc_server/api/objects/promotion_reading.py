"""From a promotion as sent to the promotion meant. What it must be is judged by the engine's own checks."""

from msgspec import UNSET, UnsetType

from rpc_server.api.dates import read_day
from rpc_server.api.objects import promotions as sent_as
from rpc_server.api.objects.discounts import amount_or_refused, read_terms
from rpc_server.api.objects.sent_values import chosen, given, text, upper
from rpc_server.commerce.campaigns.promotions import errors, model
from rpc_server.commerce.campaigns.terms import DiscountTerms

NEW = model.Promotion(
    code="",
    name="",
    description="",
    is_enabled=True,
    start=None,
    end=None,
    coupons=frozenset(),
    is_instant=False,
    products=(),
    percent=None,
    amounts=(),
)
"""What a new promotion is where nothing is said."""


def read_promotion(sent: sent_as.Promotion, base: model.Promotion) -> model.Promotion:
    """``base`` with what was sent of it, but for the price matrix. Raises ``PromotionRefused``."""
    coupon_type, coupons = _coupons(sent.coupon, base)
    terms = _terms(sent, base)
    return model.Promotion(
        code=base.code,
        name=text(given(sent.name, base.name)) or "",
        description=given(sent.description, base.description) or "",
        is_enabled=_flag(sent.enabled, base.is_enabled),
        start=base.start if sent.start_date is UNSET else read_day(sent.start_date, "StartDate"),
        end=base.end if sent.end_date is UNSET else read_day(sent.end_date, "EndDate"),
        coupon_type=coupon_type,
        coupons=coupons,
        is_instant=_flag(sent.instant_discount, base.is_instant),
        is_auto_applied=_flag(sent.auto_apply, base.is_auto_applied),
        type=_type(sent.type, base),
        channel=_channel(sent.channel_type, base),
        products=base.products if sent.products is UNSET else read_products(sent.products),
        percent=terms.percent,
        amounts=terms.amounts,
        default_currency=terms.default_currency,
        special_prices=base.special_prices,
        maximum_orders=given(sent.maximum_orders_number, base.maximum_orders) or None,
        maximum_quantity=given(sent.maximum_quantity, base.maximum_quantity) or None,
        orders_used=base.orders_used,
        recurring=_recurring(sent.apply_recurring, base),
        recurring_charges=given(sent.recurring_charges_number, base.recurring_charges) or None,
        is_published_to_affiliates=_flag(sent.publish_to_affiliates_network, base.is_published_to_affiliates),
        label=text(given(sent.discount_label, base.label)),
        tax_category=text(given(sent.product_tax_category_uuid, base.tax_category)),
        translations=base.translations if sent.translations is UNSET else read_translations(sent.translations),
    )


def read_matrix(
    entries: list[sent_as.PriceMatrixEntry | None] | UnsetType | None,
) -> tuple[model.SpecialPriceRequest, ...] | None:
    """The special prices asked for; None where nothing was said of them."""
    if entries is UNSET:
        return None
    return tuple(
        model.SpecialPriceRequest(
            product_code=text(entry.product_code) or "",
            configuration_code=text(entry.pricing_configuration_code),
            option_hash=text(entry.option_hash) or "",
            options=tuple((o.group_name or "", o.option_text or "") for o in entry.options or () if o),
            amounts=tuple((upper(p.currency), amount_or_refused(p.value)) for p in entry.prices or () if p),
        )
        for entry in entries or ()
        if entry
    )


def read_coupon(sent: sent_as.PromotionCoupon | None) -> tuple[model.CouponType, tuple[str, ...]]:
    """The type of a coupon and its codes, without blanks around them; raises ``CouponInvalid``."""
    sent = sent or sent_as.PromotionCoupon()
    listed = given(sent.codes, None)
    codes = [*(listed or ()), given(sent.code, None)]
    plain = tuple(dict.fromkeys(code.strip() for code in codes if code))
    if sent.type is None and plain:
        return (model.CouponType.MULTIPLE if listed else model.CouponType.SINGLE), plain
    return chosen(model.CouponType, sent.type, errors.CouponInvalid, "Coupon.Type"), plain


def read_products(sent: list[sent_as.PromotionProduct | None] | None) -> tuple[model.PromotedProduct, ...]:
    """The products named, each once."""
    products = (
        model.PromotedProduct(
            text(product.code) or "",
            text(product.pricing_configuration_code),
            tuple(code for code in product.pricing_option_codes or () if code),
        )
        for product in sent or ()
        if product
    )
    return tuple(dict.fromkeys(products))


def read_translations(sent: list[sent_as.PromotionTranslation | None] | None) -> tuple[model.Translation, ...]:
    """The names given, the last of each language."""
    named = [model.Translation((t.language or "").strip().lower(), text(t.name) or "") for t in sent or () if t]
    return tuple({translation.language: translation for translation in named}.values())


def read_search(options: sent_as.PromotionSearchOptions, *, page: int, limit: int) -> model.PromotionSearch:
    """What to look for; raises ``PromotionTypeInvalid`` and ``PromotionChannelInvalid``."""
    types = [chosen(model.PromotionType, t, errors.PromotionTypeInvalid, "Types") for t in options.types or () if t]
    channel = text(options.channel)
    return model.PromotionSearch(
        types=tuple(types),
        channel=chosen(model.Channel, channel, errors.PromotionChannelInvalid, "Channel") if channel else None,
        product_code=text(options.product_code),
        is_enabled=options.enabled,
        coupons=tuple(coupon for coupon in (options.coupons or "").split(",") if coupon.strip()),
        tax_category=text(options.product_tax_category_uuid),
        page=page,
        limit=limit,
    )


def _coupons(
    sent: sent_as.PromotionCoupon | UnsetType | None, base: model.Promotion
) -> tuple[model.CouponType, frozenset[str]]:
    if sent is UNSET:
        return base.coupon_type, base.coupons
    if sent is None:
        return model.CouponType.SINGLE, frozenset()
    type_, codes = read_coupon(sent)
    return type_, frozenset(codes)


def _terms(sent: sent_as.Promotion, base: model.Promotion) -> DiscountTerms:
    default_currency = upper(given(sent.default_currency, base.default_currency)) or None
    if sent.discount is UNSET:
        return DiscountTerms(base.percent, base.amounts, default_currency)
    return read_terms(sent.discount, errors.PromotionDiscountInvalid, default_currency)


def _type(sent: str | UnsetType | None, base: model.Promotion) -> model.PromotionType:
    if sent is UNSET and base.code:
        return base.type
    return chosen(model.PromotionType, given(sent, None), errors.PromotionTypeInvalid, "Type")


def _channel(sent: str | UnsetType | None, base: model.Promotion) -> model.Channel:
    if sent is UNSET and base.code:
        return base.channel
    return chosen(model.Channel, given(sent, None), errors.PromotionChannelInvalid, "ChannelType")


def _recurring(sent: str | UnsetType | None, base: model.Promotion) -> model.Recurring:
    if sent is UNSET:
        return base.recurring
    return chosen(model.Recurring, sent or "NONE", errors.PromotionRecurringInvalid, "ApplyRecurring")


def _flag(value: bool | UnsetType | None, otherwise: bool) -> bool:  # noqa: FBT001 - a value, not a switch
    return otherwise if value is UNSET or value is None else value
