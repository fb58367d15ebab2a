"""Commands on a database: ``rpc-server migrate`` and ``seed``."""

from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from rpc_server.cli.command import Config, DatabaseUrl, load_settings, mistakes_told, opened

commands = typer.Typer()


@commands.command()
def migrate(database: DatabaseUrl = None, config: Config = None) -> None:
    """Bring the database to the shape this version needs."""
    from rpc_server.storage import Database, migrating

    with mistakes_told():
        shaped = Database(load_settings(config=config, database=database).database.get_secret_value())
        migrating.migrate(shaped)
        typer.echo(f"The database has version {migrating.version(shaped)}.")


@commands.command()
def seed(file: Path, database: DatabaseUrl = None, config: Config = None) -> None:
    """Store the accounts of a YAML file."""
    from rpc_server.sandbox import seed as seeding

    with opened(config=config, database=database) as services:
        for merchant in seeding.seed(services, file):
            typer.echo(f"Stored {merchant.code}.")


@commands.command(hidden=True)
def migration(message: str) -> None:
    """Write the revision that leads from the newest one to the declared tables."""
    from rpc_server.storage import Database, migrating
    from rpc_server.tables import metadata

    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/migrated.db")
        migrating.migrate(database)
        typer.echo(migrating.revise(database, metadata(), message))
