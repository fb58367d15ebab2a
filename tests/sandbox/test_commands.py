"""The commands for faults, the journal and a file to begin with, as an operator gives them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rpc_server.cli import app
from tests.server import running_server

_APITEST = ("--merchant", "APITEST")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's database, in which a client has sent what nobody can read."""
    import requests

    folder = tmp_path_factory.mktemp("commands")
    with running_server(folder, "--demo") as server:
        requests.post(f"{server.url}/soap/6.0/", data="<CCID>123</CCID", timeout=60)
    return folder


def run(folder: Path, *arguments: str) -> str:
    """What ``rpc-server`` prints."""
    found = CliRunner().invoke(app, [*arguments, "--database", f"sqlite:///{folder}/rpc_server.db"])
    return found.output


def test_rules_are_added_listed_and_removed(folder: Path) -> None:
    crash = ("crash-after-commit", *_APITEST, "--method", "placeOrder", "--times", "1")
    assert run(folder, "fault", "add", *crash) == "1 crash_after_commit method=placeOrder times=1 (seen 0, struck 0)\n"
    assert run(folder, "fault", "add", "decline", *_APITEST, "--text", "No") == "2 decline text=No (seen 0, struck 0)\n"
    assert run(folder, "fault", "remove", *_APITEST, "2") == "Removed 1.\n"
    assert run(folder, "fault", "list", *_APITEST) == (
        "1 crash_after_commit method=placeOrder times=1 (seen 0, struck 0)\n"
    )
    assert run(folder, "fault", "remove", *_APITEST) == "Removed 1.\n"


def test_a_wrong_rule_is_told_in_one_line(folder: Path) -> None:
    assert run(folder, "fault", "add", "explode", *_APITEST) == "rpc-server: action: Invalid enum value 'explode'\n"


def test_the_journal_shows_what_was_sent(folder: Path) -> None:
    told = run(folder, "journal", *_APITEST, "--method", "-").splitlines()

    assert told[0].partition(" soap ")[2].startswith("/soap/6.0/ no method (0.0 ms, ")
    assert told[1].startswith("  refused: PARSE_ERROR The body is not well-formed XML")
    assert told[2] == "  posted: <CCID>***"


def test_the_journal_is_followed_until_interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("rpc_server.cli.journal.time.sleep", pause)

    assert run(folder, "journal", *_APITEST, "--follow").count("PARSE_ERROR") == 1
    assert len(pauses) == 2


def test_a_file_to_begin_with_is_written_once(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"

    told = [CliRunner().invoke(app, ["init", str(file)]).output for _ in range(2)]

    assert told == [
        f"Wrote {file}. Edit it, then: rpc-server seed {file}\n",
        f"rpc-server: there is a file {file} already\n",
    ]
