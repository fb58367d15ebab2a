"""Stripe as the tests meet it: a server on the loopback, and what a browser and an account's owner can do there."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from stripe import PaymentIntent, Refund, StripeClient, V1Services

from rpc_server.clock import Clock, SystemClock
from rpc_server.gateways.stripe import Stripe
from tests.server import ROOT

SECRET = "sk_test_51HnotforeveryonesEyes"
VISA = "4242424242424242"


@dataclass(frozen=True)
class StripeAccount:
    """The account at ``url``, seen from outside the gateway."""

    url: str

    def gateway(self, clock: Clock | None = None, **options: Any) -> Stripe:
        return Stripe(SECRET, clock or SystemClock(), api_base=self.url, **options)

    def set_mood(self, **mood: Any) -> None:
        """See ``tests.gateways.stripe_server``."""
        requests.post(f"{self.url}/_front", json=mood, timeout=10).raise_for_status()

    def token(self, number: str = VISA) -> str:
        """What a browser gets from Stripe for a card."""
        card: Any = {"number": number, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
        return self._api.payment_methods.create({"type": "card", "card": card}).id

    def payments(self, key: str) -> list[PaymentIntent]:
        """All payments asked for with the key."""
        return [intent for intent in self.payments_with(key) if intent.metadata["idempotency_key"] == key]

    def payments_with(self, beginning: str) -> list[PaymentIntent]:
        """All payments whose key begins so."""
        everything = self._api.payment_intents.list({"limit": 10_000}).data
        keyed = [(intent, getattr(intent.metadata, "idempotency_key", None)) for intent in everything]
        return [intent for intent, key in keyed if (key or "").startswith(beginning)]

    def payment(self, transaction: str | None) -> PaymentIntent:
        return self._api.payment_intents.retrieve(transaction or "")

    def refunds(self, transaction: str | None) -> list[Refund]:
        """All refunds of the payment, by amount."""
        refunds = self._api.refunds.list({"payment_intent": transaction or "", "limit": 100}).data
        return sorted(refunds, key=lambda refund: refund.amount)

    def answer_challenge(self, transaction: str | None, *, is_passed: bool) -> None:
        """What the buyer does at his bank."""
        requests.post(
            f"{self.url}/v1/payment_intents/{transaction}/_authenticate",
            {"client_secret": self.payment(transaction).client_secret, "success": str(is_passed).lower()},
            timeout=10,
        )

    @property
    def _api(self) -> V1Services:
        return StripeClient(SECRET, base_addresses={"api": self.url}).v1


@pytest.fixture(scope="session")
def stripe_url() -> Iterator[str]:
    """Where Stripe is for this run."""
    command = [sys.executable, "-m", "tests.gateways.stripe_server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, "the server did not start"
        try:
            yield url
        finally:
            process.terminate()


@pytest.fixture
def account(stripe_url: str) -> StripeAccount:
    """The account, in its usual mood."""
    account = StripeAccount(stripe_url)
    account.set_mood()
    return account


@pytest.fixture
def stripe(account: StripeAccount) -> Stripe:
    """The gateway of the account."""
    return account.gateway()
