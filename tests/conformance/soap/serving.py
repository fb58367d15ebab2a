"""The shop of the wire's own tests behind a real HTTP server, for clients in other processes and languages."""

import threading
from pathlib import Path
from typing import Self

from werkzeug.serving import WSGIRequestHandler, make_server

from rpc_server.wires.http import Limits
from rpc_server.wires.router import Router
from rpc_server.wires.soap.endpoint import SoapEndpoint
from tests.wires.soap.shop import SOAP_3, SOAP_6, Shop

CONFORMANCE = Path(__file__).parent.parent


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open, as clients in WSDL mode expect, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's signature
        """Say nothing."""


class ShopServer:
    """The shop on a port of this machine; ``shop`` keeps what it was asked."""

    def __init__(self) -> None:
        self.shop = Shop()
        paths = {e.soap_path: SoapEndpoint(self.shop, e, Limits(), lambda: "req-1") for e in (SOAP_3, SOAP_6)}
        router = Router(dict(paths), Limits(), lambda: "req-1")
        self._server = make_server("127.0.0.1", 0, router, threaded=True, request_handler=QuietHandler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/soap/6.0/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
