"""What every dialect shares of HTTP: limits, reading the body under them, request ids, plain answers.

Wires are WSGI callables over the bare environ: the request object of a framework would cost more than the
whole decoding of a small call.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from rpc_server.api.errors import MalformedRequest, RequestTooLarge
from rpc_server.api.exchange import BODY, Unread
from rpc_server.errors import ApiError

StartResponse = Callable[..., Any]
Environ = dict[str, Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most one request may be: bytes (also unpacked), nesting depth, elements or values, calls in a batch."""

    bytes: int = 1_048_576
    depth: int = 64
    nodes: int = 20_000
    batch: int = 100


def read_body(environ: Environ, limits: Limits) -> bytes:
    """The request's body, unpacked if it came gzipped; raises ``RequestTooLarge`` before it is in memory.

    It stays in the environ, for the journal.
    """
    try:
        declared = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise MalformedRequest("The Content-Length header is not a number.", field="Content-Length") from None
    if declared > limits.bytes:
        raise RequestTooLarge(f"The body has {declared} bytes; this server takes {limits.bytes}.")
    try:
        body: bytes = get_input_stream(environ, max_content_length=limits.bytes).read()
    except RequestEntityTooLarge:
        raise RequestTooLarge(f"The body has more than the {limits.bytes} bytes this server takes.") from None
    if environ.get("HTTP_CONTENT_ENCODING", "").lower() == "gzip":
        body = _unpacked(body, limits)
    environ[BODY] = body
    return body


def _unpacked(body: bytes, limits: Limits) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            unpacked = packed.read(limits.bytes + 1)
    except (OSError, EOFError, zlib.error):
        raise MalformedRequest("The body is not gzip, as its Content-Encoding says.") from None
    if len(unpacked) > limits.bytes:
        raise RequestTooLarge(f"The body unpacks to more than the {limits.bytes} bytes this server takes.")
    return unpacked


def answer(
    start_response: StartResponse, status: str, content_type: str, body: bytes, *headers: tuple[str, str]
) -> list[bytes]:
    """Send a whole body with its length."""
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers])
    return [body]


def client_address(environ: Environ) -> str | None:
    """The peer's address as the server saw it."""
    return environ.get("REMOTE_ADDR") or None


def unread(environ: Environ, wire: str, request_id: str, error: ApiError) -> Unread:
    """What the journal is told of a request that reached no method; its body as far as it was read."""
    return Unread(
        wire, environ.get("PATH_INFO", ""), request_id, client_address(environ), environ.get(BODY, b""), error
    )
