"""``rpc-server fault``: what is to go wrong on purpose with the calls of one merchant of a sandbox."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rpc_server.cli.command import Config, DatabaseUrl, SandboxMerchantCode, opened

if TYPE_CHECKING:
    from rpc_server.sandbox.faults.model import Rule, StoredRule

commands = typer.Typer()
fault = typer.Typer(no_args_is_help=True, help="Let calls and charges of one merchant go wrong on purpose.")
commands.add_typer(fault, name="fault")


@fault.command()
def add(
    action: Annotated[
        str,
        typer.Argument(
            help="decline, challenge or no-answer for charges; error, status, garbage, reset, crash-before-commit, "
            "crash-after-commit, truncate or latency for calls."
        ),
    ],
    merchant: SandboxMerchantCode,
    method: Annotated[str | None, typer.Option(help="Only calls of this method.")] = None,
    endpoint: Annotated[str | None, typer.Option(help="Only calls at this endpoint, like merchant-6.0.")] = None,
    wire: Annotated[str | None, typer.Option(help="Only calls over soap or jsonrpc.")] = None,
    first: Annotated[int | None, typer.Option(help="The first of the matching calls to strike, from 1.")] = None,
    last: Annotated[int | None, typer.Option(help="The last of them to strike.")] = None,
    probability: Annotated[float | None, typer.Option(help="How likely each is struck, up to 1.")] = None,
    times: Annotated[int | None, typer.Option(help="How many to strike at most.")] = None,
    code: Annotated[str | None, typer.Option(help="Code of an error.")] = None,
    text: Annotated[str | None, typer.Option(help="What an error or status says; why a charge is declined.")] = None,
    status: Annotated[int | None, typer.Option(help="The HTTP status, 400 to 599.")] = None,
    seconds: Annotated[float | None, typer.Option(help="How late an answer is.")] = None,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Add a rule; every call that begins after this meets it."""
    from rpc_server.sandbox.faults import service

    with opened(database=database, config=config) as services:
        rule = _rule(
            action=action.replace("-", "_"), method=method, endpoint=endpoint, wire=wire, first=first, last=last,
            probability=probability, times=times, code=code, text=text, status=status, seconds=seconds,
        )  # fmt: skip
        _tell(service.add(services, merchant, rule))


@fault.command("list")
def list_(merchant: SandboxMerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """List the rules in the order they are tried, with what each has met so far."""
    from rpc_server.sandbox.faults import service

    with opened(database=database, config=config) as services:
        for stored in service.rules_of(services, merchant):
            _tell(stored)


@fault.command()
def remove(
    merchant: SandboxMerchantCode,
    number: Annotated[int | None, typer.Argument(help="The rule's number; all rules without one.")] = None,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Take one rule back, or all."""
    from rpc_server.sandbox.faults import service

    with opened(database=database, config=config) as services:
        typer.echo(f"Removed {service.remove(services, merchant, number)}.")


def _rule(**chosen: Any) -> "Rule":
    """The rule of the options; raises ``UselessRule`` for a value no rule has."""
    import msgspec

    from rpc_server.sandbox.faults.errors import UselessRule
    from rpc_server.sandbox.faults.model import Rule

    try:
        return msgspec.convert({name: value for name, value in chosen.items() if value is not None}, Rule)
    except msgspec.ValidationError as wrong:
        text, _, place = str(wrong).partition(" - at `$.")
        raise UselessRule(f"{place.strip('`')}: {text}") from None


def _tell(stored: "StoredRule") -> None:
    import msgspec

    told = " ".join(f"{name}={value}" for name, value in msgspec.to_builtins(stored.rule).items() if name != "action")
    typer.echo(f"{stored.name} {told}".rstrip() + f" (seen {stored.seen}, struck {stored.hits})")
