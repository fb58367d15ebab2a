"""A PHP listener written after the published sample verifies every message, and its receipts are taken."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.notifications import service
from rpc_server.commerce.notifications.model import DeliveryStatus, NotificationKind, Trial
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from tests.notification_world import add, deliver_all, endpoint
from tests.order_world import GRACE, asked, engine, item, stock

_SCRIPT = Path(__file__).with_name("php") / "listener.php"
_LAST_NAME = "Kovács-Größe 日本 &lt;3"
_FOR_STARTING = 10


@dataclass(frozen=True)
class Php:
    """A listener that runs: where, and what it wrote down."""

    url: str
    log: Path

    @property
    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()


@contextmanager
def php(folder: Path, form: str, key: str = "SECRET_KEY") -> Iterator[Php]:
    """The sample listener, answering receipts of that form."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "log.txt"
    log.touch()
    environment = {**os.environ, "SECRET_KEY": key, "FORM": form, "LOG": str(log)}
    command = ["php", "-S", f"127.0.0.1:{port}", str(_SCRIPT)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(port)
            yield Php(f"http://127.0.0.1:{port}/", log)
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    ends_at = time.monotonic() + _FOR_STARTING
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.02)


def sell(services: Services, merchant: Merchant) -> Order:
    """A BOOK and a PLAN, sold to somebody with a name of many scripts."""
    buyer = msgspec.structs.replace(GRACE, last_name=_LAST_NAME, company='"Größe" \\ Söhne')
    with engine(services, merchant) as context:
        return orders.place(context, asked(item("BOOK"), item("PLAN", at=1), billing=buyer))


@pytest.mark.parametrize("form", ["md5", "sha256", "sha3-256"])
def test_a_php_listener_verifies_each_message_and_its_receipt_is_taken(
    services: Services, merchant: Merchant, tmp_path: Path, form: str
) -> None:
    stock(services)
    with php(tmp_path, form) as listener, engine(services, merchant) as context:
        there: dict[str, Any] = {"url": listener.url, "reaches_private": True}
        add(context, endpoint("orders", **there), endpoint("licences", NotificationKind.LCN, **there))
        order = sell(services, merchant)
        deliver_all(context)

        assert {found.status for found in service.listed(context)} == {DeliveryStatus.DELIVERED}
        name = "Kovács-Größe 日本 <3"
        assert [line for line in listener.lines if order.reference in line.split()] == [
            f"verified {order.reference} {status} {name}" for status in ("PENDING", "PAYMENT_AUTHORIZED", "COMPLETE")
        ]
        (licence,) = [line for line in listener.lines if order.reference not in line.split()]
        assert licence.split(" ", 3)[::2] == ["verified", "ACTIVE"]


@pytest.mark.parametrize(
    ("key", "trial"), [("ANOTHER_KEY", Trial()), ("SECRET_KEY", Trial(wrong_signature=True))], ids=["key", "trial"]
)
def test_a_php_listener_refuses_what_is_signed_with_another_key(
    services: Services, merchant: Merchant, tmp_path: Path, key: str, trial: Trial
) -> None:
    stock(services)
    with php(tmp_path, "sha256", key) as listener, engine(services, merchant) as context:
        add(context, endpoint(url=listener.url, reaches_private=True, trial=trial))
        sell(services, merchant)
        (delivery,) = deliver_all(context)

        assert [line.split()[0] for line in listener.lines] == ["refused"]
        (attempt,) = service.attempts(context, delivery)
        assert (attempt.status, attempt.excerpt) == (400, "BAD IPN Signature")
