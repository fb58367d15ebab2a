"""From answers and errors to JSON-RPC responses.

``jsonrpc`` is the text "2.0", the id comes back as it was, a success has no ``error`` member (a Qt client
tests for its presence), an error carries its string code in ``data.error_code``.
"""

from typing import Any

import msgspec

from rpc_server.api.errors import rpc_code
from rpc_server.api.families import Endpoint
from rpc_server.errors import ApiError

encode = msgspec.json.Encoder(decimal_format="number").encode


def failure(id_: Any, code: int, message: str, data: dict[str, Any]) -> dict[str, Any]:
    """The response to an entry that is no request."""
    return {"jsonrpc": "2.0", "id": id_, "error": {"code": code, "message": message, "data": data}}


def describe(error: ApiError, endpoint: Endpoint | None, request_id: str) -> tuple[int, str, dict[str, Any]]:
    """Number, message and data of an error. Before 3.0 the message begins with the code, as clients look for it."""
    is_legacy = endpoint is not None and endpoint.version.major < 3
    message = f"{error.code}: {error.message}" if is_legacy else error.message
    data = {
        "error_code": error.code,
        "field": error.field,
        "hint": error.hint,
        "request_id": request_id,
    }
    return rpc_code(error), message, data


def error_body(error: ApiError, endpoint: Endpoint | None, request_id: str) -> bytes:
    """A whole response for a request that could not be told apart: its id is null."""
    return encode(failure(None, *describe(error, endpoint, request_id)))
