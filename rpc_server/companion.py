"""A process beside the server: started with it, replaced when it dies, ended with it."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.process import BaseProcess

import structlog

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}

_PR_SET_PDEATHSIG = 1
_RESTART_SECONDS = 3.0
_FIRST_INHERITED = 3
_log = structlog.get_logger("rpc_server.companion")


@contextmanager
def stop_signals_held() -> Iterator[None]:
    """Keep stop signals waiting, here and in processes forked meanwhile, which else lose those that come early."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """Ask the system for SIGTERM when the process that started this one is gone, however it ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_at(signals: set[signal.Signals], stop: Callable[[], None]) -> None:
    """Call ``stop()``, in a thread, when the first of these signals comes; no handler breaks into anything.

    Stop signals that are not among them, and all that come later, are not heard.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

    def wait() -> None:
        signal.sigwait(signals)
        stop()

    threading.Thread(target=wait, name="stop-signal", daemon=True).start()


class Companion:
    """Runs ``run`` in a forked process, again when it fails. ``run`` hears SIGTERM by ``stop_at``."""

    def __init__(self, run: Callable[[], None], *, stop_seconds: float) -> None:
        self._run = run
        self._stop_seconds = stop_seconds
        self._process: BaseProcess | None = None
        self._watcher = threading.Thread(target=self._watch, name="companion", daemon=True)
        self._stopping = threading.Event()
        self._one_at_a_time = threading.Lock()

    def start(self) -> None:
        """Start the process, and watch over it."""
        self._spawn()
        self._watcher.start()

    def stop(self) -> None:
        """Ask the process to end; it has ``stop_seconds`` to finish what is in hand."""
        with self._one_at_a_time:
            self._stopping.set()
        if self._process is not None:
            self._process.terminate()
            self._watcher.join(self._stop_seconds)
            self._process.kill()

    def _spawn(self) -> None:
        with self._one_at_a_time, stop_signals_held():
            if not self._stopping.is_set():
                fork = multiprocessing.get_context("fork")
                self._process = fork.Process(target=partial(_begin, self._run), name="companion", daemon=True)
                self._process.start()

    def _watch(self) -> None:
        while self._process is not None and not self._stopping.is_set():
            self._process.join()
            if self._process.exitcode == 0 or self._stopping.wait(_RESTART_SECONDS):
                return
            _log.error("the process beside the server died and is started again", exit_code=self._process.exitcode)
            self._spawn()


def _begin(run: Callable[[], None]) -> None:
    """Leave the parent's sockets alone: who holds one keeps the port."""
    os.closerange(_FIRST_INHERITED, os.sysconf("SC_OPEN_MAX"))
    end_with_parent()
    run()
