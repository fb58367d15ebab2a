"""What can be wrong with an additional field. The codes are ours."""

from rpc_server.commerce.catalog.errors import CatalogRefused


class FieldNotFound(CatalogRefused):
    code = "ADDITIONAL_FIELD_NOT_FOUND"
    text = "There is no such additional field."


class FieldCodeTaken(CatalogRefused):
    code = "ADDITIONAL_FIELD_CODE_NOT_UNIQUE"
    text = "There is an additional field of this code."


class FieldValuesInvalid(CatalogRefused):
    """A LISTBOX without values, values that are blank or there twice, or more translated than there are."""

    code = "ADDITIONAL_FIELD_VALUES_INVALID"
    text = "The values are not valid."


class FieldNotAssigned(CatalogRefused):
    code = "ADDITIONAL_FIELD_NOT_ASSIGNED"
    text = "The product does not have this additional field."
