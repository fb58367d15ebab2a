"""What an additional field is, apart from where it is stored."""

from enum import Enum

import msgspec


class FieldType(Enum):
    LISTBOX = "LISTBOX"
    CHECKBOX = "CHECKBOX"
    TEXT = "TEXT"
    HIDDEN = "HIDDEN"


class FieldScope(Enum):
    """Whether a field is filled in once an order, or for every product that has it."""

    ORDER = "ORDER"
    PRODUCT = "PRODUCT"


class FieldTranslation(msgspec.Struct, frozen=True):
    """A field in another language; ``values`` stand in the order of the field's own."""

    language: str
    label: str = ""
    values: tuple[str, ...] = ()


class AdditionalField(msgspec.Struct, frozen=True):
    """A field to fill in. ``values`` are what a LISTBOX offers; ``validation_rule`` is kept as told."""

    code: str
    label: str
    type: FieldType
    scope: FieldScope
    values: tuple[str, ...] = ()
    validation_rule: str | None = None
    translations: tuple[FieldTranslation, ...] = ()
