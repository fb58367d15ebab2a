"""Who buys: an address as given on an order, and the customer it belongs to."""

import msgspec

DEFAULT_LANGUAGE = "en"


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A person or company with an address; ``country`` is an upper-case ISO 3166 code, unset members are None."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    fiscal_code: str | None = None
    tax_office: str | None = None
    tax_exemption_id: str | None = None
    email: str | None = None
    phone: str | None = None
    fax: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: str | None = None
    country: str | None = None
    state: str | None = None


class NewCustomer(msgspec.Struct, frozen=True, kw_only=True):
    """A customer to be; ``reference`` is drawn where it is None."""

    address: Address
    language: str = DEFAULT_LANGUAGE
    external_reference: str | None = None
    reference: int | None = None


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """A customer; ``reference`` is ours (AvangateCustomerReference), ``external_reference`` the merchant's."""

    reference: int
    external_reference: str | None
    address: Address
    language: str
