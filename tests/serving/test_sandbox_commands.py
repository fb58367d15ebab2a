"""The sandbox as an operator and a client's test suite work it: commands, the control API, and the worker inside."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from typer.testing import CliRunner

from rpc_server.cli import app
from rpc_server.commerce.accounts.signature import Algorithm, sign
from tests.server import ROOT, RunningServer, running_server

SHOP = """\
account: {code: MYSHOP, secret_key: s3cret}
"""
_PATIENCE_SECONDS = 30


def run(*arguments: str) -> tuple[int, list[str], str]:
    """Exit code, printed lines and error output of ``rpc-server`` with these arguments."""
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.stdout.splitlines(), done.stderr


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it, within reason."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in the working folder, where MYSHOP is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(SHOP)
    assert run("seed", "shop.yaml") == (0, ["Stored MYSHOP."], "")


OF_MYSHOP = ("--merchant", "MYSHOP")


@pytest.mark.usefixtures("shop")
def test_a_clock_is_frozen_set_and_shown() -> None:
    assert run("clock", "freeze", *OF_MYSHOP)[1][0].startswith("The clock stands at 2")
    stands = (0, ["The clock stands at 2150-03-10 12:00:00 UTC."], "")
    assert run("clock", "set", "2150-03-10T12:00:00", *OF_MYSHOP) == stands
    assert run("clock", "show", *OF_MYSHOP) == stands
    assert run("clock", "set", "2150-03-10T11:59:59", *OF_MYSHOP) == (
        2, [], "rpc-server: The moment has passed already.\n"
    )  # fmt: skip
    assert run("clock", "set", "2150-03-09", "--back", *OF_MYSHOP)[1] == [
        "The clock stands at 2150-03-09 00:00:00 UTC."
    ]


@pytest.mark.usefixtures("shop")
def test_an_advance_tells_what_happened_and_ends_where_it_was_to() -> None:
    run("clock", "freeze", *OF_MYSHOP)
    run("clock", "set", "2150-03-10T12:00:00", *OF_MYSHOP)

    assert run("clock", "advance", "30d", *OF_MYSHOP) == (
        0, ["The clock stands at 2150-04-09 12:00:00 UTC."], ""
    )  # fmt: skip


@pytest.mark.usefixtures("shop")
def test_a_merchant_is_kept_brought_back_and_reset() -> None:
    run("clock", "freeze", *OF_MYSHOP)

    assert run("snapshot", "save", "frozen", *OF_MYSHOP) == (0, ["Kept as frozen."], "")
    assert run("reset", *OF_MYSHOP) == (0, ["MYSHOP is as his file says."], "")
    assert "shows" in run("clock", "show", *OF_MYSHOP)[1][0]
    assert run("snapshot", "load", "frozen", *OF_MYSHOP) == (0, ["MYSHOP is as in frozen."], "")
    assert "stands" in run("clock", "show", *OF_MYSHOP)[1][0]
    assert run("snapshot", "list", *OF_MYSHOP)[1][0].endswith("  frozen")
    assert run("snapshot", "delete", "frozen", *OF_MYSHOP) == (0, ["frozen is forgotten."], "")
    assert run("snapshot", "load", "frozen", *OF_MYSHOP) == (
        2, [], "rpc-server: There is no snapshot of this name.\n"
    )  # fmt: skip


def test_a_worker_can_do_what_is_due_and_end(tmp_path: Path) -> None:
    with running_server(tmp_path, "--no-duties") as server:
        login(server, datetime.now(UTC))
        move_clock(server, "set", moment=f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}")

        code, printed, errors = run("worker", "--once", "--database", f"sqlite:///{tmp_path}/rpc_server.db")

    assert (code, errors) == (0, "")
    assert re.fullmatch(r"APITEST  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  session ends: a session ended", printed[-1])


def test_a_worker_ends_in_order_at_a_signal(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from rpc_server.cli import main; main(['worker', '--log-level', 'info'])"]
    worker = subprocess.Popen(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE)
    assert worker.stderr is not None
    assert b'"started"' in worker.stderr.readline()

    worker.send_signal(signal.SIGTERM)

    _, errors = worker.communicate(timeout=_PATIENCE_SECONDS)
    assert (worker.returncode, errors) == (0, b"")


@pytest.fixture
def sandbox(tmp_path: Path) -> Any:
    """A server of its own with the demo account, whose clock a test may move."""
    with running_server(tmp_path, "--memory") as running:
        yield running
        assert running.stop() == 0


def control(server: RunningServer, verb: str, path: str, **sent: Any) -> Any:
    """What the control API answers, with the token the banner shows."""
    shown = re.search('Bearer ([^"]+)', server.printed)
    assert shown
    headers = {"Authorization": f"Bearer {shown[1]}"}
    answer = requests.request(verb, f"{server.url}/sandbox{path}", headers=headers, json=sent or None, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()


def move_clock(server: RunningServer, how: str, **sent: Any) -> Any:
    return control(server, "POST", f"/merchants/APITEST/clock/{how}", **sent)


def call(server: RunningServer, method: str, *arguments: Any) -> Any:
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": arguments}
    return requests.post(f"{server.url}/rpc/6.0/", json=request, timeout=60).json()


def login(server: RunningServer, moment: datetime) -> str:
    date = f"{moment:%Y-%m-%d %H:%M:%S}"
    answer = call(server, "login", "APITEST", date, sign(Algorithm.SHA256, "SECRET_KEY", "APITEST", date), "sha256")
    return str(answer["result"])


def test_forty_days_of_the_demo_are_told_in_order(sandbox: RunningServer) -> None:
    told = move_clock(sandbox, "advance", by="40d")

    happened = told["happened"]
    assert [each["moment"] for each in happened] == sorted(each["moment"] for each in happened)
    renewed = [each["text"].split(":")[0] for each in happened if each["duty"] == "renewals"]
    assert renewed == ["8AF9A9DC95", "B7D4E8F0A1"]
    assert 39 * 86_400 < told["clock"]["seconds_ahead"] <= 40 * 86_400


def test_a_renewed_subscription_is_answered_by_the_moved_clock(sandbox: RunningServer) -> None:
    session = login(sandbox, datetime.now(UTC))
    before = call(sandbox, "getSubscription", session, "8AF9A9DC95")["result"]["ExpirationDate"]
    told = move_clock(sandbox, "advance", by="40d")

    assert call(sandbox, "getSubscription", session, "8AF9A9DC95")["error"]["data"]["error_code"] == "FORBIDDEN"
    session = login(sandbox, datetime.fromisoformat(told["clock"]["now"]))
    after = call(sandbox, "getSubscription", session, "8AF9A9DC95")["result"]["ExpirationDate"]
    assert after > before
    assert control(sandbox, "POST", "/merchants/APITEST/reset") == {"merchant": "APITEST"}
    session = login(sandbox, datetime.now(UTC))
    assert call(sandbox, "getSubscription", session, "8AF9A9DC95")["result"]["ExpirationDate"] == before


def test_the_worker_inside_does_what_falls_due_by_a_clock_that_was_set(sandbox: RunningServer) -> None:
    session = login(sandbox, datetime.now(UTC))
    before = call(sandbox, "getSubscription", session, "8AF9A9DC95")["result"]["ExpirationDate"]

    moment = datetime.now(UTC) + timedelta(days=12)
    move_clock(sandbox, "set", moment=f"{moment:%Y-%m-%dT%H:%M:%S}")

    session = login(sandbox, moment)
    until(lambda: call(sandbox, "getSubscription", session, "8AF9A9DC95")["result"]["ExpirationDate"] > before)


def test_a_chosen_token_is_not_shown(tmp_path: Path) -> None:
    token = "chosen-control-token"
    with running_server(tmp_path, "--memory", RPC_SERVER_CONTROL_TOKEN=token) as server:
        assert token not in server.printed
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.get(f"{server.url}/sandbox/merchants", headers=headers, timeout=10)

    assert answer.json() == {"merchants": ["APITEST"]}


def test_other_machines_find_no_control_api_unless_a_token_was_chosen(tmp_path: Path) -> None:
    with running_server(tmp_path, "--host", "0.0.0.0") as server:
        assert "Sandbox" not in server.printed
        assert requests.get(f"http://127.0.0.1:{server.url.rpartition(':')[2]}/sandbox/", timeout=10).status_code == 404
