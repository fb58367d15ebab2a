"""Everything a merchant has, kept under a name and brought back; or brought back to his file."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant, open_session, resume
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.catalog.tables import ProductRow
from rpc_server.commerce.context import Services
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund
from rpc_server.commerce.subscriptions.tables import SubscriptionRow
from rpc_server.gateways import CardDetails, Charge
from rpc_server.gateways.simulator import Simulator
from rpc_server.sandbox import reset, snapshots
from rpc_server.sandbox.clock import service
from rpc_server.sandbox.clock.advancing import advance_by
from rpc_server.sandbox.clock.errors import ClockAdvances
from rpc_server.sandbox.errors import AccountIsLive, NoSuchMerchant
from rpc_server.sandbox.reset import NotSeeded
from rpc_server.sandbox.seed import seed, seed_text
from rpc_server.sandbox.snapshots import MOST, NoSuchSnapshot, Snapshot, SnapshotNameInvalid, TooManySnapshots
from rpc_server.tables import metadata
from tests.duty_world import Bells, hang
from tests.order_world import engine

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PAID = ("61404731", "61404710")
"""What the demo sold by card: an order, and the sale of a subscription."""
TWO = """\
account: {code: ONE, secret_key: KEY}
products: [{code: A, name: A, pricing: [{prices: [{amounts: {USD: 10}}]}]}]
---
account: {code: ONE-2, secret_key: KEY2, name: Two}
products: [{code: A, name: A, pricing: [{prices: [{amounts: {USD: 20}}]}]}]
"""


@pytest.fixture
def demo(services: Services) -> Merchant:
    """APITEST, with everything the server comes with."""
    (merchant,) = seed(services)
    return merchant


@pytest.fixture
def charging(services: Services) -> Services:
    """A server whose simulated processor remembers in the database."""
    return replace(services, gateway=Simulator(services.database))


def everything(services: Services, code: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the merchant in every table, but for those about the sandbox itself."""
    with services.database.reading() as work:
        merchant = find_merchant(work.connection, code)
        assert merchant is not None
        found = {
            table.name: sorted(
                (
                    tuple(row)
                    for row in work.session.execute(select(table).where(table.c.merchant_id == merchant.merchant_id))
                ),
                key=repr,
            )
            for table in metadata().sorted_tables
            if "merchant_id" in table.c and table.name not in ("seeded_accounts", "snapshots", "clock_advances")
        }
    return {name: rows for name, rows in found.items() if rows}


def spoil(services: Services, merchant: Merchant) -> None:
    """Change something, add something."""
    with services.database.writing() as work:
        work.session.execute(
            update(ProductRow).where(ProductRow.merchant_id == merchant.merchant_id).values(name="Spoilt")
        )
        work.session.execute(
            update(MerchantRow).where(MerchantRow.merchant_id == merchant.merchant_id).values(name="Spoilt")
        )
    hang(services, merchant.merchant_id, "low", {"left behind": NOON})


def charge(services: Services, key: str) -> None:
    card = CardDetails("4111111111111111", 12, 2030, "John Doe")
    services.gateway.charge(Charge(key, Decimal(10), "USD", card, is_recurring=False, is_test=False))


def test_a_loaded_snapshot_brings_back_every_row(services: Services, demo: Merchant) -> None:
    before = everything(services, demo.code)
    assert snapshots.save(services, demo.code, "before") == Snapshot("before", NOON)

    spoil(services, demo)
    assert everything(services, demo.code) != before
    snapshots.load(services, demo.code, "before")

    assert everything(services, demo.code) == before
    assert len(before) > 20


def test_a_snapshot_can_be_loaded_again_and_again(services: Services, demo: Merchant) -> None:
    snapshots.save(services, demo.code, "before")
    before = everything(services, demo.code)

    for _ in range(2):
        spoil(services, demo)
        snapshots.load(services, demo.code, "before")
        assert everything(services, demo.code) == before


def test_another_merchant_keeps_what_he_has(services: Services, demo: Merchant, other_merchant: Merchant) -> None:
    hang(services, other_merchant.merchant_id, "low", {"his": NOON})
    snapshots.save(services, demo.code, "before")
    hang(services, other_merchant.merchant_id, "low", {"his too": NOON})
    others = everything(services, other_merchant.code)

    snapshots.load(services, demo.code, "before")
    reset.reset(services, demo.code)

    assert everything(services, other_merchant.code) == others


