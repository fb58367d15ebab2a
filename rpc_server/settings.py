"""What an operator may choose, and where it is read from.

Sources, the first that names a setting wins: the command line, the environment (``RPC_SERVER_PORT=9000``), a
TOML file (the one named, else ``rpc_server.toml`` in the working folder), the defaults below.
"""

import base64
import binascii
import ipaddress
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretBytes, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from rpc_server.errors import Mistake

ENVIRONMENT_PREFIX = "RPC_SERVER_"
DEFAULT_FILE = Path("rpc_server.toml")
VAULT_KEY_BYTES = 32

_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/=]{16,200}", re.ASCII)


class WrongSettings(Mistake):
    """The settings cannot be used; one line says which and why, and shows no secret."""


def _several(value: Any) -> Any:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _vault_key(value: SecretBytes) -> SecretBytes:
    try:
        key = base64.b64decode(value.get_secret_value(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != VAULT_KEY_BYTES:
        raise ValueError(f"a vault key is {VAULT_KEY_BYTES} random bytes in base64 (openssl rand -base64 32)")
    return SecretBytes(key)


def _database(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")) or url == "sqlite:///:memory:":
        raise ValueError("a database is sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME")
    return value


def _stripe_api_key(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(("sk_", "rk_")):
        raise ValueError("a key of Stripe that may charge begins with sk_ or rk_")
    return value


def _control_token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("a control token is 16 to 200 letters, digits and -._~+/=")
    return value


def _stripe_api_base(value: str) -> str:
    url = urlsplit(value)
    if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname))):
        raise ValueError("the address of an API is https://HOST, or http:// on this machine")
    return value.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


Seconds = Annotated[int, Field(ge=1, le=31_536_000)]
VaultKey = Annotated[SecretBytes, AfterValidator(_vault_key)]


class Settings(BaseSettings):
    """One server's settings; what a field is for stands beside it."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    config: Path | None = Field(default=None, description="TOML file with settings")
    host: str = Field(default="127.0.0.1", description="address to listen at")
    port: int = Field(default=8080, ge=0, le=65_535, description="port to listen at; 0 picks a free one")
    database: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default=SecretStr("sqlite:///rpc_server.db"),
        description="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME",
    )
    memory: bool = Field(default=False, description="serve a throw-away database that ends with the server")
    workers: int = Field(default=2, ge=1, le=256, description="worker processes")
    threads: int | None = Field(
        default=None, ge=1, le=256, description="calls one worker carries out at once; 1 on SQLite, 4 on PostgreSQL"
    )
    backlog: int = Field(default=1024, ge=128, le=65_535, description="connections that may wait to be accepted")
    behind_proxy: bool = Field(default=False, description="believe one proxy's X-Forwarded-For, -Proto and -Host")
    duties: bool = Field(
        default=True, description="carry out what falls due in a process beside the server; else run rpc-server worker"
    )
    duty_threads: int = Field(default=4, ge=1, le=64, description="duties one worker carries out at once")
    duty_poll_seconds: float = Field(
        default=1, ge=0.05, le=60, description="how long a worker waits at most before it looks for what is due"
    )
    stop_seconds: Seconds = Field(
        default=30, description="how long calls in flight may take to finish when the server stops"
    )
    demo: bool | None = Field(
        default=None,
        description="fill in the demo account; unset: when the database is empty and only this machine can connect",
    )
    vault_keys: Annotated[tuple[VaultKey, ...], NoDecode, BeforeValidator(_several)] = Field(
        default=(), description="base64 keys that seal card numbers, the one that seals first; needed with PostgreSQL"
    )
    gateway: Literal["simulator", "stripe"] = Field(
        default="simulator", description="who charges orders that are no test ones; test orders are always simulated"
    )
    stripe_api_key: Annotated[SecretStr, AfterValidator(_stripe_api_key)] | None = Field(
        default=None, description="secret or restricted key of the Stripe account; needed with gateway stripe"
    )
    stripe_api_base: Annotated[str, AfterValidator(_stripe_api_base)] = Field(
        default="https://api.stripe.com", description="where Stripe's API is"
    )
    session_idle_seconds: Seconds = Field(default=600, description="how long an unused session lives")
    session_absolute_seconds: Seconds = Field(default=43_200, description="how long any session lives")
    session_skew_seconds: Seconds = Field(default=600, description="how far the date of a login may be off")
    max_bytes: int = Field(default=1_048_576, ge=1024, description="largest request body, unpacked")
    max_depth: int = Field(default=64, ge=8, le=200, description="deepest nesting in a request")
    max_nodes: int = Field(default=20_000, ge=100, description="most elements or values in a request")
    max_batch: int = Field(default=100, ge=1, description="most calls in a JSON-RPC batch")
    notification_days: int = Field(
        default=90,
        ge=0,
        le=36_500,
        description="days messages and their tries are kept once they are received or given up; 0: for ever",
    )
    journal: int = Field(
        default=1000,
        ge=0,
        le=1_000_000,
        description="calls the journal keeps of each account that is not live; 0: none",
    )
    control_token: Annotated[SecretStr, AfterValidator(_control_token)] | None = Field(
        default=None,
        description="what the control API under /sandbox/ wants to see; drawn at the start when only this machine can "
        "connect, else there is no control API without it",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="what is worth a log line"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic names and passes it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic names and passes it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line (given to the constructor), environment, file."""
        named = init_settings().get("config") or env_settings().get("config")
        file = InitSettingsSource(settings_cls, _file_values(settings_cls, Path(named) if named else None))
        return init_settings, env_settings, file

    @model_validator(mode="after")
    def _agree(self) -> "Settings":
        if not (self.memory or self.is_sqlite or self.vault_keys):
            raise ValueError("vault_keys are needed with a PostgreSQL database (openssl rand -base64 32)")
        if self.gateway == "stripe" and self.stripe_api_key is None:
            raise ValueError("stripe_api_key is needed with gateway stripe")
        return self

    @property
    def is_sqlite(self) -> bool:
        return self.database.get_secret_value().startswith("sqlite:")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return not self.behind_proxy and _is_loopback(self.host)

    @property
    def threads_per_worker(self) -> int:
        """SQLite lets one write at a time; on PostgreSQL calls spend their time waiting for the network."""
        return self.threads or (1 if self.is_sqlite else 4)


def load(**chosen: Any) -> Settings:
    """The settings, with those ``chosen`` on the command line; None stands for not chosen.

    Raises ``WrongSettings``.
    """
    chosen = {name: value for name, value in chosen.items() if value is not None}
    if "database" in chosen and chosen.setdefault("memory", False):
        raise WrongSettings("memory and database exclude each other")
    try:
        return Settings(**chosen)
    except ValidationError as wrong:
        raise WrongSettings("; ".join(map(_complaint, wrong.errors()))) from None


def _file_values(settings: type[BaseSettings], named: Path | None) -> dict[str, Any]:
    file = named or DEFAULT_FILE
    if named is not None and not named.is_file():
        raise WrongSettings(f"there is no settings file {named}")
    try:
        return TomlConfigSettingsSource(settings, file)()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as unreadable:
        raise WrongSettings(f"{file} cannot be read: {unreadable}") from None


def _complaint(error: ErrorDetails) -> str:
    name = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"there is no setting {name}"
    text = error["msg"].removeprefix("Value error, ")
    return f"{name}: {text}" if name else text
