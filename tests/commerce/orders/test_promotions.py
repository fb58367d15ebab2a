"""Promotions on orders: which one is taken, how it shows, and how often it may be."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.campaigns.promotions import service as promotions
from rpc_server.commerce.campaigns.promotions import uses
from rpc_server.commerce.campaigns.promotions.errors import PromotionUsedUp
from rpc_server.commerce.campaigns.promotions.model import (
    Channel,
    PromotedProduct,
    Promotion,
    PromotionType,
    Recurring,
    SpecialPriceRequest,
)
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import ExchangeRate
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.errors import PromotionInvalid
from rpc_server.commerce.orders.model import AppliedPromotion, OrderStatus, PurchaseType
from rpc_server.commerce.pricing.model import LinePrice
from tests.campaign_world import at_once
from tests.catalogue import a_promotion
from tests.order_world import Crash, CrashingBefore, asked, dynamic, engine, item, payment


def offer(context: Context, **changes: Any) -> Promotion:
    """A new promotion, 30 % off everything for ALL30 unless ``changes`` say otherwise. Commits."""
    matrix = changes.pop("matrix", ())
    named = {"code": "", "coupons": frozenset({"ALL30"})}
    added = promotions.add(context, a_promotion(**{**named, **changes}), matrix)
    context.work.commit()
    return added


def ten_off_the_order(context: Context, **changes: Any) -> Promotion:
    amounts = {"percent": None, "amounts": (("USD", Decimal(10)), ("EUR", Decimal(9))), "default_currency": "USD"}
    return offer(context, type=PromotionType.ORDER, coupons=frozenset({"TEN"}), **amounts, **changes)


def used(context: Context, promotion: Promotion) -> int:
    return promotions.find(context, promotion.code).orders_used


def test_an_order_promotion_is_a_line_of_its_own_below_zero(context: Context) -> None:
    promotion = ten_off_the_order(context)

    order = service.place(context, asked(item("BOOK"), item("GUARD", at=1), promotions=("ten",)))

    assert (order.totals.gross_discounted, order.totals.discount) == (Decimal("163.25"), Decimal(0))
    line = order.lines[2]
    assert (line.code, line.name, line.quantity, line.purchase_type) == (None, "Thirty off", 1, PurchaseType.COUPON)
    less, none = Decimal("-10.00"), Decimal(0)
    assert line.price == LinePrice(less, less, none, none, less, less, less, less, less, less, none, none, none)
    assert line.promotion is not None
    assert (line.promotion.code, line.promotion.type, line.promotion.amount) == (promotion.code, "ORDER", Decimal(10))
    assert [line.promotion for line in order.lines[:2]] == [None, None]


def test_the_order_read_back_has_the_line_too(context: Context) -> None:
    ten_off_the_order(context)

    order = service.place(context, asked(promotions=("TEN",)))

    assert service.find(context, order.reference or "").lines == order.lines
    assert service.find(context, order.reference or "").totals == order.totals


def test_an_order_worth_less_than_its_promotion_is_free(context: Context) -> None:
    ten_off_the_order(context)

    order = service.place(context, asked(item("BOOK", custom_price=Decimal(6)), promotions=("TEN",), payment=None))

    assert (order.totals.gross_discounted, order.status) == (Decimal(0), OrderStatus.AUTHRECEIVED)


def test_of_two_coupons_the_one_that_saves_more_is_taken(context: Context) -> None:
    order = service.quote(context, asked(item("BOOK"), item("PLAN", at=1), promotions=("SAVE30", "TENOFF")))

    assert [line.promotion and line.promotion.code for line in order.lines] == [None, "TENNER"]


def test_a_promotion_of_everything_is_for_dynamic_products_too(context: Context) -> None:
    offer(context)

    order = service.quote(context, asked(dynamic("10"), promotions=("all30",)))

    assert order.totals.gross_discounted == Decimal("7.00")


def test_coupon_lines_of_the_client_take_no_promotion(context: Context) -> None:
    offer(context)

    lines = (dynamic("10"), dynamic("4", at=1, purchase_type=PurchaseType.COUPON))
    order = service.quote(context, asked(*lines, promotions=("all30",)))

    assert [line.price.gross_discounted for line in order.lines] == [Decimal("7.00"), Decimal("-4.00")]


def test_a_special_price_takes_the_place_of_the_price(context: Context) -> None:
    row = SpecialPriceRequest("PLAN", None, "", (), (("USD", Decimal(20)),))
    offer(context, type=PromotionType.SPECIAL_PRICE, percent=None, matrix=(row,))

    order = service.quote(context, asked(item("PLAN", 2, options=("phone",)), promotions=("all30",)))

    assert order.totals.gross_discounted == Decimal("60.00")


def test_the_line_keeps_what_renewals_need_to_know(context: Context) -> None:
    promotion = offer(context, name="Three months", label="30 % off", recurring=Recurring.CUSTOM, recurring_charges=2)

    order = service.place(context, asked(item("PLAN"), promotions=("all30",)))

    assert service.find(context, order.reference or "").lines[0].promotion == AppliedPromotion(
        code=promotion.code,
        coupon="ALL30",
        name="Three months",
        description="",
        type="GLOBAL",
        is_instant=False,
        start=None,
        end=None,
        maximum_orders=None,
        maximum_quantity=None,
        percent=Decimal(30),
        amount=None,
        label="30 % off",
        recurring="CUSTOM",
        recurring_charges=2,
    )


def test_a_fixed_discount_is_converted_at_the_rate_of_the_day(context: Context) -> None:
    store.insert_exchange_rates(
        context, [ExchangeRate(c, Decimal(u), date(2026, 1, 1)) for c, u in (("USD", "1"), ("RON", "4.5"))]
    )
    offer(context, percent=None, amounts=(("USD", Decimal(2)),), default_currency="USD")

    order = service.quote(context, asked(promotions=("ALL30",), currency="RON", payment=None))

    assert (order.totals.net, order.totals.discount) == (Decimal("89.78"), Decimal("9.00"))


def test_promotions_of_partner_orders_alone_do_not_count_in_the_shop(context: Context) -> None:
    offer(context, channel=Channel.CHANNEL_MANAGER)

    with pytest.raises(PromotionInvalid):
        service.quote(context, asked(promotions=("ALL30",)))


@pytest.mark.parametrize(("hour", "is_running"), [(21, False), (22, True)])
def test_a_promotion_begins_with_the_day_of_the_account(
    context: Context, clock: SetClock, hour: int, is_running: bool
) -> None:
    offer(context, start=date(2026, 3, 11), coupons=frozenset(), is_instant=True)
    clock.advance(datetime(2026, 3, 10, hour, 30, tzinfo=UTC) - clock.now())

    order = service.quote(context, asked())

    assert (order.totals.discount > 0) is is_running


def test_a_placed_order_counts_as_a_use_and_a_quote_does_not(context: Context) -> None:
    promotion = offer(context, maximum_orders=5)

    service.quote(context, asked(promotions=("ALL30",)))
    service.place(context, asked(promotions=("ALL30",)))

    assert used(context, promotion) == 1


def test_a_promotion_that_took_nothing_off_is_not_used(context: Context) -> None:
    promotion = offer(context, type=PromotionType.REGULAR, products=(), coupons=frozenset({"ALL30"}), maximum_orders=5)
    promotions.add_products(context, promotion.code, (PromotedProduct("GUARD"),))

    service.place(context, asked(item("BOOK"), promotions=("ALL30",)))

    assert used(context, promotion) == 0


def test_a_coupon_that_is_used_up_is_refused(context: Context) -> None:
    offer(context, maximum_orders=1)
    service.place(context, asked(promotions=("ALL30",)))

    with pytest.raises(PromotionInvalid):
        service.place(context, asked(promotions=("ALL30",)))


def test_an_instant_promotion_that_is_used_up_is_over(context: Context) -> None:
    offer(context, maximum_orders=1, coupons=frozenset(), is_instant=True)

    paid = [service.place(context, asked()).totals.gross_discounted for _ in range(2)]

    assert paid == [Decimal("13.96"), Decimal("19.95")]


def test_a_declined_order_gives_its_use_back_and_takes_it_again_when_it_is_paid(context: Context) -> None:
    promotion = offer(context, maximum_orders=1)

    declined = service.place(context, asked(promotions=("ALL30",), payment=payment("Adrian Doe")))
    assert (declined.status, used(context, promotion)) == (OrderStatus.PENDING, 0)

    service.place(context, asked(reference=declined.reference))
    assert used(context, promotion) == 1


def test_a_declined_order_cannot_be_paid_once_its_promotion_is_used_up(context: Context) -> None:
    promotion = offer(context, maximum_orders=1)
    declined = service.place(context, asked(promotions=("ALL30",), payment=payment("Adrian Doe")))
    service.place(context, asked(promotions=("ALL30",)))

    with pytest.raises(PromotionUsedUp):
        service.place(context, asked(reference=declined.reference))
    context.work.rollback()

    assert used(context, promotion) == 1
    assert service.find(context, declined.reference or "").status is OrderStatus.PENDING


def test_the_last_use_goes_to_one_of_many_buyers(context: Context) -> None:
    promotion = offer(context, maximum_orders=2)

    def buy(own: Context) -> str:
        try:
            return service.place(own, asked(promotions=("ALL30",))).status.value
        except (PromotionUsedUp, PromotionInvalid) as refusal:
            own.work.rollback()
            return type(refusal).__name__

    outcomes = Counter(at_once(context, [buy] * 6))

    assert outcomes["AUTHRECEIVED"] == 2
    assert sum(outcomes.values()) == 6
    assert used(context, promotion) == 2


def test_declines_and_sales_at_once_leave_the_count_right(context: Context) -> None:
    promotion = offer(context, maximum_orders=100)

    def buy(own: Context, holder: str) -> OrderStatus:
        return service.place(own, asked(promotions=("ALL30",), payment=payment(holder))).status

    holders = ["John Doe", "Adrian Doe"] * 4
    outcomes = Counter(at_once(context, [partial(buy, holder=holder) for holder in holders]))

    assert outcomes == {OrderStatus.AUTHRECEIVED: 4, OrderStatus.PENDING: 4}
    assert used(context, promotion) == 4


def test_what_a_crash_left_reserved_is_released_when_it_is_settled(context: Context, services: Services) -> None:
    promotion = offer(context, maximum_orders=1)
    with pytest.raises(Crash), engine(services, context.merchant, gateway=CrashingBefore()) as own:
        service.place(own, asked(promotions=("ALL30",)))
    assert used(context, promotion) == 1

    clock = SetClock(context.clock.now().replace(hour=13))
    service.reconcile(replace(context, services=replace(services, clock=clock)))

    assert used(context, promotion) == 0


def test_an_order_that_is_cancelled_can_give_back_its_use(context: Context) -> None:
    promotion = offer(context, maximum_orders=1)
    order = service.place(context, asked(promotions=("ALL30",)))

    uses.release(context, order.reference or "")

    assert used(context, promotion) == 0
