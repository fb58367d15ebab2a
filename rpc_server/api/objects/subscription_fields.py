"""The fields of his own a merchant keeps with a subscription, as documented."""

from typing import Annotated

from rpc_server.api.shapes import ApiObject, Wire
from rpc_server.commerce.subscriptions.information.model import InformationField


class AdditionalInformationField(ApiObject):
    """A name and a value; the names of the members begin with small letters, as documented."""

    field_name: Annotated[str, Wire("fieldName")]
    field_value: Annotated[str, Wire("fieldValue")]


def show_field(field: InformationField) -> AdditionalInformationField:
    """The field as answered."""
    return AdditionalInformationField(field_name=field.name, field_value=field.value)
