"""What an additional field may be."""

from rpc_server.commerce.catalog.additional_fields.errors import FieldValuesInvalid
from rpc_server.commerce.catalog.additional_fields.model import AdditionalField, FieldType
from rpc_server.commerce.catalog.authoring.texts import check_languages, check_stated


def check_field(field: AdditionalField) -> None:
    """Refuse a field nobody could fill in, naming its members."""
    check_stated(field.code, "Code")
    check_stated(field.label, "Label")
    check_languages((translation.language for translation in field.translations), "Translations")
    if field.type is FieldType.LISTBOX and not field.values:
        raise FieldValuesInvalid("A LISTBOX needs values.", field="Values")
    if not all(value.strip() for value in field.values):
        raise FieldValuesInvalid("A value is blank.", field="Values")
    if len(set(field.values)) < len(field.values):
        raise FieldValuesInvalid("A value is there twice.", field="Values")
    for number, translation in enumerate(field.translations):
        if len(translation.values) > len(field.values):
            raise FieldValuesInvalid(
                "There are more translated values than values.", field=f"Translations[{number}].Values"
            )
