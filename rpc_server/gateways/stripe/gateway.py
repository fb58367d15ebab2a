"""Charges through Stripe's PaymentIntents (https://docs.stripe.com/api/payment_intents)."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Literal, cast

from stripe import DEFAULT_API_BASE, InvalidRequestError, PaymentIntent, RequestsClient, StripeClient

from rpc_server.clock import Clock
from rpc_server.gateways.errors import CardNotTaken
from rpc_server.gateways.interface import Charge, Outcome, Result
from rpc_server.gateways.stripe.amounts import minor_units
from rpc_server.gateways.stripe.answers import (
    charged_card,
    declined_when_refused,
    payment_result,
    refund_result,
    unknown_when_lost,
)

if TYPE_CHECKING:
    from stripe import RequestOptions
    from stripe.params import PaymentIntentCreateParams

KEY = "idempotency_key"
"""The metadata in which payments and refunds carry the key they were asked with."""

SEARCH_LAG = timedelta(hours=2)
"""How long a payment may be missing in Stripe's search: a minute, and an hour when it fails; twice that."""


logging.getLogger("stripe").setLevel(logging.WARNING)  # what it says below shows buyers' secrets


class Stripe:
    """Charges a token, a payment method of Stripe's: the buyer's browser gave the card to Stripe itself.

    A token charged with ``will_recur`` is kept for a customer of its own at Stripe, and can be charged again;
    any other is spent by its first charge. Stripe remembers an idempotency key for 24 hours at least: who
    repeats a charge later asks ``find`` first. A refund's key is never forgotten.

    A charge makes four requests at most, each tried once and ``retries`` times more, with ``timeout_seconds``
    to answer.
    """

    name = "stripe"
    takes_cards = False

    def __init__(
        self,
        api_key: str,
        clock: Clock,
        *,
        api_base: str = DEFAULT_API_BASE,
        timeout_seconds: float = 20,
        retries: int = 2,
    ) -> None:
        client = StripeClient(
            api_key,
            base_addresses={"api": api_base},
            http_client=RequestsClient(timeout=timeout_seconds),
            max_network_retries=retries,
        )
        self._api = client.v1
        self._clock = clock

    @unknown_when_lost
    @declined_when_refused
    def charge(self, charge: Charge) -> Result:
        return self._pay(charge, "automatic")

    @unknown_when_lost
    @declined_when_refused
    def authorise(self, charge: Charge) -> Result:
        return self._pay(charge, "manual")

    @unknown_when_lost
    @declined_when_refused
    def capture(self, transaction: str) -> Result:
        intents = self._api.payment_intents
        try:
            intent = intents.capture(transaction)
        except InvalidRequestError:
            intent = intents.retrieve(transaction)
        return _reached("succeeded", intent)

    @unknown_when_lost
    @declined_when_refused
    def void(self, transaction: str) -> Result:
        intents = self._api.payment_intents
        try:
            intent = intents.cancel(transaction)
        except InvalidRequestError:
            intent = intents.retrieve(transaction)
        return _reached("canceled", intent)

    @unknown_when_lost
    @declined_when_refused
    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        refunds = self._api.refunds
        for earlier in refunds.list({"payment_intent": transaction, "limit": 100}).auto_paging_iter():
            if getattr(earlier.metadata, KEY, None) == idempotency_key:
                return refund_result(earlier)
        asked = refunds.create(
            {
                "payment_intent": transaction,
                "amount": minor_units(amount, currency),
                "metadata": {KEY: idempotency_key},
            },
            {"idempotency_key": idempotency_key},
        )
        return refund_result(asked)

    @unknown_when_lost
    def resume(self, transaction: str) -> Result:
        return payment_result(self._api.payment_intents.retrieve(transaction))

    @unknown_when_lost
    def find(self, idempotency_key: str) -> Result | None:
        for intent in chain(self._searched(idempotency_key), self._recent()):
            if getattr(intent.metadata, KEY, None) == idempotency_key:
                return payment_result(self._api.payment_intents.retrieve(intent.id))
        return None

    def _pay(self, charge: Charge, capture_method: Literal["automatic", "manual"]) -> Result:
        if charge.card is not None:
            raise CardNotTaken
        if charge.token is None:
            return Result(Outcome.DECLINED, reason="No card")
        params: PaymentIntentCreateParams = {
            "amount": minor_units(charge.amount, charge.currency),
            "currency": charge.currency.lower(),
            "payment_method": charge.token,
            "allowed_payment_method_types": ["card"],
            "capture_method": capture_method,
            "confirm": True,
            "metadata": {KEY: charge.idempotency_key},
        }
        method = self._api.payment_methods.retrieve(charge.token)
        self._add_customer(params, charge, cast("str | None", method.customer))
        _add_presence(params, charge)
        intent = self._api.payment_intents.create(params, {"idempotency_key": charge.idempotency_key})
        return replace(payment_result(intent), card=charged_card(method))

    def _add_customer(self, params: "PaymentIntentCreateParams", charge: Charge, owner: str | None) -> None:
        """Whose token it is: Stripe wants the owner named with a kept one, and an owner to keep one for."""
        if owner is None and charge.will_recur:
            owner = self._new_owner(charge)
        if owner is not None:
            params["customer"] = owner

    def _new_owner(self, charge: Charge) -> str:
        """A customer to keep the token for: from here on where the buyer is not there, else by the payment itself."""
        key = charge.idempotency_key
        owner = self._api.customers.create({}, {"idempotency_key": f"{key}-owner"}).id
        if charge.is_recurring:
            kept = {"idempotency_key": f"{key}-kept"}
            self._api.payment_methods.attach(charge.token or "", {"customer": owner}, cast("RequestOptions", kept))
        return owner

    def _searched(self, idempotency_key: str) -> Iterator[PaymentIntent]:
        quoted = idempotency_key.replace("\\", "\\\\").replace('"', '\\"')
        yield from self._api.payment_intents.search({"query": f'metadata["{KEY}"]:"{quoted}"'}).data

    def _recent(self) -> Iterator[PaymentIntent]:
        """Payments that the search may not know yet."""
        since = int((self._clock.now() - SEARCH_LAG).timestamp())
        yield from self._api.payment_intents.list({"created": {"gte": since}, "limit": 100}).auto_paging_iter()


def _add_presence(params: "PaymentIntentCreateParams", charge: Charge) -> None:
    """Whether the buyer is there: to be asked, not to be asked, or not at all."""
    if charge.is_recurring:
        params["off_session"] = True
        return
    if charge.will_recur:
        params["setup_future_usage"] = "off_session"
    if charge.return_url is None:
        params["error_on_requires_action"] = True
    else:
        params["return_url"] = charge.return_url


def _reached(status: str, intent: PaymentIntent) -> Result:
    """What a step answers that may have been taken before."""
    if intent.status == status:
        return Result(Outcome.AUTHORISED, intent.id)
    return Result(Outcome.DECLINED, reason=f"The payment is {intent.status}")
