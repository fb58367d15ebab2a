"""Placing orders: what they cost, what is answered, what stays."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import lifecycle, service
from rpc_server.commerce.orders.errors import NotFree, OrderNotFound, PaymentMissing, ProductCodeInvalid
from rpc_server.commerce.orders.model import (
    ApproveStatus,
    CrossSellClaim,
    NewItem,
    OrderStatus,
    TrialTerms,
)
from rpc_server.commerce.payments.attempts import attempts_of
from rpc_server.commerce.payments.errors import CardExpirationInvalid, CardMissing
from rpc_server.commerce.payments.model import AttemptStatus, NewPayment, PaymentType
from rpc_server.commerce.pricing.model import Totals
from rpc_server.errors import ApiError
from rpc_server.gateways.simulator import TEST_CARDS
from tests.order_world import CAMPAIGN, Recorder, asked, card, engine, item, payment

CONNECTICUT = Address(first_name="Grace", last_name="Hopper", email="grace@example.com", country="US", state="CT")


def test_a_paid_order_is_answered_authorised(context: Context) -> None:
    order = service.place(context, asked())

    assert (order.status, order.approve_status, order.number, order.finished_at, order.errors) == (
        OrderStatus.AUTHRECEIVED,
        ApproveStatus.WAITING,
        0,
        None,
        (),
    )


def test_a_paid_order_is_complete_when_asked_for_again(context: Context) -> None:
    placed = service.place(context, asked(item("PLAN")))

    order = service.find(context, placed.reference or "")

    assert order.status is OrderStatus.COMPLETE
    assert order.approve_status is ApproveStatus.OK
    assert order.number > 0
    assert order.finished_at == context.clock.now()
    assert order.lines[0].subscription_reference is not None


def test_trial_coupon_and_tax_come_to_the_recorded_sums(context: Context) -> None:
    trial = TrialTerms(15, Decimal(50))
    order = service.place(
        context,
        asked(item("GUARD", trial=trial), item("BOOK", at=1), billing=CONNECTICUT, promotions=("save30",)),
    )

    assert order.totals == Totals(
        net=Decimal("69.95"),
        gross=Decimal("70.59"),
        net_discounted=Decimal("63.96"),
        gross_discounted=Decimal("64.60"),
        discount=Decimal("5.99"),
        vat=Decimal("0.64"),
    )
    assert order.lines[0].price.net == Decimal("153.30")
    assert order.lines[1].price.gross == Decimal("20.09")
    assert order.commission == Decimal("3.23")


def test_a_discounted_line_names_its_promotion(context: Context) -> None:
    order = service.place(context, asked(promotions=("Save30",)))

    promotion = order.lines[0].promotion

    assert promotion is not None
    assert (promotion.code, promotion.coupon, promotion.percent) == ("THIRTY", "SAVE30", Decimal(30))


@pytest.mark.parametrize("coupon", ["NOPE", "GONE"])
def test_a_coupon_of_no_running_promotion_is_refused(context: Context, coupon: str) -> None:
    with pytest.raises(ApiError) as refusal:
        service.place(context, asked(promotions=("SAVE30", coupon)))

    assert (refusal.value.code, refusal.value.field) == ("ORDER_PROMOTION_INVALID", "Promotions[1]")


def test_a_cross_sold_product_is_cheaper_beside_its_parent(context: Context) -> None:
    effects = item("34924C876E", at=1, cross_sell=CrossSellClaim("15", CAMPAIGN))

    order = service.place(context, asked(item("15"), effects))

    assert [line.price.gross_discounted for line in order.lines] == [Decimal("49.95"), Decimal("15.96")]
    assert order.lines[1].cross_sell == CrossSellClaim("15", CAMPAIGN)


def test_a_cross_sold_product_alone_is_refused(context: Context) -> None:
    with pytest.raises(ApiError) as refusal:
        service.place(context, asked(item("34924C876E", cross_sell=CrossSellClaim("15", CAMPAIGN))))

    assert refusal.value.field == "Items[0].CrossSell.ParentCode"


def test_a_custom_price_stands_for_the_unit_price_but_not_for_the_renewal(context: Context) -> None:
    order = service.place(context, asked(item("PLAN", 2, custom_price=Decimal("12.50"))))

    assert order.totals.gross_discounted == Decimal("25.00")
    assert order.lines[0].renewal_unit_price == Decimal(25)


def test_price_options_make_the_unit_price_and_the_renewal_dearer(context: Context) -> None:
    order = service.place(context, asked(item("PLAN", options=("phone",))))

    assert order.totals.gross_discounted == Decimal("40.00")
    assert order.lines[0].renewal_unit_price == Decimal(35)
    assert [(option.value, option.surcharge) for option in order.lines[0].options] == [("phone", Decimal("10.00"))]


def test_a_price_with_tax_in_it_is_taken_apart(context: Context) -> None:
    konrad = Address(first_name="Konrad", last_name="Zuse", email="zuse@example.de", country="DE")

    order = service.place(context, asked(item("KEEPER"), billing=konrad))

    assert (order.totals.net, order.totals.vat, order.totals.gross) == (
        Decimal("8.33"),
        Decimal("1.66"),
        Decimal("9.99"),
    )


@pytest.mark.parametrize("code", ["NOPE", "CLASSIC"])
def test_what_is_not_sold_cannot_be_ordered(context: Context, code: str) -> None:
    with pytest.raises(ProductCodeInvalid) as refusal:
        service.place(context, asked(item("BOOK"), item(code, at=1)))

    assert refusal.value.field == "Items[1].Code"


@pytest.mark.parametrize("number", TEST_CARDS)
def test_every_documented_test_card_pays(context: Context, number: str) -> None:
    order = service.place(context, asked(payment=payment(card=card(number=number))))

    assert order.status is OrderStatus.AUTHRECEIVED
    assert order.payment is not None
    assert order.payment.card is not None
    assert order.payment.card.brand == TEST_CARDS[number]


def test_a_declined_order_stays_pending_with_the_reason(context: Context) -> None:
    order = service.place(context, asked(payment=payment("Mona Doe")))

    reason = "Couldn't complete the payment validation process: Insufficient funds"
    assert order.status is OrderStatus.PENDING
    assert order.errors == (("ORDER_PAYMENT_METHOD_CARD_PROCESS_ERROR", reason),)
    assert [attempt.status for attempt in attempts_of(context, order.reference or "")] == [AttemptStatus.DECLINED]


def test_errors_belong_to_the_call_and_not_to_the_order(context: Context) -> None:
    order = service.place(context, asked(payment=payment("Mona Doe")))

    assert service.find(context, order.reference or "") == replace(order, errors=())


def test_the_buyer_stands_in_for_a_missing_card_holder(context: Context) -> None:
    adrian = Address(first_name="Adrian", last_name="Doe", email="a@example.com", country="US")

    order = service.place(context, asked(billing=adrian, payment=payment("")))

    assert order.errors[0][1].endswith("No such card")


def test_an_order_of_no_value_needs_no_payment(context: Context) -> None:
    order = service.place(context, asked(item("GIFT"), payment=None))

    assert order.status is OrderStatus.AUTHRECEIVED
    assert service.find(context, order.reference or "").status is OrderStatus.COMPLETE
    assert attempts_of(context, order.reference or "") == []


def test_a_free_trial_keeps_the_card_for_its_renewal(context: Context) -> None:
    order = service.place(context, asked(item("PLAN", trial=TrialTerms(30, Decimal(0)))))

    assert order.totals.gross_discounted == 0
    assert order.payment is not None
    assert order.payment.card_id is not None


@pytest.mark.parametrize(
    ("paid", "refused_as"),
    [
        (None, PaymentMissing),
        (NewPayment(PaymentType.FREE, "USD"), NotFree),
        (NewPayment(PaymentType.CC, "USD"), CardMissing),
    ],
)
def test_an_order_of_value_needs_a_payment_that_has_some(
    context: Context, paid: NewPayment | None, refused_as: type[ApiError]
) -> None:
    with pytest.raises(refused_as):
        service.place(context, asked(payment=paid))


def test_a_test_payment_makes_a_test_order(context: Context) -> None:
    assert service.place(context, asked()).is_test
    assert not service.place(context, asked(payment=payment(type=PaymentType.CC))).is_test


def test_test_orders_are_refused_where_they_are_not_enabled(services: Services, merchant: Merchant) -> None:
    strict = replace(merchant, accepts_test_orders=False)

    with engine(services, strict) as context, pytest.raises(NotAllowed) as refusal:
        service.place(context, asked())

    assert refusal.value.field == "PaymentDetails.Type"


@pytest.mark.parametrize(
    ("is_live", "type_", "is_simulated"),
    [
        (False, PaymentType.CC, True),
        (False, PaymentType.TEST, True),
        (True, PaymentType.TEST, True),
        (True, PaymentType.CC, False),
    ],
)
def test_only_real_payments_of_live_accounts_reach_a_real_processor(
    services: Services, merchant: Merchant, *, is_live: bool, type_: PaymentType, is_simulated: bool
) -> None:
    gateway = Recorder()
    fresh = replace(card(), expiry_year=2030)

    with engine(services, replace(merchant, is_live=is_live), gateway=gateway) as context:
        service.place(context, asked(payment=payment(type=type_, card=fresh)))

    assert [charge.is_test for charge in gateway.charges] == [is_simulated]


def test_an_expired_card_is_refused_on_a_live_account(services: Services, merchant: Merchant) -> None:
    with engine(services, replace(merchant, is_live=True)) as context, pytest.raises(CardExpirationInvalid):
        service.place(context, asked())


def test_an_order_waits_for_approval_as_long_as_the_account_says(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    slow = replace(merchant, approval_delay_seconds=3600)
    with engine(services, slow) as context:
        reference = service.place(context, asked()).reference or ""
        clock.advance(timedelta(minutes=59))
        assert service.reconcile(context) == []
        clock.advance(timedelta(minutes=1))

        assert service.reconcile(context) == [f"{reference}: complete"]
        assert service.find(context, reference).status is OrderStatus.COMPLETE


def test_completing_twice_changes_nothing(context: Context) -> None:
    placed = service.place(context, asked(item("PLAN")))
    complete = service.find(context, placed.reference or "")

    assert lifecycle.complete(context, placed) == complete


def test_a_quote_is_priced_as_the_order_and_leaves_nothing(context: Context) -> None:
    wanted = asked(item("PLAN", options=("phone",)), item("BOOK", at=1), promotions=("SAVE30",))

    quoted = service.quote(context, replace(wanted, payment=None))

    assert quoted.reference is None
    assert quoted.payment is None
    assert quoted.totals == service.place(context, wanted).totals


def test_a_quote_needs_no_buyer(context: Context) -> None:
    assert service.quote(context, asked(billing=Address(), payment=None)).totals.gross == Decimal("19.95")


@pytest.mark.parametrize(
    ("changes", "currency"),
    [
        ({"currency": "EUR", "payment": None}, "EUR"),
        ({"currency": None, "payment": NewPayment(PaymentType.CC, "EUR")}, "EUR"),
        ({"currency": None, "payment": None}, "USD"),
    ],
)
def test_the_currency_is_the_orders_or_the_payments_or_the_accounts(
    context: Context, changes: dict[str, object], currency: str
) -> None:
    assert service.quote(context, asked(**changes)).currency == currency


def test_no_merchant_sees_the_orders_of_another(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        reference = service.place(context, asked(payment=payment("Mona Doe"))).reference or ""

    with engine(services, other_merchant) as stranger:
        with pytest.raises(OrderNotFound):
            service.find(stranger, reference)
        with pytest.raises(OrderNotFound):
            service.place(stranger, asked(reference=reference))


def test_nothing_of_a_refused_order_is_kept(context: Context) -> None:
    wanted = asked(external_customer_reference="grace", payment=payment(card=card(number="4111111111111112")))

    with pytest.raises(ApiError):
        service.place(context, wanted)
    context.work.rollback()

    first = service.place(context, asked(external_customer_reference="grace", payment=payment()))
    assert service.place(context, asked(external_customer_reference="grace")).customer_reference == (
        first.customer_reference
    )


def test_an_item_may_start_its_subscription_later(context: Context) -> None:
    later = context.clock.now() + timedelta(days=10)

    order = service.place(context, asked(item("PLAN", starts_at=later)))

    assert service.find(context, order.reference or "").lines[0].starts_at == later


def test_blanks_around_a_product_code_do_not_matter(context: Context) -> None:
    assert service.place(context, asked(NewItem("Items[0]", " BOOK ", 1))).lines[0].code == "BOOK"
