"""Which customer an order belongs to."""

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.errors import CustomerMismatch
from rpc_server.commerce.customers.model import Address, Customer
from rpc_server.commerce.customers.service import customer_by_reference, identify
from tests.order_world import GRACE, asked, engine

ADA = Address(first_name="Ada", last_name="Lovelace", email="ada@example.com", country="GB")


def known(context: Context, reference: int | None = None, external: str | None = None) -> Customer:
    return identify(context, asked(customer_reference=reference, external_customer_reference=external))


def test_an_order_without_references_makes_a_new_customer(context: Context) -> None:
    first, second = known(context), known(context)

    assert first.reference != second.reference
    assert (first.address, first.language) == (GRACE, "en")


def test_either_reference_finds_the_customer(context: Context) -> None:
    grace = known(context, external="grace")

    assert known(context, external="grace") == grace
    assert known(context, reference=grace.reference) == grace
    assert known(context, grace.reference, "grace") == grace
    assert customer_by_reference(context, grace.reference) == grace


def test_an_unknown_reference_is_given_to_a_new_customer(context: Context) -> None:
    assert known(context, reference=421820775).reference == 421820775
    assert known(context, reference=421820775).reference == 421820775


def test_a_customer_found_by_number_takes_the_external_reference(context: Context) -> None:
    number = known(context).reference

    assert known(context, number, "grace").external_reference == "grace"
    assert known(context, external="grace").reference == number


@pytest.mark.parametrize("number", [1, 2, 3])
def test_references_of_different_customers_are_refused(context: Context, number: int) -> None:
    known(context, 1, "grace")
    known(context, 2, "ada")
    known(context, 3)

    with pytest.raises(CustomerMismatch) as refusal:
        known(context, number, "ada" if number != 2 else "grace")

    assert refusal.value.field == "ExternalCustomerReference"


def test_the_address_of_a_known_customer_stays(context: Context) -> None:
    known(context, external="grace")

    again = identify(context, asked(billing=ADA, external_customer_reference="grace"))

    assert again.address == GRACE


def test_merchants_share_no_customers(services: Services, merchant: Merchant, other_merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        grace = known(context, external="grace")

    with engine(services, other_merchant) as stranger:
        assert customer_by_reference(stranger, grace.reference) is None
        assert known(stranger, grace.reference, "other").external_reference == "other"
