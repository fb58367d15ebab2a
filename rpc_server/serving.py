"""The HTTP server: granian's worker processes around a WSGI application, from the first connection to the last.

Granian was the fastest measured server that keeps connections alive, answers HTTP/1.0 and
``Expect: 100-continue`` and finishes calls in flight when it stops.
"""

import errno
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from rpc_server.companion import STOP_SIGNALS, end_with_parent, stop_signals_held
from rpc_server.errors import Mistake
from rpc_server.wires.http import WsgiApp

_POLL_SECONDS = 0.01
_HEADER_SECONDS = 30


class CannotListen(Mistake):
    """The address or port cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how to serve. ``threads`` is per worker; ``stop_seconds`` what calls in flight have to finish."""

    host: str
    port: int
    workers: int = 1
    threads: int = 1
    backlog: int = 1024
    stop_seconds: int = 30


def serve(create_app: Callable[[], WsgiApp], serving: Serving, announce: Callable[[str, int], None]) -> int:
    """Serve until SIGTERM or SIGINT and answer the exit code; ``announce(host, port)`` once connections are taken.

    ``create_app`` is called in every worker process; what it needs is best imported before. On a stop signal no connection is accepted any more, calls in flight are finished, then the
    workers end. A worker that dies is replaced, but if none can start the server ends with code 1. Raises
    ``CannotListen``.
    """
    address = _resolved(serving.host, serving.port)
    with closing(_reserved(address, serving.port)) as reservation:
        port = reservation.getsockname()[1]
        server = _Server(
            "rpc_server",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=_HEADER_SECONDS * 1000),
            workers=serving.workers,
            blocking_threads=serving.threads,
            backlog=serving.backlog,
            backpressure=max(64, serving.threads),
            log_level=LogLevels.error,
            workers_kill_timeout=serving.stop_seconds,
        )
        server.announce = partial(announce, serving.host, port)
        return server.run(partial(_start_worker, create_app))


class _Server(MPServer):
    """Granian's server, that tells when it listens and whether it was asked to stop."""

    announce: Callable[[], None]

    def run(self, target_loader: Callable[[], WsgiApp]) -> int:
        try:
            self.serve(target_loader=target_loader, wrap_loader=False)
        except SystemExit as ended:
            # A worker that hears the signal before its parent does looks like a failure to granian.
            return 0 if self.interrupt_signal else int(ended.code or 0)
        return 0

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        with stop_signals_held():
            super().startup(spawn_target, target_loader)  # type: ignore[no-untyped-call]
        while not self.main_loop_interrupt.wait(_POLL_SECONDS):
            if _is_open(self.bind_addr, self.bind_port):
                self.respawn_failed_workers = True
                self.announce()
                return

    def _respawn_workers(self, *arguments: Any, **named: Any) -> None:
        with stop_signals_held():
            super()._respawn_workers(*arguments, **named)


def _start_worker(create_app: Callable[[], WsgiApp]) -> WsgiApp:
    """What a worker process does first: one whose parent was killed would hold the port for ever."""
    end_with_parent()
    _stop_once()
    return create_app()


def _stop_once() -> None:
    """Hand the worker one stop signal, whatever number of them arrive.

    Granian's handler locks up when a second signal interrupts it, as happens when the terminal or the service
    manager signals every process of a group and the parent passes the signal on besides. The signals are
    blocked, so that no handler runs, and a thread waits for the first one. SIGINT is left to the parent.
    """
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

    def wait() -> None:
        signal.sigwait({signal.SIGTERM})
        stop = signal.getsignal(signal.SIGTERM)
        if callable(stop):
            stop(signal.SIGTERM, None)
        else:
            os._exit(0)

    threading.Thread(target=wait, name="stop-signal", daemon=True).start()


def _resolved(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as unknown:
        raise CannotListen(f"there is no address {host!r} to listen at: {unknown.strerror}") from None
    return str(found[0][4][0])


def _reserved(address: str, port: int) -> socket.socket:
    """A socket that holds the port, a free one for 0, until the workers have it.

    Workers share their port by ``SO_REUSEPORT``, which would let a second server of the same user take half of
    the first one's connections without a word; so a port somebody listens at is refused here.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
        held = socket.socket(family, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((address, port))
    except OSError as refused:
        reason = "another program listens there" if refused.errno == errno.EADDRINUSE else refused.strerror
        raise CannotListen(f"cannot listen at {address} port {port}: {reason}") from None
    return held


def _is_open(address: str, port: int) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 - compared, not bound
    try:
        socket.create_connection((target, port), timeout=1).close()
    except OSError:
        return False
    return True
