"""An order is read as it was written, and only a sound one is written."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import update

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import drawing_up, store
from rpc_server.commerce.orders.model import CrossSellClaim, ExtraField, Order, OrderStatus, TrialTerms
from rpc_server.commerce.orders.soundness import UnsoundOrder
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.pricing.model import Totals
from rpc_server.ids import Ids
from tests.order_world import CAMPAIGN, asked, item


def drawn_up(context: Context) -> Order:
    """An order with everything an order can have."""
    note = ExtraField("NOTE", "A note", "für später")
    return drawing_up.draw_up(
        context,
        asked(
            item("PLAN", 2, options=("phone",), trial=TrialTerms(15, Decimal("1.50")), sku="P-1", extra_fields=(note,)),
            item("15", at=1, starts_at=context.clock.now()),
            item("34924C876E", at=2, cross_sell=CrossSellClaim("15", CAMPAIGN)),
            item("BOOK", at=3),
            promotions=("SAVE30",),
            delivery=Address(first_name="Ada", country="GB"),
            external_reference="ref-1",
            source="site",
            ws_order="shop.example",
            local_time="2026-03-10 13:00:00",
            customer_ip="10.10.10.10",
            affiliate_code="AFF",
            affiliate_source="blog",
            extra_fields=(note,),
            custom_parameters=(note,),
        ),
    )


def test_an_order_is_read_as_it_was_written(context: Context) -> None:
    written = store.insert(context, drawn_up(context))

    assert store.find(context, written.reference or "") == written


def test_a_given_reference_is_kept(context: Context) -> None:
    assert store.insert(context, replace(drawn_up(context), reference="700000001")).reference == "700000001"


def test_an_order_whose_totals_are_not_its_lines_is_not_written(context: Context) -> None:
    order = drawn_up(context)

    with pytest.raises(UnsoundOrder, match="totals"):
        store.insert(context, replace(order, totals=order.totals + Totals(net=Decimal(1), gross=Decimal(1))))


def test_a_line_whose_prices_do_not_agree_is_not_written(context: Context) -> None:
    order = drawn_up(context)
    first, *rest = order.lines
    wrong = replace(first, price=replace(first.price, vat=Decimal(1)))

    with pytest.raises(UnsoundOrder, match="line 1"):
        store.insert(context, replace(order, lines=(wrong, *rest)))


def test_an_order_that_was_tampered_with_is_not_read(context: Context) -> None:
    order = store.insert(context, drawn_up(context))
    context.session.execute(update(OrderRow).values(net=Decimal(1)))

    with pytest.raises(UnsoundOrder):
        store.find(context, order.reference or "")


class Drawing(Ids):
    """Draws these OrderNos one after the other."""

    def __init__(self, *numbers: int) -> None:
        super().__init__()
        self._numbers = iter(numbers)

    def order_number(self) -> int:
        return next(self._numbers)


def test_an_order_is_finished_under_a_number_of_its_own(context: Context) -> None:
    first, second = (store.insert(context, drawn_up(context)) for _ in range(2))
    held = [store.set_authorised(context, order, order.placed_at, order.placed_at) for order in (first, second)]
    drawing = replace(context, services=replace(context.services, ids=Drawing(7, 7, 8)))

    finished = [store.finish(drawing, replace(order, status=OrderStatus.COMPLETE)) for order in held]

    assert [order and order.number for order in finished] == [7, 8]
    assert [store.find(context, order.reference or "") for order in held] == finished


def test_an_order_without_money_is_not_finished(context: Context) -> None:
    order = store.insert(context, drawn_up(context))

    assert store.finish(context, replace(order, status=OrderStatus.COMPLETE)) is None
    assert store.find(context, order.reference or "") == order
