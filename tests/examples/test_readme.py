"""The lines of the README, pasted."""

import json
import re
import subprocess
from pathlib import Path

from rpc_server.testing import running_sandbox
from tests.server import ROOT


def test_its_curl_lines_work_as_pasted(tmp_path: Path) -> None:
    section = (ROOT / "README.md").read_text().partition("## Use it in your tests")[2]
    lines = [line.strip() for line in re.findall(r"^    (?:token=|apitest=|curl ).*$", section, re.MULTILINE)]

    with running_sandbox(tmp_path) as sandbox:
        pasted = "\n".join(f"{line}; echo" if line.startswith("curl") else line for line in lines)
        mine = pasted.replace("http://127.0.0.1:8080", sandbox.url).replace("0123456789abcdef", sandbox.token)
        done = subprocess.run(["sh"], input=mine, capture_output=True, text=True, timeout=100, check=True)

    added, declining, listed, removed, calls, advanced, reset = map(json.loads, done.stdout.splitlines())
    assert (added["number"], declining["number"], len(listed["faults"]), removed["removed"]) == (1, 2, 2, 2)
    assert (calls, reset) == ({"calls": [], "next": None}, {"merchant": "APITEST"})
    assert "renewals" in {each["duty"] for each in advanced["happened"]}
