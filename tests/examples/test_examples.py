"""The examples, run as their readers run them."""

import os
import subprocess
import sys
from pathlib import Path

from rpc_server.testing import COMMAND, running_sandbox
from tests.server import ROOT

_EXAMPLES = ROOT / "examples"


def test_the_suite_in_php_passes(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox:
        done = subprocess.run(
            ["php", "-d", "display_errors=stderr", str(_EXAMPLES / "php" / "shop_test.php"), sandbox.url],
            env={**os.environ, "RPC_SERVER_CONTROL_TOKEN": sandbox.token},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    assert done.stdout.splitlines() == [
        "ok      an answer that is lost buys nothing twice",
        "ok      a connection that is reset is tried again",
        "ok      a card that is declined is told of",
        "ok      a subscription is renewed a month later",
        "ok      the same calls draw the same numbers",
        "ok      what the client sent can be read, without the card",
    ]
    assert (done.returncode, done.stderr) == (0, "")


def test_the_suite_in_python_passes(tmp_path: Path) -> None:
    done = _pytest(_EXAMPLES / "python", tmp_path)

    assert "4 passed" in done


def test_a_suite_may_bring_a_seed_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nrpc_server_seed = shop.yaml\nrpc_server_merchant = MYSHOP\n")
    subprocess.run([*COMMAND, "init", "shop.yaml"], cwd=tmp_path, check=True)
    (tmp_path / "test_own.py").write_text(
        "def test_own(rpc_merchant):\n"
        "    rpc_merchant.clock.freeze()\n"
        "    before = rpc_merchant.clock.now()\n"
        "    rpc_merchant.clock.advance('30d')\n"
        "    assert (rpc_merchant.clock.now() - before).days == 30\n"
        "    assert (rpc_merchant.code, rpc_merchant.journal.calls()) == ('MYSHOP', [])\n"
    )

    assert "1 passed" in _pytest(tmp_path, tmp_path)


def test_pytest_loads_nothing_of_the_server_for_the_fixtures() -> None:
    told = "import sys, rpc_server.pytest_plugin; print(sorted(m for m in sys.modules if m.startswith('rpc_server')))"

    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "['rpc_server', 'rpc_server.pytest_plugin']\n"


def _pytest(folder: Path, cache: Path) -> str:
    """What pytest prints in the folder, with nothing of this run's configuration."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", str(cache / "basetemp")]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=folder, env=inherited, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
