"""Products as stored."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from rpc_server.commerce.catalog.errors import CodeTaken
from rpc_server.commerce.catalog.model import BillingCycle, CycleUnit, OptionGroup, Product, ProductType
from rpc_server.commerce.catalog.store.configurations import configuration, stored
from rpc_server.commerce.catalog.store.option_groups import option_groups
from rpc_server.commerce.catalog.tables import ProductRow, SkuRow
from rpc_server.commerce.context import Context
from rpc_server.storage import insert_drawn


def products(context: Context, statement: Select[Any], parameters: dict[str, object]) -> list[Product]:
    """The products a statement finds, whole: one query more, none where no product has options.

    ``parameters`` are those of the statement, which is built once; the merchant is one of them.
    """
    values = {"merchant": context.merchant_id, **parameters}
    rows = context.connection.execute(statement, values).all()
    codes = {group.code for row in rows for kept in row.configurations for group in kept.groups}
    groups = option_groups(context, codes) if codes else {}
    return [_product(row, groups) for row in rows]


def insert_product(context: Context, product: Product, *, skus: tuple[str, ...] = ()) -> Product:
    """Store a new product, drawing its id when it is 0; the option groups it names exist already.

    Raises ``CodeTaken`` when the merchant has a product of this code.
    """
    taken = select(ProductRow.product_id).where(
        ProductRow.merchant_id == context.merchant_id, ProductRow.code == product.code
    )
    if context.connection.scalar(taken) is not None:
        raise _code_taken(product)
    product = _inserted(context, product)
    if skus:
        owner = {"merchant_id": context.merchant_id, "product_id": product.product_id}
        context.connection.execute(insert(SkuRow), [{**owner, "sku": sku} for sku in skus])
    return product


def update_product(context: Context, product: Product) -> None:
    """Store what a product has become; it is found by its id."""
    context.connection.execute(
        update(ProductRow)
        .where(ProductRow.merchant_id == context.merchant_id, ProductRow.product_id == product.product_id)
        .values(**_values(context, product))
    )


def _inserted(context: Context, product: Product) -> Product:
    values = {"merchant_id": context.merchant_id, **_values(context, product)}
    if product.product_id:
        context.connection.execute(insert(ProductRow), {**values, "product_id": product.product_id})
        return product
    try:
        drawn = insert_drawn(context.connection, ProductRow, "product_id", context.ids.product_id, values)
    except IntegrityError as clash:
        raise _code_taken(product) from clash
    return replace(product, product_id=drawn)


def _code_taken(product: Product) -> CodeTaken:
    return CodeTaken(f"There is a product {product.code} already.", field="ProductCode")


def billing_cycle(length: int | None, unit: str | None) -> BillingCycle | None:
    """The cycle of these two columns."""
    return None if length is None else BillingCycle(length, CycleUnit(unit))


def _product(row: Row[Any], groups: dict[str, OptionGroup]) -> Product:
    return Product(
        product_id=row.product_id,
        code=row.code,
        name=row.name,
        type=ProductType(row.type),
        version=row.version,
        short_description=row.short_description,
        long_description=row.long_description,
        is_enabled=row.is_enabled,
        is_tangible=row.is_tangible,
        has_gift_option=row.has_gift_option,
        allows_multiple_units=row.allows_multiple_units,
        group_code=row.group_code,
        group_name=row.group_name,
        tax_category=row.tax_category,
        fulfillment=row.fulfillment,
        generates_subscription=row.generates_subscription,
        cycle=billing_cycle(row.cycle_length, row.cycle_unit),
        configurations=tuple(configuration(kept, groups) for kept in row.configurations),
        bundle=row.bundle,
        texts=row.texts,
        grace_days=row.grace_days,
        options_may_change_at_renewal=row.options_may_change_at_renewal,
        shipping_class=row.shipping_class,
        renewal_terms=row.renewal_terms,
        delivery_terms=row.delivery_terms,
        fields=row.fields,
    )


def _values(context: Context, product: Product) -> dict[str, Any]:
    return {
        "code": product.code,
        "name": product.name,
        "type": product.type.value,
        "version": product.version,
        "short_description": product.short_description,
        "long_description": product.long_description,
        "is_enabled": product.is_enabled,
        "is_tangible": product.is_tangible,
        "has_gift_option": product.has_gift_option,
        "allows_multiple_units": product.allows_multiple_units,
        "group_code": product.group_code,
        "group_name": product.group_name,
        "tax_category": product.tax_category,
        "fulfillment": product.fulfillment,
        "generates_subscription": product.generates_subscription,
        "cycle_length": product.cycle.length if product.cycle else None,
        "cycle_unit": product.cycle.unit.value if product.cycle else None,
        "grace_days": product.grace_days,
        "configurations": tuple(stored(kept) for kept in product.configurations),
        "bundle": product.bundle,
        "texts": product.texts,
        "options_may_change_at_renewal": product.options_may_change_at_renewal,
        "shipping_class": product.shipping_class,
        "renewal_terms": product.renewal_terms,
        "delivery_terms": product.delivery_terms,
        "fields": product.fields,
        "updated_at": context.clock.now(),
    }
