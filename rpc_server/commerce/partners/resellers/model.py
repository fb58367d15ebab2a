"""A company a partner sells to."""

import msgspec


class Reseller(msgspec.Struct, frozen=True, kw_only=True):
    """A reseller as the partner told of him; ``country`` is an upper-case ISO 3166 code, unset members are None."""

    code: str
    company: str
    first_name: str
    last_name: str
    email: str
    country: str
    phone: str | None = None
    fax: str | None = None
    state: str | None = None
    city: str | None = None
    address: str | None = None
    zip: str | None = None


class ResellerDetails(msgspec.Struct, frozen=True, kw_only=True):
    """A reseller as a client tells of him, not yet checked."""

    code: str | None = None
    company: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    country: str | None = None
    phone: str | None = None
    fax: str | None = None
    state: str | None = None
    city: str | None = None
    address: str | None = None
    zip: str | None = None
