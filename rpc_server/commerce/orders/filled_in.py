"""Whether what the merchant asks of buyers, his additional fields, is filled in."""

from collections.abc import Collection, Iterator

from rpc_server.commerce.catalog.additional_fields.model import AdditionalField, FieldScope, FieldType
from rpc_server.commerce.catalog.additional_fields.service import fields_by_code
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.model import ExtraField, NewOrder

Answers = tuple[ExtraField, ...]


def check_fields(context: Context, new: NewOrder, products: dict[str, Product]) -> None:
    """Refuse an order that leaves out a required field of its products, or answers what a list does not offer.

    A field of the whole order is answered beside the items. Codes of no known field are kept as they come
    (inferred). Raises ``AdditionalFieldEmpty`` and ``AdditionalFieldInvalid``.
    """
    given = {answer.code for answers, _ in _answers(new) for answer in answers}
    assigned = {assignment.code for product in products.values() for assignment in product.fields}
    fields = fields_by_code(context, {code for code in given | assigned if code})
    for answers, path in _answers(new):
        _check_offered(answers, fields, path)
    for item in new.items:
        product = products.get((item.code or "").strip())
        for assignment in product.fields if product else ():
            if assignment.is_required and assignment.code in fields:
                _check_answered(fields[assignment.code], new, item.extra_fields, item.path)


def _answers(new: NewOrder) -> Iterator[tuple[Answers, str]]:
    yield new.extra_fields, "AdditionalFields"
    for item in new.items:
        yield item.extra_fields, f"{item.path}.AdditionalFields"


def _check_offered(answers: Answers, fields: dict[str, AdditionalField], path: str) -> None:
    for number, answer in enumerate(answers):
        field = fields.get(answer.code)
        is_list = field is not None and field.type is FieldType.LISTBOX
        if field is not None and is_list and answer.value and not _is_one_of(answer.value, field.values):
            raise errors.AdditionalFieldInvalid(
                f"{field.code} must be one of {', '.join(field.values)}.", field=f"{path}[{number}].Value"
            )


def _check_answered(field: AdditionalField, new: NewOrder, of_item: Answers, item_path: str) -> None:
    is_of_order = field.scope is FieldScope.ORDER
    answers = new.extra_fields if is_of_order else of_item
    if not any(answer.code == field.code and (answer.value or "").strip() for answer in answers):
        path = "AdditionalFields" if is_of_order else f"{item_path}.AdditionalFields"
        raise errors.AdditionalFieldEmpty(f"{field.code} must be filled in.", field=path)


def _is_one_of(value: str, offered: Collection[str]) -> bool:
    return value.strip() in offered
