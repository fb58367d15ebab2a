"""``rpc-server worker``: carries out what falls due, beside any number of others on any host."""

from datetime import timedelta
from signal import SIGINT, SIGTERM, Signals
from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, load_settings, mistakes_told, services_of

if TYPE_CHECKING:
    from rpc_server.commerce.context import Services
    from rpc_server.settings import Settings

_SOMETHING_FAILED = 1

commands = typer.Typer()


@commands.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Carry out what is due, tell what it was, and end.")] = False,  # noqa: FBT002 - Typer's form
    database: DatabaseUrl = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info (a line a duty), warning or error.")] = None,
    config: Config = None,
) -> None:
    """Carry out what falls due (renewals, deliveries, expiries) until stopped."""
    from rpc_server import logs

    with mistakes_told():
        settings = load_settings(database=database, log_level=log_level, config=config)
        logs.configure(settings.log_level)
        with services_of(settings) as services:
            code = _drain(services) if once else work(services, settings, {SIGTERM, SIGINT})
    raise typer.Exit(code)


def work(services: "Services", settings: "Settings", stop_signals: set[Signals]) -> int:
    """Carry out what falls due until one of the signals comes; the exit code."""
    from rpc_server.companion import stop_at
    from rpc_server.worker import Worker

    poll = timedelta(seconds=settings.duty_poll_seconds)
    running = Worker(services, threads=settings.duty_threads, poll=poll)
    stop_at(stop_signals, running.stop)
    running.run()
    return 0


def _drain(services: "Services") -> int:
    """Carry out what is due and tell each thing; the exit code."""
    from rpc_server.worker import Job, drain

    code = 0
    for told in drain(services):
        if isinstance(told, Job):
            typer.echo(f"rpc-server: {told.name} failed for merchant number {told.merchant_id}", err=True)
            code = _SOMETHING_FAILED
        else:
            typer.echo(f"{told.merchant}  {told.moment:%Y-%m-%d %H:%M:%S}  {told.duty}: {told.text}")
    return code
