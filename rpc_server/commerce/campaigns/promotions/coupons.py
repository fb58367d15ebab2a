"""Adding and removing the coupons of a promotion."""

from dataclasses import replace

from rpc_server.commerce.campaigns.promotions import checks, errors, service, store
from rpc_server.commerce.campaigns.promotions.model import CouponType, Promotion, folded
from rpc_server.commerce.context import Context


def add(context: Context, code: str, type_: CouponType, coupons: tuple[str, ...]) -> Promotion:
    """Give the promotion coupons; one that applied by itself needs them from now on (documented).

    A SINGLE coupon takes the place of all it has, MULTIPLE ones join them (inferred). Raises ``CouponInvalid``
    and ``CouponTaken``.
    """
    before = service.lock(context, code)
    if not coupons:
        raise errors.CouponInvalid("There is no coupon to add.", field="Coupon")
    checks.check_coupons(type_, coupons)
    kept = before.coupons if type_ is CouponType.MULTIPLE else frozenset()
    new = {folded(coupon) for coupon in coupons}
    joined = frozenset(coupon for coupon in kept if folded(coupon) not in new).union(coupons)
    after = replace(before, coupon_type=type_, coupons=joined, is_instant=False, is_auto_applied=False)
    return store.change(context, before, after)


def remove(context: Context, code: str, coupons: tuple[str, ...]) -> Promotion:
    """Take coupons from the promotion; raises ``CouponNotFound``, and ``LastCoupon`` rather than take them all."""
    before = service.lock(context, code)
    if not coupons:
        raise errors.CouponInvalid("There is no coupon to remove.", field="Coupon")
    own = {folded(coupon) for coupon in before.coupons}
    gone = {folded(coupon) for coupon in coupons}
    for coupon in coupons:
        if folded(coupon) not in own:
            raise errors.CouponNotFound(f"The promotion has no coupon {coupon[:50]!r}.", field="Coupon")
    if gone == own:
        raise errors.LastCoupon(field="Coupon")
    kept = frozenset(coupon for coupon in before.coupons if folded(coupon) not in gone)
    return store.change(context, before, replace(before, coupons=kept))
