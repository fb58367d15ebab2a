"""A catalogue with upgrade paths, and subscriptions to it, as the subscription tests know them.

STARTER costs 30.00 USD a month, PRO 90.00 (80.00 when it renews; telephone support 10.00, a user 3.00),
SUITE 500.00 a year, FOREVER 120.00 with tax once. STARTER becomes PRO by proration, SUITE by the difference,
FOREVER at the full price; PRO becomes STARTER. METERED costs 30.00 a month, and traffic and calls as they are used.
Tax is 20 % in Germany and nothing elsewhere.
"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderLine, OrderStatus, PurchaseType
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.model import Payment, PaymentType
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LineTerms, PriceType, Totals
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.birth import period_entry
from rpc_server.commerce.subscriptions.model import HistoryType, Subscription
from rpc_server.gateways import CardDetails
from tests.filling import fill

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
REFERENCE = "8AF9A9DC95"
ADA = Address(
    first_name="Ada",
    last_name="Lovelace",
    email="Ada@example.com",
    address1="12 St James's Square",
    city="London",
    zip="SW1Y 4JH",
    country="GB",
)


def stock(services: Services) -> None:
    """Give APITEST the catalogue. Commits."""
    fill(services, Path(__file__).with_name("subscription_world.yaml"))


def card_of(context: Context, holder: str = "John Doe") -> str:
    """A stored card of the holder; John Doe pays, Mona Doe is declined."""
    return payments.store_card(context, CardDetails("4111111111111111", 12, 2030, holder))


def starter(**changes: object) -> Subscription:
    """One unit of STARTER for 30.00 USD, bought on 18 February for 30 days, renewing, with no card."""
    began = datetime(2026, 2, 18, 12, tzinfo=UTC)
    subscription = Subscription(
        reference=REFERENCE,
        order_reference="100000001",
        product_id=101,
        product_code="STARTER",
        product_name="Starter",
        product_version="1.2",
        quantity=1,
        options=(),
        customer_reference=555000111,
        external_customer_reference="ada",
        billing=ADA,
        end_user=ADA,
        country="GB",
        language="en",
        purchased_at=began,
        starts_at=began,
        period_starts_at=began,
        expires_at=datetime(2026, 3, 20, 12, tzinfo=UTC),
        renewed_at=None,
        modified_at=began,
        cycle_length=30,
        cycle_unit="D",
        anchor_day=18,
        is_enabled=True,
        is_recurring=True,
        is_trial=False,
        was_trial=False,
        is_test=False,
        receives_notifications=True,
        partner_code=None,
        sku=None,
        currency="USD",
        price_type=PriceType.NET,
        paid_net=Decimal("30.00"),
        renewal_unit_price=Decimal("30.00"),
        card_id=None,
    )
    return replace(subscription, **changes)  # type: ignore[arg-type]


def subscribed(context: Context, **changes: object) -> Subscription:
    """``starter(**changes)``, stored with the history of its sale."""
    stored = store.add(context, starter(**changes))
    store.record_first(context, period_entry(stored, stored.order_reference, HistoryType.SALE))
    return stored


def line(number: int = 1, **changes: object) -> OrderLine:
    """One unit of STARTER at 30.00."""
    price = price_line(LineTerms(1, Decimal(30), PriceType.NET, Decimal(0)))
    bought = OrderLine(
        reference=f"{number:040x}",
        number=number,
        code="STARTER",
        product_id=101,
        name="Starter",
        short_description="",
        quantity=1,
        purchase_type=PurchaseType.PRODUCT,
        is_dynamic=False,
        is_tangible=False,
        price_type=PriceType.NET,
        price=price,
        options=(),
        trial=None,
        trial_price=None,
        cross_sell=None,
        promotion=None,
        recurrence=None,
        renewal_unit_price=Decimal(30),
        sku=None,
        external_reference=None,
        extra_fields=(),
        starts_at=None,
    )
    return replace(bought, **changes)  # type: ignore[arg-type]


def finished_order(*lines: OrderLine, **changes: object) -> Order:
    """A finished sale to Ada, paid by card with automatic renewal; its sums are not those of its lines."""
    payment = Payment(PaymentType.CC, "USD", None, True, "card", None, None, None)
    order = Order(
        reference="100000001",
        number=7,
        kind="SALE",
        status=OrderStatus.COMPLETE,
        approve_status=ApproveStatus.OK,
        vendor_approve_status="OK",
        placed_at=NOW,
        finished_at=NOW,
        currency="USD",
        country="GB",
        language="en",
        external_reference=None,
        source=None,
        ws_order=None,
        local_time=None,
        customer_ip=None,
        affiliate_code=None,
        affiliate_source=None,
        billing=ADA,
        delivery=ADA,
        payment=payment,
        customer_reference=555000111,
        external_customer_reference="ada",
        is_test=False,
        lines=lines,
        promotions=(),
        extra_fields=(),
        custom_parameters=(),
        totals=Totals(),
        commission=Decimal(0),
    )
    return replace(order, **changes)  # type: ignore[arg-type]
