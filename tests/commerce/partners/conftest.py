"""What several of these tests need: partners of other habits, and their orders."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from rpc_server.commerce.accounts.model import BasketLine
from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.model import Partner, PartnerOrder
from rpc_server.commerce.partners.placing import place
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

Trade = Callable[..., Partner]
Buy = Callable[..., PartnerOrder]


@pytest.fixture
def trade_with(context: Context) -> Trade:
    """Give the merchant PARTNER1 with other habits; answer it."""

    def trade_with(**changes: object) -> Partner:
        partner = replace(PARTNER, **changes)  # type: ignore[arg-type]
        partners_of(context, partner)
        return partner

    return trade_with


@pytest.fixture
def buy(context: Context) -> Buy:
    """Let PARTNER1 order so many units of 1001, at 95.20 a unit with tax."""

    def buy(quantity: int = 1, *, code: str = PARTNER.code) -> PartnerOrder:
        line = BasketLine(1001, quantity, (), PRICE_LIST)
        return place(context, code, (line,), external_reference=None)

    return buy
