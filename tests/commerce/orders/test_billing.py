"""What an order must say of who pays, by country and by how much is asked."""

from typing import Any

import pytest

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.fiscal import is_eu_vat_number
from rpc_server.commerce.orders.billing import check_billing
from rpc_server.commerce.orders.model import BillingRule
from rpc_server.commerce.states import state_code, tax_state
from rpc_server.errors import ApiError

WHOLE: dict[str, Any] = {
    "first_name": "Ana",
    "last_name": "Pop",
    "email": "ana@example.com",
    "country": "FR",
    "city": "Paris",
    "address1": "1 rue de la Paix",
    "zip": "75002",
}
BRAZIL = {"country": "BR", "state": "São Paulo", "phone": "+55 11 1234 5678", "fiscal_code": "390.533.447-05"}


def address(**changes: Any) -> Address:
    return Address(**{**WHOLE, **changes})


REFUSED = [
    (address(city=None), "ORDER_BILLING_CITY_EMPTY", "City"),
    (address(address1=" "), "ORDER_BILLING_ADDRESS_EMPTY", "Address1"),
    (address(zip=None), "ORDER_BILLING_ZIP_EMPTY", "Zip"),
    *((address(country=country), "ORDER_BILLING_STATE_EMPTY", "State") for country in ("US", "CA", "TR", "IN", "RO")),
    (address(country="US", state="Bavaria"), "ORDER_BILLING_STATE_INVALID", "State"),
    (address(**{**BRAZIL, "phone": None}), "ORDER_BILLING_PHONE_EMPTY", "Phone"),
    (address(**{**BRAZIL, "fiscal_code": None}), "ORDER_BILLING_FISCAL_CODE_EMPTY", "FiscalCode"),
    (address(**{**BRAZIL, "fiscal_code": "390.533.447-06"}), "ORDER_BILLING_FISCAL_CODE_INVALID", "FiscalCode"),
    (address(company="Pop SARL"), "ORDER_BILLING_FISCAL_CODE_EMPTY", "FiscalCode"),
    (address(company="Pop SARL", fiscal_code="FR123"), "ORDER_BILLING_FISCAL_CODE_INVALID", "FiscalCode"),
    (
        address(country="IN", state="Goa", company="Pop", fiscal_code="X"),
        "ORDER_BILLING_FISCAL_CODE_INVALID",
        "FiscalCode",
    ),
]


@pytest.mark.parametrize(
    ("given", "code", "member"), REFUSED, ids=[f"{code} {n}" for n, (_, code, _) in enumerate(REFUSED)]
)
def test_what_6_0_lists_is_required_and_checked(given: Address, code: str, member: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_billing(given, BillingRule.FULL)

    assert (refused.value.code, refused.value.field) == (code, f"BillingDetails.{member}")


@pytest.mark.parametrize("given", [given for given, _, _ in REFUSED])
def test_before_6_0_it_is_taken_as_it_comes(given: Address) -> None:
    check_billing(given, BillingRule.MINIMAL)


@pytest.mark.parametrize(
    "given",
    [
        address(),
        address(country="US", state="california"),
        address(country="US", state="CA"),
        address(**BRAZIL),
        address(**{**BRAZIL, "company": "Pop Ltda", "fiscal_code": "11.222.333/0001-81"}),
        address(company="Pop SARL", fiscal_code="FR40303265045"),
        address(country="DE", company="Pop GmbH", fiscal_code="136695976"),
        address(country="IN", state="Tamil Nadu", company="Pop", fiscal_code="27AAPFU0939F1ZV"),
        address(country="US", state="NY", company="Pop Inc", fiscal_code="anything"),
        address(country="FR", fiscal_code="a person's number"),
    ],
)
def test_whole_addresses_pass(given: Address) -> None:
    check_billing(given, BillingRule.FULL)


@pytest.mark.parametrize(
    ("country", "state", "code"),
    [
        ("US", "connecticut", "CT"),
        ("US", " ct ", "CT"),
        ("BR", "Sao Paulo", "SP"),
        ("TR", "Istanbul", "34"),
        ("RO", "Bucuresti", "B"),
        ("IN", "Tamil Nadu", "TN"),
        ("CA", "Québec", "QC"),
        ("US", "Québec", None),
        ("FR", "CT", None),
        ("US", None, None),
    ],
)
def test_a_state_is_known_by_name_and_by_code(country: str, state: str | None, code: str | None) -> None:
    assert state_code(country, state) == code


def test_rates_of_states_no_list_has_are_found_under_what_was_given() -> None:
    assert [tax_state("US", "West Virginia"), tax_state("DE", "Bayern"), tax_state("US", None)] == ["WV", "BAYERN", ""]


@pytest.mark.parametrize(
    ("country", "code", "is_one"),
    [
        ("DE", "DE136695976", True),
        ("DE", "136 695 976", True),
        ("GR", "EL094259216", True),
        ("DE", "DE136695977", False),
        ("FR", "DE136695976", False),
        ("US", "136695976", False),
        ("DE", None, False),
    ],
)
def test_a_vat_number_is_one_of_its_own_country(country: str, code: str | None, is_one: bool) -> None:
    assert is_eu_vat_number(country, code) is is_one
