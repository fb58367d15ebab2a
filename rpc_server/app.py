"""Puts the pieces together: settings in, WSGI application out. With ``services`` the only place that chooses."""

from werkzeug.middleware.proxy_fix import ProxyFix

from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import Journal, LogJournal
from rpc_server.api.families import ENDPOINTS
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.commerce.context import Services
from rpc_server.sandbox.faults.striking import StoredFaults
from rpc_server.sandbox.journal.recorder import StoredJournal
from rpc_server.services import create_services
from rpc_server.settings import Settings
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
