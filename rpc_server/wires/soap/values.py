"""From elements to plain values, guided by the shape that belongs there.

Values come out as ``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool`` and None; ``rpc_server.api.coercion``
types them. Each shape's reader is compiled once. What stands where nothing of its kind belongs (an object for a
text) is read as it is, so that coercion can name it in its refusal.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from rpc_server.api.shapes import Array, Scalar, Shape, Structure
from rpc_server.wires.soap.names import ENCODING, INSTANCE, local

NIL = f"{INSTANCE}}}nil"
TYPE = f"{INSTANCE}}}type"
_ARRAY_TYPE = f"{ENCODING}}}arrayType"
_TRUE = frozenset(("true", "1"))

ElementReader = Callable[[Element], Any]


@cache
def element_reader(shape: Shape) -> ElementReader:
    """A function from an element to the plain value it holds where ``shape`` belongs."""
    match shape:
        case Scalar():
            return read_scalar
        case Array(item):
            return _array_reader(item)
        case Structure():
            return _structure_reader(shape)
        case _:
            return read_untyped


def read_scalar(element: Element) -> Any:
    """The text, or None for ``xsi:nil``."""
    if element.get(NIL) in _TRUE:
        return None
    return read_untyped(element) if len(element) else element.text or ""


def _array_reader(item: Shape) -> ElementReader:
    """Reads ``SOAP-ENC:Array``, a literal wrapper or a bare run of children: any child is an item.

    A lone object or text in place of the list is a list of one: that is how Savon writes each element of a Ruby
    array. An apache Map (a PHP array with holes, outside WSDL mode) gives its values.
    """
    each = element_reader(item)
    leaves = _scalar_names(item)

    def read(element: Element) -> Any:
        if element.get(NIL) in _TRUE:
            return None
        if not len(element):
            return [each(element)] if element.text and not element.text.isspace() else []
        if leaves and any(local(child.tag) in leaves and not len(child) for child in element):
            return [each(element)]
        return [each(child) for _, child in _members(element)]

    return read


def _scalar_names(item: Shape) -> frozenset[str]:
    if not isinstance(item, Structure):
        return frozenset()
    return frozenset(member.wire_name for member in item.members if isinstance(member.shape, Scalar))


def _structure_reader(structure: Structure) -> ElementReader:
    """Reads members by name in any case and order, of a struct or an apache Map; unknown ones are skipped."""
    fields: dict[str, tuple[str, ElementReader]] = {}

    def read(element: Element) -> Any:
        if not len(element):
            return None if element.get(NIL) in _TRUE else (element.text or "").strip()
        known = fields or prepare()
        members: dict[str, Any] = {}
        for child in element:
            field = known.get(child.tag)
            if field is None:
                name, child = _entry(child)
                field = known.get(name) or known.get(name.lower())
                if field is None:
                    continue
            name, each = field
            value = each(child)
            members[name] = _joined(members[name], value) if name in members else value
        return members

    def prepare() -> dict[str, tuple[str, ElementReader]]:
        for member in structure.members:
            field = (member.wire_name, element_reader(member.shape))
            fields.setdefault(member.wire_name, field)
            fields.setdefault(member.wire_name.lower(), field)
        return fields

    return read


def _joined(first: Any, second: Any) -> Any:
    """A repeated member: lists are one list in two parts (Savon); of anything else the last counts."""
    return [*first, *second] if isinstance(first, list) and isinstance(second, list) else second


def read_untyped(element: Element) -> Any:
    """The value as its ``xsi:type`` tells, or else as its form does.

    An array, a run of ``item`` or of one repeated name is a list; an apache Map, a ``SOAP-ENC:Struct`` or anything
    else with children is a dict. Numbers and flags are real ones where the type says so and the text is one.
    """
    if element.get(NIL) in _TRUE:
        return None
    type_name = element.get(TYPE, "").rpartition(":")[2]
    is_array = type_name.startswith("Array") or _ARRAY_TYPE in element.attrib
    if not len(element):
        return _empty(is_array, type_name) or _scalar(element.text or "", type_name)
    members = list(_members(element))
    names = {name for name, _ in members}
    if is_array or names == {"item"} or len(names) < len(members):
        return [read_untyped(child) for _, child in members]
    return {name: read_untyped(child) for name, child in members}
