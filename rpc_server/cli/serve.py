"""``rpc-server serve``: the database made ready, then the server around it."""

import gc
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from signal import SIGTERM
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, load_settings, mistakes_told, services_of

if TYPE_CHECKING:
    from rpc_server.commerce.context import Services
    from rpc_server.settings import Settings

_TOKEN_BYTES = 24
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made in it

commands = typer.Typer()


@commands.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen at; 127.0.0.1 unless chosen.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen at, 8080 unless chosen; 0 picks a free one.")] = None,
    database: DatabaseUrl = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes.")] = None,
    threads: Annotated[int | None, typer.Option(help="Calls one worker carries out at once.")] = None,
    demo: Annotated[bool | None, typer.Option(help="Fill in the demo account, or never.")] = None,
    memory: Annotated[bool | None, typer.Option("--memory", help="Serve a database that ends with the server.")] = None,
    duties: Annotated[bool | None, typer.Option(help="Carry out what falls due, or leave it to other workers.")] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info (a line a call), warning or error.")] = None,
    config: Config = None,
) -> None:
    """Serve SOAP and JSON-RPC until stopped; creates or updates the database first."""
    gc.disable()  # until all is loaded, for nothing of it is garbage
    with mistakes_told():
        settings = load_settings(
            host=host, port=port, database=database, workers=workers, threads=threads, demo=demo, memory=memory,
            duties=duties, log_level=log_level, config=config,
        )  # fmt: skip
        with _database_of(settings) as settings:
            code = _serve(settings, _drawn_token(settings))
    raise typer.Exit(code)


def _drawn_token(settings: "Settings") -> str | None:
    """A control token for this start, where none was chosen and nobody but this machine can use it."""
    if settings.control_token is not None or not settings.is_local:
        return None
    return secrets.token_urlsafe(_TOKEN_BYTES)


def _serve(settings: "Settings", drawn_token: str | None) -> int:
    from pydantic import SecretStr
    from sqlalchemy.engine import make_url

    from rpc_server import logs, serving
    from rpc_server.app import create_app
    from rpc_server.banner import banner
    from rpc_server.companion import Companion
    from rpc_server.services import create_services

    logs.configure(settings.log_level)
    if drawn_token is not None:
        settings = settings.model_copy(update={"control_token": SecretStr(drawn_token)})
    create_app(settings)  # loads what the workers then share, and tells a mistake before there are any
    services = create_services(settings)
    has_demo = _prepare(settings, services)
    services.database.dispose()
    gc.freeze()
    gc.enable()
    shown = "in memory" if settings.memory else make_url(settings.database.get_secret_value()).render_as_string()

    companion = Companion(partial(_work, settings), stop_seconds=settings.stop_seconds)

    def announce(host: str, port: int) -> None:
        typer.echo(banner(host, port, database=shown, has_demo=has_demo, control_token=drawn_token))
        sys.stdout.flush()
        if settings.duties:
            companion.start()

    try:
        return serving.serve(
            partial(create_app, settings),
            serving.Serving(
                host=settings.host,
                port=settings.port,
                workers=settings.workers,
                threads=settings.threads_per_worker,
                backlog=settings.backlog,
                stop_seconds=settings.stop_seconds,
            ),
            announce,
        )
    finally:
        companion.stop()


def _work(settings: "Settings") -> None:
    """What the process beside the server does."""
    from rpc_server.cli.worker import work

    with services_of(settings) as services:
        work(services, settings, {SIGTERM})


def _prepare(settings: "Settings", services: "Services") -> bool:
    """Bring the database up to date and fill it as the settings say; whether it has the demo account."""
    from rpc_server.banner import DEMO_CODE, DEMO_KEY
    from rpc_server.commerce.accounts.service import find_merchant
    from rpc_server.sandbox.seed import is_empty, seed
    from rpc_server.settings import WrongSettings
    from rpc_server.storage import migrating

    def has_demo() -> bool:
        with services.database.reading() as work:
            found = find_merchant(work.connection, DEMO_CODE)
        return found is not None and found.secret_key == DEMO_KEY

    migrating.migrate(services.database)
    is_wanted = settings.demo or (settings.demo is None and settings.is_local and is_empty(services.database))
    if is_wanted and not has_demo():
        seed(services)
    if has_demo() and not settings.is_local and not settings.demo:
        raise WrongSettings(
            f"the account {DEMO_CODE} has the key everybody knows, and other machines can reach {settings.host}; "
            "say --demo if that is what you want"
        )
    return has_demo()


@contextmanager
def _database_of(settings: "Settings") -> Iterator["Settings"]:
    """The settings with the database to use: the chosen one, or one in memory that goes when this ends."""
    if not settings.memory:
        yield settings
        return
    from pydantic import SecretStr

    with TemporaryDirectory(prefix="rpc_server-", dir=_SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None) as folder:
        yield settings.model_copy(update={"database": SecretStr(f"sqlite:///{folder}/rpc_server.db")})
