"""Promotions and cross-sell: what the lines of an order are reduced by."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign, CrossSellOffer
from rpc_server.commerce.campaigns.promotions.model import (
    NamedOption,
    PromotedProduct,
    Promotion,
    PromotionType,
    Recurring,
    SpecialPrice,
)
from rpc_server.commerce.pricing.cross_sell import base_prices, claimed_offer, unit_discount
from rpc_server.commerce.pricing.discounts import Decision, Discount, decide
from rpc_server.commerce.pricing.errors import CrossSellRefused
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.model import LineTerms, PriceType
from rpc_server.commerce.pricing.promotions import DiscountableLine, is_for_renewal, needs_rates
from tests.campaign_world import FLAT
from tests.catalogue import a_product, a_promotion

TODAY = date(2026, 3, 10)
OFFER = CrossSellOffer("34924C876E", Decimal(20))
FIVE = {"percent": None, "amounts": (("USD", Decimal(5)),), "default_currency": "USD"}


def a_line(price: str = "19.95", quantity: int = 1, *, vat: int = 0, **changes: Any) -> DiscountableLine:
    terms = LineTerms(quantity, Decimal(price), changes.pop("price_type", PriceType.NET), Decimal(vat))
    return replace(DiscountableLine(terms, product_code="PRO", configuration_code="5A3C1E9D42"), **changes)


def decided(
    *promotions: Promotion, lines: list[DiscountableLine], currency: str = "USD", rates: Rates = NO_RATES
) -> Decision:
    return decide(lines, promotions, currency=currency, day=TODAY, rates=rates)


def discount(*promotions: Promotion, currency: str = "USD", **line: Any) -> Discount | None:
    (found,) = decided(*promotions, lines=[a_line(**line)], currency=currency).discounts
    return found


def special(usd: str, *options: str, configuration: str | None = None) -> Promotion:
    row = SpecialPrice(
        "PRO", configuration, tuple(NamedOption(code, "Group", code) for code in options), (("USD", Decimal(usd)),)
    )
    return a_promotion(type=PromotionType.SPECIAL_PRICE, percent=None, special_prices=(row,), default_currency="USD")


def test_a_percentage_is_taken_off_one_unit_rounded_half_up() -> None:
    promotion = a_promotion()

    assert discount(promotion) == Discount(Decimal("5.99"), None, promotion)


def test_a_fixed_amount_is_taken_off_in_the_currency_it_is_given_in() -> None:
    promotion = a_promotion(percent=None, amounts=(("USD", Decimal(10)), ("EUR", Decimal(9))))

    assert discount(promotion, currency="EUR") == Discount(Decimal(9), None, promotion)
    assert discount(promotion, currency="JPY") is None


def test_a_fixed_amount_is_converted_from_the_default_currency() -> None:
    promotion = a_promotion(**FIVE)
    rates = Rates({"USD": Decimal(1), "RON": Decimal("4.571")})

    (found,) = decided(promotion, lines=[a_line("100")], currency="RON", rates=rates).discounts

    assert found == Discount(Decimal("22.86"), None, promotion)


@pytest.mark.parametrize(
    ("promotion", "is_needed"),
    [(a_promotion(), False), (a_promotion(**FIVE), True), (special("9"), True)],
    ids=["percent", "fixed", "special"],
)
def test_rates_are_needed_for_amounts_not_given_in_the_currency(promotion: Promotion, is_needed: bool) -> None:
    assert needs_rates(promotion, "EUR") is is_needed
    assert not needs_rates(promotion, "USD")


def test_no_more_than_the_price_is_taken_off() -> None:
    promotion = a_promotion(percent=None, amounts=(("USD", Decimal(30)),))

    assert discount(promotion) == Discount(Decimal("19.95"), None, promotion)


@pytest.mark.parametrize(
    "changes",
    [
        {"is_enabled": False},
        {"start": date(2026, 3, 11)},
        {"end": date(2026, 3, 9)},
        {"maximum_orders": 3, "orders_used": 3},
        {"products": ("STARTER",)},
        {"type": PromotionType.REGULAR},
        {"tax_category": "books"},
        {"percent": Decimal(0)},
    ],
    ids=["disabled", "not begun", "over", "used up", "of other products", "of none", "of other goods", "of nothing"],
)
def test_a_promotion_that_does_not_apply_takes_nothing_off(changes: dict[str, Any]) -> None:
    assert decided(a_promotion(**changes), lines=[a_line()]) == Decision((None,))


@pytest.mark.parametrize(
    "changes",
    [
        {"start": TODAY},
        {"end": TODAY},
        {"products": ("PRO",)},
        {"maximum_orders": 3, "orders_used": 2},
    ],
)
def test_a_promotion_applies_on_its_first_and_last_day_and_to_its_products(changes: dict[str, Any]) -> None:
    assert discount(a_promotion(**changes)) is not None


@pytest.mark.parametrize(
    ("product", "applies"),
    [
        (PromotedProduct("PRO", "5A3C1E9D42"), True),
        (PromotedProduct("PRO", "F1A7F1A7F1"), False),
        (PromotedProduct("PRO", None, ("phone",)), True),
        (PromotedProduct("PRO", None, ("phone", "fax")), False),
    ],
)
def test_a_product_may_be_meant_with_a_configuration_or_options_alone(product: PromotedProduct, applies: bool) -> None:
    promotion = replace(a_promotion(products=("PRO",)), products=(product,))

    assert (discount(promotion, options=frozenset({"phone", "mail"})) is not None) is applies


def test_goods_of_the_category_named_are_discounted() -> None:
    assert discount(a_promotion(tax_category="books"), tax_category="books") is not None


def test_taxes_and_shipping_take_no_promotion() -> None:
    assert discount(a_promotion(), takes_promotions=False) is None


def test_further_units_than_the_quantity_allowed_cost_the_full_price() -> None:
    promotion = a_promotion(maximum_quantity=3)
    lines = [a_line(quantity=2), a_line("5", quantity=4), a_line(quantity=1)]

    assert decided(promotion, lines=lines).discounts == (
        Discount(Decimal("5.99"), 3, promotion),
        Discount(Decimal("1.50"), 1, promotion),
        None,
    )


def test_units_that_take_the_cross_sell_offer_leave_the_promotion_to_others() -> None:
    promotion = a_promotion(maximum_quantity=1, percent=Decimal(20))
    lines = [a_line(offer=OFFER), a_line()]

    assert decided(promotion, lines=lines).discounts == (
        Discount(Decimal("3.99"), None, None),
        Discount(Decimal("3.99"), 1, promotion),
    )


def test_an_order_takes_the_promotion_that_leaves_least_to_pay() -> None:
    much_for_one = a_promotion(code="ONE", percent=Decimal(50), maximum_quantity=1)
    less_for_all = a_promotion(code="ALL", percent=Decimal(20))

    assert discount(much_for_one, less_for_all, quantity=2) == Discount(Decimal("9.98"), 1, much_for_one)
    assert discount(much_for_one, less_for_all, quantity=3) == Discount(Decimal("3.99"), None, less_for_all)


def test_an_order_takes_one_promotion_though_each_line_could_have_its_own() -> None:
    of_pro = a_promotion(code="PRO", products=("PRO",))
    of_box = a_promotion(code="BOX", products=("BOX",))
    lines = [a_line("10"), a_line("100", product_code="BOX")]

    assert decided(of_pro, of_box, lines=lines) == Decision((None, Discount(Decimal(30), None, of_box)), of_box)


def test_of_equal_promotions_the_first_is_taken() -> None:
    first, second = a_promotion(code="A"), a_promotion(code="B")

    assert discount(second, first) == Discount(Decimal("5.99"), None, second)


def test_a_cross_sell_offer_and_a_promotion_do_not_add_up() -> None:
    half = a_promotion(percent=Decimal(50))

    assert discount(a_promotion(percent=Decimal(20)), offer=OFFER) == Discount(Decimal("3.99"), None, None)
    assert discount(half, offer=OFFER) == Discount(Decimal("9.98"), None, half)


def test_a_special_price_stands_for_the_base_price() -> None:
    promotion = special("9")

    assert discount(promotion, surcharge=Decimal(5)) == Discount(Decimal("5.95"), None, promotion)


def test_a_special_price_of_a_combination_stands_for_the_whole_price() -> None:
    promotion = special("9", "phone")

    assert discount(promotion, options=frozenset({"phone"}), surcharge=Decimal(5)) == Discount(
        Decimal("10.95"), None, promotion
    )
    assert discount(promotion, options=frozenset({"phone", "mail"})) is None


@pytest.mark.parametrize(
    ("promotion", "line"),
    [
        (special("25"), {}),
        (special("9"), {"product_code": "BOX"}),
        (special("9", configuration="F1A7F1A7F1"), {}),
        (special("9"), {"currency": "EUR"}),
    ],
    ids=["dearer", "of another product", "of another configuration", "in another currency"],
)
def test_a_special_price_that_does_not_apply_changes_nothing(promotion: Promotion, line: dict[str, Any]) -> None:
    assert discount(promotion, **line) is None


def test_a_special_price_of_the_options_goes_before_that_of_the_base() -> None:
    promotion = replace(
        special("9"), special_prices=special("9").special_prices + special("15", "phone").special_prices
    )

    assert discount(promotion, options=frozenset({"phone"})) == Discount(Decimal("4.95"), None, promotion)


def an_order_promotion(usd: str) -> Promotion:
    return a_promotion(type=PromotionType.ORDER, percent=None, amounts=(("USD", Decimal(usd)),))


def test_an_order_promotion_is_taken_off_the_total_after_tax() -> None:
    promotion = an_order_promotion("15")

    decision = decided(promotion, lines=[a_line("100", vat=24), a_line("10", vat=24)])

    assert decision == Decision((None, None), promotion, Decimal(15))


def test_an_order_promotion_leaves_the_tax_to_pay() -> None:
    decision = decided(an_order_promotion("150"), lines=[a_line("100", vat=24)])

    assert decision.order_amount == Decimal(100)


def test_an_order_promotion_counts_what_is_paid_now() -> None:
    trial = LineTerms(1, Decimal(5), PriceType.NET, Decimal(0))

    assert decided(an_order_promotion("15"), lines=[a_line("100", paid_now=trial)]).order_amount == Decimal(5)


def test_an_order_promotion_counts_the_lines_that_are_taken_off() -> None:
    assert decided(an_order_promotion("15"), lines=[a_line("20"), a_line("-10")]).order_amount == Decimal(10)


def test_an_order_promotion_adds_to_cross_sell_but_not_to_other_promotions() -> None:
    percent, order = a_promotion(), an_order_promotion("5")

    assert decided(percent, order, lines=[a_line(offer=OFFER)]) == Decision(
        (Discount(Decimal("3.99"), None, None),), order, Decimal(5)
    )
    assert decided(percent, order, lines=[a_line()]).promotion == percent


def test_the_lesser_price_counts_with_its_tax() -> None:
    fixed = an_order_promotion("6")
    percent = a_promotion(percent=Decimal(30))

    assert decided(percent, fixed, lines=[a_line("19.95")]).promotion == fixed
    assert decided(percent, fixed, lines=[a_line("19.95", vat=20)]).promotion == percent


@pytest.mark.parametrize(
    ("recurring", "charges", "renewals"),
    [(Recurring.NONE, None, []), (Recurring.ALL, None, [1, 2, 3, 4]), (Recurring.CUSTOM, 2, [1, 2])],
)
def test_a_discount_counts_for_the_renewals_it_says(
    recurring: Recurring, charges: int | None, renewals: list[int]
) -> None:
    assert [n for n in (1, 2, 3, 4) if is_for_renewal(recurring, charges, n)] == renewals


def test_a_cross_sell_discount_is_rounded_per_unit() -> None:
    assert unit_discount(CrossSellOffer("X", Decimal(30)), Decimal("19.95")) == Decimal("5.99")


def test_the_base_price_is_that_of_one_unit_without_options() -> None:
    assert base_prices(a_product(FLAT)) == {"USD": Decimal(30), "EUR": Decimal(27)}
    assert base_prices(a_product(replace(FLAT, regular=FLAT.regular[3:]))) == {"USD": Decimal(35)}
    assert base_prices(replace(a_product(), configurations=())) == {}


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
