"""From what a client sent to typed values, as leniently as PHP and as precisely as an error message needs.

Values arrive as plain ``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool`` and ``None``, whatever the wire.
Each shape's coercer is compiled once. Leniency, with the client that needs it:

- numbers and booleans as texts (``"Quantity": "1"``, published samples; ``YES``/``NO``, 3.0 samples)
- an empty text where a number, flag or object belongs is None (PHP forms)
- ``false``, ``""`` or ``[]`` where an object belongs is None (``"Trial": false``, in XML a text; PHP's empty array)
- an object keyed ``"0", "1" ...`` or one lone object where a list belongs (PHP arrays with holes; refund samples)
- a bare text where an object belongs that has a member for it (``"PriceOptions": ["code"]``, API 3.0 and 4.0)
- member names in another case, unknown members skipped
"""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from rpc_server.api.errors import InvalidArgument
from rpc_server.api.shapes import Anything, Array, Kind, Mapping, Scalar, Shape, Structure

MAX_ITEMS = 1_000
_PLACES = Decimal("0.0001")
_INTEGER = re.compile(r"[+-]?\d{1,18}(\.0+)?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?(\d{1,12}(\.\d{0,20})?|\.\d{1,20})([eE]-\d{1,2})?", re.ASCII)
_NO_OBJECT: tuple[Any, ...] = ("", "false", [])
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

Coercer = Callable[[Any, str], Any]
_Field = tuple[str, str, Coercer]


def coercer(shape: Shape) -> Coercer:
    """A function ``(value, path) -> typed value`` that raises ``InvalidArgument`` naming ``path``."""
    found = _COERCERS.get(shape)
    return found if found is not None else _compile(shape)


def _compile(shape: Shape) -> Coercer:
    match shape:
        case Scalar(kind, max_length, code):
            coerce = _scalar(kind, max_length, code)
        case Array(item):
            coerce = _array(item)
        case Structure():
            coerce = _structure(shape)
        case Mapping():
            coerce = _mapping
        case Anything():
            coerce = _anything
    return _COERCERS.setdefault(shape, coerce)


def _scalar(kind: Kind, max_length: int | None, code: str | None) -> Coercer:
    readers: dict[Kind, Callable[[Any], Any]] = {
        Kind.TEXT: _text, Kind.INTEGER: _integer, Kind.AMOUNT: _amount, Kind.BOOLEAN: _flag,
    }  # fmt: skip
    nouns = {
        Kind.TEXT: "a text", Kind.INTEGER: "a whole number", Kind.AMOUNT: "a decimal number",
        Kind.BOOLEAN: "true or false",
    }  # fmt: skip
    read, noun = readers[kind], nouns[kind]

    def coerce(value: Any, path: str) -> Any:
        if value is None:
            return None
        try:
            result = read(value)
        except (ValueError, TypeError):
            raise InvalidArgument(f"{path} must be {noun}.", field=path, code=code) from None
        if max_length is not None and result is not None and len(result) > max_length:
            raise InvalidArgument(f"{path} is longer than {max_length} characters.", field=path, code=code)
        return result

    return coerce


def _text(value: Any) -> str:
    match value:
        case str():
            if "\0" in value:
                raise ValueError("NUL")
            if not value.isascii():
                value.encode()
            return value
        case bool():
            return "1" if value else ""
        case int() | Decimal():
            return str(value)
        case _:
            raise TypeError


def _integer(value: Any) -> int | None:
    match value:
        case bool():
            raise TypeError
        case int():
            return value if abs(value) < 2**63 else _refuse()
        case Decimal():
            return int(value) if value == value.to_integral_value() and abs(value) < 2**63 else _refuse()
        case str():
            text = value.strip()
            if not text:
                return None
            return int(text.partition(".")[0]) if _INTEGER.fullmatch(text) else _refuse()
        case _:
            raise TypeError


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError
    text = str(value).strip()
    if not text:
        return None
    if not _AMOUNT.fullmatch(text):
        raise ValueError
    return Decimal(text).quantize(_PLACES, ROUND_HALF_UP).normalize() + 0


def _flag(value: Any) -> bool | None:
    match value:
        case bool():
            return value
        case int() | Decimal() if value in (0, 1):
            return bool(value)
        case str():
            text = value.strip().lower()
            return _FLAGS[text] if text in _FLAGS else (None if not text else _refuse())
        case _:
            raise TypeError


def _refuse() -> Any:
    raise ValueError


def _array(item: Shape) -> Coercer:
    each = coercer(item)
    takes_objects = isinstance(item, Structure)
    takes_texts = isinstance(item, Structure) and item.type.lone_text is not None

    def coerce(value: Any, path: str) -> Any:
        match value:
            case None | "" | False:
                return None
            case list():
                values = value
            case dict() if all(isinstance(key, str) and key.isdigit() for key in value):
                values = list(value.values())
            case dict() if takes_objects:
                values = [value]
            case str() if takes_texts:
                values = [value]
            case _:
                raise InvalidArgument(f"{path} must be a list.", field=path)
        if len(values) > MAX_ITEMS:
            raise InvalidArgument(f"{path} has more than {MAX_ITEMS} entries.", field=path)
        return [each(v, f"{path}[{n}]") for n, v in enumerate(values)]

    return coerce


def _structure(structure: Structure) -> Coercer:
    fields: dict[str, list[_Field]] = {}
    build = structure.type
    lone_text, code = build.lone_text, build.error_code

    def coerce(value: Any, path: str) -> Any:
        nonlocal fields
        fields = fields or _fields(structure)
        if lone_text is not None and value and isinstance(value, str):
            value = {lone_text: value}
        if not isinstance(value, dict):
            if value is None or value is False or value in _NO_OBJECT:
                return None
            place = path or structure.name
            raise InvalidArgument(f"{place} must be an object.", field=place, code=code)
        arguments: dict[str, Any] = {}
        for key, given in value.items():
            named = fields.get(key) or (fields.get(key.lower()) if isinstance(key, str) else None)
            for attribute, wire_name, each in named or ():
                arguments[attribute] = each(given, f"{path}.{wire_name}" if path else wire_name)
        return build(**arguments)

    return coerce


def _fields(structure: Structure) -> dict[str, list[_Field]]:
    """The members by wire name and by lower-cased wire name; whole before any thread sees it.

    Members of different versions may share a name; what comes under it is read into each of them.
    """
    fields: dict[str, list[_Field]] = {}
    for member in structure.members:
        field = (member.attribute, member.wire_name, coercer(member.shape))
        for spelling in {member.wire_name, member.wire_name.lower()}:
            fields.setdefault(spelling, []).append(field)
    return fields


def _mapping(value: Any, path: str) -> Any:
    match value:
        case None | "" | False | []:
            return None
        case dict():
            return {str(key): _text(v) for key, v in value.items() if isinstance(v, str | int | Decimal)}
        case _:
            raise InvalidArgument(f"{path} must be an object.", field=path)


def _anything(value: Any, path: str) -> Any:
    return value


_COERCERS: dict[Shape, Coercer] = {}
