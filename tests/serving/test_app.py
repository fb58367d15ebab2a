"""The whole application in this process: what the settings choose, and that every endpoint is there."""

import base64
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from rpc_server.api.families import ENDPOINTS, Endpoint
from rpc_server.app import create_app
from rpc_server.commerce.context import Services
from rpc_server.services import create_services
from rpc_server.settings import Settings, WrongSettings, load
from rpc_server.storage import Database, migrating

Open = Callable[..., Client]


@pytest.fixture(autouse=True)
def _closed_databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what the applications of a test opened."""
    opened: list[Database] = []

    def open_database(url: str, *, is_durable: bool = True) -> Database:
        opened.append(Database(url, is_durable=is_durable))
        return opened[-1]

    for module in ("app", "services"):
        monkeypatch.setattr(f"rpc_server.{module}.Database", open_database)
    yield
    for database in opened:
        database.dispose()


@pytest.fixture
def settings_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Settings for a database in a folder of this test."""
    for name in list(os.environ):
        if name.startswith("RPC_SERVER_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return lambda **chosen: load(**{"database": "sqlite:///shop.db", **chosen})


@pytest.fixture
def open_client(settings_for: Callable[..., Settings]) -> Open:
    """A client of a new application with these settings and an empty database."""

    def opened(**chosen: Any) -> Client:
        settings = settings_for(**chosen)
        migrating.migrate(create_services(settings).database)
        return Client(create_app(settings), Response)

    return opened


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_every_endpoint_describes_itself_over_both_wires(open_client: Open, endpoint: Endpoint) -> None:
    client = open_client()

    wsdl = client.get(endpoint.soap_path + "?wsdl")
    described = client.post(endpoint.rpc_path, json={"jsonrpc": "2.0", "id": 1, "method": "rpc.discover"})

    assert (wsdl.status_code, wsdl.mimetype) == (200, "text/xml")
    assert f"http://localhost{endpoint.soap_path}" in wsdl.text
    assert described.get_json()["result"]["openrpc"].startswith("1.")


def test_health_answers_from_the_database(open_client: Open) -> None:
    assert open_client().get("/health").text == "ok\n"


def test_a_forwarded_address_counts_only_behind_a_proxy(open_client: Open) -> None:
    forwarded = {"X-Forwarded-Host": "api.shop.example", "X-Forwarded-Proto": "https"}

    direct = open_client().get("/soap/6.0/?wsdl", headers=forwarded).text
    behind = open_client(behind_proxy=True).get("/soap/6.0/?wsdl", headers=forwarded).text

    assert 'location="http://localhost/soap/6.0/"' in direct
    assert 'location="https://api.shop.example/soap/6.0/"' in behind


def test_the_limits_are_those_of_the_settings(open_client: Open) -> None:
    response = open_client(max_bytes=1024).post("/rpc/6.0/", data=b" " * 1025)

    assert response.get_json()["error"]["data"]["error_code"] == "REQUEST_TOO_LARGE"


def test_sessions_live_as_long_as_the_settings_say(settings_for: Callable[..., Settings]) -> None:
    policy = create_services(settings_for(session_idle_seconds=5, session_absolute_seconds=50)).sessions

    assert (policy.idle.total_seconds(), policy.absolute.total_seconds()) == (5, 50)


@pytest.mark.parametrize(("days", "kept"), [(90, timedelta(days=90)), (0, None)])
def test_messages_are_kept_as_long_as_the_settings_say(
    settings_for: Callable[..., Settings], days: int, kept: timedelta | None
) -> None:
    assert create_services(settings_for(notification_days=days)).keeps_messages == kept


def test_cards_sealed_before_a_restart_open_after_it(settings_for: Callable[..., Settings]) -> None:
    sealed = create_services(settings_for()).vault.seal("4111", "owner")

    assert create_services(settings_for()).vault.open(sealed, "owner") == "4111"


def test_the_made_vault_key_is_readable_by_its_owner_alone(settings_for: Callable[..., Settings]) -> None:
    create_services(settings_for())

    assert (Path("shop.db.keys").stat().st_mode & 0o777, len(list(Path().iterdir()))) == (0o600, 1)


def test_chosen_vault_keys_are_used_in_place_of_the_file(settings_for: Callable[..., Settings]) -> None:
    def services(**chosen: Any) -> Services:
        return create_services(settings_for(**chosen))

    sealed = services(vault_keys=base64.b64encode(bytes(32)).decode()).vault.seal("4111", "owner")
    both = f"{base64.b64encode(bytes(range(32))).decode()} {base64.b64encode(bytes(32)).decode()}"

    assert services(vault_keys=both).vault.open(sealed, "owner") == "4111"
    assert not Path("shop.db.keys").exists()


def test_a_folder_that_is_not_there_is_told(settings_for: Callable[..., Settings]) -> None:
    with pytest.raises(WrongSettings, match="there is no folder /no/such for the database"):
        create_services(settings_for(database="sqlite:////no/such/shop.db"))
