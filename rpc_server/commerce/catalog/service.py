"""Looking things up in a merchant's catalogue."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, bindparam, func, select

from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.errors import ProductCodeInvalid
from rpc_server.commerce.catalog.model import (
    Product,
    ProductOrder,
    ProductSearch,
    UpgradePath,
)
from rpc_server.commerce.catalog.tables import (
    ProductRow,
    SkuRow,
    UpgradePathRow,
    VatRateRow,
)
from rpc_server.commerce.context import Context

_LARGEST_ID = 2**31 - 1
_PRODUCTS = select(ProductRow).where(ProductRow.merchant_id == bindparam("merchant"))
_BY_CODE = _PRODUCTS.where(ProductRow.code == bindparam("code"))
_BY_CODE_LOCKED = _BY_CODE.with_for_update()
_BY_CODES = _PRODUCTS.where(ProductRow.code.in_(bindparam("codes", expanding=True)))
_BY_ID = _PRODUCTS.where(ProductRow.product_id == bindparam("id"))
_BY_IDS = _PRODUCTS.where(ProductRow.product_id.in_(bindparam("ids", expanding=True)))
_BY_SKU = _PRODUCTS.join(SkuRow).where(SkuRow.sku == bindparam("sku"))
_VAT = (
    select(VatRateRow.percent)
    .where(
        VatRateRow.merchant_id == bindparam("merchant"),
        VatRateRow.country == bindparam("country"),
        VatRateRow.state.in_(["", bindparam("state")]),
        VatRateRow.tax_category.in_(["", bindparam("tax_category")]),
        VatRateRow.since <= bindparam("day"),
    )
    .order_by(VatRateRow.state.desc(), VatRateRow.tax_category.desc(), VatRateRow.since.desc())
    .limit(1)
)
_TAX_CATEGORIES = (
    select(VatRateRow.tax_category)
    .where(VatRateRow.merchant_id == bindparam("merchant"), VatRateRow.tax_category != "")
    .distinct()
)
_ORDER_BY = {
    ProductOrder.STATUS: ProductRow.is_enabled,
    ProductOrder.NAME: ProductRow.name,
    ProductOrder.CODE: ProductRow.code,
    ProductOrder.UPDATED: ProductRow.updated_at,
    ProductOrder.ID: ProductRow.product_id,
}


def product_by_code(context: Context, code: str) -> Product | None:
    """The product of this code (case sensitive), or None."""
    return _one(store.products(context, _BY_CODE, {"code": code}))


def known_product(context: Context, code: str) -> Product:
    """The product of this code; raises ``ProductCodeInvalid`` where there is none."""
    return _known(product_by_code(context, code), code)


def product_to_change(context: Context, code: str) -> Product:
    """The product of this code, locked until the unit of work ends; raises ``ProductCodeInvalid``."""
    return _known(_one(store.products(context, _BY_CODE_LOCKED, {"code": code})), code)


def product_by_id(context: Context, product_id: int) -> Product | None:
    """The product of this AvangateId, or None."""
    if not 0 < product_id <= _LARGEST_ID:
        return None
    return _one(store.products(context, _BY_ID, {"id": product_id}))


def product_by_sku(context: Context, sku: str) -> Product | None:
    """The product sold under this SKU, or None."""
    return _one(store.products(context, _BY_SKU, {"sku": sku}))


def products_by_code(context: Context, codes: Collection[str]) -> dict[str, Product]:
    """The products that exist of ``codes``, by code; as many queries as for one."""
    if not codes:
        return {}
    return {product.code: product for product in store.products(context, _BY_CODES, {"codes": list(codes)})}


def search_products(context: Context, search: ProductSearch) -> tuple[list[Product], int]:
    """One page of the products that meet every given criterion, and how many there are in all."""
    criteria = [ProductRow.merchant_id == context.merchant_id, *_criteria(search)]
    count = context.session.scalar(select(func.count()).select_from(ProductRow).where(*criteria)) or 0
    offset = (search.page - 1) * search.limit
    if offset >= count:
        return [], count
    column = _ORDER_BY[search.order_by]
    page = (
        select(ProductRow.product_id)
        .where(*criteria)
        .order_by(column.desc() if search.is_descending else column, ProductRow.code)
        .offset(offset)
        .limit(search.limit)
    )
    wanted = list(context.session.scalars(page))
    found = {product.product_id: product for product in store.products(context, _BY_IDS, {"ids": wanted})}
    return [found[product_id] for product_id in wanted], count


def upgrade_paths_from(context: Context, source_code: str) -> tuple[UpgradePath, ...]:
    """What a subscription of this product may become, in the order of target codes."""
    rows = context.session.scalars(
        select(UpgradePathRow)
        .where(UpgradePathRow.merchant_id == context.merchant_id, UpgradePathRow.source == source_code)
        .order_by(UpgradePathRow.target)
    )
    return tuple(UpgradePath(row.source, row.target, row.scheme) for row in rows)


def vat_percent(
    context: Context, country: str, tax_category: str | None, day: date, *, state: str | None = None
) -> Decimal:
    """The tax in per cent of the net price on ``day``; 0 where the merchant has no rate.

    A rate of the state goes before one of the country, then a rate of the tax category before the standard
    one, then the latest.
    """
    found = context.session.scalar(
        _VAT,
        {
            "merchant": context.merchant_id,
            "country": country.upper(),
            "state": (state or "").upper(),
            "tax_category": tax_category or "",
            "day": day,
        },
    )
    return Decimal(0) if found is None else found


def tax_categories(context: Context) -> frozenset[str]:
    """The tax categories the merchant has rates for."""
    return frozenset(context.session.scalars(_TAX_CATEGORIES, {"merchant": context.merchant_id}))


def _known(product: Product | None, code: str) -> Product:
    if product is None:
        raise ProductCodeInvalid(f"Requested product [{code[:100]}] was not found.", field="productCode")
    return product


def _one(products: list[Product]) -> Product | None:
    return products[0] if products else None


def _criteria(search: ProductSearch) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if search.name:
        criteria.append(ProductRow.name.icontains(search.name, autoescape=True))
    if search.group_name:
        criteria.append(ProductRow.group_name.icontains(search.group_name, autoescape=True))
    if search.codes:
        criteria.append(ProductRow.code.in_(search.codes))
    if search.types:
        criteria.append(ProductRow.type.in_([type_.value for type_ in search.types]))
    if search.is_enabled is not None:
        criteria.append(ProductRow.is_enabled.is_(search.is_enabled))
    return criteria
