"""The parts the engine works with, as the settings choose them; what a command needs, and no wire."""

import base64
import os
import secrets
from datetime import timedelta
from pathlib import Path

from rpc_server import tables
from rpc_server.clock import Clock, SystemClock
from rpc_server.commerce.accounts.service import SessionPolicy
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways import Gateway
from rpc_server.gateways.live_and_test import LiveAndTest
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox.faults.striking import StoredFaults
from rpc_server.settings import VAULT_KEY_BYTES, Settings, WrongSettings
from rpc_server.storage import Database


def create_services(settings: Settings) -> Services:
    """The parts the engine works with, as the settings choose them, over tables that are all known."""
    tables.metadata()  # a row is written after those it refers to, whichever use case is loaded
    database = Database(settings.database.get_secret_value())
    clock = SystemClock()
    return Services(
        database=database,
        clock=clock,
        ids=Ids(),
        gateway=_gateway(settings, database, clock),
        vault=Vault(_vault_keys(settings, database)),
        sessions=SessionPolicy(
            idle=timedelta(seconds=settings.session_idle_seconds),
            absolute=timedelta(seconds=settings.session_absolute_seconds),
            clock_skew=timedelta(seconds=settings.session_skew_seconds),
        ),
        keeps_messages=timedelta(days=settings.notification_days) or None,
    )


def _gateway(settings: Settings, database: Database, clock: Clock) -> Gateway:
    """The simulator, alone or beside Stripe; raises ``WrongSettings`` where Stripe's library is missing."""
    simulator = Simulator(database, StoredFaults(database))
    if settings.stripe_api_key is None or settings.gateway == "simulator":
        return simulator
    try:
        from rpc_server.gateways.stripe import Stripe
    except ModuleNotFoundError as missing:
        raise WrongSettings(f"gateway stripe needs {missing.name}: pip install 'rpc_server[stripe]'") from None
    key = settings.stripe_api_key.get_secret_value()
    return LiveAndTest(Stripe(key, clock, api_base=settings.stripe_api_base), simulator)


def _vault_keys(settings: Settings, database: Database) -> list[bytes]:
    """The keys chosen, else those in the file beside the SQLite database, made when it is not there."""
    if settings.vault_keys:
        return [key.get_secret_value() for key in settings.vault_keys]
    file = Path(f"{database.url.database}.keys")
    if not file.parent.is_dir():
        raise WrongSettings(f"there is no folder {file.parent} for the database")
    if not file.exists():
        _write_new_key(file)
    return [base64.b64decode(line) for line in file.read_text().split()]


def _write_new_key(file: Path) -> None:
    """Put a new key into the file, readable by its owner alone; of two who try at once the first one's stays."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with open(draft, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as opened:
        opened.write(base64.b64encode(secrets.token_bytes(VAULT_KEY_BYTES)).decode() + "\n")
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
