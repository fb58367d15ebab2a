"""A private PostgreSQL for one run of the tests, started from the machine's own binaries.

It lives in a temporary folder, listens on a unix socket there and on no port, keeps nothing safe from a crash
(that is what makes it fast) and ends with the process that started it. ``RPC_SERVER_TEST_POSTGRES`` names a
running server to use in its place: a URL whose user may create databases.
"""

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

HINT = "run `make test`, which installs what the tests need, or name a server in RPC_SERVER_TEST_POSTGRES"
_START_SECONDS = 30
_PR_SET_PDEATHSIG = 1
_CONFIGURATION = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 60
shared_buffers = 32MB
autovacuum = off
"""


class PostgresServer:
    """A PostgreSQL server to make throw-away databases on."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._names = (f"rpc_server_test_{os.getpid()}_{n}" for n in itertools.count())
        self._made: list[str] = []

    def create_database(self) -> URL:
        """A new, empty database."""
        name = next(self._names)
        self.execute(f'CREATE DATABASE "{name}"')
        self._made.append(name)
        return self.url.set(database=name)

    def drop_databases(self) -> None:
        """Remove every database made here, with whoever is still connected to it."""
        for name in self._made:
            self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._made.clear()

    def turn_on(self, *settings: str) -> None:
        """Let a private server work as one in service in these respects; a named one stays as it is."""
        if "RPC_SERVER_TEST_POSTGRES" not in os.environ:
            for setting in settings:
                self.execute(f"ALTER SYSTEM SET {setting} = on")
            self.execute("SELECT pg_reload_conf()")

    def execute(self, statement: str) -> None:
        with psycopg.connect(_conninfo(self.url), autocommit=True) as connection:
            connection.execute(statement.encode())


class Emptying:
    """Deletes every row of a database and starts its sequences again; ends transactions left open in it."""

    def __init__(self, url: URL) -> None:
        self._connection = psycopg.connect(_conninfo(url), autocommit=True)

    def __call__(self) -> None:
        for statement in (_END_TRANSACTIONS, _DELETE_ROWS, _RESTART_SEQUENCES):
            self._connection.execute(statement)

    def close(self) -> None:
        self._connection.close()


_END_TRANSACTIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
# Tables of a few rows are emptied many times faster by DELETE than by TRUNCATE, which makes new files for each.
_DELETE_ROWS = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
END $$
"""
_RESTART_SEQUENCES = """
SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The server ``RPC_SERVER_TEST_POSTGRES`` names, else a private one that ends with the block."""
    named = os.environ.get("RPC_SERVER_TEST_POSTGRES")
    if named:
        server = PostgresServer(make_url(named).set(drivername="postgresql+psycopg"))
        yield server
        server.drop_databases()
    else:
        with _private_server() as url:
            yield PostgresServer(url)


@contextmanager
def _private_server() -> Iterator[URL]:
    binaries, user = _binaries(), _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="rpc-server-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        _initialise(binaries, folder / "data", user)
        with _running(binaries, folder, user):
            yield URL.create(
                "postgresql+psycopg", username="postgres", database="postgres", query={"host": str(folder)}
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(binaries: Path, folder: Path, user: str | None) -> Iterator[None]:
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder],
            user=user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - it takes no lock another thread might hold
        )
    try:
        _wait_until_ready(binaries, folder, process)
        yield
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=_START_SECONDS)


def _initialise(binaries: Path, data: Path, user: str | None) -> None:
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    done = subprocess.run(command, user=user, cwd=data.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write(_CONFIGURATION)


def _wait_until_ready(binaries: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    command: list[str | Path] = [binaries / "pg_isready", "-q", "-h", folder, "-t", str(_START_SECONDS)]
    while subprocess.run(command, check=False).returncode:
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def _binaries() -> Path:
    """The folder of the newest PostgreSQL server on this machine."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: float(p.parts[4]))
    on_path = shutil.which("postgres")
    found = [*([Path(on_path)] if on_path else []), *debian]
    if not found:
        raise RuntimeError(f"PostgreSQL's server binaries are not installed: {HINT}")
    return found[-1].parent


def _unprivileged_user() -> str | None:
    """Whom to run as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
