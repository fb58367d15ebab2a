"""The courier over HTTP/1.1: one connection a message, to the very address that was looked up and allowed."""

import io
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from http.client import HTTPConnection, HTTPException

from rpc_server import __version__
from rpc_server.gateways.courier.addresses import Address, NoAddress, Target, addresses, target
from rpc_server.gateways.courier.interface import Answer

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_HEADERS = {
    "User-Agent": f"rpc_server/{__version__}",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class HttpCourier:
    """Posts forms and asks for pages. Once the host is looked up an exchange takes ``seconds`` at most, connecting
    ``connect_seconds`` an address.

    No more than ``most_bytes`` of an answer are read. Certificates are checked against the machine's trusted ones,
    or those of ``trusted``. The time here is the machine's own: it bounds waiting, and nothing else.
    """

    def __init__(
        self,
        *,
        seconds: float = 20,
        connect_seconds: float = 5,
        most_bytes: int = 65_536,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._seconds = seconds
        self._connect_seconds = connect_seconds
        self._most_bytes = most_bytes
        self._given = trusted

    def post(self, url: str, form: bytes, *, reaches_private: bool) -> Answer:
        """Send a form and answer what came back."""
        return self._send(url, form, reaches_private=reaches_private)

    def get(self, url: str, *, reaches_private: bool) -> Answer:
        """Ask for what is at the URL and answer what came back."""
        return self._send(url, None, reaches_private=reaches_private)

    def _send(self, url: str, form: bytes | None, *, reaches_private: bool) -> Answer:
        began = time.monotonic()
        try:
            where = target(url)
        except ValueError as mistake:
            return Answer(0, failure=f"The URL cannot be used: {mistake}.")
        try:
            status, body = self._exchange(where, addresses(where, reaches_private=reaches_private), form)
        except (NoAddress, OSError, HTTPException) as failure:
            return Answer(_since(began), failure=self._words(where, failure))
        return Answer(_since(began), status, body)

    def _words(self, where: Target, failure: Exception) -> str:
        """What happened, without what a stranger's server said."""
        match failure:
            case NoAddress():
                return str(failure)
            case TimeoutError():
                return f"{where.host} did not answer within {self._seconds:g} seconds."
            case ssl.SSLCertVerificationError():
                return f"The certificate of {where.host} is not valid: {failure.verify_message}."
            case OSError(strerror=str(words)):
                return f"{where.host} gave no answer: {words}."
            case _:
                return f"{where.host} gave no answer: {type(failure).__name__}."

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        return self._given or ssl.create_default_context()

    def _exchange(self, where: Target, reached: Sequence[Address], form: bytes | None) -> tuple[int, bytes]:
        ends_at = time.monotonic() + self._seconds
        with closing(self._connected(reached, ends_at)) as plain:
            if not where.is_secure:
                return self._ask(where, _BoundedSocket(plain, ends_at), form)
            plain.settimeout(_left(ends_at))
            with self._trusted.wrap_socket(plain, server_hostname=where.host) as secured:
                return self._ask(where, _BoundedSocket(secured, ends_at), form)

    def _connected(self, reached: Sequence[Address], ends_at: float) -> socket.socket:
        """A connection to the first address that takes one; raises the error of the last where none does."""
        for address in reached[:-1]:
            try:
                return self._connect(address, ends_at)
            except OSError:
                continue
        return self._connect(reached[-1], ends_at)

    def _connect(self, address: Address, ends_at: float) -> socket.socket:
        connection = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            connection.settimeout(min(self._connect_seconds, _left(ends_at)))
            connection.connect(address.where)
        except BaseException:
            connection.close()
            raise
        return connection

    def _ask(self, where: Target, bounded: "_BoundedSocket", form: bytes | None) -> tuple[int, bytes]:
        connection = HTTPConnection(where.host, where.port)
        connection.sock = bounded
        verb, headers = ("GET", _HEADERS) if form is None else ("POST", {**_FORM, **_HEADERS})
        connection.request(verb, where.path, form, {**headers, "Host": where.host_header})
        response = connection.getresponse()
        return response.status, response.read(self._most_bytes)


class _BoundedSocket:
    """The part of a socket ``http.client`` uses, with one end for all its waiting. Its maker closes the socket."""

    def __init__(self, connection: socket.socket, ends_at: float) -> None:
        self._connection = connection
        self._ends_at = ends_at

    def sendall(self, content: bytes) -> None:
        self._connection.settimeout(_left(self._ends_at))
        self._connection.sendall(content)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._connection, self._ends_at))

    def close(self) -> None:
        """Leave the socket to its maker: the answer is still to be read from it."""


class _Incoming(io.RawIOBase):
    def __init__(self, connection: socket.socket, ends_at: float) -> None:
        self._connection = connection
        self._ends_at = ends_at

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        self._connection.settimeout(_left(self._ends_at))
        return self._connection.recv_into(buffer)


def _left(ends_at: float) -> float:
    """Seconds until then; raises ``TimeoutError`` where there are none."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _since(began: float) -> int:
    """Milliseconds since then."""
    return round((time.monotonic() - began) * 1000)
