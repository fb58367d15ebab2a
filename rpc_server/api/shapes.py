"""What a value looks like on every wire, derived once from the Python annotation.

A ``Shape`` is what WSDL types, SOAP codecs, JSON rendering, JSON Schema and the coercion of arguments are
made from. Annotations it understands: ``str``, ``int``, ``Decimal``, ``bool``, ``list[T]``,
``dict[str, str]`` (a map with free keys), ``Any``, any ``ApiObject``, each optionally ``| None`` or
``| UnsetType``, and the marks below inside ``Annotated``.
"""

import types
import typing
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, TypeAlias

import msgspec

from rpc_server.api.families import Endpoint, Family, Version

_ACRONYMS = {
    "vat": "VAT", "ip": "IP", "sku": "SKU", "url": "URL", "uuid": "UUID", "ccid": "CCID", "pdf": "PDF",
    "3ds": "3DS", "ws": "WS", "po": "PO",
}  # fmt: skip


class ApiObject(msgspec.Struct, kw_only=True):
    """A documented object. Python names in snake_case; on the wire ``PascalCase`` unless marked ``Wire``.

    The type is named on the wire like the class unless ``wire_type`` says otherwise. ``lone_text`` is the wire
    name of the member a bare text stands for where clients send one in place of the object (a price option's
    ``Code``); ``error_code`` is the documented code of anything else that is no object, instead of ``INVALID_ARGUMENT``.
    """

    wire_type: ClassVar[str] = ""
    lone_text: ClassVar[str | None] = None
    error_code: ClassVar[str | None] = None


@dataclass(frozen=True, slots=True)
class Wire:
    """The documented name of a member or parameter, where it is not the usual spelling of the Python name."""

    name: str


@dataclass(frozen=True, slots=True)
class Since:
    """The member exists from this merchant API version on; other families always have it."""

    version: str


@dataclass(frozen=True, slots=True)
class Until:
    """The member exists up to and including this merchant API version."""

    version: str


@dataclass(frozen=True, slots=True)
class MaxLength:
    """The most characters a text may have."""

    length: int


@dataclass(frozen=True, slots=True)
class Code:
    """The documented error code of a bad value here, instead of ``INVALID_ARGUMENT``."""

    code: str


class Mark(Enum):
    """INPUT: read but never answered. UNLISTED: a parameter no WSDL shows (clients pass it as surplus).

    MESSAGE: the parameter is what the call is about, so errors name its members without it (``Items[0].Code``).
    """

    INPUT = "input"
    UNLISTED = "unlisted"
    MESSAGE = "message"


class Kind(Enum):
    """The scalar kinds and their XML Schema names."""

    TEXT = "string"
    INTEGER = "int"
    AMOUNT = "double"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: Kind
    max_length: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Array:
    item: "Shape"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Free text keys to texts, as PHP's associative arrays."""


@dataclass(frozen=True, slots=True)
class Anything:
    """A value of no declared type."""


@dataclass(eq=False, slots=True)
class Structure:
    """A documented object: its members in wire order."""

    type: type[ApiObject]
    name: str
    members: tuple["Member", ...] = field(default=(), repr=False)

    def at(self, endpoint: Endpoint) -> tuple["Member", ...]:
        """The members this endpoint's version has."""
        return tuple(member for member in self.members if member.exists_at(endpoint))


Shape: TypeAlias = Scalar | Array | Mapping | Anything | Structure


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a structure: Python attribute, wire name, shape, and the versions that have it."""

    attribute: str
    wire_name: str
    shape: Shape
    since: Version | None
    until: Version | None
    is_input_only: bool

    def exists_at(self, endpoint: Endpoint) -> bool:
        if endpoint.family is not Family.MERCHANT:
            return True
        after = self.since is None or self.since <= endpoint.version
        return after and (self.until is None or endpoint.version <= self.until)


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation taken apart: the shape, whether None is one of its values, and the marks on it."""

    shape: Shape
    is_optional: bool
    marks: tuple[Any, ...]

    def mark(self, type_: type) -> Any:
        return next((mark for mark in self.marks if isinstance(mark, type_)), None)

    def has(self, mark: Mark) -> bool:
        return mark in self.marks


def pascal(name: str) -> str:
    """``customer_ip`` -> ``CustomerIP``: the usual wire spelling of a member."""
    return "".join(_ACRONYMS.get(word, word[:1].upper() + word[1:]) for word in name.split("_") if word)


def camel(name: str) -> str:
    """``subscription_reference`` -> ``subscriptionReference``: the usual wire spelling of a parameter."""
    first, *rest = name.split("_")
    return first + pascal("_".join(rest))


def read_annotation(annotation: Any, known: "dict[type[ApiObject], Structure] | None" = None) -> Annotation:
    """Take an annotation apart. ``known`` keeps structures one per class, also through recursion."""
    known = _STRUCTURES if known is None else known
    marks: tuple[Any, ...] = ()
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, *rest = typing.get_args(annotation)
        marks = tuple(rest)
    is_optional = False
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        options = [o for o in typing.get_args(annotation) if o not in (types.NoneType, msgspec.UnsetType)]
        is_optional = len(options) < len(typing.get_args(annotation))
        (annotation,) = options
    length = next((m.length for m in marks if isinstance(m, MaxLength)), None)
    code = next((m.code for m in marks if isinstance(m, Code)), None)
    return Annotation(_shape(annotation, length, code, known), is_optional, marks)


def _shape(annotation: Any, length: int | None, code: str | None, known: dict[type[ApiObject], Structure]) -> Shape:
    kinds = {str: Kind.TEXT, int: Kind.INTEGER, Decimal: Kind.AMOUNT, bool: Kind.BOOLEAN}
    if annotation in kinds:
        return Scalar(kinds[annotation], length, code)
    if annotation is Any:
        return Anything()
    origin = typing.get_origin(annotation)
    if origin is list:
        return Array(read_annotation(typing.get_args(annotation)[0], known).shape)
    if origin is dict:
        return Mapping()
    if isinstance(annotation, type) and issubclass(annotation, ApiObject):
        return _structure(annotation, known)
    raise TypeError(f"no shape for {annotation!r}")


def _structure(type_: type[ApiObject], known: dict[type[ApiObject], Structure]) -> Structure:
    if type_ in known:
        return known[type_]
    known[type_] = structure = Structure(type_, type_.wire_type or type_.__name__)
    hints = typing.get_type_hints(type_, include_extras=True)
    structure.members = tuple(_member(name, hints[name], known) for name in type_.__struct_fields__)
    return structure


def _member(name: str, annotation: Any, known: dict[type[ApiObject], Structure]) -> Member:
    read = read_annotation(annotation, known)
    wire, since, until = read.mark(Wire), read.mark(Since), read.mark(Until)
    return Member(
        attribute=name,
        wire_name=wire.name if wire else pascal(name),
        shape=read.shape,
        since=Version.parse(since.version) if since else None,
        until=Version.parse(until.version) if until else None,
        is_input_only=read.has(Mark.INPUT),
    )


_STRUCTURES: dict[type[ApiObject], Structure] = {}
