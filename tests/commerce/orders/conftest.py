"""Every order test has the catalogue of ``order_world``."""

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from tests.order_world import stock


@pytest.fixture(autouse=True)
def _stocked(services: Services, merchant: Merchant) -> None:
    stock(services)
