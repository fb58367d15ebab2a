"""A process that listens and has a companion; it tells its port, and ends in order at SIGTERM."""

import os
import signal
import socket
import sys
import threading
from functools import partial
from pathlib import Path

from rpc_server.companion import Companion, stop_at


def accompany(notes: Path) -> None:
    """What the companion does."""
    ended = threading.Event()
    stop_at({signal.SIGTERM}, ended.set)
    _note(notes, str(os.getpid()))
    ended.wait()
    _note(notes, "end")


def _note(notes: Path, line: str) -> None:
    with notes.open("a") as opened:
        opened.write(f"{line}\n")


def main(notes: Path) -> None:
    """Listen, and be accompanied, until SIGTERM."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        companion = Companion(partial(accompany, notes), stop_seconds=20)
        stop_at({signal.SIGTERM}, ended.set)
        companion.start()
        print(listening.getsockname()[1], flush=True)  # noqa: T201 - for the test
        ended.wait()
        companion.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
