"""Many threads on one endpoint that has compiled nothing yet."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from rpc_server.api import coercion
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.types import Types
from rpc_server.wires.soap.values import element_reader
from rpc_server.wires.soap.writer import Writer
from tests.wires.soap.envelopes import Client, call
from tests.wires.soap.shop import SOAP_6, Order, OrderItem, Price, Shop

THREADS = 8
ORDER = Order(items=[OrderItem(code="A", quantity=1, price=Price(currency="eur", amount=Decimal(1)))])


@pytest.fixture
def eager_switching() -> Iterator[None]:
    """Threads that take turns at almost every instruction."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-7)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("eager_switching")
def test_first_calls_at_once_are_all_answered_whole() -> None:
    answered = Writer(Types(SOAP_6, Use.ENCODED)).answer(Shop().registry.find(SOAP_6, "placeOrder"))(ORDER)
    order = answered.decode().partition("<placeOrderReturn")[2].rpartition("</placeOrderReturn>")[0]
    body = call("placeOrder", f"<sessionID>s1</sessionID><order{order}</order>")

    for _ in range(20):
        element_reader.cache_clear()
        coercion._COERCERS.clear()
        client, start = Client(), Barrier(THREADS)

        def first_call(_: int, client: Client = client, start: Barrier = start) -> bytes:
            start.wait()
            return client.post(body).body

        with ThreadPoolExecutor(THREADS) as pool:
            answers = set(pool.map(first_call, range(THREADS)))
        assert answers == {answered}
