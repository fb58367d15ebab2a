"""Test orders beside real ones."""

from decimal import Decimal

from rpc_server.gateways.interface import Charge, Gateway, Result
from rpc_server.gateways.simulator import TRANSACTION_PREFIX, Simulator


class LiveAndTest:
    """Takes test charges to the simulator and all others to a real processor; what follows goes where its charge went."""

    def __init__(self, live: Gateway, simulator: Simulator) -> None:
        self.name = live.name
        self.takes_cards = live.takes_cards
        self._live: Gateway = live
        self._simulator = simulator

    def charge(self, charge: Charge) -> Result:
        return self._taking(charge).charge(charge)

    def authorise(self, charge: Charge) -> Result:
        return self._taking(charge).authorise(charge)

    def capture(self, transaction: str) -> Result:
        return self._holding(transaction).capture(transaction)

    def void(self, transaction: str) -> Result:
        return self._holding(transaction).void(transaction)

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        return self._holding(transaction).refund(idempotency_key, transaction, amount, currency)

    def resume(self, transaction: str) -> Result:
        return self._holding(transaction).resume(transaction)

    def answer_challenge(self, transaction: str, *, is_passed: bool) -> Result:
        return self._simulator.answer_challenge(transaction, is_passed=is_passed)

    def find(self, idempotency_key: str) -> Result | None:
        return self._simulator.find(idempotency_key) or self._live.find(idempotency_key)

    def _taking(self, charge: Charge) -> Gateway:
        return self._simulator if charge.is_test else self._live

    def _holding(self, transaction: str) -> Gateway:
        return self._simulator if transaction.startswith(TRANSACTION_PREFIX) else self._live
