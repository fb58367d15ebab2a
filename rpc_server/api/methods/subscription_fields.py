"""Fields of his own a merchant keeps with a subscription: five at most, of 100 characters each."""

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT_5_TO_6
from rpc_server.api.objects.subscription_fields import AdditionalInformationField, show_field
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound
from rpc_server.commerce.subscriptions.information import service as information
from rpc_server.commerce.subscriptions.information.errors import (
    FieldExists,
    FieldInvalid,
    FieldNotFound,
    TooManyFields,
)


@method(
    "addSubscriptionAdditionalInformationField",
    MERCHANT_5_TO_6,
    errors=[Forbidden, SubscriptionNotFound, FieldInvalid, FieldExists, TooManyFields],
)
def add_field(call: Call, subscription_reference: str, field_name: str, field_value: str) -> AdditionalInformationField:
    """Add a field to a subscription and answer it."""
    return show_field(information.add(call.context, subscription_reference, field_name, field_value))


@method(
    "updateSubscriptionAdditionalInformationField",
    MERCHANT_5_TO_6,
    errors=[Forbidden, SubscriptionNotFound, FieldInvalid, FieldNotFound],
)
def update_field(
    call: Call, subscription_reference: str, field_name: str, field_value: str | None = None
) -> AdditionalInformationField:
    """Note another value in a field, an empty one where none is given, and answer the field."""
    return show_field(information.change(call.context, subscription_reference, field_name, field_value))


@method(
    "getSubscriptionAdditionalInformationField",
    MERCHANT_5_TO_6,
    errors=[Forbidden, SubscriptionNotFound, FieldNotFound],
    writes=False,
)
def get_field(call: Call, subscription_reference: str, field_name: str) -> AdditionalInformationField:
    """Answer one field of a subscription."""
    return show_field(information.find(call.context, subscription_reference, field_name))


@method("getSubscriptionAdditionalInformation", MERCHANT_5_TO_6, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_fields(call: Call, subscription_reference: str) -> list[AdditionalInformationField]:
    """Answer the fields of a subscription in the order they were added."""
    return [show_field(field) for field in information.of_subscription(call.context, subscription_reference)]


@method(
    "deleteSubscriptionAdditionalInformationField",
    MERCHANT_5_TO_6,
    errors=[Forbidden, SubscriptionNotFound, FieldNotFound],
)
def delete_field(call: Call, subscription_reference: str, field_name: str) -> bool:
    """Take a field away from a subscription; answer true."""
    information.remove(call.context, subscription_reference, field_name)
    return True
