"""Price option groups as stored."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, select, update

from rpc_server.commerce.catalog.errors import CodeTaken
from rpc_server.commerce.catalog.model import OptionGroup, OptionGroupType, OptionUsage
from rpc_server.commerce.catalog.tables import OptionGroupRow, ProductRow, StoredConfiguration
from rpc_server.commerce.context import Context
from rpc_server.storage import insert_new

_BY_CODES = select(OptionGroupRow).where(
    OptionGroupRow.merchant_id == bindparam("merchant"),
    OptionGroupRow.code.in_(bindparam("codes", expanding=True)),
)
_products = cast("Table", ProductRow.__table__)
_groups = cast("Table", OptionGroupRow.__table__)
_METERED = (
    select(_products.c.configurations, _groups.c.code)
    .join_from(_products, _groups, _groups.c.merchant_id == _products.c.merchant_id)
    .where(
        _products.c.merchant_id == bindparam("in_merchant"),
        _products.c.code == bindparam("of_product"),
        _groups.c.usage == OptionUsage.PAY_PER_USAGE.value,
    )
)
_HELD = _BY_CODES.with_for_update(read=True).execution_options(populate_existing=True)


def option_groups(context: Context, codes: set[str]) -> dict[str, OptionGroup]:
    """The merchant's option groups that exist of ``codes``, by code."""
    return _found(context, _BY_CODES, codes)


def held_option_groups(context: Context, codes: set[str]) -> dict[str, OptionGroup]:
    """The same, and nobody changes them until the unit of work ends: they are about to be named elsewhere."""
    return _found(context, _HELD, codes)


def metered_groups(context: Context, product_code: str) -> tuple[Sequence[StoredConfiguration], frozenset[str]]:
    """The product's configurations as stored, and the codes of all of the merchant's groups that are paid by usage.

    Both empty where there is no such group.
    """
    found = context.connection.execute(_METERED, {"in_merchant": context.merchant_id, "of_product": product_code}).all()
    return (found[0].configurations if found else ()), frozenset(row.code for row in found)


def option_group(row: OptionGroupRow) -> OptionGroup:
    """A stored group as a value."""
    return OptionGroup(
        code=row.code,
        name=row.name,
        type=OptionGroupType(row.type),
        options=row.options,
        description=row.description,
        is_required=row.is_required,
        translations=row.translations,
        usage=OptionUsage(row.usage),
        usage_pricing=row.usage_pricing,
    )


def insert_option_group(context: Context, group: OptionGroup) -> None:
    """Store a new option group; raises ``CodeTaken`` when the merchant has one of this code."""
    key = {"merchant_id": context.merchant_id, "code": group.code}
    if not insert_new(context.connection, OptionGroupRow, {**key, **_values(group)}):
        raise CodeTaken(f"There is an option group {group.code} already.", field="Code")


def update_option_group(context: Context, group: OptionGroup) -> None:
    """Store what a group has become."""
    context.session.execute(
        update(OptionGroupRow)
        .where(OptionGroupRow.merchant_id == context.merchant_id, OptionGroupRow.code == group.code)
        .values(**_values(group))
    )


def _found(context: Context, statement: Select[OptionGroupRow], codes: set[str]) -> dict[str, OptionGroup]:
    rows = context.session.scalars(statement, {"merchant": context.merchant_id, "codes": list(codes)})
    return {row.code: option_group(row) for row in rows}


def _values(group: OptionGroup) -> dict[str, Any]:
    return {
        "name": group.name,
        "description": group.description,
        "type": group.type.value,
        "is_required": group.is_required,
        "options": group.options,
        "translations": group.translations,
        "usage": group.usage.value,
        "usage_pricing": group.usage_pricing,
    }
