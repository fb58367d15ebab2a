"""What an order must say of who pays.

MINIMAL is what the published 3.0 samples that succeeded had: names, e-mail address and country. FULL is the table
of API 6.0: the address too; a state in some countries; telephone and tax number in Brazil; a tax number of
companies, checked where its form is known. Under MINIMAL what is more than that is taken as it comes.
"""

from rpc_server.commerce.customers.checks import is_email
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.fiscal import is_fiscal_code
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.model import BillingRule
from rpc_server.commerce.states import STATE_COUNTRIES, state_code

_EVERYWHERE = ("first_name", "last_name", "email", "country")
_REQUIRED = {
    BillingRule.MINIMAL: _EVERYWHERE,
    BillingRule.FULL: (*_EVERYWHERE, "city", "address1", "zip"),
}
_REQUIRED_IN = {"BR": ("phone", "fiscal_code")}
_NAMES = {
    "first_name": ("FirstName", "FIRST_NAME"),
    "last_name": ("LastName", "LAST_NAME"),
    "email": ("Email", "EMAIL"),
    "country": ("CountryCode", "COUNTRY"),
    "city": ("City", "CITY"),
    "address1": ("Address1", "ADDRESS"),
    "zip": ("Zip", "ZIP"),
    "state": ("State", "STATE"),
    "phone": ("Phone", "PHONE"),
    "fiscal_code": ("FiscalCode", "FISCAL_CODE"),
}
"""Wire name, and how our error codes spell it: ORDER_BILLING_..._EMPTY."""


def check_billing(address: Address, rule: BillingRule) -> None:
    """Refuse an address that says too little or what cannot be; raises ``OrderRefused``."""
    for attribute in _REQUIRED[rule]:
        _require(address, attribute)
    if not is_email(address.email):
        raise errors.BillingEmailInvalid(field="BillingDetails.Email")
    if rule is BillingRule.FULL:
        _check_state(address)
        _check_fiscal_code(address)


def _check_state(address: Address) -> None:
    if address.country not in STATE_COUNTRIES:
        return
    _require(address, "state")
    if state_code(address.country, address.state) is None:
        raise errors.BillingStateInvalid(
            f"There is no state {(address.state or '')[:50]!r} in {address.country}.", field="BillingDetails.State"
        )


def _check_fiscal_code(address: Address) -> None:
    for attribute in _REQUIRED_IN.get(address.country or "", ()):
        _require(address, attribute)
    if address.company:
        _require(address, "fiscal_code")
    is_company = bool(address.company)
    if address.fiscal_code and not is_fiscal_code(address.country or "", address.fiscal_code, is_company=is_company):
        raise errors.FiscalCodeInvalid(field="BillingDetails.FiscalCode")


def _require(address: Address, attribute: str) -> None:
    if not (getattr(address, attribute) or "").strip():
        wire_name, spelling = _NAMES[attribute]
        raise errors.BillingDetailMissing(
            f"{wire_name} is required.", field=f"BillingDetails.{wire_name}", code=f"ORDER_BILLING_{spelling}_EMPTY"
        )
