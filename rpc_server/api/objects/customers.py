"""Customers, one object for what is sent and what is answered: keys in the order of recorded answers.

A member left out of an update stays as it is; null and the empty text take away what it had. Ids are texts of
digits and countries lower case, as recorded.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import Endpoint, Version
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.reading import word
from rpc_server.api.objects.sent_values import given, text, upper
from rpc_server.api.shapes import ApiObject, MaxLength, Since
from rpc_server.commerce.customers import model, search
from rpc_server.commerce.customers.standing import KnownCard, Standing
from rpc_server.commerce.payments.cards import title_of
from rpc_server.commerce.pricing.money import ZERO

Line = Annotated[str | None, MaxLength(255)]
Stated = Annotated[str | UnsetType | None, MaxLength(255)]

NOBODY = model.Customer(reference=0, external_reference=None, address=model.Address(), language=model.DEFAULT_LANGUAGE)
"""What a new customer is where nothing is said."""

_FIFTH = Version(5, 0)
_LONGEST_NUMBER = 18
_SAME_NAMES = (
    "first_name", "last_name", "company", "fiscal_code", "address1", "address2", "city", "state", "zip", "phone", "fax",
    "email",
)  # fmt: skip


class ExistingCard(ApiObject):
    """A card the customer paid with. ``TransientToken`` pays one order as EXISTING_PAYMENT_DATA, where asked for."""

    card_type: str
    first_digits: str
    last_digits: str
    transient_token: str | UnsetType = UNSET


class Credit(ApiObject):
    """What a customer may owe; nothing, here."""

    limit: Decimal
    remaining: Decimal
    currency: str


class Customer(ApiObject):
    """``ExistingCards``, ``Enabled``, ``Trial`` and ``Credit`` are answered, and passed over when sent."""

    wire_type: ClassVar[str] = "Customer"

    avangate_customer_reference: Stated = UNSET
    external_customer_reference: Stated = UNSET
    first_name: Stated = UNSET
    last_name: Stated = UNSET
    company: Stated = UNSET
    fiscal_code: Stated = UNSET
    address1: Stated = UNSET
    address2: Stated = UNSET
    city: Stated = UNSET
    state: Stated = UNSET
    zip: Stated = UNSET
    country_code: Stated = UNSET
    phone: Stated = UNSET
    fax: Stated = UNSET
    email: Stated = UNSET
    existing_cards: list[ExistingCard] | UnsetType | None = UNSET
    enabled: bool | UnsetType | None = UNSET
    trial: bool | UnsetType | None = UNSET
    language: Stated = UNSET
    credit: Annotated[Credit | UnsetType | None, Since("6.0")] = UNSET


class CustomerSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing. ``Status`` is ACTIVE or INACTIVE."""

    email: Line = None
    phone: Line = None
    country_code: Line = None
    language: Line = None
    trial: bool | None = None
    status: Line = None
    page: int | None = None
    limit: int | None = None
    pagination: Pagination | None = None


class CustomerPage(ApiObject):
    """One page of found customers."""

    items: list[Customer]
    pagination: Pagination


def read_new(sent: Customer) -> model.NewCustomer:
    """The customer to make; a number of ours that is sent is passed over."""
    made = read_changes(sent)(NOBODY)
    return model.NewCustomer(
        address=made.address, language=made.language, external_reference=read_external(sent.external_customer_reference)
    )


def read_changes(sent: Customer) -> Callable[[model.Customer], model.Customer]:
    """A function from a customer to what the object makes of him; his references stay."""

    def changed(customer: model.Customer) -> model.Customer:
        stated = {name: text(getattr(sent, name)) for name in _SAME_NAMES if getattr(sent, name) is not UNSET}
        if sent.country_code is not UNSET:
            stated["country"] = upper(sent.country_code) or None
        language = text(given(sent.language, None))
        return msgspec.structs.replace(
            customer,
            address=msgspec.structs.replace(customer.address, **stated),
            language=language.lower() if language else customer.language,
        )

    return changed


def read_number(sent: str | UnsetType | None) -> int | None:
    """An AvangateCustomerReference, None for nothing; raises ``InvalidArgument``."""
    digits = text(given(sent, None))
    if digits is None:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        path = "AvangateCustomerReference"
        raise InvalidArgument(f"{path} must be a whole number.", field=path)
    return int(digits) or None


def read_external(sent: str | UnsetType | None) -> str | None:
    """An ExternalCustomerReference, None for nothing."""
    return text(given(sent, None))


def read_search(options: CustomerSearchOptions, *, page: int, limit: int) -> search.CustomerSearch:
    """What to look for; raises ``InvalidArgument``."""
    return search.CustomerSearch(
        email=text(options.email),
        phone=text(options.phone),
        country=upper(options.country_code) or None,
        language=upper(options.language).lower() or None,
        is_trial=options.trial,
        status=word(search.CustomerStatus, options.status, "Status"),
        page=page,
        limit=limit,
    )


def show_customer(
    customer: model.Customer, standing: Standing, endpoint: Endpoint, *, currency: str, tokens: dict[KnownCard, str]
) -> Customer:
    """The customer as answered; ``tokens`` has one for each card to be paid with.

    Up to 4.0 the language is answered empty (recorded with 3.0).
    """
    address = customer.address
    return Customer(
        avangate_customer_reference=str(customer.reference),
        external_customer_reference=customer.external_reference,
        **{name: getattr(address, name) for name in _SAME_NAMES},
        country_code=address.country.lower() if address.country else None,
        existing_cards=[_show_card(card, tokens.get(card)) for card in standing.cards],
        enabled=standing.is_enabled,
        trial=standing.is_trial,
        language=customer.language if endpoint.version >= _FIFTH else "",
        credit=Credit(limit=ZERO, remaining=ZERO, currency=currency),
    )


def _show_card(card: KnownCard, token: str | None) -> ExistingCard:
    return ExistingCard(
        card_type=title_of(card.summary.brand),
        first_digits=card.summary.first_digits,
        last_digits=card.summary.last_digits,
        transient_token=token or UNSET,
    )
