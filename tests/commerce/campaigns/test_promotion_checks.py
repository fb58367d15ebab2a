"""What a promotion cannot be."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.campaigns.promotions import errors
from rpc_server.commerce.campaigns.promotions.checks import check, check_discount
from rpc_server.commerce.campaigns.promotions.model import (
    CouponType,
    PromotionType,
    Recurring,
    SpecialPrice,
    Translation,
)
from rpc_server.commerce.campaigns.terms import DiscountTerms
from tests.catalogue import a_promotion

FIVE = {"percent": None, "amounts": (("USD", Decimal(5)),), "default_currency": "USD"}
PRICE = SpecialPrice("PRO", None, (), (("USD", Decimal(9)),))
SPECIAL = {"type": PromotionType.SPECIAL_PRICE, "percent": None, "special_prices": (PRICE,)}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"percent": Decimal(0)},
        {"percent": Decimal("99.99")},
        FIVE,
        SPECIAL,
        {**FIVE, "type": PromotionType.ORDER},
        {"coupons": frozenset(), "is_instant": True},
        {"coupons": frozenset(), "is_auto_applied": True},
        {"start": date(2026, 3, 10), "end": date(2026, 3, 10)},
        {"recurring": Recurring.CUSTOM, "recurring_charges": 1},
        {"recurring": Recurring.ALL},
        {"name": "x" * 255},
    ],
)
def test_a_promotion_may_be_so(changes: dict[str, Any]) -> None:
    check(a_promotion(**changes))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "PROMOTION_NAME_INVALID", "Name"),
        ({"name": "x" * 256}, "PROMOTION_NAME_INVALID", "Name"),
        ({"start": date(2026, 3, 10), "end": date(2026, 3, 9)}, "PROMOTION_DATES_INVALID", "EndDate"),
        ({"maximum_orders": -1}, "PROMOTION_LIMIT_INVALID", "MaximumOrdersNumber"),
        ({"maximum_quantity": 2**31}, "PROMOTION_LIMIT_INVALID", "MaximumQuantity"),
        ({"recurring": Recurring.CUSTOM}, "PROMOTION_APPLY_RECURRING_INVALID", "RecurringChargesNumber"),
        ({"recurring_charges": -2}, "PROMOTION_APPLY_RECURRING_INVALID", "RecurringChargesNumber"),
        (
            {**FIVE, "type": PromotionType.ORDER, "recurring": Recurring.ALL},
            "PROMOTION_APPLY_RECURRING_INVALID",
            "ApplyRecurring",
        ),
        ({**SPECIAL, "special_prices": ()}, "PROMOTION_PRICE_MATRIX_INVALID", "PriceMatrix"),
        ({"special_prices": (PRICE,)}, "PROMOTION_PRICE_MATRIX_INVALID", "PriceMatrix"),
        (
            {**SPECIAL, "special_prices": (PRICE, SpecialPrice("PRO", None, (), ()))},
            "PROMOTION_PRICE_MATRIX_INVALID",
            "PriceMatrix[1].Prices",
        ),
        ({"coupons": frozenset()}, "PROMOTION_COUPON_INVALID", "Coupon"),
        ({"coupons": frozenset({"A", "B"})}, "PROMOTION_COUPON_INVALID", "Coupon.Type"),
        ({"coupons": frozenset({"A", "a"}), "coupon_type": CouponType.MULTIPLE}, "PROMOTION_COUPON_INVALID", "Coupon"),
        ({"translations": (Translation("xx", "?"),)}, "PROMOTION_TRANSLATION_INVALID", "Translations[0].Language"),
        ({"translations": (Translation("de", ""),)}, "PROMOTION_TRANSLATION_INVALID", "Translations[0].Name"),
    ],
)
def test_a_promotion_may_not_be_so(changes: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(errors.PromotionRefused) as refusal:
        check(a_promotion(**changes))

    assert (refusal.value.code, refusal.value.field) == (code, field)


def of(**terms: Any) -> DiscountTerms:
    return DiscountTerms(**terms)


@pytest.mark.parametrize(
    ("type_", "terms", "field"),
    [
        (PromotionType.REGULAR, of(), "Discount"),
        (PromotionType.REGULAR, of(percent=Decimal("100.01")), "Discount.Value"),
        (PromotionType.REGULAR, of(percent=Decimal("-0.01")), "Discount.Value"),
        (PromotionType.REGULAR, of(percent=Decimal("0.125")), "Discount.Value"),
        (PromotionType.GLOBAL, of(amounts=(("USD", Decimal("0.001")),), default_currency="USD"), "Discount.Values"),
        (PromotionType.GLOBAL, of(amounts=(("USD", Decimal(-1)),), default_currency="USD"), "Discount.Values"),
        (PromotionType.GLOBAL, of(amounts=(("XYZ", Decimal(1)),), default_currency="XYZ"), "Discount.Values"),
        (
            PromotionType.GLOBAL,
            of(amounts=(("USD", Decimal(1)), ("USD", Decimal(2))), default_currency="USD"),
            "Discount.Values",
        ),
        (PromotionType.GLOBAL, of(amounts=(("USD", Decimal(1)),), default_currency="EUR"), "Discount.DefaultCurrency"),
        (PromotionType.ORDER, of(percent=Decimal(10)), "Discount.Type"),
        (PromotionType.SPECIAL_PRICE, of(percent=Decimal(10)), "Discount"),
    ],
)
def test_a_discount_may_not_be_so(type_: PromotionType, terms: DiscountTerms, field: str) -> None:
    with pytest.raises(errors.PromotionDiscountInvalid) as refusal:
        check_discount(type_, terms)

    assert refusal.value.field == field
