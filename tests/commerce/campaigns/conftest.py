"""A merchant with products to make campaigns for."""

import pytest

from rpc_server.commerce.context import Context
from tests.campaign_world import sells


@pytest.fixture
def shop(context: Context) -> Context:
    """APITEST with the products of ``sells``, committed."""
    sells(context)
    context.work.commit()
    return context
