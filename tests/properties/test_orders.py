"""Whatever is ordered, the sums agree, nothing is below zero, and what is read is what was written, on any database."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import SessionPolicy, find_merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import drawing_up, service, store
from rpc_server.commerce.orders.model import NewOrder, Order
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.pricing.model import LinePrice, Totals
from rpc_server.errors import ApiError
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.storage import Database
from tests.databases import SharedPostgres, SharedSqlite
from tests.order_world import engine, stock
from tests.properties.ordered import orders
from tests.properties.searching import from_both_seeds, holds

Refusal = tuple[str, str | None]


@pytest.fixture
def stocked(services: Services, merchant: Merchant) -> Merchant:
    stock(services)
    return merchant


def drawn_up(context: Context, new: NewOrder) -> Order | Refusal:
    """The order, or why there is none: its coupons outweigh it, or it is worth more than can be counted."""
    try:
        return drawing_up.draw_up(context, new)
    except ApiError as refusal:
        return refusal.code, refusal.field


def agrees(price: LinePrice | Totals) -> bool:
    return (
        price.gross == price.net + price.vat
        and price.net_discounted == price.net - price.discount
        and price.gross_discounted == price.net_discounted + price.vat
    )


@from_both_seeds
def test_an_orders_sums_are_those_of_its_lines_and_never_below_zero(
    stocked: Merchant, context: Context, seed: int
) -> None:
    def sums_agree(new: NewOrder) -> None:
        order = drawn_up(context, new)
        if isinstance(order, Order):
            counted = [line.trial_price or line.price for line in order.lines]
            assert all(agrees(price) for price in [*counted, *(line.price for line in order.lines)])
            assert agrees(order.totals)
            for name in ("net", "vat", "gross", "discount", "net_discounted", "gross_discounted"):
                assert getattr(order.totals, name) == sum((getattr(price, name) for price in counted), Decimal(0))
            assert order.totals.gross_discounted >= 0

    holds(sums_agree, orders(), seed)


@from_both_seeds
def test_an_order_is_read_as_it_was_written(stocked: Merchant, context: Context, seed: int) -> None:
    def is_read_as_written(new: NewOrder) -> None:
        order = drawn_up(context, new)
        if isinstance(order, Order):
            written = store.insert(context, order)
            assert store.find(context, written.reference or "") == written

    holds(is_read_as_written, orders(), seed)


@from_both_seeds
def test_a_quote_costs_what_the_order_costs(stocked: Merchant, context: Context, seed: int) -> None:
    def quote_costs_the_same(new: NewOrder) -> None:
        order = drawn_up(context, new)
        if isinstance(order, Order):
            assert service.quote(context, new).totals == order.totals

    holds(quote_costs_the_same, orders(), seed)


@pytest.fixture
def both(shared_sqlite: SharedSqlite, shared_postgresql: SharedPostgres) -> tuple[Services, Services]:
    """The same shop twice, on SQLite and on PostgreSQL, drawing the same numbers."""
    for shared in (shared_sqlite, shared_postgresql):
        shared.empty()
    return shop(shared_sqlite.database), shop(shared_postgresql.database)


def shop(database: Database) -> Services:
    clock = SetClock(datetime(2026, 3, 10, 12, tzinfo=UTC))
    services = Services(
        database, clock, Ids(random.Random(7)), Simulator(database), Vault([bytes(range(32))]), SessionPolicy()
    )
    stock(services)
    return services


@from_both_seeds
def test_both_databases_keep_the_same_order(both: tuple[Services, Services], seed: int) -> None:
    def is_kept_alike(new: NewOrder) -> None:
        on_sqlite, on_postgresql = (placed(services, new) for services in both)
        assert on_sqlite == on_postgresql

    holds(is_kept_alike, orders(), seed)


def placed(services: Services, new: NewOrder) -> tuple[Order, Order] | Refusal:
    """The order as answered and as it reads afterwards, which is the same but for how it went on; or the refusal."""
    with services.database.reading() as work:
        merchant = find_merchant(work.connection, "APITEST")
    assert merchant is not None
    try:
        with engine(services, merchant) as context:
            answered = service.place(context, new)
    except ApiError as refusal:
        return refusal.code, refusal.field
    with engine(services, merchant) as context:
        found = service.find(context, answered.reference or "")
    assert as_answered(found) == as_answered(answered)
    return answered, found


def as_answered(order: Order) -> Order:
    """The order without what its completion added."""
    lines = tuple(replace(line, subscription_reference=None) for line in order.lines)
    status = {"status": None, "approve_status": None, "finished_at": None, "number": 0}
    return replace(order, lines=lines, errors=(), **status)  # type: ignore[arg-type]
