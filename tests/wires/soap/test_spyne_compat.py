"""Spyne imports on this Python, whichever it is, without a word and without a trace."""

import subprocess
import sys

PROGRAM = """
import sys
before = list(sys.meta_path)
import rpc_server.wires.soap
from spyne import Application
from spyne.interface.wsdl import Wsdl11
import pickle
assert sys.meta_path == before, sys.meta_path
"""


def test_spyne_imports_without_a_warning_and_leaves_the_importers_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
