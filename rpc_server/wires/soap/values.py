"""From elements to plain values, guided by the shape that belongs there.

Values come out as ``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool`` and None; ``rpc_server.api.coercion``
types them. Each shape's reader is compiled once. What stands where nothing of its kind belongs (an object for a
text) is read as it is, so that coercion can name it in its refusal.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from rpc_server.api.errors import MalformedRequest
from rpc_server.api.families import Endpoint
from rpc_server.api.shapes import Array, Scalar, Shape, Structure
from rpc_server.wires.soap.names import ENCODING, INSTANCE, local

NIL = f"{INSTANCE}}}nil"
TYPE = f"{INSTANCE}}}type"
_ARRAY_TYPE = f"{ENCODING}}}arrayType"
_TRUE = frozenset(("true", "1"))

_INTEGER_TYPES = frozenset(
    ("int", "integer", "long", "short", "byte", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
     "nonNegativeInteger", "positiveInteger")
)  # fmt: skip
_NUMBER_TYPES = frozenset(("double", "float", "decimal"))
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,2})?", re.ASCII)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}

ElementReader = Callable[[Element], Any]
_Field = tuple[str, ElementReader]


@cache
def element_reader(shape: Shape, endpoint: Endpoint) -> ElementReader:
    """A function from an element to the plain value it holds where ``shape`` belongs."""
    match shape:
        case Scalar():
            return read_scalar
        case Array(item):
            return _array_reader(item, endpoint)
        case Structure():
            return _structure_reader(shape, endpoint)
        case _:
            return read_untyped


def read_scalar(element: Element) -> Any:
    """The text, or None for ``xsi:nil``."""
    if element.get(NIL) in _TRUE:
        return None
    return read_untyped(element) if len(element) else element.text or ""


def _array_reader(item: Shape, endpoint: Endpoint) -> ElementReader:
    """Reads ``SOAP-ENC:Array``, a literal wrapper or a bare run of children: any child is an item.

    A lone object or text in place of the list is a list of one: that is how Savon writes each element of a Ruby
    array. An apache Map with numbers for keys (a PHP array with holes, outside WSDL mode) gives its values.
    """
    each = element_reader(item, endpoint)
    leaves = _scalar_names(item)

    def read(element: Element) -> Any:
        if element.get(NIL) in _TRUE:
            return None
        if not len(element):
            return [each(element)] if element.text and not element.text.isspace() else []
        if _is_entry(element[0]):
            entries = [_entry(child) for child in element]
            is_list = all(name.isdigit() for name, _ in entries)
            return [each(child) for _, child in entries] if is_list else [each(element)]
        if leaves and any(local(child.tag) in leaves and not len(child) for child in element):
            return [each(element)]
        return [each(child) for child in element]

    return read


def _scalar_names(item: Shape) -> frozenset[str]:
    if not isinstance(item, Structure):
        return frozenset()
    return frozenset(member.wire_name for member in item.members if isinstance(member.shape, Scalar))


def _structure_reader(structure: Structure, endpoint: Endpoint) -> ElementReader:
    """Reads members by name in any case and order, of a struct or an apache Map; unknown ones are skipped."""
    known: dict[str, _Field] = {}

    def read(element: Element) -> Any:
        nonlocal known
        if not len(element):
            return None if element.get(NIL) in _TRUE else (element.text or "").strip()
        known = known or _fields(structure, endpoint)
        members: dict[str, Any] = {}
        for child in element:
            content, field = child, known.get(child.tag)
            if field is None:
                name, content = _entry(child)
                field = known.get(name) or known.get(name.lower())
                if field is None:
                    continue
            name, each = field
            value = each(content)
            members[name] = _joined(members[name], value) if name in members else value
        return members

    return read


def _fields(structure: Structure, endpoint: Endpoint) -> dict[str, _Field]:
    """The members by wire name and by lower-cased wire name; of two with one name, that of the endpoint's version."""
    fields: dict[str, _Field] = {}
    for member in (*structure.at(endpoint), *structure.members):
        field = (member.wire_name, element_reader(member.shape, endpoint))
        fields.setdefault(member.wire_name, field)
        fields.setdefault(member.wire_name.lower(), field)
    return fields


def _joined(first: Any, second: Any) -> Any:
    """A repeated member: lists are one list in two parts (Savon); of anything else the last counts."""
    return [*first, *second] if isinstance(first, list) and isinstance(second, list) else second


def read_untyped(element: Element) -> Any:
    """The value as its ``xsi:type`` tells, or else as its form does.

    An array, a run of ``item`` or of one repeated name is a list; an apache Map, a ``SOAP-ENC:Struct`` or anything
    else with children is a dict. Numbers and flags are real ones where the type says so and the text is one.
    Raises ``MalformedRequest`` for text between elements.
    """
    if element.get(NIL) in _TRUE:
        return None
    type_name = element.get(TYPE, "").rpartition(":")[2]
    is_array = type_name.startswith("Array") or _ARRAY_TYPE in element.attrib
    if not len(element):
        return _childless(element.text or "", type_name, is_array=is_array)
    _refuse_mixed(element)
    members = [_entry(child) for child in element]
    names = {name for name, _ in members}
    if is_array or names == {"item"} or (len(names) == 1 and len(members) > 1):
        return [read_untyped(child) for _, child in members]
    return {name: read_untyped(child) for name, child in members}


def _childless(text: str, type_name: str, *, is_array: bool) -> Any:
    if is_array:
        return []
    if type_name in ("Map", "Struct"):
        return {}
    bare = text.strip()
    if type_name in _INTEGER_TYPES and _INTEGER.fullmatch(bare):
        return int(bare)
    if type_name in _NUMBER_TYPES and _NUMBER.fullmatch(bare):
        return Decimal(bare)
    if type_name == "boolean" and bare in _FLAGS:
        return _FLAGS[bare]
    return text


def _refuse_mixed(element: Element) -> None:
    if any(text and not text.isspace() for text in (element.text, *(child.tail for child in element))):
        name = local(element.tag)
        raise MalformedRequest(f"{name} has text between its elements.", field=name)


def _is_entry(element: Element) -> bool:
    """Whether this is an entry of an apache Map: ``<item><key/><value/></item>``."""
    return (
        len(element) == 2
        and local(element.tag) == "item"
        and local(element[0].tag) == "key"
        and local(element[1].tag) == "value"
    )


def _entry(element: Element) -> tuple[str, Element]:
    """The name and the element of a member: a Map's key and value, or the element itself under its own name."""
    return (element[0].text or "", element[1]) if _is_entry(element) else (local(element.tag), element)
