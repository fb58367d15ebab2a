"""The simulated payment processor: test data decides what becomes of a charge, and no money moves."""

from rpc_server.gateways.simulator.behaviour import HOLDERS, TEST_CARDS, WALLET_TOKEN, Behaviour, Judge
from rpc_server.gateways.simulator.gateway import CHALLENGE_PATH, TRANSACTION_PREFIX, Simulator

__all__ = [
    "CHALLENGE_PATH",
    "HOLDERS",
    "TEST_CARDS",
    "TRANSACTION_PREFIX",
    "WALLET_TOKEN",
    "Behaviour",
    "Judge",
    "Simulator",
]
