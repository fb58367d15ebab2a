"""A call on its way: the request a wire read, and what the journal is told of it in the end."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from rpc_server.api.families import Endpoint
from rpc_server.api.faults import Fault
from rpc_server.api.registry import Method
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.errors import ApiError

BODY = "rpc_server.body"
"""Where in the environ of its HTTP request the posted body is kept."""

_log = structlog.get_logger("rpc_server.api")


@dataclass(frozen=True, slots=True)
class Request:
    """What a wire read: the method asked for and its positional arguments, still untyped.

    ``headers`` is the environ of the HTTP request, with headers as CGI names them (``HTTP_IDEMPOTENCY_KEY``).
    """

    endpoint: Endpoint
    wire: str
    method: Method
    arguments: list[Any] = field(repr=False)
    request_id: str
    client_address: str | None = None
    headers: MutableMapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def idempotency_key(self) -> str | None:
        """The ``Idempotency-Key`` header of a request that may change something."""
        return self.headers.get("HTTP_IDEMPOTENCY_KEY") if self.method.writes else None

    @property
    def body(self) -> bytes:
        """What was posted, unpacked: a whole batch where the request is one of a batch."""
        posted: bytes = self.headers.get(BODY, b"")
        return posted


@dataclass(frozen=True, slots=True)
class Exchange:
    """A finished call as the journal is told of it; arguments and answer are not yet masked.

    ``fault`` is what went wrong with it on purpose.
    """

    request: Request
    merchant: Merchant | None
    answer: Any
    error: ApiError | None
    seconds: float
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A request that reached no method, and why; ``path`` is what it was sent to, ``body`` not yet masked."""

    wire: str
    path: str
    request_id: str
    client_address: str | None
    body: bytes = field(repr=False)
    error: ApiError


class Journal(Protocol):
    """Where finished calls, and requests that reached no method, are written down. It never raises."""

    def record(self, exchange: Exchange) -> None: ...

    def record_unread(self, unread: Unread) -> None: ...


class LogJournal:
    """Writes one line a call to the log: names and outcomes, never arguments."""

    def record(self, exchange: Exchange) -> None:
        request = exchange.request
        _log.info(
            "call",
            method=request.method.name,
            endpoint=request.endpoint.name,
            wire=request.wire,
            merchant=exchange.merchant.code if exchange.merchant else None,
            error=exchange.error.code if exchange.error else None,
            milliseconds=round(exchange.seconds * 1000, 2),
            request_id=request.request_id,
        )

    def record_unread(self, unread: Unread) -> None:
        _log.info("unread", path=unread.path, wire=unread.wire, error=unread.error.code, request_id=unread.request_id)
