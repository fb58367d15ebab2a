"""The control API: JSON over HTTP, under a token, for everything the sandbox can do from outside."""

import hmac
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import structlog

from rpc_server.api.errors import InternalError, InvalidArgument, MalformedRequest
from rpc_server.commerce.context import Services
from rpc_server.errors import ApiError
from rpc_server.sandbox.merchants import playable
from rpc_server.wires.control.problems import TYPE, Unauthorized, UnknownPath, VerbNotAllowed, problem, status_of
from rpc_server.wires.control.resource import MERCHANT, ROOT, Asked, Resource
from rpc_server.wires.http import Environ, Limits, StartResponse, answer, read_body

_JSON = "application/json"
_SCHEME = "bearer"
_MOST_FIELDS = 50
_NAMED = re.compile("field `(.+?)`")
_log = structlog.get_logger("rpc_server.wires")


class ControlEndpoint:
    """Answers whoever shows the token; never for a live account."""

    def __init__(
        self,
        resources: Sequence[Resource],
        services: Services,
        token: str,
        limits: Limits,
        new_request_id: Callable[[], str],
    ) -> None:
        self._resources = [(resource.pattern, resource) for resource in resources]
        self._services = services
        self._token = token.encode()
        self._limits = limits
        self._new_request_id = new_request_id

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request_id = self._new_request_id()
        try:
            self._check_token(environ)
            resource, places = self._find(environ)
            self._check_merchant(places.get(MERCHANT))
            taken = self._taken(resource, environ)
            answered = resource.handler(Asked(self._services, places), taken)
            return answer(start_response, "200 OK", _JSON, msgspec.json.encode(answered))
        except ApiError as refusal:
            return _refuse(start_response, refusal, request_id)
        except Exception:  # noqa: BLE001 - whatever it was, the answer is JSON
            _log.exception("bug", request_id=request_id, path=environ["PATH_INFO"])
            return _refuse(start_response, InternalError(), request_id)

    def _check_token(self, environ: Environ) -> None:
        scheme, _, shown = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != _SCHEME or not hmac.compare_digest(shown.strip().encode(), self._token):
            raise Unauthorized(hint="Send the header Authorization: Bearer TOKEN.")

    def _find(self, environ: Environ) -> tuple[Resource, dict[str, str]]:
        """The resource of the path and verb, and what stands in its places."""
        path = _below_root(environ["PATH_INFO"])
        found = [(resource, at.groupdict()) for pattern, resource in self._resources if (at := pattern.fullmatch(path))]
        if not found:
            raise UnknownPath(hint=f"GET {ROOT}/ lists what there is.")
        verb = environ["REQUEST_METHOD"]
        for resource, places in found:
            if resource.verb == verb:
                return resource, places
        raise VerbNotAllowed(tuple(resource.verb for resource, _ in found))

    def _check_merchant(self, code: str | None) -> None:
        """Raises ``NoSuchMerchant`` and ``AccountIsLive``, before anything of the request is looked at."""
        if code is not None:
            with self._services.database.reading() as work:
                playable(work.connection, code)

    def _taken(self, resource: Resource, environ: Environ) -> Any:
        if resource.takes is None:
            return None
        if resource.takes_query:
            return _converted(_query(environ), resource.takes)
        body = read_body(environ, self._limits)
        if resource.takes is str:
            return _text(body)
        return _converted(_decoded(body), resource.takes)


def _below_root(path: str) -> str:
    return "/" + path.removeprefix(ROOT).strip("/")


def _query(environ: Environ) -> dict[str, str]:
    try:
        return dict(parse_qsl(environ.get("QUERY_STRING", ""), max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise MalformedRequest("The query has more fields than anything here takes.") from None


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise MalformedRequest(f"The body is not JSON: {wrong}") from None


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise MalformedRequest("The body is not UTF-8.") from None


def _converted(value: Any, type_: Any) -> Any:
    """The value as the resource takes it; raises ``InvalidArgument`` that names the member to blame."""
    try:
        return msgspec.convert(value, type_, strict=False)
    except msgspec.ValidationError as wrong:
        text, _, place = str(wrong).partition(" - at `$")
        named = _NAMED.search(text)
        steps = (place.strip("`."), named[1] if named else "")
        raise InvalidArgument(text, field=".".join(filter(None, steps)) or None) from None


def _refuse(start_response: StartResponse, refusal: ApiError, request_id: str) -> list[bytes]:
    headers = []
    if isinstance(refusal, Unauthorized):
        headers.append(("WWW-Authenticate", "Bearer"))
    if isinstance(refusal, VerbNotAllowed):
        headers.append(("Allow", ", ".join(refusal.allowed)))
    told = msgspec.json.encode(problem(refusal, request_id))
    return answer(start_response, status_of(refusal), TYPE, told, *headers)
