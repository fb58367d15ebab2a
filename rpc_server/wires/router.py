"""Which endpoint a request is for, and an answer in the right dialect where there is none."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

import structlog
from jsonrpcserver.sentinels import NOID
from werkzeug.wsgi import get_current_url

from rpc_server import __version__
from rpc_server.api.errors import UnknownVersion
from rpc_server.api.exchange import BODY, Journal
from rpc_server.errors import ApiError
from rpc_server.wires.http import Environ, Limits, StartResponse, WsgiApp, answer, read_body, unread
from rpc_server.wires.jsonrpc import reader, writer
from rpc_server.wires.soap.writer import fault

_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json"
_XML = "text/xml; charset=utf-8"
_SLASHES = re.compile("/{2,}")
_log = structlog.get_logger("rpc_server.wires")


class Router:
    """Sends a request to the application of its path.

    A path counts with and without its trailing slash, in any case, with doubled slashes, and below the prefix
    ``/api`` (old hosts had it): published clients use all of these, and most do not follow a redirect, so
    there is none. An unknown path is told in the dialect it speaks of, never as a page. What lies ``below`` a path
    belongs to the application of that path too.
    """

    def __init__(
        self,
        routes: Mapping[str, WsgiApp],
        limits: Limits,
        new_request_id: Callable[[], str],
        below: Mapping[str, WsgiApp] | None = None,
        journal: Journal | None = None,
    ) -> None:
        self._below = [(f"{path}/", app) for path, app in (below or {}).items()]
        self._routes = {spelling: app for path, app in routes.items() for spelling in _spellings(path)}
        self._limits = limits
        self._new_request_id = new_request_id
        self._journal = journal

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        found = self._routes.get(path) or self._routes.get(_tidy(path)) or self._above(path)
        return found(environ, start_response) if found else self._refuse(environ, start_response)

    def _above(self, path: str) -> WsgiApp | None:
        return next((app for root, app in self._below if f"{path}/".startswith(root)), None)

    def _refuse(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        path = environ["PATH_INFO"][:200]
        error = UnknownVersion(f"There is no endpoint at {path}", hint="GET / lists the endpoints there are.")
        request_id = self._new_request_id()
        words = path.lower().split("/")
        if "soap" in words:
            self._note(environ, "soap", request_id, error)
            status = "500 Internal Server Error" if environ["REQUEST_METHOD"] == "POST" else "404 Not Found"
            return answer(start_response, status, _XML, fault(error, request_id))
        if "rpc" in words:
            described = writer.describe(error, None, request_id)
            refusal = writer.failure(self._id(environ), *described)
            self._note(environ, "jsonrpc", request_id, error)
            return answer(start_response, "200 OK", _JSON, writer.encode(refusal))
        return answer(start_response, "404 Not Found", _TEXT, f"{error.message}. {error.hint}\n".encode())

    def _note(self, environ: Environ, wire: str, request_id: str, error: ApiError) -> None:
        """Tell the journal of a call to nowhere, with its body as far as it can be read."""
        if self._journal is None or environ["REQUEST_METHOD"] != "POST":
            return
        if BODY not in environ:
            with suppress(ApiError):
                read_body(environ, self._limits)
        self._journal.record_unread(unread(environ, wire, request_id, error))

    def _id(self, environ: Environ) -> Any:
        """The id of the JSON-RPC request, where it has one that can be read."""
        try:
            id_ = reader.read_entry(reader.decode(read_body(environ, self._limits), self._limits)).id
        except reader.BadEntry as bad:
            return bad.id_
        except ApiError:
            return None
        return None if id_ is NOID else id_


class Index:
    """Lists the endpoints there are, at the address the request came to."""

    def __init__(self, soap_paths: Iterable[str], rpc_paths: Iterable[str]) -> None:
        self._soap_paths = tuple(soap_paths)
        self._rpc_paths = tuple(rpc_paths)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        root = get_current_url(environ, root_only=True).rstrip("/")
        lines = [
            f"rpc_server {__version__}",
            "",
            "SOAP, described by",
            *(f"  {root}{path}?wsdl" for path in self._soap_paths),
            "",
            "JSON-RPC, described by the method rpc.discover",
            *(f"  {root}{path}" for path in self._rpc_paths),
            "",
        ]
        return answer(start_response, "200 OK", _TEXT, "\n".join(lines).encode())


class Health:
    """Answers 200 while ``check`` returns, 503 when it raises."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            self._check()
        except Exception:  # noqa: BLE001 - whatever it is, the server is not well
            _log.exception("unhealthy")
            return answer(start_response, "503 Service Unavailable", _TEXT, b"The database does not answer.\n")
        return answer(start_response, "200 OK", _TEXT, b"ok\n")


def _tidy(path: str) -> str:
    return _SLASHES.sub("/", path).lower()


def _spellings(path: str) -> Iterable[str]:
    for prefix in ("", "/api"):
        yield prefix + path
        yield (prefix + path).rstrip("/")
