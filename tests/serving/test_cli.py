"""The commands as an operator gives them."""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.postgres import PostgresServer
from tests.server import ROOT, RunningServer, running_server

VAULT_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, output and error output of ``rpc-server`` with these arguments."""
    done = subprocess.run(
        [sys.executable, "-c", "from rpc_server.cli import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def snippet(printed: str, pattern: str) -> str:
    """The lines of the banner that match."""
    found = re.search(pattern, printed, re.DOTALL | re.MULTILINE)
    assert found
    return found[0]


def paste(script: str) -> str:
    """What a shell prints when ``script`` is pasted into it."""
    done = subprocess.run(["sh"], input=script, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout + done.stderr


def test_the_php_lines_of_the_banner_work_as_pasted(server: RunningServer) -> None:
    printed = paste(snippet(server.printed, "^php -r '.*?^'$"))

    assert printed.count("[ProductCode] =>") == 3


def test_the_curl_lines_of_the_banner_work_as_pasted(server: RunningServer) -> None:
    printed = paste(snippet(server.printed, "^date=.*"))

    answer = json.loads(printed)
    assert (answer["id"], "error" in answer) == (2, False)
    assert "ProductCode" in printed


def test_the_banner_names_the_addresses(server: RunningServer) -> None:
    for path in ("/soap/6.0/?wsdl", "/"):
        assert f"{server.url}{path}\n" in server.printed
        assert requests.get(server.url + path, timeout=10).status_code == 200


def test_a_second_start_serves_what_the_first_one_stored(tmp_path: Path) -> None:
    for _ in range(2):
        with running_server(tmp_path) as server:
            assert "Demo account: merchant code APITEST" in server.printed
            assert server.stop() == 0

    assert sorted(path.name for path in tmp_path.iterdir()) == ["output", "rpc_server.db", "rpc_server.db.keys"]
    assert stat.S_IMODE((tmp_path / "rpc_server.db.keys").stat().st_mode) == 0o600


def test_the_server_runs_on_postgresql(tmp_path: Path, postgres_server: PostgresServer) -> None:
    url = postgres_server.create_database().render_as_string(hide_password=False)

    with running_server(tmp_path, "--database", url, RPC_SERVER_VAULT_KEYS=VAULT_KEY) as server:
        answer = json.loads(paste(snippet(server.printed, "^date=.*")))
        code = server.stop()

    assert ("error" in answer, code) == (False, 0)


def test_no_demo_leaves_the_database_empty(tmp_path: Path) -> None:
    with running_server(tmp_path, "--no-demo") as server:
        assert "Demo account" not in server.printed

    with sqlite3.connect(tmp_path / "rpc_server.db") as database:
        assert database.execute("SELECT count(*) FROM merchants").fetchone() == (0,)
    database.close()


def test_a_database_in_memory_leaves_nothing_behind(tmp_path: Path) -> None:
    with running_server(tmp_path, "--memory") as server:
        assert "database  in memory" in server.printed
        assert server.stop() == 0

    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_other_machines_get_an_empty_server_unless_the_demo_is_asked_for(tmp_path: Path) -> None:
    with running_server(tmp_path, "--host", "0.0.0.0") as server:
        assert "Demo account" not in server.printed


def test_a_demo_account_is_not_shown_to_other_machines_unless_asked_for(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        server.stop()

    code, _, errors = run(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0")

    assert code == 2
    assert errors == (
        "rpc-server: the account APITEST has the key everybody knows, and other machines can reach 0.0.0.0; "
        "say --demo if that is what you want\n"
    )
    with running_server(tmp_path, "--host", "0.0.0.0", "--demo") as server:
        assert "Demo account" in server.printed


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--port", "99999"], "port: Input should be less than or equal to 65535"),
        (["--database", "shop.db"], "database: a database is sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"),
        (["--database", "sqlite:////no/such/folder/x.db"], "there is no folder /no/such/folder for the database"),
        (["--config", "gone.toml"], "there is no settings file gone.toml"),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path: Path, arguments: list[str], expected: str) -> None:
    assert run(tmp_path, "serve", *arguments) == (2, "", f"rpc-server: {expected}\n")


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://shop:hunter2@127.0.0.1:1/orders"

    code, _, errors = run(tmp_path, "serve", "--database", url, RPC_SERVER_VAULT_KEYS=VAULT_KEY)

    assert code == 2
    assert errors.startswith("rpc-server: the database cannot be used: connection")
    assert "hunter2" not in errors


def test_migrate_and_seed_prepare_a_database(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/shop.db"
    (tmp_path / "mine.yaml").write_text("account: {code: MYSHOP, secret_key: s3cret}\n")

    migrated = run(tmp_path, "migrate", "--database", database)
    seeded = run(tmp_path, "seed", "mine.yaml", "--database", database)

    assert migrated == (0, "The database has version 0004.\n", "")
    assert seeded == (0, "Stored MYSHOP.\n", "")


def test_a_mistake_in_a_seed_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("account:\n  code: MYSHOP\n  secret_kee: s3cret\n")

    code, _, errors = run(tmp_path, "seed", "mine.yaml")

    assert code == 2
    assert errors.startswith("rpc-server: mine.yaml, line 3: ")


def test_version_tells_the_version(tmp_path: Path) -> None:
    assert run(tmp_path, "version") == (0, "rpc_server 0.1.0\n", "")


def test_contract_writes_the_published_files(tmp_path: Path) -> None:
    shutil.copy(ROOT / "README.md", tmp_path)

    code, printed, _ = run(tmp_path, "contract")

    assert (code, printed.partition(" ")[0]) == (0, "Wrote")
    assert (tmp_path / "wsdl/merchant-6.0.wsdl").is_file()
    assert (tmp_path / "schemas/merchant-6.0.openrpc.json").is_file()


def test_contract_needs_the_project_to_write_into(tmp_path: Path) -> None:
    assert run(tmp_path, "contract") == (2, "", "rpc-server: No such file or directory: README.md\n")
