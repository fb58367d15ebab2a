"""Closing a client's connection under the server, which itself closes none without an answer.

The server hands applications the client's address but not its port, so the connection is looked for among those
this process has open to that address. On other systems than Linux none is found.
"""

import ctypes
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rpc_server.wires.http import Environ

_OPEN_FILES = Path("/proc/self/fd")
_TCP_INFO_BYTES = 104
_LAST_DATA_SENT_AT, _LAST_DATA_RECEIVED_AT = 44, 52
_UNSPECIFIED = struct.pack("H14x", socket.AF_UNSPEC)
_BEHIND_PROXY = "werkzeug.proxy_fix.orig"


def sever(environ: Environ, *, is_reset: bool) -> bool:
    """Close the connection the request came by, at once; ``is_reset`` so that the client meets an error.

    False, with nothing done, where the connection cannot be told from another of the same client.
    """
    peer = environ.get(_BEHIND_PROXY, environ).get("REMOTE_ADDR", "")
    waiting = [descriptor for descriptor in _connections_of(peer) if _waits_for_answer(descriptor)]
    if len(waiting) != 1:
        return False
    with closing(socket.socket(fileno=os.dup(waiting[0]))) as connection:
        _reset(connection) if is_reset else connection.shutdown(socket.SHUT_RDWR)
    return True


def _connections_of(peer: str) -> Iterator[int]:
    """The descriptors of this process's connections to the address."""
    for descriptor in _open_sockets():
        try:
            with closing(socket.socket(fileno=os.dup(descriptor))) as opened:
                if opened.type == socket.SOCK_STREAM and opened.getpeername()[0] == peer:
                    yield descriptor
        except (OSError, IndexError):
            continue


def _open_sockets() -> list[int]:
    files = _OPEN_FILES.iterdir() if _OPEN_FILES.is_dir() else ()
    return [int(file.name) for file in files if file.is_socket()]


def _waits_for_answer(descriptor: int) -> bool:
    """Whether the peer spoke last: milliseconds since either side did, of Linux's ``struct tcp_info``."""
    with closing(socket.socket(fileno=os.dup(descriptor))) as connection:
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
    sent, received = (int(struct.unpack_from("I", told, at)[0]) for at in (_LAST_DATA_SENT_AT, _LAST_DATA_RECEIVED_AT))
    return received <= sent


def _reset(connection: socket.socket) -> None:
    """Linux resets a connection that is told to forget its peer."""
    ctypes.CDLL(None).connect(connection.fileno(), _UNSPECIFIED, len(_UNSPECIFIED))
