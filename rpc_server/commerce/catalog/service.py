"""Looking things up in a merchant's catalogue."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, func, select

from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.errors import ProductCodeInvalid, ProductIdInvalid
from rpc_server.commerce.catalog.model import (
    BillingCycle,
    ContractPeriod,
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
_TABLE = cast("Table", ProductRow.__table__)
_RATES = cast("Table", VatRateRow.__table__)
_SKUS = cast("Table", SkuRow.__table__)
_PRODUCTS = select(_TABLE).where(_TABLE.c.merchant_id == bindparam("merchant"))
_BY_CODE = _PRODUCTS.where(_TABLE.c.code == bindparam("code"))
_BY_CODE_LOCKED = _BY_CODE.with_for_update()
_BY_CODES = _PRODUCTS.where(_TABLE.c.code.in_(bindparam("codes", expanding=True)))
_BY_ID = _PRODUCTS.where(_TABLE.c.product_id == bindparam("id"))
_BY_IDS = _PRODUCTS.where(_TABLE.c.product_id.in_(bindparam("ids", expanding=True)))
_BY_SKU = _PRODUCTS.join_from(_TABLE, _SKUS).where(_SKUS.c.sku == bindparam("sku"))
_RENEWING = select(
    _TABLE.c.code,
    _TABLE.c.version,
    _TABLE.c.generates_subscription,
    _TABLE.c.cycle_length,
    _TABLE.c.cycle_unit,
    _TABLE.c.grace_days,
    _TABLE.c.renewal_terms,
).where(_TABLE.c.merchant_id == bindparam("merchant"), _TABLE.c.code.in_(bindparam("codes", expanding=True)))
_VAT = (
    select(_RATES.c.percent)
    .where(
        _RATES.c.merchant_id == bindparam("merchant"),
        _RATES.c.country == bindparam("country"),
        _RATES.c.state.in_(["", bindparam("state")]),
        _RATES.c.tax_category.in_(["", bindparam("tax_category")]),
        _RATES.c.since <= bindparam("day"),
    )
    .order_by(_RATES.c.state.desc(), _RATES.c.tax_category.desc(), _RATES.c.since.desc())
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


@dataclass(frozen=True, slots=True)
class RenewingProduct:
    """What subscriptions of a product begin with: its version, and its cycle (None: the product has no end).

    ``grace_days`` None: as the account has it.
    """

    version: str
    cycle: BillingCycle | None
    grace_days: int | None = None
    contract: ContractPeriod | None = None


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


def known_product_by_id(context: Context, product_id: int) -> Product:
    """The product of this AvangateId; raises ``ProductIdInvalid`` where there is none."""
    product = product_by_id(context, product_id)
    if product is None:
        raise ProductIdInvalid(field="productId")
    return product


def product_by_sku(context: Context, sku: str) -> Product | None:
    """The product sold under this SKU, or None."""
    return _one(store.products(context, _BY_SKU, {"sku": sku}))


def products_by_code(context: Context, codes: Collection[str]) -> dict[str, Product]:
    """The products that exist of ``codes``, by code; as many queries as for one."""
    if not codes:
        return {}
    return {product.code: product for product in store.products(context, _BY_CODES, {"codes": list(codes)})}


def renewing_products(context: Context, codes: Collection[str]) -> dict[str, RenewingProduct]:
    """How those products of ``codes`` renew that make subscriptions, by code; no query for no codes."""
    if not codes:
        return {}
    rows = context.connection.execute(_RENEWING, {"merchant": context.merchant_id, "codes": list(codes)})
    return {
        row.code: RenewingProduct(
            row.version,
            store.billing_cycle(row.cycle_length, row.cycle_unit),
            row.grace_days,
            row.renewal_terms.contract,
        )
        for row in rows
        if row.generates_subscription
    }


def renewing(products: Iterable[Product]) -> dict[str, RenewingProduct]:
    """How those of the products renew that make subscriptions, by code."""
    return {
        product.code: RenewingProduct(
            product.version, product.cycle, product.grace_days, product.renewal_terms.contract
        )
        for product in products
        if product.generates_subscription
    }


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
    found = context.connection.scalar(
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
    return frozenset(context.connection.scalars(_TAX_CATEGORIES, {"merchant": context.merchant_id}))


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
