"""What telling and delivering a notification costs, beside the bare request.

A worker claims each message, posts it to a listener on this machine, checks the receipt and writes down what became of
it, in two durable commits. The bare request is the same form to the same listener, without any of that. Rounds take
turns; on a busy machine trust the ratio, not the numbers.
"""

import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from benchmarks.stores import DURABLE
from rpc_server.clock import SystemClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import SessionPolicy, find_merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications import outbox, sending, service, store
from rpc_server.commerce.notifications.delivering import deliver_next
from rpc_server.commerce.notifications.model import DeliveryStatus, Topic
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways.courier import HttpCourier
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.storage import Database
from rpc_server.tables import metadata
from tests.notification_world import endpoint
from tests.order_world import asked, item, stock
from tests.postgres import postgres_server

TELL, DELIVER, BARE = "told in its transaction", "delivered", "bare requests"
_WAIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Sender:
    """A merchant with a listener, an order to tell of, and a prepared form."""

    services: Services
    merchant: Merchant
    order: Order
    url: str
    form: bytes

    def tell(self, count: int, first: int) -> None:
        """Tell of so many orders, in one transaction."""
        with self.services.database.writing() as unit:
            context = Context(self.merchant, unit, self.services)
            for number in range(first, first + count):
                outbox.order_changed(context, replace(self.order, reference=f"{number:09}"))

    def deliver(self, count: int, _: int) -> None:
        """Send so many messages, each as a worker does."""
        for _ in range(count):
            with self.services.database.writing() as unit:
                sent = deliver_next(Context(self.merchant, unit, self.services))
            if sent is None or sent.status is not DeliveryStatus.DELIVERED:
                raise RuntimeError(f"the listener did not take a message: {sent}")

    def post(self, count: int, _: int) -> None:
        """Send the same form so often."""
        for _ in range(count):
            answer = self.services.courier.post(self.url, self.form, reaches_private=True)
            if answer.failure is not None:
                raise RuntimeError(answer.failure)


def measure(rounds: int, count: int) -> dict[str, dict[str, list[float]]]:
    """Messages a second, by engine and operation, in each round."""
    samples: dict[str, dict[str, list[float]]] = {}
    with _senders() as senders:
        for number in range(rounds):
            for engine, sender in senders:
                for name, run in ((TELL, sender.tell), (DELIVER, sender.deliver), (BARE, sender.post)):
                    rate = count / _timed(run, count, number * count)
                    samples.setdefault(engine, {}).setdefault(name, []).append(rate)
    return samples


def report(samples: dict[str, dict[str, list[float]]]) -> str:
    """The medians, and what share of the bare requests' speed a delivery reaches."""
    lines = []
    for engine, rates in samples.items():
        told, delivered, bare = (statistics.median(rates[name]) for name in (TELL, DELIVER, BARE))
        lines.append(
            f"{engine:11} {told:7.0f} notifications told a second, {delivered:6.0f} delivered by one worker,"
            f" {bare:6.0f} bare requests: {delivered / bare:.2f} of their speed"
        )
    return "\n".join(["", *lines, "", ""])


def _timed(run: Callable[[int, int], None], count: int, first: int) -> float:
    began = time.perf_counter()
    run(count, first)
    return time.perf_counter() - began


@contextmanager
def _senders() -> Iterator[list[tuple[str, Sender]]]:
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="rpc-server-bench-"))
        server = stack.enter_context(postgres_server())
        server.turn_on(*DURABLE)
        url = stack.enter_context(_listener())
        databases = {
            "sqlite": URL.create("sqlite", database=f"{folder}/bench.db"),
            "postgresql": server.create_database(),
        }
        senders = [(engine, _sender(Database(where), url)) for engine, where in databases.items()]
        yield senders
        for _, sender in senders:
            sender.services.database.dispose()


def _sender(database: Database, url: str) -> Sender:
    metadata().create_all(database.engine)
    vault = Vault([bytes(range(32))])
    courier = HttpCourier()
    services = Services(database, SystemClock(), Ids(), Simulator(), vault, SessionPolicy(), courier)
    stock(services)
    with database.writing() as unit:
        merchant = find_merchant(unit.connection, "APITEST")
        assert merchant is not None
        context = Context(merchant, unit, services)
        placed = orders.place(context, asked(item("BOOK"), item("PLAN", at=1)))
        order = orders.find(context, placed.reference or "")
        told = service.add_endpoint(context, endpoint(url=url, reaches_private=True))
        outbox.order_changed(context, order)
        message = store.events(context, Topic.ORDER, order.reference or "")[-1].message(told.kind)
        form = sending.form(sending.prepared(message, told, merchant, context.clock.now()))
        context.work.commit()
        deliver_next(context)
    return Sender(services, merchant, order, url, form)


@contextmanager
def _listener() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.listener", str(port)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1]) as running:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            running.kill()


def _wait_for(port: int) -> None:
    ends_at = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.05)
