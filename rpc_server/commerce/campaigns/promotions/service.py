"""Use cases around promotions."""

from dataclasses import replace
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, func, or_, select

from rpc_server.commerce.campaigns.promotions import checks, errors, price_matrix, store
from rpc_server.commerce.campaigns.promotions.model import (
    Channel,
    PromotedProduct,
    Promotion,
    PromotionSearch,
    PromotionType,
    SpecialPrice,
    SpecialPriceRequest,
    Translation,
    folded,
)
from rpc_server.commerce.campaigns.promotions.tables import (
    CouponRow,
    PromotedProductRow,
    PromotionRow,
    SpecialPriceRow,
)
from rpc_server.commerce.campaigns.terms import DiscountTerms
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.context import Context

_ELIGIBLE = (
    select(cast("Table", PromotionRow.__table__))
    .where(
        PromotionRow.merchant_id == bindparam("in_merchant"),
        PromotionRow.is_enabled,
        PromotionRow.channel.in_(bindparam("channels", expanding=True)),
        or_(~PromotionRow.needs_coupon, PromotionRow.code.in_(bindparam("opened", expanding=True))),
    )
    .order_by(PromotionRow.code)
)
_COUPONS = select(CouponRow.folded, CouponRow.coupon, CouponRow.promotion_code).where(
    CouponRow.merchant_id == bindparam("in_merchant"), CouponRow.folded.in_(bindparam("wanted", expanding=True))
)

_CODE = "promotionCode"


def promotions_for(
    context: Context, coupons: tuple[str, ...], channel: Channel = Channel.ECOMMERCE
) -> tuple[Promotion, ...]:
    """The enabled promotions of a channel these coupons open, in their order, then by code what needs none.

    Dates, products and limits are not looked at. ``coupons`` of a promotion holds only those of the asked-for
    ones that open it, as the merchant spells them: empty when it applies by itself.
    """
    coupons_by_code = _opened_by(context, coupons)
    values = {
        "in_merchant": context.merchant_id,
        "channels": [channel, Channel.ALL],
        "opened": list(coupons_by_code),
    }
    order = {code: n for n, code in enumerate(coupons_by_code)}
    found = context.connection.execute(_ELIGIBLE, values)
    rows = sorted(found, key=lambda row: order.get(row.code, len(order)))
    return tuple(store.opened(context, rows, coupons_by_code))


def find(context: Context, code: str) -> Promotion:
    """The promotion of this code; raises ``PromotionNotFound``."""
    return _found(store.find(context, code), code, _CODE)


def search(context: Context, wanted: PromotionSearch) -> tuple[list[Promotion], int]:
    """One page of the promotions that meet every given criterion, by code, and how many there are in all."""
    criteria = [PromotionRow.merchant_id == context.merchant_id, *_criteria(context, wanted)]
    count = context.session.scalar(select(func.count()).select_from(PromotionRow).where(*criteria)) or 0
    page = (
        select(PromotionRow)
        .where(*criteria)
        .order_by(PromotionRow.code)
        .offset((wanted.page - 1) * wanted.limit)
        .limit(wanted.limit)
    )
    return store.whole(context, store.rows_of(context, page)), count


def add(context: Context, promotion: Promotion, matrix: tuple[SpecialPriceRequest, ...] = ()) -> Promotion:
    """Store a new promotion under a code of its own and answer it. Raises ``PromotionRefused``."""
    return store.add(context, _checked(context, promotion, matrix))


def update(
    context: Context, before: Promotion, after: Promotion, matrix: tuple[SpecialPriceRequest, ...] | None
) -> Promotion:
    """Put ``after`` in the place of ``before``, as ``lock`` answered it. Raises ``PromotionRefused``.

    Without a ``matrix`` the special prices stay those of ``after``. Orders that have the promotion keep it.
    """
    return store.change(context, before, _checked(context, after, matrix))


def lock(context: Context, code: str, *, field: str = _CODE) -> Promotion:
    """The promotion of this code, which no one else changes until the transaction ends.

    Raises ``PromotionNotFound`` on ``field``.
    """
    return _found(store.lock(context, code), code, field)


def add_products(context: Context, code: str, products: tuple[PromotedProduct, ...]) -> Promotion:
    """Make the promotion one for these products too; what it is for already stays once."""
    before = lock(context, code)
    if not products:
        raise errors.PromotionProductsInvalid("There are no products to add.", field="Products")
    known = catalog.products_by_code(context, {product.code for product in products})
    price_matrix.check_products(products, known)
    joined = tuple(dict.fromkeys((*before.products, *products)))
    return store.change(context, before, replace(before, products=joined))


