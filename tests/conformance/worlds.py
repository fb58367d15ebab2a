"""The whole server in one process, with the demo account, a standing clock and repeatable numbers."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import LogJournal
from rpc_server.api.families import Endpoint
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.app import create_router
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.service import SessionPolicy
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox.seed import seed
from rpc_server.storage import Database
from rpc_server.tables import metadata
from rpc_server.wires.http import Limits
from tests.conformance.clients import JsonRpcClient, SoapClient, Transport, into, log_in
from tests.conformance.subscription_steps import prepare

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DATE = "2026-03-10 12:00:00"
REGISTRY = Registry(groups())

OTHER_ACCOUNT = """
account: {code: OTHERCO, secret_key: OTHER_KEY, name: Other company, currency: USD, commission_percent: 5}
partners:
  - {code: THEIRS, company: Other reseller, email: them@example.com, country: US, currency: USD}
"""


@dataclass(frozen=True)
class World:
    """A server of its own: what it is made of, and a way to post to it."""

    services: Services
    post: Transport

    def client(self, wire: str, endpoint: Endpoint) -> SoapClient | JsonRpcClient:
        return SoapClient(self.post, endpoint) if wire == "soap" else JsonRpcClient(self.post, endpoint)

    def session(self, client: SoapClient | JsonRpcClient, code: str = "APITEST", key: str = "SECRET_KEY") -> str:
        return log_in(client, DATE, code, key)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A world that starts like every other: the demo account APITEST, and OTHERCO, which has a partner and no more."""
    file = folder / "world.db"
    file.write_bytes(_beginning())
    services = _services(file, numbers=12)
    yield World(services, into(create_router(Api(REGISTRY, services, LogJournal()), services, Limits())))
    services.database.dispose()


@cache
def _beginning() -> bytes:
    """The database file all worlds begin with."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "beginning.db")
        services = _services(file, numbers=11)
        metadata().create_all(services.database.engine)
        other = Path(folder, "other.yaml")
        other.write_text(OTHER_ACCOUNT)
        seed(services)
        seed(services, other)
        prepare(services)
        services.database.dispose()
        return file.read_bytes()


def _services(file: Path, numbers: int) -> Services:
    database = Database(f"sqlite:///{file}")
    return Services(
        database,
        SetClock(NOW),
        Ids(random.Random(numbers)),
        Simulator(database),
        Vault([bytes(range(32))]),
        SessionPolicy(),
    )
