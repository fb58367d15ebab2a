"""Commands about the program itself: ``rpc-server contract`` and ``version``."""

from pathlib import Path
from typing import Annotated

import typer

from rpc_server import __version__
from rpc_server.cli.command import mistakes_told

commands = typer.Typer()


@commands.command()
def contract(directory: Annotated[Path, typer.Argument(help="The project's folder.")] = Path()) -> None:
    """Write the published WSDLs and schemas, made from the declared methods."""
    from rpc_server.contract import export

    with mistakes_told():
        typer.echo(f"Wrote {len(export(directory))} files.")


@commands.command()
def version() -> None:
    """Show the version."""
    typer.echo(f"rpc_server {__version__}")
