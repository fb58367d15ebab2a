"""Orders partners place on credit."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import BasketLine, Merchant
from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.carts.errors import EmptyCart
from rpc_server.commerce.catalog import store as catalog
from rpc_server.commerce.catalog.model import ExchangeRate
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import store as order_store
from rpc_server.commerce.orders.model import ApproveStatus, OrderStatus
from rpc_server.commerce.partners import cart, credit, orders, price_lists, service, store
from rpc_server.commerce.partners.errors import (
    ADDING,
    InvalidOrderReference,
    InvalidProductId,
    NoPartnerSet,
    PriceListNotFound,
    ProductNotListed,
    QuantityNotAvailable,
)
from rpc_server.commerce.partners.model import (
    LockReason,
    Partner,
    PartnerOrder,
    PartnerOrderStatus,
    PartnerStatus,
)
from rpc_server.commerce.partners.offers import find_offer
from rpc_server.commerce.partners.placing import place
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.proformas.errors import (
    InvalidProformaNumber,
    MixedCurrencies,
    OrderAlreadyInvoiced,
    OrderNotApproved,
)
from rpc_server.commerce.partners.proformas.model import ProformaStatus
from rpc_server.commerce.pricing.model import Totals
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.errors import ApiError
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

ONE = (BasketLine(1001, 1, (), PRICE_LIST),)
FREE = (BasketLine(1003, 1, (), PRICE_LIST),)
FIVE = (BasketLine(1001, 5, (), PRICE_LIST),)
_NOTHING = Totals()


@pytest.fixture
def partner(context: Context) -> Partner:
    partners_of(context, PARTNER)
    return PARTNER


def buy(context: Context, basket: Basket, partner: Partner = PARTNER) -> PartnerOrder:
    return place(context, partner.code, basket, external_reference=None)


def trade_with(context: Context, **changes: object) -> Partner:
    partner = replace(PARTNER, **changes)  # type: ignore[arg-type]
    partners_of(context, partner)
    return partner


def add(context: Context, basket: Basket, product_id: int | None, quantity: int | None = None, *options: str) -> Basket:
    return cart.add_product(
        context,
        PARTNER,
        basket,
        product_id=product_id,
        quantity=quantity,
        options=options,
        price_list_code=PRICE_LIST,
    )


def refusal(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(ApiError) as refused:
        act()
    return refused.value.code, refused.value.message


class TestCart:
    def test_no_quantity_stands_for_one_unit(self, context: Context, partner: Partner) -> None:
        assert add(context, (), 1001) == ONE

    def test_required_options_left_open_take_their_default(self, context: Context, partner: Partner) -> None:
        assert add(context, (), 1002) == (BasketLine(1002, 1, ("mail",), PRICE_LIST),)

    def test_a_default_named_and_a_default_taken_are_one_line(self, context: Context, partner: Partner) -> None:
        assert add(context, add(context, (), 1002), 1002, 2, "mail") == (BasketLine(1002, 3, ("mail",), PRICE_LIST),)

    @pytest.mark.parametrize("quantity", [-1, 0, 100])
    def test_a_quantity_without_a_price_is_refused(self, context: Context, partner: Partner, quantity: int) -> None:
        assert refusal(lambda: add(context, (), 1001, quantity)) == (
            QuantityNotAvailable.code,
            "Quantity is not available for purchase.",
        )

    def test_a_line_may_not_grow_past_the_quantities_with_a_price(self, context: Context, partner: Partner) -> None:
        basket = add(context, (), 1001, 99)

        assert refusal(lambda: add(context, basket, 1001)) == (
            "INVALID_QUANTITY",
            "Quantity is not available for purchase.",
        )

    @pytest.mark.parametrize("product_id", [None, 0, -5])
    def test_no_product_id_is_refused(self, context: Context, partner: Partner, product_id: int | None) -> None:
        assert refusal(lambda: add(context, (), product_id)) == (InvalidProductId.code, "Invalid product ID.")

    @pytest.mark.parametrize("product_id", [1004, 1005, 9999])
    def test_a_product_not_sold_by_the_list_is_refused(
        self, context: Context, partner: Partner, product_id: int
    ) -> None:
        assert refusal(lambda: add(context, (), product_id)) == (
            ProductNotListed.code,
            "There is no active product with the specified product ID in the given pricing list.",
        )

    def test_a_price_list_not_assigned_to_the_partner_is_refused(self, context: Context, partner: Partner) -> None:
        stranger = replace(PARTNER, code="PARTNER2")
        store.insert_partner(context, stranger)

        assert refusal(lambda: find_offer(context, stranger, 1001, PRICE_LIST, ADDING)) == (
            PriceListNotFound.code,
            "There are no pricing lists with the provided code.",
        )

    def test_a_line_is_deleted_by_its_exact_options(self, context: Context, partner: Partner) -> None:
        basket = add(context, add(context, (), 1002, 3, "phone"), 1002, 2)

        left = cart.delete_product(context, partner, basket, product_id=1002, options=("phone",), quantity=None)

        assert left == (BasketLine(1002, 2, ("mail",), PRICE_LIST),)

    def test_a_quantity_is_taken_off_the_line(self, context: Context, partner: Partner) -> None:
        left = cart.delete_product(context, partner, FIVE, product_id=1001, options=(), quantity=2)

        assert left == (BasketLine(1001, 3, (), PRICE_LIST),)

    @pytest.mark.parametrize(("product_id", "options"), [(1002, ()), (1001, ("phone",))])
    def test_a_line_that_is_not_there_cannot_be_deleted(
        self, context: Context, partner: Partner, product_id: int, options: tuple[str, ...]
    ) -> None:
        assert refusal(
            lambda: cart.delete_product(context, partner, ONE, product_id=product_id, options=options, quantity=None)
        ) == ("PRODUCT_NOT_FOUND", "There is no product with the specified settings in cart.")

    def test_nothing_can_be_deleted_from_an_empty_cart(self, context: Context, partner: Partner) -> None:
        assert refusal(
            lambda: cart.delete_product(context, partner, (), product_id=1001, options=(), quantity=None)
        ) == (EmptyCart.code, "The shopping cart is empty.")


class TestPlacing:
    def test_an_order_within_credit_is_delivered_at_once(self, context: Context, partner: Partner) -> None:
        placed = buy(context, ONE)

        assert (placed.status, placed.lock_reasons, placed.amount, placed.proforma_number) == (
            PartnerOrderStatus.COMPLETE,
            (),
            Decimal("95.20"),
            None,
        )
        assert placed.order.finished_at == context.clock.now()
        assert placed.order.number > 0

    def test_an_order_carries_what_the_partner_record_says(self, context: Context, partner: Partner) -> None:
        order = buy(context, ONE).order

        assert (order.partner_code, order.currency, order.country, order.language, order.billing, order.payment) == (
            "PARTNER1",
            "EUR",
            "DE",
            "de",
            PARTNER.billing,
            None,
        )

    def test_ten_units_cost_the_price_of_ten(self, context: Context, partner: Partner) -> None:
        ten = buy(context, (BasketLine(1001, 10, (), PRICE_LIST),))

        assert ten.order.lines[0].price.unit_net == Decimal("90.00")
        assert ten.amount == Decimal("856.80")

    def test_a_price_not_in_the_partners_currency_is_converted(self, context: Context) -> None:
        trade_with(context, currency="USD")
        day = date(2026, 1, 1)
        catalog.insert_exchange_rates(
            context, [ExchangeRate("EUR", Decimal(1), day), ExchangeRate("USD", Decimal("1.25"), day)]
        )

        totals = buy(context, ONE).order.totals

        assert (totals.net, totals.discount) == (Decimal("125.00"), Decimal("25.00"))

    def test_the_lists_margin_goes_before_the_partners(self, context: Context, partner: Partner) -> None:
        placed = buy(context, (BasketLine(1002, 1, ("phone",), PRICE_LIST),))

        (line,) = placed.order.lines
        assert (line.price.unit_net, line.price.unit_discount) == (Decimal("75.00"), Decimal("7.50"))
        assert [option.value for option in line.options] == ["phone"]

    def test_the_platform_has_its_share_of_what_the_partner_pays(self, context: Context, partner: Partner) -> None:
        assert buy(context, ONE).order.commission == Decimal("4.76")

    def test_the_external_reference_is_the_orders(self, context: Context, partner: Partner) -> None:
        placed = place(context, partner.code, ONE, external_reference="NEW_ORDER_REFERENCE")

        assert placed.order.external_reference == "NEW_ORDER_REFERENCE"

    def test_the_whole_order_is_stored(self, context: Context, partner: Partner) -> None:
        placed = buy(context, ONE)

        assert orders.find(context, partner, placed.order.reference) == placed

    def test_subscriptions_begin_when_the_order_is_placed(self, context: Context, partner: Partner) -> None:
        placed = buy(context, (BasketLine(1001, 2, (), PRICE_LIST),))

        (born,) = subscriptions.of_order(context, placed.order.reference or "")
        assert placed.order.lines[0].subscription_reference == born.reference
        assert (born.partner_code, born.quantity, born.currency, born.renewal_unit_price) == (
            "PARTNER1",
            2,
            "EUR",
            Decimal("80.00"),
        )

    def test_subscriptions_of_a_locked_order_begin_as_well(self, context: Context) -> None:
        trade_with(context, credit_limit=None)

        placed = buy(context, ONE)

        assert len(subscriptions.of_order(context, placed.order.reference or "")) == 1

    def test_an_empty_cart_is_refused(self, context: Context, partner: Partner) -> None:
        assert refusal(lambda: buy(context, ())) == ("EMPTY_CART", "The shopping cart is empty.")

    def test_an_order_of_no_partner_is_refused(self, context: Context, partner: Partner) -> None:
        assert refusal(lambda: place(context, None, ONE, external_reference=None)) == (
            NoPartnerSet.code,
            "No partner is set.",
        )

    def test_a_partner_no_longer_active_places_nothing(self, context: Context) -> None:
        trade_with(context, status=PartnerStatus.INACTIVE)

        assert refusal(lambda: buy(context, ONE)) == ("INVALID_PARTNER", "No partner is set.")


class TestCredit:
    def test_an_order_takes_its_total_off_the_credit(self, context: Context, partner: Partner) -> None:
        buy(context, ONE)

        assert credit.available(context, partner) == Decimal("404.80")

    def test_an_order_past_the_limit_is_taken_and_locked(self, context: Context, partner: Partner) -> None:
        buy(context, FIVE)

        placed = buy(context, ONE)

        assert (placed.status, placed.lock_reasons) == (
            PartnerOrderStatus.AWAITING_PAYMENT,
            (LockReason.NOT_ENOUGH_CREDIT,),
        )
        assert (placed.order.status, placed.order.number, placed.order.finished_at) == (OrderStatus.PENDING, 0, None)
        assert credit.available(context, partner) == Decimal("-71.20")

    def test_an_order_that_uses_up_the_last_cent_is_delivered(self, context: Context) -> None:
        partner = trade_with(context, credit_limit=Decimal("95.20"))

        assert buy(context, ONE).status is PartnerOrderStatus.COMPLETE
        assert credit.available(context, partner) == Decimal(0)

    def test_a_partner_without_credit_has_every_order_locked(self, context: Context) -> None:
        partner = trade_with(context, credit_limit=None)

        assert buy(context, ONE).lock_reasons == (LockReason.NOT_ENOUGH_CREDIT,)
        assert credit.available(context, partner) is None

    def test_an_order_on_a_paid_proforma_is_owed_no_more(self, context: Context, partner: Partner) -> None:
        placed = buy(context, ONE)

        proformas.issue(context, partner, [placed], paid_at=context.clock.now())

        assert credit.available(context, partner) == Decimal("500.00")

    def test_an_order_on_an_unpaid_proforma_is_still_owed(self, context: Context, partner: Partner) -> None:
        proformas.create(context, partner.code, [buy(context, ONE).order.reference or ""])

        assert credit.available(context, partner) == Decimal("404.80")

    def test_an_order_that_ended_is_owed_no_more(self, context: Context, partner: Partner) -> None:
        order = buy(context, ONE).order
        order_store.set_finished(context, replace(order, status=OrderStatus.CANCELED))

        assert credit.available(context, partner) == Decimal("500.00")

    def test_what_another_partner_owes_does_not_count(self, context: Context) -> None:
        other = replace(PARTNER, code="PARTNER2")
        partners_of(context, PARTNER, other)

        buy(context, FIVE, other)

        assert credit.available(context, PARTNER) == Decimal("500.00")

    def test_two_orders_at_once_cannot_both_have_the_last_credit(self, services: Services, merchant: Merchant) -> None:
        with services.database.writing() as work:
            partners_of(Context(merchant, work, services), PARTNER)
        start = threading.Barrier(4)

        def order(_: int) -> PartnerOrderStatus:
            start.wait()
            with services.database.writing() as work:
                return buy(Context(merchant, work, services), FIVE).status

        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(order, range(4)))

        assert sorted(outcome.value for outcome in outcomes) == [*3 * ["AWAITING_PAYMENT"], "COMPLETE"]


class TestFreeOrders:
    def test_an_order_of_no_value_has_a_paid_proforma_of_its_own(self, context: Context, partner: Partner) -> None:
        placed = buy(context, FREE)

        proforma = proformas.find(context, partner, placed.proforma_number)
        assert (placed.status, proforma.orders, proforma.total) == (
            PartnerOrderStatus.COMPLETE,
            (placed.order.reference,),
            Decimal(0),
        )
        assert proforma.status(context.clock.now()) is ProformaStatus.PAID

    def test_an_order_of_no_value_needs_neither_credit_nor_approval(self, context: Context) -> None:
        trade_with(context, credit_limit=None, is_trusted=False)

        placed = buy(context, FREE)

        assert (placed.status, placed.order.vendor_approve_status) == (PartnerOrderStatus.COMPLETE, "OK")


class TestApproval:
    def test_an_order_of_a_partner_not_trusted_waits_for_the_merchant(self, context: Context) -> None:
        trade_with(context, is_trusted=False)

        placed = buy(context, ONE)

        assert (
            placed.status,
            placed.lock_reasons,
            placed.order.vendor_approve_status,
            placed.order.approve_status,
        ) == (
            PartnerOrderStatus.PENDING_APPROVAL,
            (),
            "WAITING",
            ApproveStatus.WAITING,
        )


class TestProformas:
    def test_a_proforma_collects_orders_in_the_order_given(self, context: Context, partner: Partner) -> None:
        first, second = buy(context, ONE).order.reference or "", buy(context, ONE).order.reference or ""

        proforma = proformas.create(context, partner.code, [second, first])

        assert (proforma.orders, proforma.total, proforma.currency) == ((second, first), Decimal("190.40"), "EUR")
        assert (proforma.created_at, proforma.due_at) == (
            context.clock.now(),
            context.clock.now() + timedelta(days=30),
        )
        assert proformas.find(context, partner, proforma.number) == proforma

    def test_an_order_named_twice_counts_once(self, context: Context, partner: Partner) -> None:
        reference = buy(context, ONE).order.reference or ""

        assert proformas.create(context, partner.code, [reference, reference]).total == Decimal("95.20")

    def test_a_locked_order_on_an_unpaid_proforma_says_so(self, context: Context) -> None:
        partner = trade_with(context, credit_limit=None)
        reference = buy(context, ONE).order.reference or ""

        number = proformas.create(context, partner.code, [reference]).number

        locked = orders.find(context, partner, reference)
        assert (locked.proforma_number, locked.lock_reasons) == (
            number,
            (LockReason.UNPAID_PROFORMA, LockReason.NOT_ENOUGH_CREDIT),
        )

    def test_time_makes_a_proforma_overdue(self, context: Context, partner: Partner, clock: SetClock) -> None:
        proforma = proformas.create(context, partner.code, [buy(context, ONE).order.reference or ""])
        clock.advance(timedelta(days=31))

        assert proforma.status(clock.now()) is ProformaStatus.OVERDUE

    def test_an_order_is_on_one_proforma_at_most(self, context: Context, partner: Partner) -> None:
        reference = buy(context, ONE).order.reference or ""
        proformas.create(context, partner.code, [reference])

        assert refusal(lambda: proformas.create(context, partner.code, [reference])) == (
            OrderAlreadyInvoiced.code,
            "The order is already part of a partner invoice.",
        )

    def test_an_order_not_approved_is_refused(self, context: Context) -> None:
        partner = trade_with(context, is_trusted=False)
        reference = buy(context, ONE).order.reference or ""

        assert refusal(lambda: proformas.create(context, partner.code, [reference])) == (
            OrderNotApproved.code,
            "Only approved orders can be added to a partner invoice.",
        )

    def test_orders_of_two_currencies_are_refused(self, context: Context, partner: Partner) -> None:
        reference = buy(context, ONE).order.reference or ""
        foreign = order_store.insert(
            context, replace(buy(context, ONE).order, reference=None, currency="USD", lines=(), totals=_NOTHING)
        )
        orders.record(context, partner, foreign, exceeds_credit=False)

        assert refusal(lambda: proformas.create(context, partner.code, [reference, foreign.reference or ""])) == (
            MixedCurrencies.code,
            "All orders of a partner invoice must have the same currency.",
        )

    @pytest.mark.parametrize("references", [[], ["999999999"], [""]])
    def test_no_order_or_an_unknown_one_is_refused(
        self, context: Context, partner: Partner, references: list[str]
    ) -> None:
        assert refusal(lambda: proformas.create(context, partner.code, references)) == (
            InvalidOrderReference.code,
            "The provided order reference is invalid.",
        )

    def test_an_order_of_another_partner_is_refused(self, context: Context) -> None:
        other = replace(PARTNER, code="PARTNER2")
        partners_of(context, PARTNER, other)
        reference = buy(context, ONE, other).order.reference or ""

        assert refusal(lambda: proformas.create(context, PARTNER.code, [reference])) == (
            "INVALID_REFERENCE",
            "The provided order reference is invalid.",
        )

    def test_the_proforma_of_another_partner_is_not_found(self, context: Context) -> None:
        other = replace(PARTNER, code="PARTNER2")
        partners_of(context, PARTNER, other)
        number = proformas.create(context, other.code, [buy(context, ONE, other).order.reference or ""]).number

        assert refusal(lambda: proformas.find(context, PARTNER, number)) == (
            InvalidProformaNumber.code,
            "Invalid partner invoice number.",
        )


class TestOtherMerchants:
    def test_a_merchant_sees_none_of_anothers_partners_orders_and_proformas(
        self, other_merchant: Merchant, context: Context, partner: Partner
    ) -> None:
        placed = buy(context, ONE)
        number = proformas.create(context, partner.code, [placed.order.reference or ""]).number
        stranger = replace(context, merchant=other_merchant)
        partners_of(stranger, PARTNER)

        assert credit.available(stranger, PARTNER) == Decimal("500.00")
        assert refusal(lambda: orders.find(stranger, PARTNER, placed.order.reference))[0] == "INVALID_REFERENCE"
        assert refusal(lambda: proformas.find(stranger, PARTNER, number))[0] == "INVALID_PROFORMA_NUMBER"

    def test_a_partner_of_another_merchant_is_no_partner(
        self, other_merchant: Merchant, context: Context, partner: Partner
    ) -> None:
        stranger = replace(context, merchant=other_merchant)

        assert service.find_partner(stranger, partner.code) is None
        assert price_lists.of_partner(stranger, partner) == []