def remove_products(context: Context, code: str, products: tuple[PromotedProduct, ...]) -> Promotion:
    """Make the promotion one for these products no more; one named by its code alone is meant however it is sold.

    Raises ``PromotionProductsInvalid`` for a product it is not for.
    """
    before = lock(context, code)
    if not products:
        raise errors.PromotionProductsInvalid("There are no products to remove.", field="Products")
    for number, product in enumerate(products):
        if not any(_is_meant(product, own) for own in before.products):
            raise errors.PromotionProductsInvalid(
                f"The promotion is not for {product.code[:50]!r}.", field=f"Products[{number}].Code"
            )
    kept = tuple(own for own in before.products if not any(_is_meant(product, own) for product in products))
    return store.change(context, before, replace(before, products=kept))


def delete(context: Context, code: str) -> None:
    """Forget the promotion and its coupons; orders that have it keep it. Raises ``PromotionNotFound``."""
    if not store.remove(context, code):
        raise errors.PromotionNotFound(f"There is no promotion {code[:50]!r}.", field=_CODE)


def set_discount(context: Context, code: str, terms: DiscountTerms) -> Promotion:
    """Change what the promotion takes off; raises ``PromotionDiscountInvalid``."""
    before = lock(context, code)
    checks.check_discount(before.type, terms)
    after = replace(before, percent=terms.percent, amounts=terms.amounts, default_currency=terms.default_currency)
    return store.change(context, before, after)


def add_translations(context: Context, code: str, translations: tuple[Translation, ...]) -> Promotion:
    """Name the promotion in other languages; a name in a language it has one in already takes its place."""
    before = lock(context, code)
    if not translations:
        raise errors.PromotionTranslationInvalid("There are no translations to add.", field="Translations")
    checks.check_translations(translations)
    names = {translation.language: translation for translation in (*before.translations, *translations)}
    return store.change(context, before, replace(before, translations=tuple(names.values())))


def delete_translations(context: Context, code: str) -> None:
    """Leave the promotion with its own name alone."""
    before = lock(context, code)
    store.change(context, before, replace(before, translations=()))


def matrix(context: Context, products: tuple[PromotedProduct, ...]) -> list[SpecialPrice]:
    """The prices of these products now, as rows of a price matrix. Raises ``PromotionProductsInvalid``."""
    known = catalog.products_by_code(context, {product.code for product in products})
    price_matrix.check_products(products, known)
    return [
        row
        for product in products
        for row in price_matrix.matrix(known[product.code], product.configuration_code, product.options)
    ]


def _checked(context: Context, promotion: Promotion, matrix: tuple[SpecialPriceRequest, ...] | None) -> Promotion:
    """The promotion with the special prices asked for, once it and the catalogue agree."""
    codes = {product.code for product in promotion.products}
    codes |= {request.product_code for request in matrix or ()}
    known = catalog.products_by_code(context, codes)
    price_matrix.check_products(promotion.products, known)
    if matrix is not None:
        promotion = replace(promotion, special_prices=price_matrix.resolved(matrix, known))
    checks.check(promotion)
    return promotion


def _found(promotion: Promotion | None, code: str, field: str) -> Promotion:
    if promotion is None:
        raise errors.PromotionNotFound(f"There is no promotion {code[:50]!r}.", field=field)
    return promotion


def _is_meant(named: PromotedProduct, own: PromotedProduct) -> bool:
    """Whether a product of a promotion is the one named, or sold under the code that alone is named."""
    return own == named or (named.code == own.code and not named.configuration_code and not named.options)


def _opened_by(context: Context, coupons: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """The promotions these coupons are of, in the order of ``coupons``, each with those of them it has."""
    wanted = {folded(coupon): n for n, coupon in reversed(list(enumerate(coupons)))}
    if not wanted:
        return {}
    rows = context.connection.execute(_COUPONS, {"in_merchant": context.merchant_id, "wanted": list(wanted)})
    opened: dict[str, frozenset[str]] = {}
    for _, coupon, code in sorted(rows, key=lambda row: wanted[row.folded]):
        opened[code] = opened.get(code, frozenset()) | {coupon}
    return opened


def _criteria(context: Context, search: PromotionSearch) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if search.types:
        criteria.append(PromotionRow.type.in_(search.types))
    if search.channel is not None:
        criteria.append(PromotionRow.channel == search.channel)
    if search.is_enabled is not None:
        criteria.append(PromotionRow.is_enabled.is_(search.is_enabled))
    if search.tax_category:
        criteria.append(PromotionRow.tax_category == search.tax_category)
    if search.coupons:
        wanted = [folded(coupon) for coupon in search.coupons]
        criteria.append(_has(context, CouponRow, CouponRow.folded.in_(wanted)))
    if search.product_code:
        children = (PromotedProductRow, SpecialPriceRow)
        meant = (_has(context, child, child.product_code == search.product_code) for child in children)
        criteria.append(or_(PromotionRow.type == PromotionType.GLOBAL, *meant))
    return criteria


def _has(
    context: Context, child: type[CouponRow | PromotedProductRow | SpecialPriceRow], condition: ColumnElement[bool]
) -> ColumnElement[bool]:
    own = select(child.promotion_code).where(child.merchant_id == context.merchant_id, condition)
    return PromotionRow.code.in_(own)
