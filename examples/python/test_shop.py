"""Tests of ``shop.py`` against a sandbox, by the fixtures this package gives pytest: ``pip install rpc_server zeep``."""

from typing import Any

import pytest
from shop import PaymentRefused, Shop


@pytest.fixture
def shop(rpc_merchant: Any) -> Shop:
    return Shop(rpc_merchant.url, "APITEST", "SECRET_KEY")


def test_an_answer_that_is_lost_buys_nothing_twice(shop: Shop, rpc_merchant: Any) -> None:
    rpc_merchant.faults.add("crash_after_commit", method="placeOrder", nth=1)

    reference = shop.buy("STARTER", "CART-1")

    first, second = rpc_merchant.journal.calls(method="placeOrder")
    assert first["fault"] == "1 crash_after_commit"
    assert first["answer"]["RefNo"] == second["answer"]["RefNo"] == reference


def test_a_card_that_is_declined_is_told_of(shop: Shop, rpc_merchant: Any) -> None:
    rpc_merchant.faults.add("decline", text="Stolen card", times=1)

    with pytest.raises(PaymentRefused, match="Stolen card"):
        shop.buy("STARTER", "CART-2")


def test_a_subscription_is_renewed_a_month_later(shop: Shop, rpc_merchant: Any) -> None:
    before = shop.paid_until("8AF9A9DC95")

    happened = rpc_merchant.clock.advance("30d")

    assert "renewals" in [each["duty"] for each in happened["happened"]]
    assert Shop(rpc_merchant.url, "APITEST", "SECRET_KEY").paid_until("8AF9A9DC95") > before


def test_the_same_calls_draw_the_same_numbers(rpc_merchant: Any) -> None:
    rpc_merchant.reset(seed="7")
    first = Shop(rpc_merchant.url, "APITEST", "SECRET_KEY").buy("STARTER", "CART-3")
    rpc_merchant.reset(seed="7")

    assert Shop(rpc_merchant.url, "APITEST", "SECRET_KEY").buy("STARTER", "CART-3") == first
