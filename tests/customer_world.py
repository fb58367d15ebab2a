"""A customer as the published sample makes her, and her subscriptions."""

from typing import Any

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions.model import Subscription
from tests.subscription_world import subscribed

GRACE: dict[str, Any] = {
    "ExternalCustomerReference": "grace",
    "FirstName": "Grace",
    "LastName": "Hopper",
    "Company": "",
    "FiscalCode": None,
    "Address1": "1 Arlington Ridge",
    "Address2": None,
    "City": "Arlington",
    "State": "VA",
    "Zip": "22202",
    "CountryCode": "US",
    "Phone": "555 0100",
    "Fax": None,
    "Email": "Grace@example.com",
    "Language": "EN",
}
SHOWN: dict[str, Any] = {
    "AvangateCustomerReference": "<reference>",
    "ExternalCustomerReference": "grace",
    "FirstName": "Grace",
    "LastName": "Hopper",
    "Company": None,
    "FiscalCode": None,
    "Address1": "1 Arlington Ridge",
    "Address2": None,
    "City": "Arlington",
    "State": "VA",
    "Zip": "22202",
    "CountryCode": "us",
    "Phone": "555 0100",
    "Fax": None,
    "Email": "Grace@example.com",
    "ExistingCards": [],
    "Enabled": False,
    "Trial": False,
    "Language": "en",
    "Credit": {"Limit": 0, "Remaining": 0, "Currency": "USD"},
}
"""Grace as API 6.0 shows her, in order."""


def subscription_of(
    context: Context, customer: int | None, reference: str = "8AF9A9DC95", **changes: Any
) -> Subscription:
    """A subscription of the customer to STARTER."""
    return subscribed(
        context, reference=reference, customer_reference=customer, external_customer_reference="grace", **changes
    )
