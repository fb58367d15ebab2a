"""``rpc-server sign``: how a signature comes about, byte by byte, for whoever's own one is refused."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import mistakes_told
from rpc_server.clock import SystemClock

if TYPE_CHECKING:
    from rpc_server.commerce.accounts.signature import Algorithm
    from rpc_server.commerce.notifications.model import Message

Key = Annotated[
    str,
    typer.Option(
        help="The account's secret key; better in RPC_SERVER_SIGN_KEY, which nobody sees.", envvar="RPC_SERVER_SIGN_KEY"
    ),
]
Yours = Annotated[
    list[str] | None,
    typer.Option("--hash", help="A hash to compare: told is whether it is right, or which mistake it has."),
]
Body = Annotated[
    Path, typer.Argument(help="File with the form as it was posted (NAME=VALUE&...); - reads standard input.")
]

commands = typer.Typer()
sign = typer.Typer(no_args_is_help=True, help="Show how a signature comes about, byte by byte.")
commands.add_typer(sign, name="sign")


@sign.command()
def login(
    merchant_code: Annotated[str, typer.Option(help="The first argument of login.")],
    key: Key,
    date: Annotated[str | None, typer.Option(help="The second, in UTC: 2010-05-13 12:12:12; now without it.")] = None,
    yours: Yours = None,
) -> None:
    """The hash that login takes: of merchant code and date."""
    signed_at = f"{SystemClock().now():%Y-%m-%d %H:%M:%S}" if date is None else date
    _tell([("merchantCode", merchant_code), ("date", signed_at)], key, yours)


@sign.command()
def ipn(body: Body, key: Key, yours: Yours = None) -> None:
    """The signatures of an order notification; those in it are compared."""
    _tell_message(_posted(body), key, yours)


@sign.command()
def lcn(body: Body, key: Key, yours: Yours = None) -> None:
    """The signatures of a licence notification; those in it are compared."""
    _tell_message(_posted(body), key, yours)


@sign.command()
def receipt(
    body: Body,
    key: Key,
    date: Annotated[str | None, typer.Option(help="Your clock, like 20260310140000; now without it.")] = None,
    yours: Yours = None,
) -> None:
    """The read receipt that answers a notification, in both forms."""
    from rpc_server.commerce.accounts.signature import Algorithm
    from rpc_server.commerce.accounts.signature import sign as signature
    from rpc_server.commerce.notifications.model import NotificationKind
    from rpc_server.commerce.notifications.receipts import SIGNED, receipted_values

    message = _posted(body)
    kind = NotificationKind.LCN if any(name == "LICENSE_CODE" for name, _ in message) else NotificationKind.IPN
    answered_at = f"{SystemClock().now():%Y%m%d%H%M%S}" if date is None else date
    values = (*receipted_values(kind, message), answered_at)
    _tell(list(zip((*SIGNED[kind], "DATE"), values, strict=True)), key, yours)
    typer.echo(f"\n<EPAYMENT>{answered_at}|{signature(Algorithm.MD5, key, *values)}</EPAYMENT>")
    for algorithm in (Algorithm.SHA256, Algorithm.SHA3_256):
        typer.echo(f'<sig algo="{algorithm.value}" date="{answered_at}">{signature(algorithm, key, *values)}</sig>')


@sign.command()
def buy_link(
    url: Annotated[str, typer.Argument(help="The whole link, or its query.")],
    key: Annotated[str, typer.Option(help="The buy-link secret word.", envvar="RPC_SERVER_SIGN_KEY")],
    yours: Yours = None,
) -> None:
    """The signature of a buy link, HMAC-SHA256 with the secret word; the one in it is compared."""
    from urllib.parse import parse_qsl

    from rpc_server.commerce.accounts.signature import Algorithm
    from rpc_server.commerce.buy_links import signed_parameters

    parameters = parse_qsl(url.partition("?")[2] or url, keep_blank_values=True)
    theirs = [value for name, value in parameters if name == "signature"]
    _tell(signed_parameters(parameters), key, [*theirs, *(yours or ())], [Algorithm.SHA256])


def _tell_message(message: "Message", key: str, yours: Sequence[str] | None) -> None:
    from rpc_server.commerce.notifications.signature import SIGNATURES, walked

    theirs = [value for name, value in message if name in SIGNATURES.values()]
    _tell(walked(message), key, [*theirs, *(yours or ())])


def _tell(
    fields: list[tuple[str, str]],
    key: str,
    theirs: Sequence[str] | None,
    algorithms: "Sequence[Algorithm] | None" = None,
) -> None:
    from rpc_server.cli.sign_report import report
    from rpc_server.commerce.accounts.signature import Algorithm

    typer.echo(report(fields, key, algorithms or list(Algorithm), theirs or ()))


def _posted(body: Path) -> "Message":
    """The fields of the form, decoded as PHP does."""
    from urllib.parse import parse_qsl

    with mistakes_told():
        text = sys.stdin.read() if body == Path("-") else body.read_text(encoding="utf-8")
        return tuple(parse_qsl(text.strip(), keep_blank_values=True))
