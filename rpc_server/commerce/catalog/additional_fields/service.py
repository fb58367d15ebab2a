"""Additional fields: listing, making and changing them, and asking for them with products."""

from collections.abc import Collection
from dataclasses import replace

from msgspec.structs import asdict
from msgspec.structs import replace as changed
from sqlalchemy import select
from sqlalchemy import update as updating

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.additional_fields.errors import FieldCodeTaken, FieldNotAssigned, FieldNotFound
from rpc_server.commerce.catalog.additional_fields.model import AdditionalField, FieldScope, FieldType
from rpc_server.commerce.catalog.additional_fields.rules import check_field
from rpc_server.commerce.catalog.additional_fields.tables import AdditionalFieldRow
from rpc_server.commerce.catalog.model import FieldAssignment
from rpc_server.commerce.context import Context
from rpc_server.storage import insert_new


def all_fields(context: Context) -> list[AdditionalField]:
    """Every field, by code."""
    rows = context.session.scalars(
        select(AdditionalFieldRow)
        .where(AdditionalFieldRow.merchant_id == context.merchant_id)
        .order_by(AdditionalFieldRow.code)
    )
    return [_field(row) for row in rows]


def fields_by_code(context: Context, codes: Collection[str]) -> dict[str, AdditionalField]:
    """The fields that exist of ``codes``, by code; no query for no codes."""
    if not codes:
        return {}
    rows = context.session.scalars(
        select(AdditionalFieldRow).where(
            AdditionalFieldRow.merchant_id == context.merchant_id, AdditionalFieldRow.code.in_(list(codes))
        )
    )
    return {row.code: _field(row) for row in rows}


def find(context: Context, code: str) -> AdditionalField:
    """The field of this code; raises ``FieldNotFound``."""
    return known(context, [code], path="fieldCode")[code]


def known(context: Context, codes: Collection[str], *, path: str) -> dict[str, AdditionalField]:
    """The fields of these codes; raises ``FieldNotFound`` on ``path`` where one does not exist."""
    found = fields_by_code(context, codes)
    for missing in sorted(set(codes) - found.keys()):
        raise FieldNotFound(f"There is no additional field {missing[:100]!r}.", field=path)
    return found


def of_product(context: Context, product_code: str) -> list[AdditionalField]:
    """The fields asked for with a product, in the order they were assigned; raises ``ProductCodeInvalid``."""
    product = catalog.known_product(context, product_code)
    found = fields_by_code(context, [assignment.code for assignment in product.fields])
    return [found[assignment.code] for assignment in product.fields if assignment.code in found]


def add(context: Context, field: AdditionalField) -> AdditionalField:
    """Keep a new field, under a drawn code where it has none; raises ``FieldCodeTaken`` and what is wrong with it."""
    field = changed(field, code=field.code or context.ids.code())
    check_field(field)
    if not insert_new(context.connection, AdditionalFieldRow, {"merchant_id": context.merchant_id, **_values(field)}):
        raise FieldCodeTaken(f"There is an additional field {field.code} already.", field="Code")
    return field


def to_change(context: Context, code: str) -> AdditionalField:
    """The field of this code, locked until the unit of work ends; raises ``FieldNotFound``."""
    row = context.session.get(AdditionalFieldRow, (context.merchant_id, code), with_for_update=True)
    if row is None:
        raise FieldNotFound(f"There is no additional field {code[:100]!r}.", field="Code")
    return _field(row)


def update(context: Context, field: AdditionalField) -> None:
    """Keep what a field, locked before, is to become; raises what is wrong with it."""
    check_field(field)
    context.session.execute(
        updating(AdditionalFieldRow)
        .where(AdditionalFieldRow.merchant_id == context.merchant_id, AdditionalFieldRow.code == field.code)
        .values(**_values(field))
    )


def assign(context: Context, product_code: str, assignment: FieldAssignment) -> None:
    """Ask for a field whenever the product is ordered, or change whether it must be filled in."""
    product = catalog.product_to_change(context, product_code)
    find(context, assignment.code)
    fields = {given.code: given for given in product.fields}
    fields[assignment.code] = assignment
    store.update_product(context, replace(product, fields=tuple(fields.values())))


def unassign(context: Context, product_code: str, code: str) -> None:
    """Ask for a field no more when the product is ordered; raises ``FieldNotFound`` and ``FieldNotAssigned``."""
    product = catalog.product_to_change(context, product_code)
    find(context, code)
    fields = tuple(given for given in product.fields if given.code != code)
    if fields == product.fields:
        raise FieldNotAssigned(field="fieldCode")
    store.update_product(context, replace(product, fields=fields))


def _values(field: AdditionalField) -> dict[str, object]:
    return {**asdict(field), "type": field.type.value, "scope": field.scope.value}


def _field(row: AdditionalFieldRow) -> AdditionalField:
    return AdditionalField(
        code=row.code,
        label=row.label,
        type=FieldType(row.type),
        scope=FieldScope(row.scope),
        values=row.values,
        validation_rule=row.validation_rule,
        translations=row.translations,
    )
