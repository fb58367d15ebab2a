"""Subscriptions from a file, and those that come with the server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.errors import SubscriptionExpired, UpgradeDeclined
from rpc_server.commerce.subscriptions.upgrade import upgrade
from rpc_server.sandbox.seed import SeedError, seed

RENEWING, DECLINING, EXPIRED = "8AF9A9DC95", "B7D4E8F0A1", "3C5F1D9E20"
SHOP = """\
account: {code: SMALL, secret_key: KEY, approval_delay_seconds: 600}
products:
  - {code: CLUB, name: Club, cycle: 1M, pricing: [{prices: [{amounts: {USD: 10}}]}]}
  - {code: BOOK, name: Book, pricing: [{prices: [{amounts: {USD: 10}}]}]}
subscriptions:
"""
BUYER = "customer: {reference: 7, first_name: Ada, last_name: Lovelace, email: ada@example.com, country: GB}"
CARD = "card: {holder: John Doe}"


def _entry(
    reference: str = "A" * 10,
    order: str = "61404710",
    product: str = "CLUB",
    starts: str = "-1 day",
    buyer: str = BUYER,
    paid: str = CARD,
) -> str:
    return f"  - {{reference: {reference}, order: '{order}', product: {product}, starts: {starts}, {paid}, {buyer}}}\n"


@pytest.fixture
def demo(services: Services) -> Iterator[Context]:
    """The account that comes with the server."""
    (merchant,) = seed(services)
    with services.database.writing() as work:
        yield Context(merchant, work, services)
        work.rollback()


def _seed(services: Services, folder: Path, *entries: str) -> Merchant:
    path = folder / "shop.yaml"
    path.write_text(SHOP + "".join(entries), encoding="utf-8")
    (merchant,) = seed(services, path)
    return merchant


def test_it_was_sold_on_its_day_with_an_order_a_customer_and_a_card(demo: Context) -> None:
    bought = datetime(2026, 2, 18, 12, tzinfo=UTC)

    subscription = service.find(demo, RENEWING)

    assert (subscription.product_code, subscription.starts_at) == ("STARTER", bought)
    assert (subscription.expires_at, subscription.is_recurring) == (datetime(2026, 3, 18, 12, tzinfo=UTC), True)
    assert [entry.order_reference for entry in service.history(demo, RENEWING)] == ["61404710"]
    order = orders.find(demo, "61404710")
    assert (order.status, order.finished_at, order.totals.gross) == (OrderStatus.COMPLETE, bought, Decimal("9.95"))
    customer = customers.customer_by_reference(demo, 298084139)
    assert customer is not None
    assert customer.external_reference == "ana-popescu"
    assert payments.open_card(demo, subscription.card_id or "").holder_name == "John Doe"


def test_the_renewing_one_can_be_upgraded(demo: Context) -> None:
    assert upgrade(demo, RENEWING, product_code="PRO").status is OrderStatus.COMPLETE


def test_the_card_of_the_second_is_declined_when_it_is_upgraded(demo: Context) -> None:
    with pytest.raises(UpgradeDeclined):
        upgrade(demo, DECLINING, product_code="PRO")


def test_the_third_has_expired(demo: Context) -> None:
    with pytest.raises(SubscriptionExpired):
        upgrade(demo, EXPIRED, product_code="STARTER")


def test_two_belong_to_one_customer(demo: Context) -> None:
    found = [subscription.reference for subscription in service.of_customer(demo, 298084139)]

    assert found == [RENEWING, DECLINING]


def test_an_account_that_approves_late_has_its_subscriptions_at_once(services: Services, tmp_path: Path) -> None:
    merchant = _seed(services, tmp_path, _entry())

    with services.database.reading() as work:
        assert service.find(Context(merchant, work, services), "A" * 10).product_code == "CLUB"


@pytest.mark.parametrize(
    ("entries", "mistake"),
    [
        ([_entry(reference="short")], "a reference has ten of the characters 0-9 and A-F"),
        ([_entry(order="12")], "an order has eight or nine digits"),
        ([_entry(starts="yesterday")], "starts must be like -20 days"),
        ([_entry(paid="card: {holder: John Doe, expires: 13/2030}")], "expires must be a month and a year"),
        ([_entry(paid="card: {holder: John Doe, number: '12'}")], "subscriptions[0]: The card number"),
        ([_entry(paid="renews: false")], "subscriptions[0]: Payment details are required"),
        ([_entry(product="BOOK")], "subscriptions[0].product: The product BOOK makes no subscription."),
        ([_entry(product="TENT")], "subscriptions[0]: Requested product [TENT] was not found."),
        ([_entry(paid="card: {holder: Mona Doe}")], "subscriptions[0].card: Couldn't complete the payment"),
        ([_entry(), _entry(order="61404711")], "subscriptions[1].reference: There is a subscription AAAAAAAAAA"),
        ([_entry(), _entry(reference="B" * 10)], "subscriptions[1].order: There is an order 61404710 already."),
    ],
)
def test_a_mistake_is_told_with_its_place(services: Services, tmp_path: Path, entries: list[str], mistake: str) -> None:
    with pytest.raises(SeedError) as told:
        _seed(services, tmp_path, *entries)
    assert mistake in str(told.value)


def test_a_trial_is_sold_as_one(services: Services, tmp_path: Path) -> None:
    merchant = _seed(services, tmp_path, _entry(paid=f"{CARD}, trial: {{days: 14, price: 1.5}}"))

    with services.database.reading() as work:
        context = Context(merchant, work, services)
        sold = service.find(context, "A" * 10)
        order = orders.find(context, "61404710")
    assert (sold.is_trial, sold.starts_at, sold.expires_at) == (
        True,
        datetime(2026, 3, 9, 12, tzinfo=UTC),
        datetime(2026, 3, 23, 12, tzinfo=UTC),
    )
    assert order.totals.gross_discounted == Decimal("1.5")


def test_a_trial_that_cannot_be_is_told_of_with_its_entry(services: Services, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="subscriptions"):
        _seed(services, tmp_path, _entry(paid=f"{CARD}, trial: {{days: 0, price: 1}}"))
