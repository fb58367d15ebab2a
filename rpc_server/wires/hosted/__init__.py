"""The pages buyers see: those of banks and wallets, which this server plays, of their accounts and renewals; and what mints tokens."""

from collections.abc import Callable

from rpc_server.api.families import ENDPOINTS, Family
from rpc_server.api.objects.sign_on import ACCOUNT_PATH
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.challenges import RETURN_PATH
from rpc_server.commerce.payments.methods import SCRIPTS
from rpc_server.commerce.subscriptions.renewal_link import PATH as RENEWAL_PATH
from rpc_server.wires.hosted.account import AccountEndpoint
from rpc_server.wires.hosted.endpoint import AuthorizePage, ReturnPage
from rpc_server.wires.hosted.partners import PANEL_PATHS, PROFORMA_PATH, PanelEndpoint, ProformaEndpoint
from rpc_server.wires.hosted.renewal import RenewalPage
from rpc_server.wires.hosted.tokens import TokenEndpoint
from rpc_server.wires.http import Limits, WsgiApp

TOKEN_PATH = "/token"  # noqa: S105 - an address


def hosted_pages(services: Services, limits: Limits, new_request_id: Callable[[], str]) -> dict[str, WsgiApp]:
    """Every page at its path, like ``/6.0/scripts/credit_card/authorize`` (recorded)."""
    authorize = AuthorizePage(services, limits, new_request_id)
    versions = [endpoint.version for endpoint in ENDPOINTS if endpoint.family is Family.MERCHANT]
    pages: dict[str, WsgiApp] = {
        f"/{version}/scripts/{script}/authorize/": authorize for version in versions for script in SCRIPTS
    }
    return {
        **pages,
        RETURN_PATH: ReturnPage(services, limits, new_request_id),
        RENEWAL_PATH: RenewalPage(services, limits, new_request_id),
        ACCOUNT_PATH: AccountEndpoint(services, limits, new_request_id),
        **dict.fromkeys(PANEL_PATHS, PanelEndpoint(services, limits, new_request_id)),
        PROFORMA_PATH: ProformaEndpoint(services, limits, new_request_id),
        TOKEN_PATH: TokenEndpoint(services, limits, new_request_id),
    }
