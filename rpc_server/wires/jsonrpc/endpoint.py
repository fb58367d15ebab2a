"""One JSON-RPC endpoint as a WSGI application.

jsonrpcserver finds the method, calls it, tells notifications from requests and shapes the responses. Our own
are the reading (see ``reader``) and the errors: the library puts the text of any exception into the answer,
answers a batch with one bad entry as a whole, and knows no documented codes.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import structlog
from jsonrpcserver import Error, Result, Success
from jsonrpcserver.dispatcher import dispatch_request, not_notification, to_response
from jsonrpcserver.request import Request as RpcRequest
from jsonrpcserver.response import to_serializable_one

from rpc_server.api import binding, schema
from rpc_server.api.dispatch import Api
from rpc_server.api.errors import InternalError, MalformedRequest, RequestTooLarge
from rpc_server.api.exchange import Request
from rpc_server.api.families import Endpoint
from rpc_server.api.rendering import renderer
from rpc_server.errors import ApiError
from rpc_server.wires.http import Environ, Limits, StartResponse, answer, client_address, read_body, unread
from rpc_server.wires.jsonrpc import reader, writer

_WIRE = "jsonrpc"
_JSON = "application/json"
_DISCOVER = "rpc.discover"
_log = structlog.get_logger("rpc_server.wires.jsonrpc")


class JsonRpcEndpoint:
    """Answers POSTed JSON-RPC, whatever its content type, with HTTP 200 also for errors.

    Notifications are carried out and answered with 204 and no body. Other verbs get 405.
    """

    def __init__(self, api: Api, endpoint: Endpoint, limits: Limits, new_request_id: Callable[[], str]) -> None:
        self._api = api
        self._endpoint = endpoint
        self._limits = limits
        self._new_request_id = new_request_id
        self._methods = _Methods(self._result)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request_id = self._new_request_id()
        tag = ("X-Request-Id", request_id)
        if environ["REQUEST_METHOD"] != "POST":
            refusal = MalformedRequest("JSON-RPC requests are sent with POST.", field="method")
            body = writer.error_body(refusal, self._endpoint, request_id)
            return answer(start_response, "405 Method Not Allowed", _JSON, body, ("Allow", "POST"), tag)
        try:
            body = self._respond(environ, request_id)
        except ApiError as error:
            self._api.journal.record_unread(unread(environ, _WIRE, request_id, error))
            body = writer.error_body(error, self._endpoint, request_id)
        except Exception:  # noqa: BLE001 - no bug reaches the client but as a neutral error
            _log.exception("bug", request_id=request_id)
            body = writer.error_body(InternalError(), self._endpoint, request_id)
        if not body:
            start_response("204 No Content", [tag])
            return []
        return answer(start_response, "200 OK", _JSON, body, tag)

    def _respond(self, environ: Environ, request_id: str) -> bytes:
        value = reader.decode(read_body(environ, self._limits), self._limits)
        caller = Caller(environ, request_id)
        if not isinstance(value, list):
            response = self._entry(caller, value)
            return b"" if response is None else writer.encode(response)
        if not value:
            raise MalformedRequest("A batch must have at least one request.")
        if len(value) > self._limits.batch:
            raise RequestTooLarge(f"A batch may have {self._limits.batch} requests; this one has {len(value)}.")
        responses = [response for entry in value if (response := self._entry(caller, entry)) is not None]
        return writer.encode(responses) if responses else b""

    def _entry(self, caller: "Caller", entry: Any) -> Any:
        try:
            name, params, id_ = reader.read_entry(entry)
        except reader.BadEntry as bad:
            self._api.journal.record_unread(unread(caller.environ, _WIRE, caller.request_id, bad.error))
            return writer.failure(bad.id_, *writer.describe(bad.error, self._endpoint, caller.request_id))
        outcome = dispatch_request(self._methods, caller, RpcRequest(name, [params], id_))
        return to_serializable_one(to_response(*outcome)) if not_notification(outcome) else None

    def _result(self, name: str, caller: "Caller", params: Any) -> Result:
        try:
            return Success(self._answer(name, caller, params))
        except ApiError as error:
            return Error(*writer.describe(error, self._endpoint, caller.request_id))
        except Exception:  # noqa: BLE001 - no bug reaches the client but as a neutral error
            _log.exception("bug", request_id=caller.request_id)
            return Error(*writer.describe(InternalError(), self._endpoint, caller.request_id))

    def _answer(self, name: str, caller: "Caller", params: Any) -> Any:
        if name == _DISCOVER:
            return schema.open_rpc(self._api.registry, self._endpoint)
        sent = list(params.values()) if isinstance(params, Mapping) else params
        endpoint = self._api.meant(self._endpoint, name, sent)
        try:
            method = self._api.registry.find(endpoint, name)
            arguments = binding.positional(method, params)
        except ApiError as error:
            self._api.journal.record_unread(unread(caller.environ, _WIRE, caller.request_id, error))
            raise
        request = Request(
            endpoint=endpoint,
            wire=_WIRE,
            method=method,
            arguments=arguments,
            request_id=caller.request_id,
            client_address=client_address(caller.environ),
            headers=caller.environ,
        )
        return renderer(method.returns, endpoint)(self._api.call(request))


class Caller(NamedTuple):
    """Who asks: the environ and the id of the HTTP request."""

    environ: Environ
    request_id: str


class _Methods(dict[str, Callable[..., Result]]):
    """Every name has a method here; the documented table is asked when it is called, and refuses by its own code."""

    def __init__(self, call: Callable[[str, Caller, Any], Result]) -> None:
        super().__init__()
        self._call = call

    def __missing__(self, name: str) -> Callable[..., Result]:
        return partial(self._call, name)
