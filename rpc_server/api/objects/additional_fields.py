"""Additional fields as the merchant API 3.0 to 6.0 shows and reads them.

The type is called after what it is for, since an order's answers to such fields have the plain name. A member
left out, or null, says nothing.
"""

from typing import Annotated

from rpc_server.api.objects.pricing_configurations import Line, ProductCode
from rpc_server.api.objects.reading import present, required_word, word
from rpc_server.api.objects.sent_values import text
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.catalog.additional_fields import model


class AdditionalFieldTranslation(ApiObject):
    """A field in another language; ``Values`` stand in the order of the field's own."""

    label: Line = None
    values: list[str] | None = None
    language: Annotated[str | None, MaxLength(5)] = None


class AdditionalFieldDefinition(ApiObject):
    """A field to fill in with an order. ``Type`` is LISTBOX, CHECKBOX, TEXT or HIDDEN, ``ApplyTo`` ORDER or PRODUCT."""

    label: Line = None
    code: ProductCode = None
    type: Line = None
    apply_to: Line = None
    values: list[str] | None = None
    validation_rule: Line = None
    translations: list[AdditionalFieldTranslation] | None = None


def show_field(field: model.AdditionalField) -> AdditionalFieldDefinition:
    """The field as answered."""
    return AdditionalFieldDefinition(
        label=field.label,
        code=field.code,
        type=field.type.value,
        apply_to=field.scope.value,
        values=list(field.values),
        validation_rule=field.validation_rule,
        translations=[
            AdditionalFieldTranslation(label=t.label, values=list(t.values), language=t.language)
            for t in field.translations
        ],
    )


def read_field(sent: AdditionalFieldDefinition, onto: model.AdditionalField | None) -> model.AdditionalField:
    """The field asked for: a new one, or ``onto`` with what was stated; raises ``InvalidArgument``."""
    known = onto or model.AdditionalField(
        text(sent.code) or "",
        text(sent.label) or "",
        required_word(model.FieldType, sent.type, "Type"),
        required_word(model.FieldScope, sent.apply_to, "ApplyTo"),
    )
    return model.AdditionalField(
        code=known.code,
        label=known.label if sent.label is None else text(sent.label) or "",
        type=word(model.FieldType, sent.type, "Type") or known.type,
        scope=word(model.FieldScope, sent.apply_to, "ApplyTo") or known.scope,
        values=known.values if sent.values is None else tuple(present(sent.values)),
        validation_rule=known.validation_rule if sent.validation_rule is None else text(sent.validation_rule),
        translations=known.translations if sent.translations is None else _read_translations(sent.translations),
    )


def _read_translations(sent: list[AdditionalFieldTranslation]) -> tuple[model.FieldTranslation, ...]:
    return tuple(
        model.FieldTranslation(t.language or "", t.label or "", tuple(present(t.values))) for t in present(sent)
    )
