"""Promotions and cross-sell: what a line is reduced by."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign, CrossSellOffer
from rpc_server.commerce.campaigns.promotions.model import Promotion
from rpc_server.commerce.pricing.cross_sell import claimed_offer, unit_discount
from rpc_server.commerce.pricing.discounts import Discount, best_discount
from rpc_server.commerce.pricing.errors import CrossSellRefused
from tests.catalogue import a_promotion

TODAY = date(2026, 3, 10)
OFFER = CrossSellOffer("34924C876E", Decimal(20))


def discount(*promotions: Promotion, offer: CrossSellOffer | None = None, **changes: Any) -> Discount | None:
    line: dict[str, Any] = {
        "product_code": "PRO", "unit_price": Decimal("19.95"), "quantity": 1, "currency": "USD", "day": TODAY,
    }  # fmt: skip
    return best_discount(promotions, offer, **{**line, **changes})


def test_a_percentage_is_taken_off_one_unit_rounded_half_up() -> None:
    promotion = a_promotion()

    assert discount(promotion) == Discount(Decimal("5.99"), None, promotion)


def test_a_fixed_amount_is_taken_off_in_the_currency_it_is_given_in() -> None:
    promotion = a_promotion(percent=None, amounts=(("USD", Decimal(10)), ("EUR", Decimal(9))))

    assert discount(promotion, currency="EUR") == Discount(Decimal(9), None, promotion)
    assert discount(promotion, currency="JPY") is None


def test_no_more_than_the_price_is_taken_off() -> None:
    promotion = a_promotion(percent=None, amounts=(("USD", Decimal(30)),))

    assert discount(promotion) == Discount(Decimal("19.95"), None, promotion)


@pytest.mark.parametrize(
    "changes",
    [
        {"is_enabled": False},
        {"start": date(2026, 3, 11)},
        {"end": date(2026, 3, 9)},
        {"products": frozenset({"STARTER"})},
        {"percent": Decimal(0)},
    ],
    ids=["disabled", "not begun", "over", "of other products", "of nothing"],
)
def test_a_promotion_that_does_not_apply_takes_nothing_off(changes: dict[str, Any]) -> None:
    assert discount(a_promotion(**changes)) is None


@pytest.mark.parametrize("changes", [{"start": TODAY}, {"end": TODAY}, {"products": frozenset({"PRO"})}])
def test_a_promotion_applies_on_its_first_and_last_day_and_to_its_products(changes: dict[str, Any]) -> None:
    assert discount(a_promotion(**changes)) is not None


def test_the_promotion_that_takes_most_off_the_line_wins() -> None:
    much_for_one = a_promotion(code="ONE", percent=Decimal(50), maximum_quantity=1)
    less_for_all = a_promotion(code="ALL", percent=Decimal(20))

    assert discount(much_for_one, less_for_all, quantity=2) == Discount(Decimal("9.98"), 1, much_for_one)
    assert discount(much_for_one, less_for_all, quantity=3) == Discount(Decimal("3.99"), None, less_for_all)


def test_of_equal_promotions_the_first_wins() -> None:
    first, second = a_promotion(code="A"), a_promotion(code="B")

    assert discount(second, first) == Discount(Decimal("5.99"), None, second)


def test_a_cross_sell_offer_and_a_promotion_do_not_add_up() -> None:
    half = a_promotion(percent=Decimal(50))

    assert discount(a_promotion(percent=Decimal(20)), offer=OFFER) == Discount(Decimal("3.99"), None, None)
    assert discount(half, offer=OFFER) == Discount(Decimal("9.98"), None, half)


def test_a_cross_sell_discount_is_rounded_per_unit() -> None:
    assert unit_discount(CrossSellOffer("X", Decimal(30)), Decimal("19.95")) == Decimal("5.99")


def claim(**changes: Any) -> CrossSellOffer:
    campaign: dict[str, Any] = {"is_active": True, "start": None, "end": None}
    campaign |= {key: changes.pop(key) for key in list(changes) if key in campaign}
    running = CrossSellCampaign("C", "Effects", **campaign, master_products=("15", "16"), offers=(OFFER,))
    asked: dict[str, Any] = {
        "product_code": "34924C876E", "parent_code": "15", "other_codes": ["15"], "day": TODAY, "path": "Items[1]",
    }  # fmt: skip
    return claimed_offer(changes.pop("campaign", running), **{**asked, **changes})


def test_a_recommended_product_beside_its_parent_has_the_offer() -> None:
    assert claim() == OFFER


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"campaign": None}, "CampaignCode", "There is no such cross-sell campaign running."),
        ({"is_active": False}, "CampaignCode", "There is no such cross-sell campaign running."),
        ({"start": date(2026, 3, 11)}, "CampaignCode", "There is no such cross-sell campaign running."),
        ({"end": date(2026, 3, 9)}, "CampaignCode", "There is no such cross-sell campaign running."),
        ({"parent_code": "17"}, "ParentCode", "The campaign is not for buyers of 17."),
        ({"parent_code": "16"}, "ParentCode", "16 is not among the other items."),
        ({"product_code": "PRO"}, "CampaignCode", "The campaign does not recommend PRO."),
    ],
)
def test_a_claim_the_campaign_does_not_make_is_refused(changes: dict[str, Any], field: str, text: str) -> None:
    with pytest.raises(CrossSellRefused) as refusal:
        claim(**changes)

    assert (refusal.value.field, refusal.value.message) == (f"Items[1].CrossSell.{field}", text)