def test_a_snapshot_holds_the_clock_and_the_sessions(services: Services, merchant: Merchant, clock: SetClock) -> None:
    def login(moment: datetime) -> str:
        date = f"{moment:%Y-%m-%d %H:%M:%S}"
        hash_ = sign(Algorithm.SHA256, merchant.secret_key, merchant.code, date)
        with services.database.writing() as work:
            return open_session(
                work.connection, clock, services.ids, services.sessions,
                merchant_code=merchant.code, date=date, hash_=hash_, algorithm=None,
            )  # fmt: skip

    service.set_to(services, merchant.code, NOON + DAY)
    service.freeze(services, merchant.code)
    kept = login(NOON + DAY)
    snapshots.save(services, merchant.code, "at-noon")
    service.follow(services, merchant.code)
    lost = login(NOON)

    snapshots.load(services, merchant.code, "at-noon")

    assert service.show(services, merchant.code).now == NOON + DAY
    with services.database.reading() as work:
        assert resume(work.connection, clock, services.sessions, kept).merchant.code == merchant.code
        with pytest.raises(Forbidden):
            resume(work.connection, clock, services.sessions, lost)


def test_a_snapshot_holds_what_the_processor_knows(charging: Services) -> None:
    seed_text(charging, TWO, "two.yaml")
    for key in ("ONE-1-before", "ONE-2-1-of-the-other", "ELSE-1"):
        charge(charging, key)
    snapshots.save(charging, "ONE", "before")
    for key in ("ONE-1-after", "ONE-2-2-of-the-other"):
        charge(charging, key)

    snapshots.load(charging, "ONE", "before")

    known = ["ONE-1-before", "ONE-1-after", "ONE-2-1-of-the-other", "ONE-2-2-of-the-other", "ELSE-1"]
    assert [charging.gateway.find(key) is not None for key in known] == [True, False, True, True, True]


def test_snapshots_are_listed_by_name_and_can_be_forgotten(
    services: Services, merchant: Merchant, other_merchant: Merchant, clock: SetClock
) -> None:
    snapshots.save(services, merchant.code, "later")
    clock.advance(DAY)
    snapshots.save(services, merchant.code, "earlier")
    snapshots.save(services, other_merchant.code, "his")

    assert snapshots.names(services, merchant.code) == [Snapshot("earlier", NOON + DAY), Snapshot("later", NOON)]
    snapshots.forget(services, merchant.code, "later")
    assert snapshots.names(services, merchant.code) == [Snapshot("earlier", NOON + DAY)]


def test_a_snapshot_saved_again_replaces_the_earlier_one(services: Services, demo: Merchant) -> None:
    snapshots.save(services, demo.code, "kept")
    spoil(services, demo)
    spoilt = everything(services, demo.code)
    snapshots.save(services, demo.code, "kept")
    reset.reset(services, demo.code)

    snapshots.load(services, demo.code, "kept")

    assert everything(services, demo.code) == spoilt


@pytest.mark.parametrize("act", [snapshots.load, snapshots.forget])
def test_a_snapshot_nobody_took_is_not_there(
    services: Services, merchant: Merchant, other_merchant: Merchant, act: Callable[[Services, str, str], object]
) -> None:
    snapshots.save(services, other_merchant.code, "his")

    with pytest.raises(NoSuchSnapshot):
        act(services, merchant.code, "his")


@pytest.mark.parametrize("name", ["", "a b", "a/b", "ä", "x" * 65])
def test_a_snapshot_needs_a_plain_name(services: Services, merchant: Merchant, name: str) -> None:
    with pytest.raises(SnapshotNameInvalid):
        snapshots.save(services, merchant.code, name)


def test_a_merchant_has_so_many_snapshots_and_no_more(services: Services, merchant: Merchant) -> None:
    for n in range(MOST):
        snapshots.save(services, merchant.code, f"n{n}")

    with pytest.raises(TooManySnapshots):
        snapshots.save(services, merchant.code, "one-more")
    assert snapshots.save(services, merchant.code, "n0").name == "n0"


def test_a_reset_merchant_has_what_his_file_says_and_nothing_else(services: Services, demo: Merchant) -> None:
    before = everything(services, demo.code)
    spoil(services, demo)
    service.freeze(services, demo.code)

    reset.reset(services, demo.code)

    assert everything(services, demo.code) == before
    assert not service.show(services, demo.code).is_frozen


