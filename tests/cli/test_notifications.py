"""``rpc-server notification``: endpoints, trials and replays as an operator gives them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rpc_server.cli import app
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import service
from rpc_server.commerce.orders import service as orders
from rpc_server.services import create_services
from rpc_server.settings import load
from tests.gateways.courier_listener import answering, listening
from tests.order_world import asked, stock

URL = "http://127.0.0.1:1/ipn.php"


@pytest.fixture
def database(tmp_path: Path, sqlite_schema: Path) -> str:
    """A database of its own, with APITEST and its shop."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    assert CliRunner().invoke(app, ["migrate", "--database", url]).exit_code == 0
    stock(create_services(load(database=url)))
    return url


def run(database: str, *arguments: str, merchant: str = "APITEST") -> tuple[int, str]:
    asked_for = ["notification", *arguments, "--merchant", merchant, "--database", database]
    done = CliRunner().invoke(app, asked_for, catch_exceptions=False)
    return done.exit_code, done.output


def test_endpoints_are_added_tried_stopped_resumed_and_listed(database: str) -> None:
    shop = f"shop: IPN to {URL} signed sha256,md5"
    old = ("old", URL, "--kind", "ins", "--secret-word", "tango", "--unchecked")

    assert run(database, "add", "shop", URL, "--algorithms", "sha256,md5", "--private", "--unchecked") == (
        0,
        f"{shop}\n",
    )
    assert run(database, "add", *old) == (0, f"old: INS to {URL}\n")
    assert run(database, "try", "shop", "--copies", "2", "--wrong-signature") == (
        0,
        f"{shop} tried with copies=2 wrong_signature=True\n",
    )
    assert run(database, "try", "shop") == (0, f"{shop}\n")
    assert run(database, "stop", "shop") == (0, f"{shop} (stopped)\n")
    assert run(database, "resume", "shop") == (0, f"{shop}\n")
    assert run(database, "endpoints") == (0, f"old: INS to {URL}\n{shop}\n")


def test_a_url_has_to_answer_before_it_is_added(database: str) -> None:
    with listening(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as listener:
        code, told = run(database, "add", "shop", listener.url(), "--private")

    assert (code, told) == (0, f"shop: IPN to {listener.url()} signed md5,sha256,sha3-256\n")
    refusal = "The URL does not answer a GET with HTTP 200. 127.0.0.1 gave no answer: Connection refused."
    advice = "Start what listens there first, or add it unchecked."
    assert run(database, "add", "old", URL, "--private") == (2, f"rpc-server: {refusal} {advice}\n")
    assert run(database, "endpoints") == (0, told)


def test_messages_are_listed_with_why_they_failed_and_sent_again(database: str) -> None:
    run(database, "add", "shop", URL, "--private", "--unchecked")
    reference = place(database)
    assert CliRunner().invoke(app, ["worker", "--once", "--database", database]).exit_code == 0

    code, waiting = run(database, "list", "--status", "waiting")
    assert (code, waiting.splitlines()[-1].partition("no. 1")[2]) == (
        0,
        " to shop, tries: 1. 127.0.0.1 gave no answer: Connection refused.",
    )
    run(database, "stop", "shop")
    dead = len(run(database, "list", "--status", "dead", "--reference", reference)[1].splitlines())
    assert run(database, "replay", "--reference", reference) == (0, f"Sending {dead} again.\n")
    assert run(database, "list", "--status", "dead") == (0, "")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["list", "--status", "lost"], "a message is WAITING, DELIVERED, DEAD, not lost"),
        (["add", "shop", "nowhere"], "The URL cannot be used: a URL is http://HOST/PATH or https://HOST/PATH."),
        (["add", "shop", URL, "--kind", "SMS"], "Invalid enum value 'SMS' - at `$.kind`"),
        (["stop", "none"], "There is no notification endpoint 'none'."),
        (["replay", "--reference", "1"], "There is no such notification to send again."),
    ],
)
def test_a_mistake_is_told_in_one_line(database: str, arguments: list[str], text: str) -> None:
    assert run(database, *arguments) == (2, f"rpc-server: {text}\n")


def test_an_unknown_merchant_is_told_of(database: str) -> None:
    assert run(database, "endpoints", merchant="NOBODY") == (2, "rpc-server: There is no merchant with this code.\n")


def place(database: str) -> str:
    """Sell a BOOK; its RefNo."""
    services = create_services(load(database=database))
    with services.database.writing() as work:
        merchant = find_merchant(work.connection, "APITEST")
        assert merchant is not None
        context = Context(merchant, work, services)
        assert service.endpoints(context)
        placed = orders.place(context, asked())
    services.database.dispose()
    return placed.reference or ""
