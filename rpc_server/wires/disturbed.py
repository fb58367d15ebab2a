"""Answers that suffer on their way to the client, where a fault rule of the sandbox says so."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from rpc_server.api.faults import DISTURBANCE, Disturbance, Harm
from rpc_server.wires import severing
from rpc_server.wires.http import Environ, StartResponse, WsgiApp, answer

_PAGE = "text/html"


class CutOff(Exception):
    """The answer ends here, as a fault rule wants it; how the server is told to close the connection."""


class Disturbed:
    """An application whose answers suffer what its calls left in the environ; all others pass as they are."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        started: list[Any] = []
        body = self._app(environ, lambda *arguments: started.extend(arguments))
        disturbance: Disturbance | None = environ.get(DISTURBANCE)
        if disturbance is None:
            start_response(*started)
            return body
        match disturbance.harm:
            case Harm.STATUS:
                status = HTTPStatus(disturbance.status or HTTPStatus.SERVICE_UNAVAILABLE)
                return answer(start_response, f"{status.value} {status.phrase}", _PAGE, disturbance.body)
            case Harm.GARBAGE:
                return answer(start_response, "200 OK", _content_type(started), disturbance.body)
            case Harm.CUT:
                whole = b"".join(body)
                answer(start_response, "200 OK", _content_type(started), whole)
                return _cut(whole[: len(whole) // 2])
            case Harm.DROPPED | Harm.RESET:
                is_severed = severing.sever(environ, is_reset=disturbance.harm is Harm.RESET)
                unheard = answer(start_response, "200 OK", _content_type(started), b"".join(body))
                return unheard if is_severed else _cut(b"")


def _content_type(started: list[Any]) -> str:
    headers: list[tuple[str, str]] = started[1]
    return dict(headers).get("Content-Type", _PAGE)


def _cut(beginning: bytes) -> Iterator[bytes]:
    if beginning:
        yield beginning
    raise CutOff("a fault rule of the sandbox ends this answer here")
