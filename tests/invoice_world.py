"""Orders as the invoice tests know them, without a shop: two parties, lines of known prices, fixed moments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import making_out
from rpc_server.commerce.invoices.model import Invoice, Seller, Series, Stamp
from rpc_server.commerce.orders.model import Order, OrderLine, OrderStatus, PurchaseType
from rpc_server.commerce.orders.soundness import totals_of
from rpc_server.commerce.payments.model import CardSummary, Payment, PaymentType
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LineTerms, PriceType

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
STAMP = Stamp(Series.LIVE, 42, NOON.astimezone(timezone(timedelta(hours=2))))
SELLER = Seller(
    address=Address(
        company="Northwind Software SRL",
        fiscal_code="RO18547290",
        address1="Strada Aviatorilor 10",
        city="București",
        zip="011853",
        country="RO",
        email="billing@northwind.example",
    ),
    note="Trade register J40/1234/2006",
)
GARDENER = Address(
    first_name="Zoë",
    last_name="Łukasiewicz",
    company="Gärtnerei GmbH",
    fiscal_code="DE136695976",
    email="zoe@gaertnerei.example",
    address1="Königstraße 12",
    city="München",
    zip="80331",
    country="DE",
)
PAID = Payment(PaymentType.CC, "EUR", None, True, None, CardSummary("4111", "1111", "visa", 12, 2030), None, None)


def a_line(
    number: int,
    unit_price: str,
    *,
    quantity: int = 1,
    vat: str = "20",
    discount: str = "0",
    price_type: PriceType = PriceType.NET,
    **changes: Any,
) -> OrderLine:
    """Units of product P1, P2 and so on."""
    terms = LineTerms(quantity, Decimal(unit_price), price_type, Decimal(vat), Decimal(discount))
    plain = OrderLine(
        reference=f"{number:040d}",
        number=number,
        code=f"P{number}",
        product_id=number,
        name=f"Product {number}",
        short_description="",
        quantity=quantity,
        purchase_type=PurchaseType.PRODUCT,
        is_dynamic=False,
        is_tangible=False,
        price_type=price_type,
        price=price_line(terms),
    )
    return replace(plain, **changes)


def an_order(*lines: OrderLine, **changes: Any) -> Order:
    """A finished order of the gardener in EUR."""
    plain = Order(
        reference="119473852",
        number=20418846,
        kind="SALE",
        status=OrderStatus.COMPLETE,
        placed_at=NOON - timedelta(days=1),
        finished_at=NOON,
        currency="EUR",
        country="DE",
        language="en",
        billing=GARDENER,
        delivery=GARDENER,
        payment=PAID,
        is_test=False,
        lines=lines,
        totals=totals_of(lines),
        commission=Decimal(0),
    )
    return replace(plain, **changes)


def a_sale(*lines: OrderLine, seller: Seller = SELLER, **changes: Any) -> Invoice:
    """The sale invoice of such an order, number 42, of a seller taxed in Romania."""
    return making_out.sale(an_order(*lines, **changes), seller, "RO", STAMP)
