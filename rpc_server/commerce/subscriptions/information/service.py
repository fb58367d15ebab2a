"""Use cases around the fields of a subscription. Each raises ``SubscriptionNotFound``."""

from sqlalchemy import ColumnElement, delete, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.information.errors import (
    FieldExists,
    FieldInvalid,
    FieldNotFound,
    TooManyFields,
)
from rpc_server.commerce.subscriptions.information.model import LONGEST, MOST_FIELDS, InformationField
from rpc_server.commerce.subscriptions.information.tables import InformationFieldRow

_NAME = "fieldName"
_VALUE = "fieldValue"


def add(context: Context, reference: str, name: str, value: str) -> InformationField:
    """Add a field and answer it; raises ``FieldInvalid``, ``FieldExists``, ``TooManyFields``."""
    field = InformationField(_checked_name(name), _checked_value(value))
    held = service.hold(context, reference)
    rows = _rows(context, held.reference)
    if any(row.name == field.name for row in rows):
        raise FieldExists(field=_NAME, hint="updateSubscriptionAdditionalInformationField changes it.")
    if len(rows) >= MOST_FIELDS:
        raise TooManyFields(field=_NAME)
    row = {"name": field.name, "value": field.value, "position": max((row.position for row in rows), default=0) + 1}
    owner = {"merchant_id": context.merchant_id, "subscription_reference": held.reference}
    context.session.execute(insert(InformationFieldRow), {**owner, **row})
    return field


def change(context: Context, reference: str, name: str, value: str | None) -> InformationField:
    """Note another value, nothing for None, and answer the field; raises ``FieldInvalid``, ``FieldNotFound``."""
    service.hold(context, reference)
    known = find(context, reference, name)
    changed = InformationField(known.name, _checked_value(value or ""))
    context.session.execute(
        update(InformationFieldRow).where(*_named(context, reference, name)).values(value=changed.value)
    )
    return changed


def find(context: Context, reference: str, name: str) -> InformationField:
    """The field of this name; raises ``FieldNotFound``."""
    for field in of_subscription(context, reference):
        if field.name == name:
            return field
    raise FieldNotFound(field=_NAME)


def of_subscription(context: Context, reference: str) -> list[InformationField]:
    """The fields of a subscription in the order they were added."""
    rows = _rows(context, service.find(context, reference).reference)
    return [InformationField(row.name, row.value) for row in rows]


def remove(context: Context, reference: str, name: str) -> None:
    """Take the field away; raises ``FieldNotFound``."""
    service.hold(context, reference)
    find(context, reference, name)
    context.session.execute(delete(InformationFieldRow).where(*_named(context, reference, name)))


def _checked_name(name: str) -> str:
    if not name.strip() or len(name) > LONGEST:
        raise FieldInvalid(f"A field's name has 1 to {LONGEST} characters.", field=_NAME)
    return name


def _checked_value(value: str) -> str:
    if len(value) > LONGEST:
        raise FieldInvalid(f"A field's value has {LONGEST} characters at most.", field=_VALUE)
    return value


def _rows(context: Context, reference: str) -> list[InformationFieldRow]:
    query = select(InformationFieldRow).where(*_owned(context, reference)).order_by(InformationFieldRow.position)
    return list(context.session.scalars(query.execution_options(populate_existing=True)))


def _named(context: Context, reference: str, name: str) -> tuple[ColumnElement[bool], ...]:
    return (*_owned(context, reference), InformationFieldRow.name == name)


def _owned(context: Context, reference: str) -> tuple[ColumnElement[bool], ...]:
    row = InformationFieldRow
    return row.merchant_id == context.merchant_id, row.subscription_reference == reference
