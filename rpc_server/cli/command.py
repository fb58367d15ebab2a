"""What the commands share: their common options, the settings these choose, and how a mistake is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rpc_server.commerce.context import Context, Services
    from rpc_server.settings import Settings

_MISTAKE = 2

Config = Annotated[Path | None, typer.Option(help="TOML file with settings; else rpc_server.toml, where there is one.")]
MerchantCode = Annotated[str, typer.Option("--merchant", help="The merchant's code.")]
SandboxMerchantCode = Annotated[str, typer.Option("--merchant", help="Code of a merchant that is not live.")]
DatabaseUrl = Annotated[str | None, typer.Option(help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.")]


def load_settings(**chosen: Any) -> "Settings":
    """The settings, with those chosen on the command line; raises ``WrongSettings``."""
    from rpc_server.settings import load

    return load(**chosen)


@contextmanager
def opened(**chosen: Any) -> Iterator["Services"]:
    """The engine's parts as the settings choose them, over a database brought up to date; mistakes are told."""
    with mistakes_told(), services_of(load_settings(**chosen)) as services:
        yield services


@contextmanager
def engine(merchant: str, **chosen: Any) -> Iterator["Context"]:
    """The engine of the merchant of this code, in a unit of work of its own; mistakes are told."""
    from rpc_server.commerce.accounts.service import find_merchant
    from rpc_server.commerce.context import Context
    from rpc_server.sandbox.errors import NoSuchMerchant

    with opened(**chosen) as services, services.database.writing() as work:
        found = find_merchant(work.connection, merchant)
        if found is None:
            raise NoSuchMerchant(field="merchant")
        yield Context(found, work, services)


@contextmanager
def services_of(settings: "Settings") -> Iterator["Services"]:
    """The engine's parts, over a database brought up to date."""
    from rpc_server.services import create_services
    from rpc_server.storage import migrating

    services = create_services(settings)
    migrating.migrate(services.database)
    try:
        yield services
    finally:
        services.database.dispose()


@contextmanager
def mistakes_told() -> Iterator[None]:
    """Turn what an operator can mend into one line and exit code 2."""
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError

    from rpc_server.errors import ApiError, Mistake

    try:
        yield
    except (Mistake, ApiError) as mistake:
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
