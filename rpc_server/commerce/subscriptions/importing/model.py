"""A subscription that began elsewhere, as its merchant tells it."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from rpc_server.commerce.customers.model import DEFAULT_LANGUAGE, Address
from rpc_server.commerce.subscriptions.codes.model import Delivery
from rpc_server.gateways import CardDetails

LONGEST_REFERENCE = 255

TEST_CARDS = frozenset(
    (
        "4111111111111111",
        "4222222222222220",
        "5555555555554444",
        "5105105105105100",
        "378282246310005",
        "374200000000004",
        "6011111111111117",
        "3566111111111113",
    )
)
"""Card numbers of published samples, which no bank has issued."""


@dataclass(frozen=True, slots=True)
class CustomTerms:
    """What the first ``cycles`` renewals cost in place of the product's price, for all units."""

    price: Decimal
    cycles: int


@dataclass(frozen=True, slots=True)
class ImportedSubscription:
    """What is told of it; the product is named by its code or else by its number.

    ``external_reference`` is the merchant's own, one for each subscription. ``expires_at`` is None for a lifetime.
    ``value`` is what the running period cost, net. ``currency`` is that of all amounts, the product's own where
    None. With a ``card`` it renews by itself.
    """

    external_reference: str
    starts_at: datetime
    expires_at: datetime | None
    product_code: str | None
    product_id: int | None
    end_user: Address
    product_name: str | None = None
    product_version: str | None = None
    quantity: int = 1
    options: tuple[str, ...] = ()
    language: str = DEFAULT_LANGUAGE
    customer_reference: int | None = None
    external_customer_reference: str | None = None
    delivery: Delivery | None = None
    currency: str | None = None
    custom: CustomTerms | None = None
    value: Decimal = Decimal(0)
    partner_code: str | None = None
    note: str | None = None
    is_test: bool = False
    card: CardDetails | None = field(default=None, repr=False)
    card_type: str | None = None
