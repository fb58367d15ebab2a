"""``rpc-server init``: a file of known data to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from rpc_server.cli.command import mistakes_told

commands = typer.Typer()


@commands.command()
def init(file: Annotated[Path, typer.Argument(help="The file to write.")] = Path("sandbox.yaml")) -> None:
    """Write a commented starter file with an account of your own, for ``rpc-server seed``."""
    from rpc_server.sandbox.starter import write_starter

    with mistakes_told():
        write_starter(file)
        typer.echo(f"Wrote {file}. Edit it, then: rpc-server seed {file}")
