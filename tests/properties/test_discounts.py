"""Which discounts an order takes, for any prices."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellOffer
from rpc_server.commerce.campaigns.promotions.model import Promotion, PromotionType, SpecialPrice
from rpc_server.commerce.pricing.discounts import Decision, decide, discounted
from rpc_server.commerce.pricing.lines import price_line, total
from rpc_server.commerce.pricing.model import LineTerms, PriceType, Totals
from rpc_server.commerce.pricing.money import rounded
from rpc_server.commerce.pricing.promotions import DiscountableLine
from tests.catalogue import a_promotion

CODES = ("PRO", "BOX")
TODAY = date(2026, 3, 10)

amounts = st.decimals(0, 1000, places=2)
percentages = st.decimals(0, 100, places=2)
terms = st.builds(
    LineTerms,
    quantity=st.integers(1, 20),
    unit_price=st.decimals(0, 1000, places=4),
    price_type=st.sampled_from(PriceType),
    vat_percent=percentages,
)
lines = st.builds(
    DiscountableLine,
    terms=terms,
    product_code=st.sampled_from(CODES),
    surcharge=st.decimals(-100, 100, places=2),
    offer=st.none() | st.builds(CrossSellOffer, st.just("X"), percentages),
    paid_now=st.none() | terms,
    takes_promotions=st.booleans(),
)


def _promotion(kind: PromotionType, percent: Decimal | None, amount: Decimal, limit: int | None) -> Promotion:
    prices = (("USD", amount),)
    return replace(
        a_promotion(products=CODES[:1], maximum_quantity=limit),
        type=kind,
        percent=None if kind in (PromotionType.ORDER, PromotionType.SPECIAL_PRICE) else percent,
        amounts=prices,
        special_prices=(SpecialPrice("PRO", None, (), prices),) if kind is PromotionType.SPECIAL_PRICE else (),
    )


promotions = st.builds(
    _promotion, st.sampled_from(PromotionType), st.none() | percentages, amounts, st.none() | st.integers(1, 30)
)
orders = st.lists(lines, min_size=1, max_size=4)


def decided(order: list[DiscountableLine], offered: list[Promotion]) -> Decision:
    return decide(order, offered, currency="USD", day=TODAY)


def to_pay(order: list[DiscountableLine], decision: Decision) -> Totals:
    return total(
        price_line(line.paid_now or discounted(line.terms, discount))
        for line, discount in zip(order, decision.discounts, strict=True)
    )


@given(orders, st.lists(promotions, max_size=3))
def test_a_discount_is_cents_and_never_more_than_its_line(
    order: list[DiscountableLine], offered: list[Promotion]
) -> None:
    for line, discount in zip(order, decided(order, offered).discounts, strict=True):
        price = price_line(discounted(line.terms, discount))
        assert min(price.net_discounted, price.gross_discounted, price.discount) >= 0
        assert discount is None or 0 < discount.unit_amount <= rounded(line.terms.unit_price)


@given(orders, st.lists(promotions, max_size=3))
def test_no_order_falls_below_zero(order: list[DiscountableLine], offered: list[Promotion]) -> None:
    decision = decided(order, offered)
    sums = to_pay(order, decision)

    assert 0 <= decision.order_amount <= sums.net_discounted


@given(orders, promotions)
def test_no_more_units_are_discounted_than_allowed(order: list[DiscountableLine], promotion: Promotion) -> None:
    taken = [
        min(line.terms.quantity, line.terms.quantity if discount.units is None else discount.units)
        for line, discount in zip(order, decided(order, [promotion]).discounts, strict=True)
        if discount is not None and discount.promotion is not None
    ]

    assert promotion.maximum_quantity is None or sum(taken) <= promotion.maximum_quantity


@given(orders, st.lists(promotions, max_size=4))
def test_an_order_has_one_promotion_at_most(order: list[DiscountableLine], offered: list[Promotion]) -> None:
    decision = decided(order, offered)

    named = [discount.promotion for discount in decision.discounts if discount and discount.promotion]
    assert all(promotion is decision.promotion for promotion in named)


@given(orders, st.lists(promotions, max_size=3), promotions)
def test_another_promotion_never_makes_an_order_dearer(
    order: list[DiscountableLine], offered: list[Promotion], another: Promotion
) -> None:
    regular = [replace(line, paid_now=None) for line in order]
    fewer, more = decided(regular, offered), decided(regular, [*offered, another])

    assert (
        to_pay(regular, more).gross_discounted - more.order_amount
        <= to_pay(regular, fewer).gross_discounted - fewer.order_amount
    )
