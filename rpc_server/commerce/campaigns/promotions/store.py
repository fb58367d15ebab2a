"""Promotion rows into values and back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Row, Select, delete, insert, select, update

from rpc_server.commerce.campaigns.promotions.errors import CouponTaken
from rpc_server.commerce.campaigns.promotions.model import (
    PromotedProduct,
    Promotion,
    PromotionType,
    SpecialPrice,
    folded,
)
from rpc_server.commerce.campaigns.promotions.tables import (
    CouponRow,
    PromotedProductRow,
    PromotionRow,
    SpecialPriceRow,
)
from rpc_server.commerce.context import Context
from rpc_server.storage import Base, insert_drawn, insert_new

Child = TypeVar("Child", PromotedProductRow, SpecialPriceRow, CouponRow)

_PLAIN = (
    "name", "description", "type", "channel", "is_enabled", "is_instant", "is_auto_applied", "coupon_type", "start",
    "end", "percent", "amounts", "default_currency", "maximum_orders", "maximum_quantity", "recurring",
    "recurring_charges", "is_published_to_affiliates", "label", "tax_category", "translations",
)  # fmt: skip
_PRODUCT = ("product_code", "configuration_code", "options")
_PRICE = ("product_code", "configuration_code", "options", "amounts")

_AFRESH = {"populate_existing": True}
"""Rows are written past the session, so what it remembers of them is read anew."""


def find(context: Context, code: str) -> Promotion | None:
    """The merchant's promotion of this code, whole, or None."""
    return _one(context, code, is_locked=False)


def lock(context: Context, code: str) -> Promotion | None:
    """Like ``find``; until the transaction ends, others that lock or use the same promotion wait."""
    return _one(context, code, is_locked=True)


def rows_of(
    context: Context, query: Select[PromotionRow], parameters: dict[str, object] | None = None
) -> Sequence[PromotionRow]:
    """The rows a query finds, as they are now in the database."""
    return context.session.scalars(query, parameters, execution_options=_AFRESH).all()


def whole(context: Context, rows: Sequence[PromotionRow]) -> list[Promotion]:
    """The stored promotions with all their coupons: three queries more, however many they are."""
    coupons = _children(context, CouponRow, [row.code for row in rows], "coupon")
    return opened(context, rows, {code: frozenset(coupon for (coupon,) in own) for code, own in coupons.items()})


def opened(
    context: Context, rows: Sequence[PromotionRow | Row[Any]], coupons: Mapping[str, frozenset[str]]
) -> list[Promotion]:
    """The stored promotions with these ``coupons`` by code; one query more, two with special prices among them."""
    products = _children(context, PromotedProductRow, [row.code for row in rows], *_PRODUCT)
    special = [row.code for row in rows if row.type is PromotionType.SPECIAL_PRICE]
    prices = _children(context, SpecialPriceRow, special, *_PRICE)
    return [
        Promotion(
            code=row.code,
            orders_used=row.orders_used,
            coupons=coupons.get(row.code, frozenset()),
            products=tuple(PromotedProduct(*values) for values in products[row.code]),
            special_prices=tuple(SpecialPrice(*values) for values in prices[row.code]),
            **{name: getattr(row, name) for name in _PLAIN},
        )
        for row in rows
    ]


def add(context: Context, promotion: Promotion) -> Promotion:
    """Store a new promotion, drawing its code when that is empty. Raises ``CouponTaken``."""
    values = {"merchant_id": context.merchant_id, "orders_used": promotion.orders_used, **_values(promotion)}
    if promotion.code:
        context.connection.execute(insert(PromotionRow), {**values, "code": promotion.code})
    else:
        code = insert_drawn(context.connection, PromotionRow, "code", context.ids.code, values)
        promotion = replace(promotion, code=code)
    _write_children(context, promotion)
    _write_coupons(context, promotion, frozenset())
    return promotion


def change(context: Context, before: Promotion, after: Promotion) -> Promotion:
    """Store ``after`` in the place of ``before``, which is locked; uses stay counted. Raises ``CouponTaken``."""
    context.connection.execute(
        update(PromotionRow)
        .where(PromotionRow.merchant_id == context.merchant_id, PromotionRow.code == before.code)
        .values(_values(after))
    )
    for child in (PromotedProductRow, SpecialPriceRow):
        context.connection.execute(
            delete(child).where(child.merchant_id == context.merchant_id, child.promotion_code == before.code)
        )
    _write_children(context, after)
    _write_coupons(context, after, before.coupons)
    return after


def remove(context: Context, code: str) -> bool:
    """Delete the promotion with all it has; False where there is none. Waits for orders being placed with it."""
    gone = context.connection.execute(
        delete(PromotionRow).where(PromotionRow.merchant_id == context.merchant_id, PromotionRow.code == code)
    )
    return bool(gone.rowcount)


def _one(context: Context, code: str, *, is_locked: bool) -> Promotion | None:
    query = select(PromotionRow).where(PromotionRow.merchant_id == context.merchant_id, PromotionRow.code == code)
    if is_locked:
        query = query.with_for_update(key_share=True)
    rows = rows_of(context, query)
    return whole(context, rows)[0] if rows else None


def _children(
    context: Context, child: type[Child], codes: list[str], *columns: str
) -> defaultdict[str, list[tuple[Any, ...]]]:
    """What the promotions of these codes have of a kind, each in its order; nothing is asked for no codes."""
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    if codes:
        query = select(child.promotion_code, *(getattr(child, name) for name in columns)).where(
            child.merchant_id == context.merchant_id, child.promotion_code.in_(codes)
        )
        for code, *values in context.connection.execute(query.order_by(*child.__table__.primary_key)):
            found[code].append(tuple(values))
    return found


def _values(promotion: Promotion) -> dict[str, Any]:
    return {"needs_coupon": promotion.needs_coupon, **{name: getattr(promotion, name) for name in _PLAIN}}


def _write_children(context: Context, promotion: Promotion) -> None:
    products = ((product.code, product.configuration_code, product.options) for product in promotion.products)
    prices = ([getattr(price, name) for name in _PRICE] for price in promotion.special_prices)
    _insert_all(
        context, PromotedProductRow, promotion.code, [dict(zip(_PRODUCT, row, strict=True)) for row in products]
    )
    _insert_all(context, SpecialPriceRow, promotion.code, [dict(zip(_PRICE, row, strict=True)) for row in prices])


def _insert_all(context: Context, child: type[Base], code: str, values: list[dict[str, Any]]) -> None:
    rows = [
        {"merchant_id": context.merchant_id, "promotion_code": code, "number": number, **row}
        for number, row in enumerate(values, start=1)
    ]
    if rows:
        context.connection.execute(insert(child), rows)


def _write_coupons(context: Context, promotion: Promotion, before: frozenset[str]) -> None:
    """Store what ``promotion.coupons`` are now, where they were ``before``."""
    gone = [folded(coupon) for coupon in before - promotion.coupons]
    if gone:
        context.connection.execute(
            delete(CouponRow).where(
                CouponRow.merchant_id == context.merchant_id,
                CouponRow.promotion_code == promotion.code,
                CouponRow.folded.in_(gone),
            )
        )
    for coupon in sorted(promotion.coupons - before):
        row = {
            "merchant_id": context.merchant_id,
            "folded": folded(coupon),
            "coupon": coupon,
            "promotion_code": promotion.code,
        }
        if not insert_new(context.connection, CouponRow, row):
            raise CouponTaken(f"Another promotion has the coupon {coupon[:50]!r}.", field="Coupon")
