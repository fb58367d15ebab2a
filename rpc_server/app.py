"""Puts the pieces together: settings in, WSGI application out. The only place that chooses."""

import base64
import os
import secrets
from datetime import timedelta
from pathlib import Path

from werkzeug.middleware.proxy_fix import ProxyFix

from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import Journal, LogJournal
from rpc_server.api.families import ENDPOINTS
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.clock import Clock, SystemClock
from rpc_server.commerce.accounts.service import SessionPolicy
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways import Gateway
from rpc_server.gateways.live_and_test import LiveAndTest
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox.faults.striking import StoredFaults
from rpc_server.sandbox.journal.recorder import StoredJournal
from rpc_server.settings import VAULT_KEY_BYTES, Settings, WrongSettings
from rpc_server.storage import Database
from rpc_server.wires import control
from rpc_server.wires.control import ControlEndpoint
from rpc_server.wires.disturbed import Disturbed
from rpc_server.wires.hosted import hosted_pages
from rpc_server.wires.http import Limits, WsgiApp
from rpc_server.wires.jsonrpc.endpoint import JsonRpcEndpoint
from rpc_server.wires.messages import message_pages
from rpc_server.wires.router import Health, Index, Router
from rpc_server.wires.soap.endpoint import SoapEndpoint

_REQUEST_ID_LENGTH = 20


def create_app(settings: Settings) -> WsgiApp:
    """The whole server as one WSGI application; its tables must be there already."""
    services = create_services(settings)
    api = create_api(services, kept_calls=settings.journal)
    router = create_router(api, services, limits(settings), control_token(settings))
    return ProxyFix(router, x_for=1, x_proto=1, x_host=1) if settings.behind_proxy else router


def create_services(settings: Settings) -> Services:
    """The parts the engine works with, as the settings choose them."""
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
    )


def create_api(services: Services, *, kept_calls: int = 0) -> Api:
    """Every documented method over these services; the journal keeps so many calls of each account that is not live."""
    journal: Journal = LogJournal()
    if kept_calls:
        journal = StoredJournal(Database(services.database.url, is_durable=False), services.clock, kept_calls, journal)
    return Api(Registry(groups()), services, journal, StoredFaults(services.database))


def create_router(api: Api, services: Services, limits: Limits, control_token: str | None = None) -> Router:
    """Every endpoint at its path, and what an operator asks a server beside them.

    Whoever shows the ``control_token`` may work the sandbox; nobody, without one.
    """

    def new_request_id() -> str:
        return services.ids.hexadecimal(_REQUEST_ID_LENGTH)

    soap: dict[str, WsgiApp] = {e.soap_path: Disturbed(SoapEndpoint(api, e, limits, new_request_id)) for e in ENDPOINTS}
    rpc: dict[str, WsgiApp] = {
        e.rpc_path: Disturbed(JsonRpcEndpoint(api, e, limits, new_request_id)) for e in ENDPOINTS
    }
    pages: dict[str, WsgiApp] = {
        "/": Index(soap, rpc),
        "/health": Health(services.database.ping),
        **hosted_pages(services, limits, new_request_id),
        **message_pages(services, limits, new_request_id),
    }
    below: dict[str, WsgiApp] = {}
    if control_token is not None:
        below[control.ROOT] = ControlEndpoint(control.RESOURCES, services, control_token, limits, new_request_id)
    return Router({**pages, **soap, **rpc}, limits, new_request_id, below, api.journal)


def control_token(settings: Settings) -> str | None:
    """What the control API wants to see; None where there is none."""
    return None if settings.control_token is None else settings.control_token.get_secret_value()


def limits(settings: Settings) -> Limits:
    """The most one request may be."""
    return Limits(
        bytes=settings.max_bytes, depth=settings.max_depth, nodes=settings.max_nodes, batch=settings.max_batch
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
