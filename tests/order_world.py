"""A catalogue and its buyers, as the order tests know them.

BOOK costs 19.95 USD once, GUARD 153.30 a year, PLAN 30.00 a month (25.00 when it renews; telephone support 10.00),
KEEPER 9.99 with tax, GIFT nothing; CLASSIC is not sold. Effects (34924C876E) are 20 % cheaper beside Studio (15).
SAVE30 takes 30 % off BOOK, TENOFF 10.00 off PLAN; GONE is over. Tax is 20 % in Germany, 1 % in Connecticut,
6 % in West Virginia, nothing elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import DynamicProduct, NewItem, NewOrder, PurchaseType
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.gateways import CardDetails, Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from tests.filling import fill

CAMPAIGN = "2Xrl83KSkemCv3G3dL%2B9eA%3D%3D"
GRACE = Address(first_name="Grace", last_name="Hopper", email="grace@example.com", country="US", state="NY")


def stock(services: Services) -> None:
    """Give APITEST the catalogue. Commits."""
    fill(services, Path(__file__).with_name("order_world.yaml"))


@contextmanager
def engine(services: Services, merchant: Merchant, **parts: Any) -> Iterator[Context]:
    """The merchant's engine in a unit of work of its own, with other services where ``parts`` names some."""
    own = replace(services, **parts)
    with own.database.writing() as work:
        yield Context(merchant, work, own)


def card(holder: str = "John Doe", number: str = "4111111111111111") -> CardDetails:
    """A test card that expired in 2020, as published samples send it."""
    return CardDetails(number, 12, 2020, holder, "123")


def payment(holder: str = "John Doe", **changes: Any) -> NewPayment:
    """A TEST payment in USD with the holder's card, renewing."""
    paid = NewPayment(PaymentType.TEST, "USD", card(holder), recurring_enabled=True)
    return replace(paid, **changes)


def asked(*items: NewItem, **changes: Any) -> NewOrder:
    """What Grace orders, paid with a good card; one BOOK unless items are given."""
    order = NewOrder(items=items or (item("BOOK"),), billing=GRACE, currency="USD", payment=payment())
    return replace(order, **changes)


def item(code: str, quantity: int = 1, *, at: int = 0, **changes: Any) -> NewItem:
    """A catalogue item; ``at`` is its place in the order."""
    return replace(NewItem(f"Items[{at}]", code, quantity), **changes)


def dynamic(price: str | None, *, at: int = 0, quantity: int = 1, **changes: Any) -> NewItem:
    """A dynamic PRODUCT of its own price; ``changes`` are those of the product."""
    product = DynamicProduct("Made to measure", None, False, PurchaseType.PRODUCT, PriceType.GROSS, None)
    return NewItem(
        f"Items[{at}]",
        None,
        quantity,
        dynamic=replace(product, **changes),
        custom_price=None if price is None else Decimal(price),
    )


class Recorder(Simulator):
    """A processor that keeps what it was asked; the answers are the simulator's."""

    name = "recorder"

    def __init__(self) -> None:
        super().__init__()
        self.charges: list[Charge] = []

    def charge(self, charge: Charge) -> Result:
        self.charges.append(charge)
        return super().charge(charge)


class Crash(BaseException):
    """The process dies."""


class CrashingAfter(Recorder):
    """Takes the money, then the caller's process dies."""

    def charge(self, charge: Charge) -> Result:
        super().charge(charge)
        raise Crash


class CrashingBefore(Recorder):
    """The caller's process dies before the processor sees the charge."""

    def charge(self, charge: Charge) -> Result:
        raise Crash


class Silent(Recorder):
    """Takes the money, but its answer is lost."""

    def charge(self, charge: Charge) -> Result:
        super().charge(charge)
        return Result(Outcome.UNKNOWN)
