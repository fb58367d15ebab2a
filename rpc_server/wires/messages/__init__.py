"""Messages merchants post as forms: refunds, deliveries, the export of orders; and the card form of API 2.x."""

from collections.abc import Callable

from rpc_server.api.families import ENDPOINTS, Family
from rpc_server.commerce.context import Services
from rpc_server.commerce.messages import delivery, refund
from rpc_server.wires.http import Limits, WsgiApp
from rpc_server.wires.messages.cards import CardFormEndpoint
from rpc_server.wires.messages.exports import ExportEndpoint
from rpc_server.wires.messages.orders import OrderMessageEndpoint


def message_pages(services: Services, limits: Limits, new_request_id: Callable[[], str]) -> dict[str, WsgiApp]:
    """Every address a form is posted to."""
    card_form = CardFormEndpoint(services, limits, new_request_id)
    versions = [endpoint.version for endpoint in ENDPOINTS if endpoint.family is Family.ORDER]
    return {
        "/order/irn.php": OrderMessageEndpoint(services, limits, new_request_id, "IRN_DATE", refund.carry_out),
        "/order/idn.php": OrderMessageEndpoint(services, limits, new_request_id, "IDN_DATE", delivery.carry_out),
        "/action/ise": ExportEndpoint(services, limits, new_request_id),
        **{f"/order/{version}/setpaymentdetails.php": card_form for version in versions},
    }
