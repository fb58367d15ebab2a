"""One SOAP endpoint as a WSGI application."""

from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl

import structlog
from werkzeug.urls import iri_to_uri
from werkzeug.wsgi import get_current_url, get_host

from rpc_server.api.dispatch import Api
from rpc_server.api.errors import InternalError, MalformedRequest
from rpc_server.api.exchange import Request
from rpc_server.api.families import Endpoint
from rpc_server.errors import ApiError
from rpc_server.wires.http import Environ, Limits, StartResponse, answer, client_address, read_body, unread
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.reader import read_message, shallow_arguments
from rpc_server.wires.soap.service import SoapService
from rpc_server.wires.soap.writer import fault

_WIRE = "soap"
_XML = "text/xml; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_FAILED = "500 Internal Server Error"
_log = structlog.get_logger("rpc_server.wires.soap")


class SoapEndpoint:
    """Answers POSTed SOAP 1.1, whatever its content type and SOAPAction, and publishes its WSDL.

    ``?wsdl`` is rpc/encoded, ``?wsdl=literal`` rpc/literal, both with the address the request itself came to: the
    scheme, Host and path of the environ, so a server behind a proxy wraps the application in werkzeug's
    ``ProxyFix``. Every error is a fault with HTTP 500, as PHP's server answers.
    """

    def __init__(self, api: Api, endpoint: Endpoint, limits: Limits, new_request_id: Callable[[], str]) -> None:
        self._api = api
        self._endpoint = endpoint
        self._limits = limits
        self._new_request_id = new_request_id
        self._services: dict[tuple[Use, Endpoint], SoapService] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request_id = self._new_request_id()
        tag = ("X-Request-Id", request_id)
        try:
            match environ["REQUEST_METHOD"]:
                case "POST":
                    return answer(start_response, "200 OK", _XML, self._respond(environ, request_id), tag)
                case "GET":
                    return answer(start_response, *self._published(environ), tag)
                case "HEAD":
                    answer(start_response, *self._published(environ), tag)
                    return []
            refusal = fault(MalformedRequest("SOAP requests are sent with POST.", field="method"), request_id)
            return answer(start_response, "405 Method Not Allowed", _XML, refusal, ("Allow", "GET, HEAD, POST"), tag)
        except ApiError as error:
            return answer(start_response, _FAILED, _XML, fault(error, request_id), tag)
        except Exception:  # noqa: BLE001 - no bug reaches the client but as a fault
            _log.exception("bug", request_id=request_id)
            return answer(start_response, _FAILED, _XML, fault(InternalError(), request_id), tag)

    def _service(self, use: Use, endpoint: Endpoint) -> SoapService:
        found = self._services.get((use, endpoint))
        return found or self._services.setdefault((use, endpoint), SoapService(self._api.registry, endpoint, use))

    def _respond(self, environ: Environ, request_id: str) -> bytes:
        try:
            message = read_message(read_body(environ, self._limits), self._limits)
            endpoint = self._api.meant(self._endpoint, message.operation, shallow_arguments(message.element))
            operation = self._service(message.use, endpoint).operation(message.operation)
            arguments = operation.read(message.element)
        except ApiError as error:
            self._api.journal.record_unread(unread(environ, _WIRE, request_id, error))
            raise
        request = Request(
            endpoint=endpoint,
            wire=_WIRE,
            method=operation.method,
            arguments=arguments,
            request_id=request_id,
            client_address=client_address(environ),
            headers=environ,
        )
        return operation.write(self._api.call(request))

    def _published(self, environ: Environ) -> tuple[str, str, bytes]:
        """Status, content type and body of what a GET asks for."""
        if not get_host(environ):
            return "400 Bad Request", _TEXT, b"The Host header is not a host name.\n"
        address = iri_to_uri(get_current_url(environ, strip_querystring=True))
        use = _wanted(environ.get("QUERY_STRING", ""))
        if use is None:
            return "200 OK", _TEXT, f"This is a SOAP endpoint; {address}?wsdl describes it.\n".encode()
        return "200 OK", _XML, self._service(use, self._endpoint).wsdl.at(address)


def _wanted(query: str) -> Use | None:
    """The WSDL a query asks for, if it asks for one."""
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.lower() == "wsdl":
            return Use.LITERAL if value.lower() == Use.LITERAL.value else Use.ENCODED
    return None
