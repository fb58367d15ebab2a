"""``rpc-server reset`` and ``snapshot``: a merchant of a sandbox as he was."""

from typing import Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, SandboxMerchantCode, opened

commands = typer.Typer()
snapshot = typer.Typer(no_args_is_help=True, help="Keep everything a merchant has under a name, and bring it back.")
commands.add_typer(snapshot, name="snapshot")


@commands.command()
def reset(
    merchant: SandboxMerchantCode,
    seed: Annotated[str | None, typer.Option(help="Decides the numbers that calls draw from now on.")] = None,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Let a merchant have what the file says he was filled from, and nothing else."""
    from rpc_server.sandbox import reset as resetting

    with opened(database=database, config=config) as services:
        resetting.reset(services, merchant, ids_seed=seed)
        typer.echo(f"{merchant} is as his file says.")


@snapshot.command()
def save(name: str, merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Keep everything the merchant has, in place of an earlier snapshot of this name."""
    from rpc_server.sandbox import snapshots

    with opened(database=database, config=config) as services:
        typer.echo(f"Kept as {snapshots.save(services, merchant, name).name}.")


@snapshot.command()
def load(name: str, merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Let the merchant have exactly what he had when the snapshot was taken."""
    from rpc_server.sandbox import snapshots

    with opened(database=database, config=config) as services:
        typer.echo(f"{merchant} is as in {snapshots.load(services, merchant, name).name}.")


@snapshot.command("list")
def list_(merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """List the merchant's snapshots, with the machine's time they were taken at."""
    from rpc_server.sandbox import snapshots

    with opened(database=database, config=config) as services:
        for kept in snapshots.names(services, merchant):
            typer.echo(f"{kept.taken_at:%Y-%m-%d %H:%M:%S}  {kept.name}")


@snapshot.command()
def delete(name: str, merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Forget a snapshot."""
    from rpc_server.sandbox import snapshots

    with opened(database=database, config=config) as services:
        snapshots.forget(services, merchant, name)
        typer.echo(f"{name} is forgotten.")
