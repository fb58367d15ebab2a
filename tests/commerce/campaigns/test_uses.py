"""How often a promotion may be used, by one after another and by many at once."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from rpc_server.commerce.campaigns.promotions import errors, service
from rpc_server.commerce.campaigns.promotions.tables import PromotionUseRow
from rpc_server.commerce.campaigns.promotions.uses import release, reserve
from rpc_server.commerce.context import Context
from tests.campaign_world import at_once
from tests.catalogue import a_promotion

CALLERS = 8


def added(context: Context, **changes: Any) -> str:
    code = service.add(context, a_promotion(**{"code": "", **changes})).code
    context.work.commit()
    return code


def used(context: Context, code: str) -> tuple[int, int]:
    """How many orders have the promotion, as it counts them and as they are noted down."""
    noted = select(func.count()).where(
        PromotionUseRow.merchant_id == context.merchant_id, PromotionUseRow.promotion_code == code
    )
    return service.find(context, code).orders_used, context.session.scalar(noted) or 0


def taken(context: Context, reference: str, *, code: str) -> bool:
    try:
        reserve(context, reference, [code])
    except errors.PromotionUsedUp:
        context.work.rollback()
        return False
    return True


def test_an_order_uses_a_promotion_once_however_often_it_says_so(shop: Context) -> None:
    code = added(shop, maximum_orders=2)

    reserve(shop, "100", [code, code])
    reserve(shop, "100", [code])

    assert used(shop, code) == (1, 1)


def test_no_more_orders_than_may_have_a_promotion(shop: Context) -> None:
    code = added(shop, maximum_orders=2)

    outcomes = [taken(shop, reference, code=code) for reference in ("100", "101")]
    shop.work.commit()

    assert outcomes == [True, True]
    with pytest.raises(errors.PromotionUsedUp) as refusal:
        reserve(shop, "102", [code])
    assert (refusal.value.code, refusal.value.message) == (
        "PROMOTION_LIMIT_REACHED", f"The promotion {code} is used up.",
    )  # fmt: skip


def test_a_promotion_that_is_used_up_does_not_run(shop: Context) -> None:
    code = added(shop, maximum_orders=1)

    reserve(shop, "100", [code])

    (promotion,) = service.promotions_for(shop, ("SAVE30",))
    assert not promotion.runs_on(shop.today)


def test_what_is_released_can_be_used_again(shop: Context) -> None:
    code = added(shop, maximum_orders=1)
    reserve(shop, "100", [code])

    release(shop, "100")

    assert used(shop, code) == (0, 0)
    assert taken(shop, "101", code=code)


def test_releasing_nothing_changes_nothing(shop: Context) -> None:
    code = added(shop, maximum_orders=1)
    reserve(shop, "100", [code])

    release(shop, "101")
    release(shop, "100")
    release(shop, "100")

    assert used(shop, code) == (0, 0)


def test_a_promotion_without_a_limit_is_counted_too(shop: Context) -> None:
    code = added(shop)

    for reference in ("100", "101", "102"):
        reserve(shop, reference, [code])

    assert used(shop, code) == (3, 3)


def test_a_change_of_the_promotion_forgets_no_use(shop: Context) -> None:
    code = added(shop, maximum_orders=5)
    reserve(shop, "100", [code])
    before = service.lock(shop, code)

    service.update(shop, before, a_promotion(code=code, maximum_orders=1), None)

    assert used(shop, code) == (1, 1)
    assert not taken(shop, "101", code=code)


def test_the_last_use_goes_to_one_of_many(shop: Context) -> None:
    code = added(shop, maximum_orders=3)

    outcomes = at_once(shop, [partial(taken, reference=str(n), code=code) for n in range(CALLERS)])

    assert Counter(outcomes) == {True: 3, False: CALLERS - 3}
    assert used(shop, code) == (3, 3)


def test_uses_taken_and_released_at_once_are_all_counted(shop: Context) -> None:
    code = added(shop, maximum_orders=CALLERS)
    for n in range(CALLERS):
        reserve(shop, f"old{n}", [code])
    shop.work.commit()

    def swap(context: Context, n: int) -> bool:
        release(context, f"old{n}")
        return taken(context, f"new{n}", code=code)

    outcomes = at_once(shop, [partial(swap, n=n) for n in range(CALLERS)])

    assert outcomes == [True] * CALLERS
    assert used(shop, code) == (CALLERS, CALLERS)


def test_a_limit_lowered_while_orders_are_placed_is_kept(shop: Context) -> None:
    code = added(shop, maximum_orders=CALLERS)

    def lower(context: Context) -> bool:
        before = service.lock(context, code)
        service.update(context, before, a_promotion(code=code, maximum_orders=2), None)
        return True

    takers: list[Callable[[Context], bool]] = [partial(taken, reference=str(n), code=code) for n in range(CALLERS)]
    at_once(shop, [lower, *takers])

    counted, noted = used(shop, code)
    assert counted == noted
    assert not taken(shop, "last", code=code)


def test_a_promotion_deleted_meanwhile_is_used_by_no_order(shop: Context) -> None:
    code = added(shop)
    service.delete(shop, code)
    shop.work.commit()

    with pytest.raises(errors.PromotionUsedUp):
        reserve(shop, "100", [code])
