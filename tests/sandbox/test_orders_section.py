"""Customers and orders from a file, and those that come with the server."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.sandbox.seed import SeedError, seed
from tests.order_world import asked, payment

SHOP = """\
account: {code: SMALL, secret_key: KEY}
products:
  - {code: BOOK, name: Book, pricing: [{prices: [{amounts: {USD: 10}}]}]}
"""
BUYER = "{reference: 7, first_name: Ada, last_name: Lovelace, email: ada@example.com, country: GB}"


def order(reference: str = "61404730", product: str = "BOOK", card: str = "card: {holder: John Doe}") -> str:
    return f"  - {{reference: '{reference}', {card}, items: [{{product: {product}}}], customer: {BUYER}}}\n"


@pytest.fixture
def demo(services: Services) -> Iterator[Context]:
    """The account that comes with the server."""
    (merchant,) = seed(services)
    with services.database.writing() as work:
        yield Context(merchant, work, services)
        work.rollback()


def test_the_demo_has_an_order_to_pay_and_a_paid_one(demo: Context) -> None:
    unpaid, paid = orders.find(demo, "61404730"), orders.find(demo, "61404731")

    assert (unpaid.status, unpaid.external_reference) == (OrderStatus.PENDING, "DEMO-UNPAID")
    assert (paid.status, paid.external_reference) == (OrderStatus.COMPLETE, "DEMO-PAID")
    assert [line.price.discount > 0 for line in paid.lines] == [True, True]


def test_the_demos_unpaid_order_can_be_paid(demo: Context) -> None:
    placed = orders.place(demo, replace(asked(reference="61404730"), payment=payment("John Doe")))

    assert placed.status is OrderStatus.AUTHRECEIVED


def test_the_demo_knows_the_customer_of_the_published_sample(demo: Context) -> None:
    customer = customers.customer_by_reference(demo, 421820775)

    assert customer is not None
    assert customer.address.email == "customer@example.com"


@pytest.mark.parametrize(
    ("section", "told"),
    [
        (f"orders:\n{order()}{order()}", r"orders\[1\]\.reference: There is an order 61404730 already\."),
        (f"orders:\n{order(product='NOPE')}", r"orders\[0\]: Requested product \[NOPE\] was not found\."),
        (f"orders:\n{order(card='test: true')}", r"orders\[0\]: Payment details are required"),
        (f"orders:\n{order('7')}", r"orders\[0\]: a reference has eight or nine digits"),
        (
            f"customers:\n  - {BUYER}\n  - {BUYER[:-1]}, external_reference: a}}\n  - {BUYER[:-1]}, external_reference: b}}\n",
            r"customers\[2\]: .* do not belong to one customer",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(services: Services, tmp_path: Path, section: str, told: str) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP + section, encoding="utf-8")

    with pytest.raises(SeedError, match=told):
        seed(services, file)
