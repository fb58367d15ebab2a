"""Additional fields, and the products they are asked for with."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT
from rpc_server.api.objects.additional_fields import AdditionalFieldDefinition, read_field, show_field
from rpc_server.api.objects.sent_values import text
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog.additional_fields import service
from rpc_server.commerce.catalog.additional_fields.errors import (
    FieldCodeTaken,
    FieldNotAssigned,
    FieldNotFound,
    FieldValuesInvalid,
)
from rpc_server.commerce.catalog.errors import LanguageInvalid, ProductCodeInvalid, TextMissing
from rpc_server.commerce.catalog.model import FieldAssignment

_REFUSALS = (Forbidden, FieldValuesInvalid, LanguageInvalid, TextMissing, InvalidArgument)


@method("getAdditionalFields", MERCHANT, errors=[Forbidden], writes=False)
def get_additional_fields(call: Call) -> list[AdditionalFieldDefinition]:
    """Every additional field, by code."""
    return [show_field(field) for field in service.all_fields(call.context)]


@method("getAdditionalField", MERCHANT, errors=[Forbidden, FieldNotFound], writes=False)
def get_additional_field(call: Call, field_code: str) -> AdditionalFieldDefinition:
    """The additional field of this code."""
    return show_field(service.find(call.context, field_code))


@method("getAssignedAdditionalFields", MERCHANT, errors=[Forbidden, ProductCodeInvalid], writes=False)
def get_assigned_additional_fields(call: Call, product_code: str) -> list[AdditionalFieldDefinition]:
    """The additional fields asked for with a product, in the order they were assigned. The name is inferred."""
    return [show_field(field) for field in service.of_product(call.context, product_code)]


@method("addAdditionalField", MERCHANT, errors=[*_REFUSALS, FieldCodeTaken])
def add_additional_field(call: Call, additional_field: AdditionalFieldDefinition) -> bool:
    """Keep a new additional field; a code is drawn for one without. The name of the method is inferred."""
    service.add(call.context, read_field(additional_field, None))
    return True


@method("updateAdditionalField", MERCHANT, errors=[*_REFUSALS, FieldNotFound])
def update_additional_field(call: Call, additional_field: AdditionalFieldDefinition) -> bool:
    """Change what the object states of the additional field of its Code. The name of the method is inferred."""
    current = service.to_change(call.context, text(additional_field.code) or "")
    service.update(call.context, read_field(additional_field, current))
    return True


@method("assignAdditionalField", MERCHANT, errors=[Forbidden, ProductCodeInvalid, FieldNotFound])
def assign_additional_field(
    call: Call,
    field_code: str,
    required: bool = False,  # noqa: FBT001, FBT002 - the documented place
    product_code: str = "",
) -> bool:
    """Ask for an additional field whenever the product is ordered.

    ``required`` may be missing in the middle, for published sample clients leave false out.
    """
    service.assign(call.context, product_code, FieldAssignment(field_code, required))
    return True


@method("unassignAdditionalField", MERCHANT, errors=[Forbidden, ProductCodeInvalid, FieldNotFound, FieldNotAssigned])
def unassign_additional_field(call: Call, field_code: str, product_code: str) -> bool:
    """Ask for an additional field with the product no more."""
    service.unassign(call.context, product_code, field_code)
    return True
