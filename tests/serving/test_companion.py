"""The process beside the server: replaced when it dies, ended with its parent, and deaf to all but the first signal."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server import ROOT

_PATIENCE_SECONDS = 30


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it, within reason."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


class Parent:
    """A process with a companion, which writes its number into ``notes`` when it starts, ``end`` when it ends."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.serving.with_companion", str(notes)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        assert self.process.stdout
        self.port = int(self.process.stdout.readline())

    @property
    def lines(self) -> list[str]:
        return self.notes.read_text().splitlines() if self.notes.exists() else []

    @property
    def companion(self) -> int:
        """The number of the process that was started last."""
        until(lambda: bool(self.lines))
        return int([line for line in self.lines if line != "end"][-1])


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[Parent]:
    started = Parent(tmp_path / "notes")
    yield started
    if started.process.poll() is None:
        os.killpg(started.process.pid, signal.SIGKILL)
    started.process.communicate()


def test_a_companion_that_died_is_replaced(parent: Parent) -> None:
    first = parent.companion

    os.kill(first, signal.SIGKILL)
    until(lambda: parent.companion != first)

    assert not is_gone(parent.companion)


def test_a_companion_ends_when_its_parent_is_killed(parent: Parent) -> None:
    companion = parent.companion

    parent.process.kill()

    until(lambda: is_gone(companion))
    assert parent.lines[-1] == "end"


def test_a_companion_is_ended_with_its_parent(parent: Parent) -> None:
    companion = parent.companion

    parent.process.terminate()

    assert parent.process.wait(_PATIENCE_SECONDS) == 0
    assert is_gone(companion)
    assert parent.lines[-1] == "end"


def test_a_companion_that_ended_by_itself_is_not_started_again(parent: Parent) -> None:
    companion = parent.companion

    os.kill(companion, signal.SIGTERM)
    until(lambda: is_gone(companion))
    parent.process.terminate()

    assert parent.process.wait(_PATIENCE_SECONDS) == 0
    assert parent.lines == [str(companion), "end"]


def test_a_signal_to_every_process_of_the_group_ends_both_in_order(parent: Parent) -> None:
    companion = parent.companion

    os.killpg(parent.process.pid, signal.SIGINT)
    os.killpg(parent.process.pid, signal.SIGTERM)

    assert parent.process.wait(_PATIENCE_SECONDS) == 0
    assert is_gone(companion)
    assert parent.lines == [str(companion), "end"]


def test_a_companion_does_not_hold_its_parents_port(parent: Parent) -> None:
    companion = parent.companion
    os.kill(companion, signal.SIGSTOP)

    parent.process.kill()
    parent.process.wait()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", parent.port), timeout=5).close()
    os.kill(companion, signal.SIGKILL)
