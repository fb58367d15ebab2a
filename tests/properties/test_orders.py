"""Whatever is ordered, the sums agree, nothing is below zero, and what is read is what was written."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import drawing_up, service, store
from rpc_server.commerce.orders.errors import CouponExceedsTotal
from rpc_server.commerce.orders.model import (
    CustomOption,
    DynamicProduct,
    NewItem,
    NewOrder,
    Order,
    PurchaseType,
    TrialTerms,
)
from rpc_server.commerce.pricing.model import PriceType
from tests.order_world import asked, item, stock

PRICES = st.decimals("0", "10000", places=2)
QUANTITIES = st.one_of(st.integers(1, 12), st.integers(1, 99_999))
TRIALS = st.none() | st.builds(TrialTerms, days=st.integers(1, 3650), price=PRICES)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
OPTIONS = st.builds(CustomOption, group=TEXTS, name=TEXTS, value=TEXTS, surcharge=PRICES)

catalogue_items = st.builds(
    item,
    st.sampled_from(["PLAN", "GUARD"]),
    QUANTITIES,
    options=st.just(()),
    custom_price=st.none() | PRICES,
    trial=TRIALS,
)
dynamic_products = st.builds(
    DynamicProduct,
    name=TEXTS.filter(str.strip),
    description=st.none() | TEXTS,
    is_tangible=st.booleans(),
    purchase_type=st.sampled_from(PurchaseType),
    price_type=st.sampled_from(PriceType),
    tax_category=st.none(),
    options=st.lists(OPTIONS, max_size=3).map(tuple),
    external_reference=st.none(),
)
dynamic_items = st.builds(
    NewItem,
    path=st.just("Items[0]"),
    code=st.none(),
    quantity=QUANTITIES,
    dynamic=dynamic_products,
    custom_price=PRICES,
    trial=TRIALS,
)
orders = st.one_of(
    st.lists(catalogue_items, min_size=1, max_size=4).map(lambda items: asked(*items)),
    st.lists(catalogue_items, min_size=1, max_size=4).map(lambda items: asked(*items, promotions=("TENOFF",))),
    st.lists(dynamic_items, min_size=1, max_size=4).map(lambda items: asked(*items)),
)
on_one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@pytest.fixture(autouse=True)
def _stocked(services: Services, merchant: Merchant) -> None:
    stock(services)


def drawn_up(context: Context, new: NewOrder) -> Order | None:
    """The order, None where its coupons outweigh it."""
    try:
        return drawing_up.draw_up(context, new)
    except CouponExceedsTotal:
        return None


@on_one_database
@given(orders)
def test_an_orders_sums_are_those_of_its_lines_and_never_below_zero(context: Context, new: NewOrder) -> None:
    order = drawn_up(context, new)

    if order is not None:
        counted = [line.trial_price or line.price for line in order.lines]
        assert order.totals.net == sum((price.net for price in counted), Decimal(0))
        assert order.totals.vat == sum((price.vat for price in counted), Decimal(0))
        assert order.totals.gross == order.totals.net + order.totals.vat
        assert order.totals.gross_discounted == order.totals.gross - order.totals.discount
        assert order.totals.gross_discounted >= 0


@on_one_database
@given(orders)
def test_an_order_is_read_as_it_was_written(context: Context, new: NewOrder) -> None:
    order = drawn_up(context, new)

    if order is not None:
        written = store.insert(context, order)
        assert store.find(context, written.reference or "") == written


@on_one_database
@given(orders)
def test_a_quote_costs_what_the_order_costs(context: Context, new: NewOrder) -> None:
    order = drawn_up(context, new)

    if order is not None:
        assert service.quote(context, new).totals == order.totals
