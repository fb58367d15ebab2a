"""Product groups: listing, making and renaming them, and moving products between them."""

from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy import update as updating
from sqlalchemy.exc import IntegrityError

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.product_groups.errors import (
    GeneralGroupFixed,
    ProductGroupNameEmpty,
    ProductGroupNameTaken,
    ProductGroupNotFound,
    ProductNotInGroup,
)
from rpc_server.commerce.catalog.product_groups.model import GENERAL, ProductGroup, ProductGroupSearch
from rpc_server.commerce.catalog.product_groups.tables import ProductGroupRow
from rpc_server.commerce.catalog.tables import ProductRow
from rpc_server.commerce.context import Context
from rpc_server.storage import insert_drawn, insert_new


def all_groups(context: Context) -> list[ProductGroup]:
    """Every group: General, then the others by name."""
    rows = context.session.scalars(
        select(ProductGroupRow)
        .where(ProductGroupRow.merchant_id == context.merchant_id)
        .order_by(ProductGroupRow.name, ProductGroupRow.code)
    )
    return [GENERAL, *(_group(row) for row in rows)]


def search(context: Context, search: ProductGroupSearch) -> tuple[list[ProductGroup], int]:
    """One page of the groups that meet every given criterion, and how many there are in all."""
    found = [group for group in all_groups(context) if _meets(group, search)]
    first = (search.page - 1) * search.limit
    return found[first : first + search.limit], len(found)


def find(context: Context, code: str, *, path: str = "groupCode") -> ProductGroup:
    """The group of this code; raises ``ProductGroupNotFound`` on ``path``."""
    return _found(context, _of(context, code), code, path)


def held(context: Context, code: str, *, path: str = "groupCode") -> ProductGroup:
    """The same, and nobody renames it until the unit of work ends."""
    return _found(context, _of(context, code).with_for_update(read=True), code, path)


def to_change(context: Context, code: str) -> ProductGroup:
    """The group of this code, locked until the unit of work ends; raises ``ProductGroupNotFound``."""
    return _found(context, _of(context, code).with_for_update(), code, "Code")


def add(context: Context, group: ProductGroup) -> ProductGroup:
    """Keep a new group under a drawn code; a code it has is not looked at (documented).

    Raises ``ProductGroupNameEmpty`` and ``ProductGroupNameTaken``.
    """
    _check_name(context, group)
    values = {"merchant_id": context.merchant_id, **_values(group)}
    try:
        code = insert_drawn(context.connection, ProductGroupRow, "code", context.ids.code, values)
    except IntegrityError as clash:
        raise ProductGroupNameTaken(field="Name") from clash
    return replace(group, code=code)


def keep(context: Context, group: ProductGroup) -> None:
    """Have the group of this code, made now if it is not there yet."""
    if group.code != GENERAL.code:
        key = {"merchant_id": context.merchant_id, "code": group.code}
        insert_new(context.connection, ProductGroupRow, {**key, **_values(group)})


def update(context: Context, group: ProductGroup) -> None:
    """Keep what a group, locked before, is to become; products tell its new name.

    Raises ``GeneralGroupFixed``, ``ProductGroupNameEmpty`` and ``ProductGroupNameTaken``.
    """
    if group.code == GENERAL.code:
        raise GeneralGroupFixed(field="Code")
    _check_name(context, group)
    context.session.execute(
        updating(ProductGroupRow)
        .where(ProductGroupRow.merchant_id == context.merchant_id, ProductGroupRow.code == group.code)
        .values(**_values(group))
    )
    context.session.execute(
        updating(ProductRow)
        .where(ProductRow.merchant_id == context.merchant_id, ProductRow.group_code == group.code)
        .values(group_name=group.name)
    )


def assign(context: Context, product_code: str, group_code: str) -> None:
    """Move a product into a group; raises ``ProductCodeInvalid`` and ``ProductGroupNotFound``."""
    product = catalog.product_to_change(context, product_code)
    group = held(context, group_code)
    store.update_product(context, replace(product, group_code=group.code, group_name=group.name))


def unassign(context: Context, product_code: str, group_code: str) -> None:
    """Move a product out of a group, into General; raises ``ProductNotInGroup`` for one that is in another."""
    product = catalog.product_to_change(context, product_code)
    find(context, group_code)
    if product.group_code != group_code:
        raise ProductNotInGroup(f"The product {product_code} is in the group {product.group_name}.", field="groupCode")
    store.update_product(context, replace(product, group_code=GENERAL.code, group_name=GENERAL.name))


def _of(context: Context, code: str) -> Select[ProductGroupRow]:
    return select(ProductGroupRow).where(
        ProductGroupRow.merchant_id == context.merchant_id, ProductGroupRow.code == code
    )


def _found(context: Context, statement: Select[ProductGroupRow], code: str, path: str) -> ProductGroup:
    if code == GENERAL.code:
        return GENERAL
    row = context.session.scalar(statement, execution_options={"populate_existing": True})
    if row is None:
        raise ProductGroupNotFound(f"There is no product group {code[:50]!r}.", field=path)
    return _group(row)


def _check_name(context: Context, group: ProductGroup) -> None:
    if not group.name.strip():
        raise ProductGroupNameEmpty(field="Name")
    others = [other for other in all_groups(context) if other.code != group.code]
    if group.name.strip().casefold() in {other.name.strip().casefold() for other in others}:
        raise ProductGroupNameTaken(f"There is a product group {group.name} already.", field="Name")


def _meets(group: ProductGroup, search: ProductGroupSearch) -> bool:
    wanted = ((search.name, group.name), (search.template_name, group.template_name))
    return all((part or "").casefold() in text.casefold() for part, text in wanted)


def _values(group: ProductGroup) -> dict[str, str | bool]:
    return {
        "name": group.name,
        "template_name": group.template_name,
        "description": group.description,
        "is_enabled": group.is_enabled,
    }


def _group(row: ProductGroupRow) -> ProductGroup:
    return ProductGroup(row.code, row.name, row.template_name, row.description, row.is_enabled)
