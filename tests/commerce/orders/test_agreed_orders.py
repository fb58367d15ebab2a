"""Renewals and upgrades: orders charged to a stored card while nobody is there."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.errors import PaymentMissing
from rpc_server.commerce.orders.model import AgreedOrder, OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund
from rpc_server.commerce.payments.model import PaymentType
from rpc_server.commerce.pricing.model import PriceType
from tests.order_world import GRACE, Recorder, asked, engine, item, payment


def agreed(context: Context, holder: str = "John Doe") -> AgreedOrder:
    """The renewal of a PLAN that was bought with the holder's card."""
    sale = service.place(context, asked(item("PLAN"), payment=payment(holder)))
    sold = service.find(context, sale.reference or "").lines[0]
    return AgreedOrder(
        kind="RENEWAL",
        code="PLAN",
        product_id=203,
        name="Plan",
        quantity=1,
        unit_price=Decimal(25),
        price_type=PriceType.NET,
        tax_category=None,
        options=(),
        renewal_unit_price=Decimal(25),
        currency="USD",
        country="US",
        language="en",
        billing=GRACE,
        customer_reference=sale.customer_reference,
        external_customer_reference=None,
        card_id=sale.payment.card_id if sale.payment else None,
        is_test=True,
        subscription_reference=sold.subscription_reference or "",
    )


def test_a_renewal_is_charged_and_finished(context: Context) -> None:
    renewal = agreed(context)

    order = service.place_agreed(context, renewal)

    assert (order.status, order.kind, order.is_test, order.totals.gross) == (
        OrderStatus.COMPLETE,
        "RENEWAL",
        True,
        Decimal(25),
    )
    assert order.lines[0].subscription_reference == renewal.subscription_reference
    assert service.find(context, order.reference or "") == order


def test_a_renewal_is_charged_as_recurring_without_a_security_code(services: Services, merchant: Merchant) -> None:
    gateway = Recorder()
    with engine(services, merchant, gateway=gateway) as context:
        service.place_agreed(context, agreed(context))

    first, second = gateway.charges
    assert (first.is_recurring, second.is_recurring) == (False, True)
    assert second.card is not None
    assert first.card is not None
    assert (second.card.number, second.card.security_code) == (first.card.number, None)


def test_a_card_that_pays_once_declines_the_renewal(context: Context) -> None:
    order = service.place_agreed(context, agreed(context, "Mike Doe"))

    assert order.status is OrderStatus.PENDING
    assert order.errors[0][1].endswith("Insufficient funds")


def test_an_amount_without_a_card_is_refused(context: Context) -> None:
    with pytest.raises(PaymentMissing):
        service.place_agreed(context, replace(agreed(context), card_id=None))


def test_an_upgrade_of_no_value_needs_no_card(context: Context) -> None:
    free = replace(agreed(context), kind="UPGRADE", unit_price=Decimal(0), card_id=None)

    order = service.place_agreed(context, free)

    assert order.status is OrderStatus.COMPLETE
    assert order.payment is not None
    assert order.payment.type is PaymentType.FREE


def test_a_refund_is_pending_until_it_is_done(context: Context) -> None:
    renewal = agreed(context)
    order = service.place_agreed(context, renewal)
    waiting = replace(context, merchant=replace(context.merchant, refunds_need_approval=True))
    refund = refunds.request(waiting, NewRefund(order.reference or "", order.totals.gross_discounted))

    assert service.has_pending_refund(context, renewal.subscription_reference)
    refunds.approve(context, refund.refund_id)
    assert not service.has_pending_refund(context, renewal.subscription_reference)
