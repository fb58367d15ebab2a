"""From answered values to plain ones, as JSON shows them: documented names in documented order.

Amounts are numbers, whole ones without a fraction (recorded answers). Unset members are left out, None is null.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from rpc_server.api.families import Endpoint
from rpc_server.api.shapes import Array, Kind, Scalar, Shape, Structure

Renderer = Callable[[Any], Any]


@cache
def renderer(shape: Shape, endpoint: Endpoint) -> Renderer:
    """A function from a typed value to ``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool`` or None."""
    match shape:
        case Array(item):
            return _array(item, endpoint)
        case Structure():
            return _structure(shape, endpoint)
        case Scalar(Kind.AMOUNT):
            return _amount
        case _:
            return _same


def _same(value: Any) -> Any:
    return value


def _amount(value: Decimal | None) -> Decimal | int | None:
    if value is None:
        return None
    whole = int(value)
    return whole if value == whole else value.normalize()


def _array(item: Shape, endpoint: Endpoint) -> Renderer:
    each = renderer(item, endpoint)

    def render(value: list[Any] | None) -> list[Any] | None:
        return None if value is None else [each(v) for v in value]

    return render


def _structure(structure: Structure, endpoint: Endpoint) -> Renderer:
    members: tuple[tuple[str, str, Renderer], ...] = ()

    def render(value: Any) -> dict[str, Any] | None:
        nonlocal members
        if value is None:
            return None
        members = members or prepare()
        rendered = {}
        for attribute, wire_name, each in members:
            member = getattr(value, attribute)
            if member is not msgspec.UNSET:
                rendered[wire_name] = each(member)
        return rendered

    def prepare() -> tuple[tuple[str, str, Renderer], ...]:
        return tuple(
            (member.attribute, member.wire_name, renderer(member.shape, endpoint))
            for member in structure.at(endpoint)
            if not member.is_input_only
        )

    return render
