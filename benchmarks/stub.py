"""This server's own SOAP wire over handlers that do nothing: ``python -m benchmarks.stub ANSWER.json``.

Everything between the socket and the use case is the real thing: granian, reading, binding, typed arguments,
writing. Only session, database and engine are left out.
"""

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec

from rpc_server.api.binding import bind
from rpc_server.api.coercion import coercer
from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import Request
from rpc_server.api.families import ENDPOINTS, Endpoint
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.serving import Serving, serve
from rpc_server.wires.http import Limits, WsgiApp
from rpc_server.wires.soap.endpoint import SoapEndpoint

ENDPOINT = next(endpoint for endpoint in ENDPOINTS if endpoint.soap_path == "/soap/6.0/")


class StubApi:
    """Binds the arguments of a call as ``Api`` does and answers what was prepared for its method."""

    def __init__(self, registry: Registry, answers: Mapping[str, Callable[..., Any]]) -> None:
        self.registry = registry
        self._answers = answers

    def call(self, request: Request) -> Any:
        return self._answers[request.method.name](*bind(request.method, request.arguments))


def create_app(answer: Path) -> WsgiApp:
    """The SOAP endpoint of the merchant API 6.0; ``placeOrder`` answers the order in the file."""
    registry = Registry(groups())
    placed = _read(registry, ENDPOINT, "placeOrder", answer.read_bytes())

    def place_order(session_id: str, order: Any) -> Any:
        return msgspec.structs.replace(placed, external_reference=order.external_reference)

    def set_external_ref(session_id: str, reference: str) -> bool:
        return True

    answers = {"setExternalRef": set_external_ref, "placeOrder": place_order}
    return SoapEndpoint(cast("Api", StubApi(registry, answers)), ENDPOINT, Limits(), lambda: "0" * 20)


def _read(registry: Registry, endpoint: Endpoint, method: str, content: bytes) -> Any:
    value = msgspec.json.Decoder(float_hook=Decimal).decode(content)
    return coercer(registry.find(endpoint, method).returns)(value, "result")


def _tell(host: str, port: int) -> None:
    sys.stdout.write(f"listens at http://{host}:{port}/\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(serve(partial(create_app, Path(sys.argv[1])), Serving("127.0.0.1", 0, workers=2), _tell))
