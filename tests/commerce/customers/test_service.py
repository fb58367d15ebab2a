"""Making and finding customers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers import changing, service
from rpc_server.commerce.customers.errors import CustomerNotFound, CustomersDiffer, ExternalReferenceTaken
from rpc_server.commerce.customers.model import Customer, NewCustomer
from rpc_server.commerce.subscriptions import store as subscriptions
from tests.customer_world import subscription_of
from tests.order_world import GRACE, engine


def made(context: Context, external: str | None = None) -> Customer:
    return service.create(context, NewCustomer(address=GRACE, external_reference=external))


def settled(customer: Customer) -> Customer:
    """The customer with an address that can be stored."""
    return replace(customer, address=replace(GRACE, address1="1 Main Street", city="Albany", zip="12201"))


def test_a_made_customer_is_found_by_either_reference(context: Context) -> None:
    grace = made(context, "grace")

    assert service.find(context, grace.reference, None) == grace
    assert service.find(context, None, "grace") == grace


def test_two_references_must_be_those_of_one(context: Context) -> None:
    grace, ada = made(context, "grace"), made(context, "ada")

    with pytest.raises(CustomersDiffer):
        service.find(context, grace.reference, ada.external_reference)


def test_merchants_know_their_own_customers_alone(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        grace = made(context, "grace")

    with engine(services, other_merchant) as stranger, pytest.raises(CustomerNotFound):
        service.find(stranger, grace.reference, "grace")


def test_of_two_who_take_a_name_at_once_one_has_it(services: Services, merchant: Merchant) -> None:
    def attempt(_: int) -> bool:
        try:
            with engine(services, merchant) as context:
                made(context, "grace")
        except ExternalReferenceTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(8)))

    assert sum(outcomes) == 1


def test_of_two_customers_who_are_given_a_name_at_once_one_has_it(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        numbers = [made(context).reference for _ in range(4)]

    def attempt(number: int) -> bool:
        try:
            with engine(services, merchant) as context:
                changing.change(context, number, "grace", settled)
        except ExternalReferenceTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, numbers))

    assert sum(outcomes) == 1


def test_subscriptions_are_known_by_the_name_their_customer_takes(context: Context) -> None:
    number = made(context).reference
    subscription_of(context, number)

    changing.change(context, number, "new", settled)

    found = subscriptions.find(context, "8AF9A9DC95")
    assert found is not None
    assert found.external_customer_reference == "new"
