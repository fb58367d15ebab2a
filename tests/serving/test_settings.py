"""Where settings come from, and what is said when they are wrong."""

import base64
import os
from pathlib import Path

import pytest

from rpc_server.settings import Settings, WrongSettings, load

KEY = base64.b64encode(bytes(range(32))).decode()
POSTGRES = "postgresql://shop:hunter2@db/orders"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder and an environment that says nothing."""
    for name in list(os.environ):
        if name.startswith("RPC_SERVER_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def complaint(**chosen: object) -> str:
    with pytest.raises(WrongSettings) as wrong:
        load(**chosen)
    return str(wrong.value)


def test_without_any_word_the_server_is_local_on_port_8080_with_a_file_beside_it() -> None:
    settings = load()

    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.database.get_secret_value() == "sqlite:///rpc_server.db"
    assert settings.is_local


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rpc_server.toml").write_text('host = "file"\nport = 1\nworkers = 7\n')
    monkeypatch.setenv("RPC_SERVER_HOST", "environment")
    monkeypatch.setenv("RPC_SERVER_PORT", "2")

    settings = load(port=3)

    assert (settings.host, settings.port, settings.workers) == ("environment", 3, 7)


def test_a_file_can_be_named_on_the_command_line_or_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mine.toml").write_text("port = 1\n")
    Path("other.toml").write_text("port = 2\n")
    monkeypatch.setenv("RPC_SERVER_CONFIG", "other.toml")

    assert load().port == 2
    assert load(config=Path("mine.toml")).port == 1


def test_a_key_the_file_should_not_have_is_named() -> None:
    Path("rpc_server.toml").write_text("prot = 9000\n")

    assert complaint() == "there is no setting prot"


def test_a_file_that_is_not_toml_is_told_with_the_line() -> None:
    Path("rpc_server.toml").write_text("port = \n")

    assert complaint() == "rpc_server.toml cannot be read: Invalid value (at line 1, column 8)"


def test_a_named_file_that_is_not_there_is_told() -> None:
    assert complaint(config=Path("gone.toml")) == "there is no settings file gone.toml"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"port": 70_000}, "port: Input should be less than or equal to 65535"),
        ({"workers": 0}, "workers: Input should be greater than or equal to 1"),
        ({"log_level": "loud"}, "log_level: Input should be 'debug', 'info', 'warning' or 'error'"),
        ({"database": "shop.db"}, "database: a database is sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"),
        ({"memory": True, "database": "sqlite:///a.db"}, "memory and database exclude each other"),
        ({"control_token": "short"}, "control_token: a control token is 16 to 200 letters, digits and -._~+/="),
        ({"duty_poll_seconds": 0}, "duty_poll_seconds: Input should be greater than or equal to 0.05"),
    ],
)
def test_a_wrong_value_is_told_in_one_line(chosen: dict[str, object], expected: str) -> None:
    assert complaint(**chosen) == expected


def test_a_wrong_secret_is_told_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RPC_SERVER_DATABASE", "mysql://shop:hunter2@db/orders")
    monkeypatch.setenv("RPC_SERVER_VAULT_KEYS", "dG9vIHNob3J0")

    text = complaint()

    assert text == (
        "database: a database is sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME; "
        "vault_keys.0: a vault key is 32 random bytes in base64 (openssl rand -base64 32)"
    )


def test_no_secret_shows_in_what_is_printed_of_settings() -> None:
    settings = load(database=POSTGRES, vault_keys=KEY)

    shown = repr(settings) + str(settings) + settings.model_dump_json()

    assert "hunter2" not in shown
    assert KEY not in shown
    assert repr(bytes(range(32))) not in shown


def test_several_vault_keys_are_read_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RPC_SERVER_VAULT_KEYS", f"{base64.b64encode(bytes(32)).decode()}, {KEY}")

    assert [key.get_secret_value() for key in load().vault_keys] == [bytes(32), bytes(range(32))]


def test_postgresql_needs_a_vault_key() -> None:
    assert complaint(database=POSTGRES) == "vault_keys are needed with a PostgreSQL database (openssl rand -base64 32)"


def test_a_database_on_the_command_line_is_used_where_the_environment_says_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RPC_SERVER_MEMORY", "1")

    settings = load(database="sqlite:///kept.db")

    assert (settings.memory, settings.database.get_secret_value()) == (False, "sqlite:///kept.db")


@pytest.mark.parametrize(
    ("settings", "is_local"),
    [
        (Settings(host="127.0.0.1"), True),
        (Settings(host="127.8.8.8"), True),
        (Settings(host="::1"), True),
        (Settings(host="localhost"), True),
        (Settings(host="0.0.0.0"), False),
        (Settings(host="192.168.1.5"), False),
        (Settings(host="shop.example"), False),
        (Settings(host="127.0.0.1", behind_proxy=True), False),
    ],
)
def test_only_a_loopback_address_without_a_proxy_is_local(settings: Settings, is_local: bool) -> None:
    assert settings.is_local is is_local


def test_one_call_at_a_time_on_sqlite_and_several_on_postgresql_unless_chosen() -> None:
    on_postgres = load(database=POSTGRES, vault_keys=KEY)

    assert [load().threads_per_worker, on_postgres.threads_per_worker, load(threads=3).threads_per_worker] == [1, 4, 3]
