"""Where messages leave for the systems of others: what the engine asks of a courier, and the one over HTTP."""

from rpc_server.gateways.courier.http import HttpCourier
from rpc_server.gateways.courier.interface import Answer, Courier

__all__ = ["Answer", "Courier", "HttpCourier"]
