"""What a customer must be to be stored."""

import re

from rpc_server.commerce.customers.errors import CustomerDetailInvalid, CustomerDetailMissing
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.fiscal import is_fiscal_code
from rpc_server.commerce.iso import COUNTRIES, LANGUAGES

_REQUIRED = {
    "first_name": "FirstName",
    "last_name": "LastName",
    "address1": "Address1",
    "city": "City",
    "zip": "Zip",
    "country": "CountryCode",
    "email": "Email",
}
"""Wire names of what every customer has (documented, the last three inferred)."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_PERSONS_HAVE_TAX_NUMBERS = frozenset({"BR"})


def is_email(text: str | None) -> bool:
    """Whether it has the form of an e-mail address; whether there is one nobody asks."""
    return bool(_EMAIL.fullmatch(text or ""))


def check(address: Address, language: str) -> None:
    """Refuse a customer that says too little or what cannot be; raises ``CustomerDetail...``.

    A FiscalCode belongs to a Company (documented), in Brazil to persons too.
    """
    for attribute, wire_name in _REQUIRED.items():
        if not getattr(address, attribute):
            code = f"CUSTOMER_{attribute.upper()}_EMPTY"
            raise CustomerDetailMissing(f"{wire_name} is required.", field=wire_name, code=code)
    if address.country not in COUNTRIES:
        raise _invalid("CountryCode", "COUNTRY", f"There is no country {(address.country or '')[:10]!r}.")
    if language not in LANGUAGES:
        raise _invalid("Language", "LANGUAGE", f"There is no language {language[:10]!r}.")
    if not is_email(address.email):
        raise _invalid("Email", "EMAIL", "The e-mail address is not valid.")
    if address.fiscal_code:
        _check_fiscal_code(address, address.country, address.fiscal_code)


def _check_fiscal_code(address: Address, country: str, code: str) -> None:
    is_company = bool(address.company)
    if not is_company and country not in _PERSONS_HAVE_TAX_NUMBERS:
        raise _invalid("FiscalCode", "FISCAL_CODE", "A FiscalCode needs a Company.")
    if not is_fiscal_code(country, code, is_company=is_company):
        raise _invalid("FiscalCode", "FISCAL_CODE", f"This is no tax number of {country}.")


def _invalid(wire_name: str, spelling: str, text: str) -> CustomerDetailInvalid:
    return CustomerDetailInvalid(text, field=wire_name, code=f"CUSTOMER_{spelling}_INVALID")
