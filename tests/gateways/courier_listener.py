"""A listener on the loopback interface that answers as it is told, at the level of bytes."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket], None]
_PAUSE = 5


@dataclass
class Listening:
    """Where the listener is, and the requests it read so far."""

    port: int
    requests: list[bytes] = field(default_factory=list)

    def url(self, path: str = "/ipn.php", *, scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def listening(behave: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[Listening]:
    """A listener that reads each request whole, then behaves so."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listening(server.getsockname()[1])
        threading.Thread(target=_serve, args=(server, listener, behave, tls), daemon=True).start()
        yield listener


def answering(content: bytes) -> Behaviour:
    """Send this and close."""
    return lambda connection: connection.sendall(content)


def dripping(content: bytes) -> Behaviour:
    """Send this over and over, a byte at a time, until nobody reads it."""

    def drip(connection: socket.socket) -> None:
        waiting = threading.Event()
        for _ in range(10_000):
            for byte in content:
                connection.sendall(bytes([byte]))
                waiting.wait(0.01)

    return drip


def hang(connection: socket.socket) -> None:
    """Say nothing until the other side leaves."""
    connection.settimeout(_PAUSE)
    connection.recv(1)


def _serve(server: socket.socket, listener: Listening, behave: Behaviour, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            accepted, _ = server.accept()
        except OSError:
            return
        with suppress(OSError), accepted:
            connection = tls.wrap_socket(accepted, server_side=True) if tls else accepted
            listener.requests.append(_request(connection))
            behave(connection)


def _request(connection: socket.socket) -> bytes:
    connection.settimeout(_PAUSE)
    read = b""
    while b"\r\n\r\n" not in read:
        read += connection.recv(65_536)
    head, _, body = read.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
