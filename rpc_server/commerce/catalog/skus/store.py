"""SKUs as stored."""

import hashlib
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, select

from rpc_server.commerce.catalog.skus.errors import SkuTaken
from rpc_server.commerce.catalog.skus.model import SkuEntry, SkuPurchase, SkuQuery, SkuSearch, SkuTerms
from rpc_server.commerce.catalog.skus.tables import SkuPriceRow
from rpc_server.commerce.catalog.tables import ProductRow, SkuRow
from rpc_server.commerce.context import Context

_OF_PRODUCT = (ProductRow.merchant_id == SkuPriceRow.merchant_id) & (ProductRow.product_id == SkuPriceRow.product_id)


def sku_for(context: Context, query: SkuQuery) -> str | None:
    """The SKU of a purchase, or None."""
    return context.session.scalar(
        select(SkuPriceRow.sku).where(
            SkuPriceRow.merchant_id == context.merchant_id,
            SkuPriceRow.configuration_code == query.configuration_code,
            SkuPriceRow.currency == query.currency,
            SkuPriceRow.purchase == query.purchase.value,
            SkuPriceRow.options_digest == _digest(query.options),
            SkuPriceRow.min_quantity <= query.quantity,
            SkuPriceRow.max_quantity >= query.quantity,
        )
    )


def skus_of(context: Context, product_id: int) -> dict[SkuTerms, str]:
    """Every SKU of a product by what it stands for."""
    rows = context.session.scalars(
        select(SkuPriceRow).where(SkuPriceRow.merchant_id == context.merchant_id, SkuPriceRow.product_id == product_id)
    )
    return {_terms(row): row.sku for row in rows}


def search(context: Context, search: SkuSearch) -> tuple[list[SkuEntry], int]:
    """One page of the SKUs that meet every given criterion, and how many there are in all."""
    criteria = [SkuPriceRow.merchant_id == context.merchant_id, *_criteria(search)]
    counting = select(func.count()).select_from(SkuPriceRow).join(ProductRow, _OF_PRODUCT).where(*criteria)
    page = (
        select(ProductRow.code, SkuPriceRow)
        .join(SkuPriceRow, _OF_PRODUCT)
        .where(*criteria)
        .order_by(SkuPriceRow.sku, *SkuPriceRow.__table__.primary_key)
        .offset((search.page - 1) * search.limit)
        .limit(search.limit)
    )
    found = [SkuEntry(code, _terms(row), row.sku) for code, row in context.session.execute(page)]
    return found, context.session.scalar(counting) or 0


def put(context: Context, product_id: int, terms: SkuTerms, sku: str | None) -> None:
    """Let the SKU, or none, stand for one way the product is sold; raises ``SkuTaken``."""
    if sku is not None:
        _belong(context, product_id, sku)
    key = (
        context.merchant_id,
        terms.configuration_code,
        terms.currency,
        terms.purchase.value,
        _digest(terms.options),
        terms.min_quantity,
    )
    row = context.session.get(SkuPriceRow, key)
    replaced = row.sku if row else None
    if row is not None and sku is None:
        context.session.delete(row)
    elif sku is not None:
        context.session.merge(_row(key, product_id, terms, sku))
    context.session.flush()
    if replaced is not None and replaced != sku:
        _drop_unused(context, replaced)


def remove(context: Context, sku: str) -> bool:
    """Forget the SKU and all it stands for; False where there is none."""
    for row in (SkuPriceRow, SkuRow):
        gone = context.session.execute(
            delete(row).where(row.merchant_id == context.merchant_id, row.sku == sku),
            execution_options={"synchronize_session": False},
        )
    return bool(cast("CursorResult[Any]", gone).rowcount)


def _belong(context: Context, product_id: int, sku: str) -> None:
    owner = context.session.get(SkuRow, (context.merchant_id, sku))
    if owner is None:
        context.session.add(SkuRow(merchant_id=context.merchant_id, sku=sku, product_id=product_id))
        context.session.flush()
    elif owner.product_id != product_id:
        raise SkuTaken(f"Another product has the SKU {sku}.", field="Sku")


def _drop_unused(context: Context, sku: str) -> None:
    """Forget a SKU that stands for nothing any more."""
    used = select(SkuPriceRow.sku).where(SkuPriceRow.merchant_id == context.merchant_id, SkuPriceRow.sku == sku)
    if context.session.scalar(used.limit(1)) is None:
        context.session.execute(delete(SkuRow).where(SkuRow.merchant_id == context.merchant_id, SkuRow.sku == sku))


def _criteria(search: SkuSearch) -> list[ColumnElement[bool]]:
    wanted = (
        (ProductRow.code, search.product_codes),
        (SkuPriceRow.sku, search.skus),
        (SkuPriceRow.currency, search.currencies),
        (SkuPriceRow.purchase, [purchase.value for purchase in search.purchases]),
    )
    return [column.in_(values) for column, values in wanted if values]


def _digest(options: frozenset[str]) -> str:
    return hashlib.sha256(";".join(sorted(options)).encode()).hexdigest()


def _row(key: tuple[int, str, str, str, str, int], product_id: int, terms: SkuTerms, sku: str) -> SkuPriceRow:
    merchant_id, configuration_code, currency, purchase, digest, min_quantity = key
    return SkuPriceRow(
        merchant_id=merchant_id,
        configuration_code=configuration_code,
        currency=currency,
        purchase=purchase,
        options_digest=digest,
        min_quantity=min_quantity,
        max_quantity=terms.max_quantity,
        options=terms.options,
        product_id=product_id,
        sku=sku,
    )


def _terms(row: SkuPriceRow) -> SkuTerms:
    return SkuTerms(
        configuration_code=row.configuration_code,
        currency=row.currency,
        purchase=SkuPurchase(row.purchase),
        options=row.options,
        min_quantity=row.min_quantity,
        max_quantity=row.max_quantity,
    )
