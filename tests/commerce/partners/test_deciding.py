"""What the merchant decides of partner orders."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import ApproveStatus, OrderStatus
from rpc_server.commerce.partners import credit, deciding
from rpc_server.commerce.partners.errors import InvalidOrderReference, OrderNotWaiting
from rpc_server.commerce.partners.model import PartnerOrder, PartnerOrderStatus
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.subscriptions import service as subscriptions
from tests.commerce.partners.conftest import Buy, Trade

Decide = Callable[[Context, str], PartnerOrder]
DECISIONS = [deciding.approve, deciding.reject, deciding.cancel, deciding.confirm_delivery]


def test_an_approved_order_is_delivered(context: Context, trade_with: Trade, buy: Buy) -> None:
    trade_with(is_trusted=False)

    approved = deciding.approve(context, buy().order.reference or "")

    assert (approved.status, approved.order.vendor_approve_status, approved.order.approve_status) == (
        PartnerOrderStatus.COMPLETE,
        "OK",
        ApproveStatus.OK,
    )


def test_an_approved_order_past_the_credit_still_waits(context: Context, trade_with: Trade, buy: Buy) -> None:
    trade_with(is_trusted=False, credit_limit=None)

    approved = deciding.approve(context, buy().order.reference or "")

    assert (approved.status, approved.order.status) == (PartnerOrderStatus.AWAITING_PAYMENT, OrderStatus.PENDING)


def test_a_rejected_order_is_owed_no_more_and_has_no_subscription(
    context: Context, trade_with: Trade, buy: Buy
) -> None:
    partner = trade_with(is_trusted=False)
    waiting = buy()

    rejected = deciding.reject(context, waiting.order.reference or "")

    assert (rejected.status, rejected.order.status) == (PartnerOrderStatus.REJECTED, OrderStatus.CANCELED)
    assert credit.available(context, partner) == Decimal("500.00")
    sold = subscriptions.find(context, waiting.order.lines[0].subscription_reference or "")
    assert not sold.is_enabled


def test_a_rejected_order_makes_room_for_one_that_waits(context: Context, trade_with: Trade, buy: Buy) -> None:
    trade_with(is_trusted=False)
    large, small = buy(4), buy(2)
    assert deciding.approve(context, small.order.reference or "").status is PartnerOrderStatus.AWAITING_PAYMENT

    deciding.reject(context, large.order.reference or "")

    with pytest.raises(OrderNotWaiting, match="The order is COMPLETE"):
        deciding.approve(context, small.order.reference or "")


def test_a_canceled_order_is_owed_no_more_and_has_no_subscription(
    context: Context, trade_with: Trade, buy: Buy
) -> None:
    partner = trade_with(confirms_delivery=True)
    waiting = buy()

    canceled = deciding.cancel(context, waiting.order.reference or "")

    assert (canceled.status, canceled.lock_reasons) == (PartnerOrderStatus.CANCELED, ())
    assert credit.available(context, partner) == Decimal("500.00")
    sold = subscriptions.find(context, waiting.order.lines[0].subscription_reference or "")
    assert not sold.is_enabled


def test_an_order_on_a_proforma_is_not_canceled(context: Context, trade_with: Trade, buy: Buy) -> None:
    partner = trade_with(confirms_delivery=True)
    reference = buy().order.reference or ""
    proformas.create(context, partner.code, [reference])

    with pytest.raises(OrderNotWaiting, match="The order is DELIVERY_NEEDS_INFO"):
        deciding.cancel(context, reference)


@pytest.mark.parametrize("decide", DECISIONS)
def test_an_order_that_waits_for_nothing_is_not_decided(
    context: Context, trade_with: Trade, buy: Buy, decide: Decide
) -> None:
    trade_with()
    reference = buy().order.reference or ""

    with pytest.raises(OrderNotWaiting, match="The order is COMPLETE"):
        decide(context, reference)


@pytest.mark.parametrize("decide", DECISIONS)
def test_an_order_of_no_partner_is_not_decided(context: Context, decide: Decide) -> None:
    with pytest.raises(InvalidOrderReference):
        decide(context, "999999999")
