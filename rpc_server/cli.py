"""The commands: ``rpc-server serve``, ``migrate``, ``seed``, ``contract``, ``version``.

Everything heavy is imported inside the command that needs it. Whatever the operator can mend is told in one
line on standard error, with exit code 2.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rpc_server import __version__

if TYPE_CHECKING:
    from rpc_server.commerce.context import Services
    from rpc_server.settings import Settings

_MISTAKE = 2
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made in it

app = typer.Typer(
    help=__doc__.partition("\n")[0],
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Config = Annotated[Path | None, typer.Option(help="TOML file with settings; else rpc_server.toml, where there is one.")]
DatabaseUrl = Annotated[str | None, typer.Option(help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen at; 127.0.0.1 unless chosen.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen at, 8080 unless chosen; 0 picks a free one.")] = None,
    database: DatabaseUrl = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes.")] = None,
    threads: Annotated[int | None, typer.Option(help="Calls one worker carries out at once.")] = None,
    demo: Annotated[bool | None, typer.Option(help="Fill in the demo account, or never.")] = None,
    memory: Annotated[bool | None, typer.Option("--memory", help="Serve a database that ends with the server.")] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info (a line a call), warning or error.")] = None,
    config: Config = None,
) -> None:
    """Serve SOAP and JSON-RPC until stopped; creates or updates the database first."""
    gc.disable()  # until all is loaded, for nothing of it is garbage
    with _mistakes_told():
        settings = _settings(
            host=host, port=port, database=database, workers=workers, threads=threads, demo=demo, memory=memory,
            log_level=log_level, config=config,
        )  # fmt: skip
        with _database_of(settings) as settings:
            code = _serve(settings)
    raise typer.Exit(code)


@app.command()
def migrate(database: DatabaseUrl = None, config: Config = None) -> None:
    """Bring the database to the shape this version needs."""
    from rpc_server.storage import Database, migrating

    with _mistakes_told():
        opened = Database(_settings(config=config, database=database).database.get_secret_value())
        migrating.migrate(opened)
        typer.echo(f"The database has version {migrating.version(opened)}.")


@app.command()
def seed(file: Path, database: DatabaseUrl = None, config: Config = None) -> None:
    """Store the accounts of a YAML file."""
    from rpc_server.app import create_services
    from rpc_server.sandbox import seed as seeding
    from rpc_server.storage import migrating

    with _mistakes_told():
        services = create_services(_settings(config=config, database=database))
        migrating.migrate(services.database)
        for merchant in seeding.seed(services, file):
            typer.echo(f"Stored {merchant.code}.")


@app.command()
def contract(directory: Annotated[Path, typer.Argument(help="The project's folder.")] = Path()) -> None:
    """Write the published WSDLs and schemas, made from the declared methods."""
    from rpc_server.contract import export

    with _mistakes_told():
        typer.echo(f"Wrote {len(export(directory))} files.")


@app.command()
def version() -> None:
    """Show the version."""
    typer.echo(f"rpc_server {__version__}")


@app.command(hidden=True)
def migration(message: str) -> None:
    """Write the revision that leads from the newest one to the declared tables."""
    from rpc_server.storage import Database, migrating
    from rpc_server.tables import metadata

    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/migrated.db")
        migrating.migrate(database)
        typer.echo(migrating.revise(database, metadata(), message))


def main(arguments: list[str] | None = None) -> None:
    """Run the command the arguments name; ``sys.argv`` without them."""
    app(arguments, prog_name="rpc-server")


def _settings(**chosen: Any) -> "Settings":
    from rpc_server.settings import load

    return load(**chosen)


def _serve(settings: "Settings") -> int:
    from sqlalchemy.engine import make_url

    from rpc_server import logs, serving
    from rpc_server.app import create_app, create_services
    from rpc_server.banner import banner

    logs.configure(settings.log_level)
    create_app(settings)  # loads what the workers then share, and tells a mistake before there are any
    services = create_services(settings)
    has_demo = _prepare(settings, services)
    services.database.dispose()
    gc.freeze()
    gc.enable()
    shown = "in memory" if settings.memory else make_url(settings.database.get_secret_value()).render_as_string()

    def announce(host: str, port: int) -> None:
        typer.echo(banner(host, port, database=shown, has_demo=has_demo))
        sys.stdout.flush()

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


def _prepare(settings: "Settings", services: "Services") -> bool:
    """Bring the database up to date and fill it as the settings say; whether it has the demo account."""
    from rpc_server.banner import DEMO_CODE, DEMO_KEY
    from rpc_server.commerce.accounts.service import find_merchant
    from rpc_server.sandbox.seed import is_empty, seed
    from rpc_server.settings import WrongSettings
    from rpc_server.storage import migrating

    def has_demo() -> bool:
        with services.database.reading() as work:
            found = find_merchant(work.session, DEMO_CODE)
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


@contextmanager
def _mistakes_told() -> Iterator[None]:
    """Turn what an operator can mend into one line and exit code 2."""
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError

    from rpc_server.sandbox.seed import SeedError
    from rpc_server.serving import CannotListen
    from rpc_server.settings import WrongSettings
    from rpc_server.storage.migrating import NewerDatabase

    try:
        yield
    except (WrongSettings, CannotListen, NewerDatabase, SeedError) as mistake:
        text = str(mistake)
    except DBAPIError as refused:
        text = f"the database cannot be used: {str(refused.orig).strip().splitlines()[0]}"
    except OSError as refused:
        text = f"{refused.strerror}: {refused.filename}"
    except (NoSuchModuleError, ModuleNotFoundError) as missing:
        text = f"PostgreSQL needs a driver ({missing}): pip install 'rpc_server[postgres]'"
    else:
        return
    typer.echo(f"rpc-server: {text}", err=True)
    raise typer.Exit(_MISTAKE)
