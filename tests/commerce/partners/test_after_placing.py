"""What the shop's order life makes of partner orders: codes, searches, refunds, cancelling."""

import pytest
from sqlalchemy import update

from rpc_server.commerce.accounts.model import BasketLine
from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.catalog.model import Attachment, DeliveryTerms
from rpc_server.commerce.catalog.tables import ProductRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.delivery.model import CodeList, CodeListType
from rpc_server.commerce.orders import cancelling, search
from rpc_server.commerce.orders.errors import OrderNotCancelable
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.errors import PaymentNotAllowed
from rpc_server.commerce.orders.search import IncludedTests, OrderSearch
from rpc_server.commerce.partners.placing import place
from tests.partner_world import PARTNER, PRICE_LIST, partners_of
from tests.refund_world import back

ALL = OrderSearch(test_orders=IncludedTests.YES)


def bought(context: Context, quantity: int) -> str:
    """The RefNo of a partner's order of 1001, whose codes come from the list KEYS."""
    partners_of(context, PARTNER)
    delivery.add_list(context, CodeList("KEYS", "Keys", CodeListType.LIST), ["K-1", "K-2"])
    terms = DeliveryTerms(code_list=Attachment(code="KEYS"))
    delivered = update(ProductRow).where(ProductRow.merchant_id == context.merchant_id, ProductRow.product_id == 1001)
    context.session.execute(delivered.values(fulfillment="BY_AVANGATE", delivery_terms=terms))
    basket = Basket((BasketLine(1001, quantity, (), PRICE_LIST),))
    return place(context, PARTNER.code, basket, external_reference=None).order.reference or ""


def test_a_partner_order_within_the_credit_is_delivered_with_codes(context: Context) -> None:
    reference = bought(context, 2)

    assert [code.code for code in delivery.of_orders(context, [reference])[reference]] == ["K-1", "K-2"]


def test_a_partner_order_that_waits_for_credit_gets_no_codes(context: Context) -> None:
    assert delivery.of_orders(context, [bought(context, 50)]) == {}
    assert delivery.shortages(context) == []


def test_partner_orders_are_found_as_such(context: Context) -> None:
    reference = bought(context, 1)

    found, _ = search.found(context, OrderSearch(of_partners=True))
    assert [order.reference for order in found] == [reference]
    assert search.found(context, OrderSearch(of_partners=False)) == ([], 0)


def test_a_partner_order_is_not_refunded_here(context: Context) -> None:
    bought(context, 1)
    (order,), _ = search.found(context, ALL)

    with pytest.raises(PaymentNotAllowed):
        refunds.request(context, back(order, "1.00"))


def test_a_partner_order_is_not_cancelled_here(context: Context) -> None:
    reference = bought(context, 50)

    with pytest.raises(OrderNotCancelable):
        cancelling.cancel(context, reference)
