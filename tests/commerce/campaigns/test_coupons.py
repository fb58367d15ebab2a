"""Giving coupons to a promotion and taking them away."""

from decimal import Decimal
from functools import partial

import pytest

from rpc_server.commerce.campaigns.promotions import coupons, errors, service
from rpc_server.commerce.campaigns.promotions.model import CouponType, Promotion
from rpc_server.commerce.context import Context
from tests.campaign_world import at_once
from tests.catalogue import a_promotion


def added(context: Context, *codes: str, type_: CouponType = CouponType.MULTIPLE) -> Promotion:
    is_instant = not codes
    return service.add(
        context, a_promotion(code="", coupon_type=type_, coupons=frozenset(codes), is_instant=is_instant)
    )


def kept(context: Context, code: str) -> tuple[CouponType, set[str]]:
    promotion = service.find(context, code)
    return promotion.coupon_type, set(promotion.coupons)


def test_several_coupons_join_those_there_are(shop: Context) -> None:
    code = added(shop, "A", "B").code

    coupons.add(shop, code, CouponType.MULTIPLE, ("C", "b"))

    assert kept(shop, code) == (CouponType.MULTIPLE, {"A", "b", "C"})


def test_a_single_coupon_takes_the_place_of_all(shop: Context) -> None:
    code = added(shop, "A", "B").code

    coupons.add(shop, code, CouponType.SINGLE, ("C",))

    assert kept(shop, code) == (CouponType.SINGLE, {"C"})
    assert service.promotions_for(shop, ("A",)) == ()


def test_a_promotion_that_applied_by_itself_needs_its_coupon_from_then_on(shop: Context) -> None:
    code = added(shop).code
    assert len(service.promotions_for(shop, ())) == 1

    coupons.add(shop, code, CouponType.SINGLE, ("NOW",))

    assert service.promotions_for(shop, ()) == ()
    assert [p.code for p in service.promotions_for(shop, ("now",))] == [code]


def test_coupons_are_removed_in_any_case(shop: Context) -> None:
    code = added(shop, "A", "B", "C").code

    coupons.remove(shop, code, ("a", " C "))

    assert kept(shop, code) == (CouponType.MULTIPLE, {"B"})
    assert service.promotions_for(shop, ("A",)) == ()


def test_the_last_coupon_stays(shop: Context) -> None:
    code = added(shop, "A", "B").code

    with pytest.raises(errors.LastCoupon):
        coupons.remove(shop, code, ("A", "B"))

    assert kept(shop, code) == (CouponType.MULTIPLE, {"A", "B"})


def test_a_coupon_of_another_promotion_is_not_removed(shop: Context) -> None:
    code = added(shop, "A", "B").code
    added(shop, "X", type_=CouponType.SINGLE)

    with pytest.raises(errors.CouponNotFound) as refusal:
        coupons.remove(shop, code, ("A", "X"))

    assert refusal.value.message == "The promotion has no coupon 'X'."


@pytest.mark.parametrize(
    ("type_", "codes", "text"),
    [
        (CouponType.MULTIPLE, (), "There is no coupon to add."),
        (CouponType.SINGLE, ("A", "B"), "A coupon of type SINGLE is one code."),
        (CouponType.SINGLE, (" ",), "A coupon has 1 to 255 characters."),
        (CouponType.SINGLE, ("x" * 256,), "A coupon has 1 to 255 characters."),
        (CouponType.MULTIPLE, ("Straße", "STRASSE"), "The coupon 'STRASSE' stands twice, apart from its case."),
    ],
)
def test_what_is_no_coupon_is_refused(shop: Context, type_: CouponType, codes: tuple[str, ...], text: str) -> None:
    code = added(shop, "OLD", type_=CouponType.SINGLE).code

    with pytest.raises(errors.CouponInvalid) as refusal:
        coupons.add(shop, code, type_, codes)

    assert refusal.value.message == text


def test_a_coupon_as_long_as_may_be_is_kept_and_found(shop: Context) -> None:
    longest = "ΐ" * 255

    code = added(shop, longest, type_=CouponType.SINGLE).code

    assert [p.code for p in service.promotions_for(shop, (longest,))] == [code]


def test_a_coupon_two_promotions_ask_for_at_once_goes_to_one(shop: Context) -> None:
    asking = [added(shop, str(n), type_=CouponType.SINGLE).code for n in range(4)]
    shop.work.commit()

    def ask(context: Context, code: str) -> bool:
        try:
            coupons.add(context, code, CouponType.MULTIPLE, ("WANTED",))
        except errors.CouponTaken:
            context.work.rollback()
            return False
        return True

    got = at_once(shop, [partial(ask, code=code) for code in asking])

    assert sorted(got) == [False, False, False, True]
    assert [p.code for p in service.promotions_for(shop, ("wanted",))] == [asking[got.index(True)]]


def test_coupons_given_to_one_promotion_at_once_are_all_kept(shop: Context) -> None:
    code = added(shop, "OLD").code
    shop.work.commit()
    given = [f"C{n}" for n in range(6)]

    def give(context: Context, coupon: str) -> Promotion:
        return coupons.add(context, code, CouponType.MULTIPLE, (coupon,))

    at_once(shop, [partial(give, coupon=coupon) for coupon in given])

    assert kept(shop, code) == (CouponType.MULTIPLE, {"OLD", *given})


def test_a_percentage_does_not_change_with_the_coupons(shop: Context) -> None:
    code = added(shop, "A", "B").code

    assert coupons.remove(shop, code, ("A",)).percent == Decimal(30)
