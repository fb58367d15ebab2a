"""``rpc-server notification``: where a merchant's messages go, how they fared, and sending them again."""

from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, MerchantCode, engine

if TYPE_CHECKING:
    from rpc_server.commerce.notifications.model import Endpoint

EndpointName = Annotated[str, typer.Argument(help="The endpoint's name.")]
Reference = Annotated[str | None, typer.Option("--reference", help="Of this order (RefNo) or subscription only.")]
OneEndpoint = Annotated[str | None, typer.Option("--endpoint", help="To this endpoint only.")]

commands = typer.Typer()
notification = typer.Typer(no_args_is_help=True, help="Show and resend the messages (IPN, LCN, INS) of one merchant.")
commands.add_typer(notification, name="notification")


@notification.command()
def endpoints(merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """List the URLs that are sent messages."""
    from rpc_server.commerce.notifications import service

    with engine(merchant, database=database, config=config) as context:
        for endpoint in service.endpoints(context):
            _tell(endpoint)


@notification.command()
def add(
    name: EndpointName,
    url: str,
    merchant: MerchantCode,
    kind: Annotated[str, typer.Option(help="IPN, LCN or INS.")] = "IPN",
    algorithms: Annotated[str, typer.Option(help="Signatures: md5, sha256, sha3-256.")] = "md5,sha256,sha3-256",
    secret_word: Annotated[str | None, typer.Option(help="Signs INS.", envvar="RPC_SERVER_SECRET_WORD")] = None,
    private: Annotated[bool, typer.Option("--private", help="It may be in a private network.")] = False,  # noqa: FBT002 - Typer's form
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Add it though nothing answers there yet.")] = False,  # noqa: FBT002 - Typer's form
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Send messages to a URL from now on; it has to answer a GET with HTTP 200."""
    import msgspec

    from rpc_server.commerce.notifications import service
    from rpc_server.commerce.notifications.errors import EndpointInvalid
    from rpc_server.commerce.notifications.model import Endpoint

    with engine(merchant, database=database, config=config) as context:
        chosen = {
            "name": name, "url": url, "kind": kind.upper(), "algorithms": algorithms.split(","),
            "secret_word": secret_word, "reaches_private": private,
        }  # fmt: skip
        try:
            endpoint = msgspec.convert(chosen, Endpoint)
        except msgspec.ValidationError as wrong:
            raise EndpointInvalid(str(wrong)) from None
        _tell(service.add_endpoint(context, endpoint, is_checked=not unchecked))


@notification.command()
def stop(name: EndpointName, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Send nothing more to a URL; what waits for it can be replayed later."""
    from rpc_server.commerce.notifications import service

    with engine(merchant, database=database, config=config) as context:
        _tell(service.stop(context, name))


@notification.command()
def resume(name: EndpointName, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Send messages to a URL that was stopped."""
    from rpc_server.commerce.notifications import service

    with engine(merchant, database=database, config=config) as context:
        _tell(service.resume(context, name))


@notification.command("try")
def try_(
    name: EndpointName,
    merchant: MerchantCode,
    copies: Annotated[int, typer.Option(help="How often to send each message.")] = 1,
    delay: Annotated[int, typer.Option(help="How many seconds late.")] = 0,
    out_of_order: Annotated[bool, typer.Option("--out-of-order", help="The second before the first.")] = False,  # noqa: FBT002 - Typer's form
    wrong_signature: Annotated[bool, typer.Option("--wrong-signature", help="Signed with another key.")] = False,  # noqa: FBT002 - Typer's form
    status: Annotated[str | None, typer.Option(help="A status to tell in place of the true one.")] = None,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Do to the client behind a URL what it has to cope with; nothing of it without options. Not for live accounts."""
    from rpc_server.commerce.notifications import service
    from rpc_server.commerce.notifications.model import Trial

    with engine(merchant, database=database, config=config) as context:
        trial = Trial(
            copies=copies,
            delay_seconds=delay,
            out_of_order=out_of_order,
            wrong_signature=wrong_signature,
            status=status,
        )
        _tell(service.set_trial(context, name, trial))


@notification.command("list")
def list_(
    merchant: MerchantCode,
    status: Annotated[str | None, typer.Option(help="WAITING, DELIVERED or DEAD.")] = None,
    reference: Reference = None,
    endpoint: OneEndpoint = None,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """List messages, the latest first, with why the last try failed."""
    from rpc_server.commerce.notifications import service
    from rpc_server.commerce.notifications.model import DeliveryStatus
    from rpc_server.errors import Mistake

    with engine(merchant, database=database, config=config) as context:
        if status is not None and status.upper() not in DeliveryStatus.__members__:
            raise Mistake(f"a message is {', '.join(DeliveryStatus.__members__)}, not {status}")
        wanted = DeliveryStatus(status.upper()) if status else None
        for found in service.listed(context, status=wanted, endpoint=endpoint, reference=reference):
            tried = service.attempts(context, found)
            refusal = tried[-1].refusal if tried else None
            line = f"{found.due_at:%Y-%m-%d %H:%M:%S}  {found.status.value:9}  {found.reference} no. {found.sequence}"
            typer.echo(f"{line} to {found.endpoint}, tries: {found.tries}{f'. {refusal}' if refusal else ''}")


@notification.command()
def replay(
    merchant: MerchantCode,
    reference: Reference = None,
    sequence: Annotated[int | None, typer.Option(help="The one message of this number.")] = None,
    endpoint: OneEndpoint = None,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Send again: the messages of an order or subscription, or, without one, everything that is dead."""
    from rpc_server.commerce.notifications import service

    with engine(merchant, database=database, config=config) as context:
        again = service.replay(context, reference=reference, endpoint=endpoint, sequence=sequence)
        typer.echo(f"Sending {again} again.")


def _tell(endpoint: "Endpoint") -> None:
    import msgspec

    signed = "" if endpoint.secret_word else f" signed {','.join(algorithm.value for algorithm in endpoint.algorithms)}"
    tried = " ".join(f"{name}={value}" for name, value in msgspec.to_builtins(endpoint.trial).items())
    stopped = "" if endpoint.is_enabled else " (stopped)"
    told = f"{endpoint.name}: {endpoint.kind.value} to {endpoint.url}{signed}"
    typer.echo(f"{told}{f' tried with {tried}' if tried else ''}{stopped}")
