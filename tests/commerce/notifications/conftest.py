"""An order of Grace's, placed and finished, and its merchant's engine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order, OrderStatus
from tests.notification_world import ANOTHER, Listener
from tests.order_world import asked, engine, stock


@pytest.fixture
def listener() -> Listener:
    """A listener that takes everything unless told otherwise."""
    return Listener()


@pytest.fixture
def order(services: Services, merchant: Merchant) -> Order:
    """A finished order of one BOOK; nobody was told of it."""
    stock(services)
    with engine(services, merchant) as context:
        placed = orders.place(context, asked())
        return orders.find(context, placed.reference or "")


@pytest.fixture
def shop(services: Services, merchant: Merchant, order: Order, listener: Listener) -> Iterator[Context]:
    """The merchant's engine, whose messages go to the listener."""
    with engine(services, merchant, courier=listener) as context:
        yield context
        context.work.rollback()


@pytest.fixture
def tell(shop: Context, order: Order) -> Callable[..., None]:
    """Tell that another order, else the same, has these statuses, one after the other. Commits."""

    def told(*statuses: OrderStatus, **changes: Any) -> None:
        for status in statuses:
            outbox.order_changed(shop, replace(order, **{"reference": ANOTHER, "status": status, **changes}))
            shop.work.commit()

    return told
