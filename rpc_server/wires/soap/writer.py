"""From typed answers and errors to envelopes, written as PHP's SoapServer writes them.

Encoders are compiled once per shape and element name, and only join texts. Encoded, every value has its
``xsi:type``, lists are ``SOAP-ENC`` arrays of ``item`` and maps are apache Maps; literal, elements alone, list items
named after their type as the literal WSDL says. In both, members are unqualified, None is ``xsi:nil``, input-only
and unset members are left out, numbers are written in full without an idle fraction, and characters XML cannot
hold become U+FFFD.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from rpc_server.api.registry import Method
from rpc_server.api.shapes import Anything, Array, Kind, Mapping, Scalar, Shape, Structure
from rpc_server.errors import ApiError
from rpc_server.wires.soap.names import APACHE, ENCODING, ENVELOPE, INSTANCE, SCHEMA, Use
from rpc_server.wires.soap.types import Types

ElementWriter = Callable[[Any], str]
AnswerWriter = Callable[[Any], bytes]
_Member = tuple[Callable[[Any], Any], str, ElementWriter]

_PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IS_MAP = 'xsi:type="ns2:Map"'
_MAPS = f' xmlns:ns2="{APACHE}"'


def text(value: str) -> str:
    """The text as element content."""
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[0], "\ufffd"), value) if _SPECIAL.search(value) else value


def number(value: Decimal | float) -> str:
    """The number without an exponent and without zeros that say nothing: ``10``, ``9.5``."""
    digits = str(value)
    if "E" in digits or "e" in digits:
        digits = format(Decimal(digits), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def fault(error: ApiError, request_id: str) -> bytes:
    """The fault of an error: its code unprefixed, as PHP, Axis and .NET clients compare it, its text, and details."""
    details = {"field": error.field, "hint": error.hint, "request_id": request_id}
    detail = "".join(f"<{name}>{text(value)}</{name}>" for name, value in details.items() if value)
    return (
        f'{_PROLOG}<SOAP-ENV:Envelope xmlns:SOAP-ENV="{ENVELOPE}"><SOAP-ENV:Body><SOAP-ENV:Fault>'
        f"<faultcode>{text(error.code)}</faultcode><faultstring>{text(error.message)}</faultstring>"
        f"<detail>{detail}</detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>\n"
    ).encode()


class Writer:
    """Writes the answers of one endpoint in one use."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._is_encoded = types.use is Use.ENCODED

    def answer(self, method: Method) -> AnswerWriter:
        """A function from the method's typed answer to the whole response."""
        name = f"{method.name}Return"
        content = self._content(name, method.returns)
        before = f"{_PROLOG}<SOAP-ENV:Envelope {self._namespaces()}"
        start = f"><SOAP-ENV:Body><ns1:{method.name}Response>"
        end = f"</ns1:{method.name}Response></SOAP-ENV:Body></SOAP-ENV:Envelope>\n"

        def write(value: Any) -> bytes:
            element = _nil(name) if value is None else content(value)
            maps = _MAPS if _IS_MAP in element else ""
            return f"{before}{maps}{start}{element}{end}".encode()

        return write

    def _namespaces(self) -> str:
        plain = f'xmlns:SOAP-ENV="{ENVELOPE}" xmlns:ns1="{self._types.namespace}" xmlns:xsi="{INSTANCE}"'
        if not self._is_encoded:
            return plain
        return f'{plain} xmlns:xsd="{SCHEMA}" xmlns:SOAP-ENC="{ENCODING}" SOAP-ENV:encodingStyle="{ENCODING}"'

    def _content(self, name: str, shape: Shape) -> ElementWriter:
        """A function from a value of the shape, never None, to the element of this name."""
        match shape:
            case Scalar(kind):
                return self._scalar(name, shape, _SCALARS[kind])
            case Array(item):
                return self._array(name, item)
            case Structure():
                return self._structure(name, shape)
            case Mapping() | Anything():
                return partial(self._untyped, name)

    def _type(self, name: str) -> str:
        return f' xsi:type="{name}"' if self._is_encoded else ""

    def _scalar(self, name: str, shape: Scalar, to_text: Callable[[Any], str]) -> ElementWriter:
        start, end = f"<{name}{self._type(self._types.name(shape))}>", f"</{name}>"
        return lambda value: f"{start}{to_text(value)}{end}"

    def _array(self, name: str, item: Shape) -> ElementWriter:
        item_type = self._types.name(item)
        item_name = "item" if self._is_encoded else item_type.partition(":")[2]
        nil, each = _nil(item_name), self._content(item_name, item)

        def write(values: Any) -> str:
            items = "".join([nil if value is None else each(value) for value in values])
            return f"<{name}{self._array_type(item_type, len(values))}>{items}</{name}>"

        return write

    def _array_type(self, item_type: str, length: int) -> str:
        if not self._is_encoded:
            return ""
        return f' SOAP-ENC:arrayType="{item_type}[{length}]" xsi:type="SOAP-ENC:Array"'

    def _structure(self, name: str, shape: Structure) -> ElementWriter:
        """Members are compiled at the first use: a structure may hold itself."""
        start, end = f"<{name}{self._type(self._types.name(shape))}>", f"</{name}>"
        members: tuple[_Member, ...] = ()

        def write(value: Any) -> str:
            nonlocal members
            members = members or self._members(shape)
            parts = [start]
            for member_of, nil, content in members:
                member = member_of(value)
                if member is None:
                    parts.append(nil)
                elif member is not UNSET:
                    parts.append(content(member))
            parts.append(end)
            return "".join(parts)

        return write

    def _members(self, structure: Structure) -> tuple[_Member, ...]:
        return tuple(
            (attrgetter(member.attribute), _nil(member.wire_name), self._content(member.wire_name, member.shape))
            for member in structure.at(self._types.endpoint)
            if not member.is_input_only
        )

    def _untyped(self, name: str, value: Any) -> str:
        """The element of a value that only itself can tell the type of, as PHP guesses it; dicts are Maps."""
        if value is None:
            return _nil(name)
        if isinstance(value, list):
            items = "".join([self._untyped("item", item) for item in value])
            return f"<{name}{self._array_type('xsd:anyType', len(value))}>{items}</{name}>"
        type_, content = self._guessed(value)
        return f"<{name}{self._type(type_)}>{content}</{name}>"

    def _guessed(self, value: Any) -> tuple[str, str]:
        match value:
            case bool():
                return "xsd:boolean", _FLAGS[value]
            case int():
                return "xsd:int" if -(2**31) <= value < 2**31 else "xsd:long", str(value)
            case Decimal() | float():
                return "xsd:double", number(value)
            case str():
                return "xsd:string", text(value)
            case dict():
                pairs = [self._untyped("key", key) + self._untyped("value", item) for key, item in value.items()]
                return "ns2:Map", "".join(f"<item>{pair}</item>" for pair in pairs)
            case _:
                raise TypeError(f"no SOAP type for a {type(value).__name__}")


def _nil(name: str) -> str:
    return f'<{name} xsi:nil="true"/>'


_FLAGS = {True: "true", False: "false"}
_SCALARS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: text,
    Kind.INTEGER: str,
    Kind.AMOUNT: number,
    Kind.BOOLEAN: _FLAGS.__getitem__,
}
