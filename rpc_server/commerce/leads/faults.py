"""What cannot be in what is told of a wish to buy. Nothing of it could be read in the documents: it is inferred."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.checks import is_email
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES, LANGUAGES
from rpc_server.commerce.leads.wanted import WantedItem

LAST_QUANTITY = 99_999


class Told(Protocol):
    """What leads and proposals have in common."""

    @property
    def items(self) -> tuple[WantedItem, ...]: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def billing(self) -> Address: ...
    @property
    def delivery(self) -> Address | None: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be: its wire path, how it is spelled in an error code, and the text for people."""

    path: str
    spelling: str
    text: str


def first_fault(context: Context, told: Told) -> Fault | None:
    """The first thing that cannot be; None where all can."""
    return next(chain(_of_items(context, told.items), _of_words(told), _of_addresses(told)), None)


def _of_items(context: Context, items: tuple[WantedItem, ...]) -> Iterator[Fault]:
    if not items:
        yield Fault("Items", "ITEMS", "Items are required.")
    known = catalog.products_by_code(context, {item.code for item in items if item.code and not item.is_dynamic})
    for number, item in enumerate(items):
        if item.quantity is not None and not 1 <= item.quantity <= LAST_QUANTITY:
            text = f"Quantity must be between 1 and {LAST_QUANTITY}."
            yield Fault(f"Items[{number}].Quantity", "QUANTITY", text)
        if item.is_dynamic and not item.name:
            yield Fault(f"Items[{number}].Name", "PRODUCT_NAME", "A dynamic product needs a Name.")
        if not item.is_dynamic and item.code not in known:
            text = f"There is no product {(item.code or '')[:50]!r}."
            yield Fault(f"Items[{number}].Code", "PRODUCT_CODE", text)


def _of_words(told: Told) -> Iterator[Fault]:
    if told.currency is not None and told.currency not in CURRENCIES:
        yield Fault("Currency", "CURRENCY", f"There is no currency {told.currency[:10]!r}.")
    if told.language is not None and told.language not in LANGUAGES:
        yield Fault("Language", "LANGUAGE", f"There is no language {told.language[:10]!r}.")


def _of_addresses(told: Told) -> Iterator[Fault]:
    for address, path in ((told.billing, "BillingDetails"), (told.delivery, "DeliveryDetails")):
        if address is None:
            continue
        if address.email is not None and not is_email(address.email):
            yield Fault(f"{path}.Email", "EMAIL", "The e-mail address is not valid.")
        if address.country is not None and address.country not in COUNTRIES:
            yield Fault(f"{path}.CountryCode", "COUNTRY", f"There is no country {address.country[:10]!r}.")
