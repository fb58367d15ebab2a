"""From body bytes to JSON-RPC requests, one by one. Opens nothing, calls nothing.

jsonrpcserver's own reading is replaced for what it cannot give: amounts as exact decimals, limits on depth,
values and batch length, one error for each bad entry of a batch, and the leniency of the hosted service
(``jsonrpc`` as a number or anything else, members beyond the specification's four).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from jsonrpcserver.request import Request
from jsonrpcserver.sentinels import NOID

from rpc_server.api.errors import MalformedRequest, ParseError, RequestTooLarge
from rpc_server.wires.http import Limits

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_decoder = msgspec.json.Decoder(float_hook=Decimal)


class BadEntry(Exception):
    """An entry that is no request; ``id_`` is its id if it has a usable one, else None."""

    def __init__(self, error: MalformedRequest, id_: Any) -> None:
        self.error = error
        self.id_ = id_
        super().__init__(error.message)


def decode(body: bytes, limits: Limits) -> Any:
    """The JSON value of the body; raises ``ParseError``, or ``RequestTooLarge`` past the limits."""
    try:
        value = _decoder.decode(body.removeprefix(_BYTE_ORDER_MARK))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ParseError(f"The body is not JSON: {error}.") from None
    except RecursionError:
        raise RequestTooLarge(f"The body is nested deeper than {limits.depth} levels.") from None
    if body.count(b"{") + body.count(b"[") > limits.depth or body.count(b",") > limits.nodes:
        _check_size(value, limits)
    return value


def _check_size(value: Any, limits: Limits) -> None:
    level, depth, nodes = [value], 0, 0
    while level:
        nodes += len(level)
        depth += 1
        if depth > limits.depth:
            raise RequestTooLarge(f"The body is nested deeper than {limits.depth} levels.")
        if nodes > limits.nodes:
            raise RequestTooLarge(f"The body has more than {limits.nodes} values.")
        level = [child for parent in level for child in _children(parent)]


def _children(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            yield from value.values()
        case list():
            yield from value


def read_entry(entry: Any) -> Request:
    """The request of one entry, its ``params`` as they came; raises ``BadEntry``."""
    if not isinstance(entry, dict):
        raise BadEntry(MalformedRequest("A JSON-RPC request is an object."), None)
    id_ = entry.get("id", NOID)
    if isinstance(id_, bool | dict | list):
        raise BadEntry(MalformedRequest("id must be a number, a text or null.", field="id"), None)
    known_id = None if id_ is NOID else id_
    method, params = entry.get("method"), entry.get("params")
    if not isinstance(method, str):
        raise BadEntry(MalformedRequest("method must be a text.", field="method"), known_id)
    if params is not None and not isinstance(params, list | dict):
        raise BadEntry(MalformedRequest("params must be a list or an object.", field="params"), known_id)
    return Request(method, params if params is not None else [], id_)
