"""Fixtures of the tests of messages."""

import pytest
from werkzeug.test import Client

from rpc_server.app import create_api, create_router
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.wires.http import Limits
from tests.message_world import Shop
from tests.order_world import stock


@pytest.fixture
def empty_shop(services: Services, merchant: Merchant) -> Shop:
    router = create_router(create_api(services), services, Limits())
    return Shop(services, merchant, Client(router))


@pytest.fixture
def shop(empty_shop: Shop) -> Shop:
    stock(empty_shop.services)
    return empty_shop
