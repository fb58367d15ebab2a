"""The commands carried out in the process of the test, which is spared the start of one of their own."""

from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner

from rpc_server.cli import app


def run_here(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Exit code, output and error output of ``rpc-server`` with these arguments, working in the folder."""
    with chdir(folder):
        done = CliRunner().invoke(app, arguments, env=environment, catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr
