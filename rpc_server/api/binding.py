"""From the arguments of a message to the typed arguments of a handler."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rpc_server.api.coercion import coercer
from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.registry import Method, Parameter

_NO_LETTERS = re.compile("[^a-z0-9]")


def positional(method: Method, params: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
    """The arguments in documented order, from a list or from an object.

    An object is read by name, in any case and with or without underscores (a Ruby script sends
    ``session_id``). When one of its keys is a number, or no name is known, its values count in order of
    appearance: that is how PHP encodes an array with one named entry, as a published sample does.
    """
    if not isinstance(params, Mapping):
        return list(params)
    given = {_plain(key): value for key, value in params.items()}
    names = [_plain(parameter.wire_name) for parameter in method.parameters]
    if any(key.isdigit() for key in params) or not given.keys() & set(names):
        return list(params.values())
    last = max(n for n, name in enumerate(names) if name in given)
    return [given.get(name) for name in names[: last + 1]]


def bind(method: Method, arguments: Sequence[Any]) -> list[Any]:
    """Typed values for every parameter of the method, from its positional arguments.

    Surplus arguments are ignored (a shipping plugin appends the hash algorithm to every call). Where
    arguments are missing and one does not fit its place, optional parameters are passed over until it does:
    published sample clients drop null and empty arguments before they send. Arguments that fit no such way
    are read in the method's other order, if it has one.
    """
    try:
        return list(_bound(method.parameters, arguments).values())
    except InvalidArgument as unfit:
        if not method.other_order:
            raise
        try:
            bound = _bound(method.other_order, arguments)
        except InvalidArgument:
            raise unfit from None
    return [bound[parameter.name] for parameter in method.parameters]


def _bound(parameters: Sequence[Parameter], arguments: Sequence[Any]) -> dict[str, Any]:
    missing = len(parameters) - len(arguments)
    values: dict[str, Any] = {}
    queue = list(arguments)
    for parameter in parameters:
        if not queue:
            values[parameter.name] = _absent(parameter)
            continue
        try:
            value = coercer(parameter.shape)(queue[0], parameter.path)
        except InvalidArgument:
            if parameter.is_required or missing <= 0:
                raise
            missing -= 1
            values[parameter.name] = parameter.default
            continue
        queue.pop(0)
        values[parameter.name] = _absent(parameter) if value is None else value
    return values


def _absent(parameter: Parameter) -> Any:
    if parameter.is_required:
        raise MissingArgument(f"{parameter.wire_name} is required.", field=parameter.wire_name)
    return parameter.default


def _plain(name: str) -> str:
    return _NO_LETTERS.sub("", name.lower())