def test_on_another_day_the_file_is_stored_anew(services: Services, demo: Merchant, clock: SetClock) -> None:
    before = everything(services, demo.code)
    spoil(services, demo)
    clock.advance(3 * DAY)

    for _ in range(2):
        reset.reset(services, demo.code)
        after = everything(services, demo.code)

        assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
        assert after["merchants"] == before["merchants"]
        assert sold_at(services) == NOON + 3 * DAY - timedelta(days=20)


def test_what_a_file_sold_can_be_given_back_after_each_reset(
    charging: Services, demo: Merchant, clock: SetClock
) -> None:
    for passed in (timedelta(0), timedelta(0), 3 * DAY):
        clock.advance(passed)
        reset.reset(charging, demo.code)

        assert [given_back(charging, demo, paid) for paid in PAID] == [OrderStatus.REFUND] * len(PAID)


def given_back(services: Services, merchant: Merchant, reference: str) -> OrderStatus:
    """How the order stands once all of it was given back."""
    with engine(services, merchant) as context:
        total = orders.find(context, reference).totals.gross_discounted
        refunds.request(context, NewRefund(reference, total))
        return orders.find(context, reference).status


def sold_at(services: Services) -> datetime:
    """When the demo's renewing subscription was bought."""
    with services.database.reading() as work:
        bought = select(SubscriptionRow.purchased_at).where(SubscriptionRow.reference == "8AF9A9DC95")
        return work.session.scalars(bought).one()


def test_each_account_of_a_file_is_reset_by_itself(services: Services) -> None:
    one, two = seed_text(services, TWO, "two.yaml")
    before = everything(services, two.code)
    spoil(services, one)
    spoil(services, two)
    spoilt = everything(services, one.code)

    reset.reset(services, two.code)

    assert (everything(services, one.code), everything(services, two.code)) == (spoilt, before)


def test_an_account_without_a_file_is_not_reset(services: Services, merchant: Merchant) -> None:
    with pytest.raises(NotSeeded):
        reset.reset(services, merchant.code)


ACTS: list[Callable[[Services, str], object]] = [
    reset.reset,
    snapshots.names,
    lambda services, code: snapshots.save(services, code, "kept"),
    lambda services, code: snapshots.load(services, code, "kept"),
    lambda services, code: snapshots.forget(services, code, "kept"),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_live_merchant_is_not_touched(
    services: Services, merchant: Merchant, act: Callable[[Services, str], object]
) -> None:
    snapshots.save(services, merchant.code, "kept")
    with services.database.writing() as work:
        work.session.execute(update(MerchantRow).values(is_live=True))

    with pytest.raises(AccountIsLive):
        act(services, merchant.code)
    with pytest.raises(NoSuchMerchant):
        act(services, "NOBODY")


def test_nothing_is_brought_back_while_the_clock_is_on_its_way(services: Services, demo: Merchant) -> None:
    bells = [Bells("low")]
    snapshots.save(services, demo.code, "kept")
    hang(services, demo.merchant_id, "low", {"first": NOON + DAY})
    under_way = advance_by(services, demo.code, 2 * DAY, bells)
    next(under_way)

    with pytest.raises(ClockAdvances):
        snapshots.load(services, demo.code, "kept")
    with pytest.raises(ClockAdvances):
        reset.reset(services, demo.code)
    assert list(under_way) == []


def test_snapshots_are_loaded_beside_calls_that_go_on(services: Services, demo: Merchant) -> None:
    snapshots.save(services, demo.code, "before")
    before = everything(services, demo.code)
    stopping = threading.Event()

    def go_on(caller: int) -> int:
        """Store and change things until told to stop; how often that went well."""
        count = 0
        while not stopping.is_set():
            with suppress(DBAPIError):
                hang(services, demo.merchant_id, "low", {f"{caller}-{count}": NOON})
                spoil_one(services, demo)
                count += 1
        return count

    with ThreadPoolExecutor(3) as callers:
        under_way = [callers.submit(go_on, caller) for caller in range(3)]
        for _ in range(8):
            snapshots.load(services, demo.code, "before")
        stopping.set()
    assert all(each.result() for each in under_way)

    snapshots.load(services, demo.code, "before")
    assert everything(services, demo.code) == before


def spoil_one(services: Services, merchant: Merchant) -> None:
    """Change a row that others are changing too."""
    with services.database.writing() as work:
        starter = (ProductRow.merchant_id == merchant.merchant_id, ProductRow.code == "STARTER")
        work.session.execute(update(ProductRow).where(*starter).values(name="Spoilt"))
