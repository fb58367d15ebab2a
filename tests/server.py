"""The whole server as a process of its own, started the way an operator starts it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
_START_SECONDS = 30
_STOP_SECONDS = 20
_LISTENS = re.compile(r"listens at (http://\S+)/$", re.MULTILINE)


class RunningServer:
    """A server that takes connections: ``url`` without a trailing slash, and what it printed so far."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self.process = process
        self._output = output
        self.url = self._wait_until_listening()

    @property
    def printed(self) -> str:
        return self._output.read_text()

    def stop(self) -> int:
        """Ask the server to end and answer its exit code."""
        self.process.terminate()
        return self.process.wait(timeout=_STOP_SECONDS)

    def _wait_until_listening(self) -> str:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            found = _LISTENS.search(self.printed)
            if found:
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        raise RuntimeError(f"the server does not listen; it printed:\n{self.printed}")


@contextmanager
def running_server(folder: Path, *arguments: str, **variables: str) -> Iterator[RunningServer]:
    """``run_server.py`` with ``arguments``, on a free port, working in ``folder``; killed when the block ends.

    Of the environment's ``RPC_SERVER_`` variables it sees only those among ``variables``.
    """
    output = folder / "output"
    command = [sys.executable, str(ROOT / "run_server.py"), "--port", "0", *arguments]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RPC_SERVER_")}
    with output.open("wb") as opened:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**inherited, **variables},
            stdout=opened,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield RunningServer(process, output)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
