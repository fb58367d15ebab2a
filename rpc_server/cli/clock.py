"""``rpc-server clock``: shows and moves the clock of one merchant of a sandbox."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, SandboxMerchantCode, opened

if TYPE_CHECKING:
    from rpc_server.sandbox.clock.model import ClockState

Moment = Annotated[datetime, typer.Argument(help="In UTC, like 2026-03-10T12:00:00.")]

commands = typer.Typer()
clock = typer.Typer(no_args_is_help=True, help="Show or move the clock of one merchant.")
commands.add_typer(clock, name="clock")


@clock.command()
def show(merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Tell what the clock shows."""
    from rpc_server.sandbox.clock import service

    with opened(database=database, config=config) as services:
        _tell(service.show(services, merchant))


@clock.command()
def freeze(merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Let the clock stand at what it shows."""
    from rpc_server.sandbox.clock import service

    with opened(database=database, config=config) as services:
        _tell(service.freeze(services, merchant))


@clock.command("set")
def set_(
    moment: Moment,
    merchant: SandboxMerchantCode,
    back: Annotated[bool, typer.Option("--back", help="The moment may lie back.")] = False,  # noqa: FBT002 - Typer's form
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Let the clock show a moment; workers carry out what has fallen due then."""
    from rpc_server.sandbox.clock import service

    with opened(database=database, config=config) as services:
        _tell(service.set_to(services, merchant, moment.replace(tzinfo=UTC), may_go_back=back))


@clock.command()
def advance(
    by: Annotated[str, typer.Argument(help="A span of time: 30d, 12h, 45m, 90s, 2w, 1d12h.")],
    merchant: SandboxMerchantCode,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Lead the clock forward, doing all that falls due on the way at its moment, and tell what happened."""
    from rpc_server.sandbox.clock import advancing, service
    from rpc_server.sandbox.clock.spans import read_span

    with opened(database=database, config=config) as services:
        for done in advancing.advance_by(services, merchant, read_span(by)):
            typer.echo(f"{done.moment:%Y-%m-%d %H:%M:%S}  {done.duty}: {done.text}")
        _tell(service.show(services, merchant))


@clock.command()
def resume(merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Let the clock run on from what it shows."""
    from rpc_server.sandbox.clock import service

    with opened(database=database, config=config) as services:
        _tell(service.resume(services, merchant))


@clock.command()
def follow(merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Let the clock show the machine's time again."""
    from rpc_server.sandbox.clock import service

    with opened(database=database, config=config) as services:
        _tell(service.follow(services, merchant))


def _tell(state: "ClockState") -> None:
    typer.echo(f"The clock {'stands at' if state.is_frozen else 'shows'} {state.now:%Y-%m-%d %H:%M:%S} UTC.")
