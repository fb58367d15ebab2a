"""The catalogue of ``tests.subscription_world`` under every test here."""

from collections.abc import Iterator

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from tests.subscription_world import stock


@pytest.fixture
def context(services: Services, merchant: Merchant, other_merchant: Merchant) -> Iterator[Context]:
    """APITEST's engine with its catalogue, beside OTHERCO; what the test does not commit is lost."""
    stock(services)
    with services.database.writing() as work:
        yield Context(merchant, work, services)
        work.rollback()


@pytest.fixture
def stranger(context: Context, other_merchant: Merchant) -> Context:
    """OTHERCO's engine in the same unit of work."""
    return Context(other_merchant, context.work, context.services)
