"""A server for the tests that change what others read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import RunningServer, running_server


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[RunningServer]:
    """The whole server with the demo account, for one test alone."""
    with running_server(tmp_path, "--demo") as running:
        yield running
