"""``rpc-server journal``: what clients of one merchant of a sandbox sent and were answered."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, SandboxMerchantCode, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpc_server.commerce.context import Services
    from rpc_server.sandbox.journal.model import Entry, Wanted

_POLL_SECONDS = 0.5

commands = typer.Typer()


@commands.command()
def journal(
    merchant: SandboxMerchantCode,
    method: Annotated[str | None, typer.Option(help="Only calls of this method; - for what reached none.")] = None,
    code: Annotated[
        str | None, typer.Option(help="Only calls refused with this code; - for those that were not.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="Only calls with this text in what was sent or answered.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many.")] = 20,
    bodies: Annotated[bool, typer.Option("--bodies", help="Show what was posted, too.")] = False,  # noqa: FBT002 - Typer's form
    follow: Annotated[bool, typer.Option("--follow", help="Go on with what comes.")] = False,  # noqa: FBT002 - the same
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Show the newest calls, the newest last; secrets are masked."""
    from rpc_server.sandbox.journal.model import Wanted

    with opened(database=database, config=config) as services:
        wanted = Wanted(method=method, code=code, text=text, limit=limit)
        for entry in _following(services, merchant, wanted) if follow else _newest(services, merchant, wanted):
            _tell(entry, has_body=bodies)


def _newest(services: "Services", merchant: str, wanted: "Wanted") -> "tuple[Entry, ...]":
    """The entries that are wanted, oldest first."""
    from rpc_server.sandbox.journal import service

    return service.entries(services, merchant, wanted)[::-1]


def _following(services: "Services", merchant: str, wanted: "Wanted") -> "Iterator[Entry]":
    """The entries that are wanted, and those that come, until interrupted."""
    from msgspec.structs import replace

    from rpc_server.sandbox.journal.model import MOST_LISTED

    last = 0
    while True:
        for entry in _newest(services, merchant, wanted):
            yield entry
            last = entry.number
        wanted = replace(wanted, after=last, limit=MOST_LISTED)
        time.sleep(_POLL_SECONDS)


def _tell(entry: "Entry", *, has_body: bool) -> None:
    outcome = f"refused: {entry.code} {entry.message}" if entry.code else f"answered: {entry.answer}"
    typer.echo(
        f"{entry.at:%Y-%m-%d %H:%M:%S} {entry.wire} {entry.endpoint} {entry.method or 'no method'} "
        f"({entry.microseconds / 1000:.1f} ms, {entry.request_id}{', fault ' + entry.fault if entry.fault else ''})"
    )
    if entry.arguments is not None:
        typer.echo(f"  asked: {entry.arguments}")
    typer.echo(f"  {outcome}")
    if has_body or entry.method is None:
        typer.echo(f"  posted: {entry.body}")
