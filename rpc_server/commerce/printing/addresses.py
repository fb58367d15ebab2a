"""How a party's address is written: name, street, place, country, and the numbers it is known by."""

from collections.abc import Iterator
from functools import cache

from babel import Locale

from rpc_server.commerce.customers.model import Address

_ZIP_LAST = frozenset({"AU", "BR", "CA", "GB", "IE", "IN", "NZ", "US"})


def name_of(address: Address) -> str:
    """The company, or else the person."""
    return address.company or _person(address) or "Unnamed"


def lines_below_name(address: Address) -> list[str]:
    """All that is known of the party but its name, a line each."""
    return list(_lines(address))


def _lines(address: Address) -> Iterator[str]:
    if address.company and _person(address):
        yield _person(address)
    yield from filter(None, (address.address1, address.address2, _place(address)))
    if address.country:
        yield _country_names().get(address.country, address.country)
    if address.fiscal_code:
        yield f"Tax ID {address.fiscal_code}"
    if address.tax_office:
        yield f"Tax office {address.tax_office}"
    yield from filter(None, (address.email, address.phone))


def _person(address: Address) -> str:
    return " ".join(filter(None, (address.first_name, address.last_name)))


def _place(address: Address) -> str:
    if address.country in _ZIP_LAST:
        return ", ".join(filter(None, (address.city, " ".join(filter(None, (address.state, address.zip))))))
    return ", ".join(filter(None, (" ".join(filter(None, (address.zip, address.city))), address.state)))


@cache
def _country_names() -> dict[str, str]:
    return dict(Locale("en").territories)
