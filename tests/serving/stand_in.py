"""A small WSGI application behind the real HTTP server: ``python -m tests.serving.stand_in WORKERS [HOST [PORT]]``."""

import sys
import time
from collections.abc import Iterable

from rpc_server.serving import CannotListen, Serving, serve
from rpc_server.wires.http import Environ, StartResponse, WsgiApp


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Echo the body; below ``/slow`` only after a second."""
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def create() -> WsgiApp:
    return application


def create_broken() -> WsgiApp:
    raise RuntimeError("this application cannot be made")


def tell_port(host: str, port: int) -> None:
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


def main(workers: str, host: str = "127.0.0.1", port: str = "0", kind: str = "sound") -> int:
    maker = create_broken if kind == "broken" else create
    serving = Serving(host, int(port), int(workers), stop_seconds=10)
    try:
        return serve(maker, serving, tell_port)
    except CannotListen as refused:
        sys.stderr.write(f"{refused}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
