"""A client as legacy shops have it: what the tests in this folder are about. Only the host tells of a sandbox."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

import requests
import zeep
from zeep.transports import Transport

TRIES = 3


class PaymentRefused(Exception):
    """The buyer's bank said no."""


class Shop:
    """Sells one piece at a time."""

    def __init__(self, host: str, merchant_code: str, secret_key: str) -> None:
        self._http = requests.Session()
        client = zeep.Client(f"{host}/soap/6.0/?wsdl=literal", transport=Transport(session=self._http))
        self._api = client.service
        date = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        signed = f"{len(merchant_code)}{merchant_code}{len(date)}{date}".encode()
        hash_ = hmac.new(secret_key.encode(), signed, hashlib.sha256).hexdigest()
        self._session = self._api.login(merchant_code, date, hash_)

    def buy(self, product: str, reference: str) -> str:
        """The RefNo of a new order; a lost connection is tried again under the same key, so nothing is bought twice."""
        self._http.headers["Idempotency-Key"] = reference
        for left in reversed(range(TRIES)):
            try:
                order = self._api.placeOrder(self._session, _order(product, reference))
                break
            except requests.ConnectionError:
                if not left:
                    raise
        if order.Errors:
            raise PaymentRefused(" ".join(error.findtext("value") for error in order.Errors))
        return str(order.RefNo)

    def paid_until(self, subscription: str) -> str:
        """Until when a subscription may be used."""
        return str(self._api.getSubscription(self._session, subscription).ExpirationDate)[:10]


def _order(product: str, reference: str) -> dict[str, Any]:
    buyer = {"FirstName": "Ana", "LastName": "Popescu", "Email": "ana@customer.example", "CountryCode": "us",
             "State": "California", "City": "Los Angeles", "Address1": "1 Main Street", "Zip": "90210"}  # fmt: skip
    card = {"CardNumber": "4111111111111111", "CardType": "VISA", "ExpirationYear": "2039", "ExpirationMonth": "12",
            "HolderName": "John Doe", "CCID": "123", "RecurringEnabled": True}  # fmt: skip
    return {
        "Currency": "USD",
        "Country": "US",
        "Language": "en",
        "ExternalReference": reference,
        "Items": {"OrderItem": [{"Code": product, "Quantity": 1}]},
        "BillingDetails": buyer,
        "PaymentDetails": {"Type": "CC", "Currency": "USD", "PaymentMethod": card},
    }
