"""Money is given back as asked, once, and never more of it than was paid."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.invoices import service as invoices
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.model import Order, OrderStatus, PurchaseType
from rpc_server.commerce.orders.refunds import errors, rules
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import (
    IN_FLIGHT,
    NewRefund,
    Refund,
    RefundedLine,
    RefundItem,
    RefundStatus,
)
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.birth import period_entry
from rpc_server.commerce.subscriptions.model import HistoryType
from rpc_server.errors import ApiError
from tests.order_world import Crash, asked, dynamic, engine, item, payment
from tests.refund_world import CrashingTill, EmptyTill, SilentTill, SlowTill, Till, back, bought, of_line

LATER = IN_FLIGHT + timedelta(seconds=1)


@contextmanager
def waiting(services: Services, merchant: Merchant, **parts: object) -> Iterator[Context]:
    """The engine of the merchant, whose refunds need approval."""
    with engine(services, replace(merchant, refunds_need_approval=True), **parts) as context:
        yield context


def given(context: Context, order: Order) -> list[Refund]:
    return refunds.of_orders(context, [order.reference or ""]).get(order.reference or "", [])


def refusal(context: Context, new: NewRefund) -> ApiError:
    with pytest.raises(errors.RefundRefused) as refused:
        refunds.request(context, new)
    return refused.value


def test_a_total_refund_gives_everything_back_and_ends_order_and_subscription(context: Context) -> None:
    order = bought(context, item("GUARD"))
    (subscription,) = subscriptions.of_order(context, order.reference or "")

    refund = refunds.request(context, back(order, "153.30", reason="fraud"))

    assert (refund.status, refund.is_total, refund.amount, refund.reason) == (
        RefundStatus.DONE,
        True,
        Decimal("153.30"),
        "Fraud",
    )
    assert service.find(context, order.reference or "").status is OrderStatus.REFUND
    ended = subscriptions.find(context, subscription.reference)
    assert (ended.is_enabled, ended.is_recurring) == (False, False)
    assert given(context, order) == [refund]


def test_a_partial_refund_leaves_the_order_and_its_subscription(context: Context) -> None:
    order = bought(context, item("GUARD"))

    refund = refunds.request(context, back(order, "53.30"))

    assert (refund.status, refund.is_total) == (RefundStatus.DONE, False)
    assert service.find(context, order.reference or "") == order
    assert [s.is_enabled for s in subscriptions.of_order(context, order.reference or "")] == [True]


def test_the_last_of_several_refunds_is_a_total_one(context: Context) -> None:
    order = bought(context)

    outcomes = [refunds.request(context, back(order, amount)).is_total for amount in ("10.00", "9.94", "0.01")]

    assert outcomes == [False, False, True]
    assert service.find(context, order.reference or "").status is OrderStatus.REFUND


def test_a_subscription_another_order_paid_for_since_stays(context: Context) -> None:
    order = bought(context, item("GUARD"))
    (subscription,) = subscriptions.of_order(context, order.reference or "")
    renewal = bought(context)

    store.record(context, period_entry(subscription, renewal.reference or "", HistoryType.RENEWAL))

    refunds.request(context, back(order, "153.30"))

    assert subscriptions.find(context, subscription.reference).is_enabled


def test_a_refund_is_invoiced(context: Context) -> None:
    order = bought(context)

    refunds.request(context, back(order, "5.00"))

    assert [invoice.gross for invoice in invoices.of_order(context, order.reference or "")] == [
        Decimal("19.95"),
        Decimal("-5.00"),
    ]


def test_an_order_with_a_coupon_line_comes_back_to_the_cent(context: Context) -> None:
    coupon = dynamic("30.00", at=1, purchase_type=PurchaseType.COUPON)
    order = bought(context, dynamic("100.00"), coupon, dynamic("0.00", at=2))

    part = refunds.request(context, back(order, "33.33"))
    rest = refunds.request(context, back(order, "36.67"))

    assert (part.is_total, rest.is_total) == (False, True)
    assert sum(invoice.gross for invoice in invoices.of_order(context, order.reference or "")) == 0


def test_a_line_that_takes_money_off_is_not_given_back(context: Context) -> None:
    order = bought(context, dynamic("100.00"), dynamic("30.00", at=1, purchase_type=PurchaseType.COUPON))

    assert refusal(context, back(order, "30.00", of_line(order, 1))).message == "Invalid PRODUCTS_CODES"


def test_a_line_is_not_given_back_beyond_what_was_paid_for_the_order(context: Context) -> None:
    order = bought(context, dynamic("100.00"), dynamic("30.00", at=1, purchase_type=PurchaseType.COUPON))

    assert refusal(context, back(order, "100.00", of_line(order, 0))).message == (
        "The maximum refundable amount is exceeded."
    )


def test_the_processor_gives_back_what_was_asked(services: Services, merchant: Merchant) -> None:
    till = Till()
    with engine(services, merchant, gateway=till) as context:
        refund = refunds.request(context, back(bought(context), "4.50"))

    assert till.given == {refund.idempotency_key: Decimal("4.50")}


def test_units_of_a_line_are_worth_their_share_with_tax_and_discount(context: Context) -> None:
    order = bought(context, item("BOOK", 3), item("PLAN", 2, at=1), promotions=("SAVE30",))

    refund = refunds.request(context, back(order, "27.92", of_line(order, 0, 2)))

    assert order.lines[0].price.gross_discounted == Decimal("41.88")
    assert refund.lines == (RefundedLine(1, order.lines[0].reference, 2, Decimal("27.92")),)


def test_whole_lines_are_given_back_by_reference_or_by_code(context: Context) -> None:
    order = bought(context, item("BOOK", 3), item("PLAN", 2, at=1))
    by_code = RefundItem("items[1]", "PLAN")

    refund = refunds.request(context, back(order, "119.85", of_line(order, 0), by_code))

    assert refund.is_total
    assert [(line.number, line.quantity, line.amount) for line in refund.lines] == [
        (1, 3, Decimal("59.85")),
        (2, 2, Decimal("60.00")),
    ]


def test_the_last_units_of_a_line_get_what_is_left_of_it(context: Context) -> None:
    order = bought(context, item("BOOK", 3), promotions=("SAVE30",))

    outcomes = [refunds.request(context, back(order, "13.96", of_line(order, 0, 1))).is_total for _ in range(3)]

    assert outcomes == [False, False, True]
    assert service.find(context, order.reference or "").status is OrderStatus.REFUND


def test_an_amount_of_a_line_takes_no_unit_back(context: Context) -> None:
    order = bought(context, item("BOOK", 2))

    first = refunds.request(context, back(order, "5.00", of_line(order, 0, amount="5.00")))
    rest = refunds.request(context, back(order, "34.90", of_line(order, 0)))

    assert [(line.quantity, line.amount) for line in (*first.lines, *rest.lines)] == [
        (0, Decimal("5.00")),
        (2, Decimal("34.90")),
    ]


@pytest.mark.parametrize("reference", ["", "12 3", "abc", "1" * 21])
def test_a_reference_that_cannot_be_one_is_refused(context: Context, reference: str) -> None:
    refused = refusal(context, NewRefund(reference, Decimal(1)))

    assert (refused.code, refused.message) == ("ORDER_REF missing or format incorrect",) * 2


def test_an_unknown_order_is_refused(context: Context) -> None:
    assert refusal(context, NewRefund("123456789", Decimal(1))).message == "Invalid ORDER_REF"


def test_an_order_of_another_merchant_is_refused(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        order = bought(context)
    with engine(services, other_merchant) as stranger:
        assert refusal(stranger, back(order, "19.95")).message == "Invalid ORDER_REF"
        assert refunds.of_orders(stranger, [order.reference or ""]) == {}


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "ORDER_AMOUNT missing or format incorrect"),
        ("0", "Invalid ORDER_AMOUNT"),
        ("-1", "Invalid ORDER_AMOUNT"),
        ("1.005", "Invalid ORDER_AMOUNT"),
        ("19.96", "The maximum refundable amount is exceeded."),
    ],
)
def test_an_amount_must_be_one_that_can_be_given_back(context: Context, amount: str | None, text: str) -> None:
    refused = refusal(context, back(bought(context), amount))

    assert (refused.code, refused.message, refused.field) == (text, text, "amount")


@pytest.mark.parametrize(
    ("wanted", "text", "field"),
    [
        (RefundItem("items[0]", None), "PRODUCTS_CODES missing or format incorrect", "LineItemReference"),
        (RefundItem("items[0]", "NOPE"), "Invalid PRODUCTS_CODES", "LineItemReference"),
        (RefundItem("items[0]", "BOOK", 0), "PRODUCTS_QTY missing or format incorrect", "Quantity"),
        (RefundItem("items[0]", "BOOK", -1), "PRODUCTS_QTY missing or format incorrect", "Quantity"),
        (RefundItem("items[0]", "BOOK", 3), "Invalid PRODUCTS_QTY", "Quantity"),
        (RefundItem("items[0]", "BOOK", 1, Decimal(0)), "Invalid ORDER_AMOUNT", "Amount"),
        (RefundItem("items[0]", "BOOK", 1, Decimal("39.91")), "The maximum refundable amount is exceeded.", "Amount"),
    ],
)
def test_an_item_must_be_one_that_can_be_given_back(
    context: Context, wanted: RefundItem, text: str, field: str
) -> None:
    refused = refusal(context, back(bought(context, item("BOOK", 2)), "1.00", wanted))

    assert (refused.code, refused.message, refused.field) == (text, text, f"items[0].{field}")


def test_items_must_add_up_to_the_amount(context: Context) -> None:
    order = bought(context, item("BOOK", 2))

    refused = refusal(context, back(order, "20.00", of_line(order, 0, 1)))

    assert (refused.message, refused.hint) == ("Invalid ORDER_AMOUNT", "The items add up to 19.95.")


def test_no_line_gives_back_more_than_it_is_worth_in_several_refunds(context: Context) -> None:
    order = bought(context, item("BOOK", 2), item("PLAN", at=1))
    refunds.request(context, back(order, "19.95", of_line(order, 0, 1)))

    assert refusal(context, back(order, "39.90", of_line(order, 0, 2))).message == "Invalid PRODUCTS_QTY"


def test_an_order_refunded_in_full_is_not_refunded_again(context: Context) -> None:
    order = bought(context)
    refunds.request(context, back(order, "19.95"))

    assert refusal(context, back(order, "1.00")).message == "There is already a total refund of this order."


def test_an_unpaid_order_is_not_refunded(context: Context) -> None:
    failed = service.place(context, asked(payment=payment("Mona Doe")))

    refused = refusal(context, back(failed, "1.00"))

    assert (refused.message, refused.hint) == (
        "Refunds are not allowed for the status of this order.",
        "The order is PENDING.",
    )


def test_a_free_order_is_not_refunded(context: Context) -> None:
    free = bought(context, item("GIFT"))

    assert refusal(context, back(free, "1.00")).message == (
        "Refunds are not allowed for the payment details of this order."
    )


def test_after_a_year_an_order_is_not_refunded(context: Context, clock: SetClock) -> None:
    order = bought(context)
    clock.advance(rules.PERIOD)
    refunds.request(context, back(order, "1.00"))
    clock.advance(timedelta(seconds=1))

    assert refusal(context, back(order, "1.00")).message == "The allowed refund period has expired."


def test_a_reason_must_be_one_of_the_account(context: Context) -> None:
    order = bought(context)
    refused = refusal(context, back(order, "1.00", reason="Bad weather"))
    refunds.add_reasons(context, ["Bad weather"])

    assert (refused.message, refused.field) == ("Invalid refund reason", "reason")
    assert refunds.request(context, back(order, "1.00", reason="bad WEATHER")).reason == "Bad weather"


def test_a_refund_the_processor_declines_is_told_and_gives_nothing_back(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant, gateway=EmptyTill()) as context:
        order = bought(context)

        refused = refusal(context, back(order, "19.95"))

        assert (refused.code, refused.message) == (
            "REFUND_DECLINED",
            "The payment processor declined the refund: Insufficient balance.",
        )
        assert [refund.status for refund in given(context, order)] == [RefundStatus.DECLINED]
        assert service.find(context, order.reference or "").status is OrderStatus.COMPLETE


def test_where_refunds_need_approval_one_waits_and_no_other_can_be_asked_for(
    services: Services, merchant: Merchant
) -> None:
    till = Till()
    with waiting(services, merchant, gateway=till) as context:
        order = bought(context, item("GUARD"))
        refund = refunds.request(context, back(order, "153.30"))
        (subscription,) = subscriptions.of_order(context, order.reference or "")

        assert refund.status is RefundStatus.PENDING
        assert till.given == {}
        assert refunds.pending(context) == [refund]
        assert service.has_pending_refund(context, subscription.reference)
        assert refusal(context, back(order, "1.00")).message == "You already have a pending refund request."

        assert refunds.approve(context, refund.refund_id).status is RefundStatus.DONE
        assert not service.has_pending_refund(context, subscription.reference)
        assert till.given == {refund.idempotency_key: Decimal("153.30")}


def test_a_discarded_refund_gives_nothing_back_and_makes_room_for_another(
    services: Services, merchant: Merchant
) -> None:
    with waiting(services, merchant) as context:
        order = bought(context)
        refund = refunds.request(context, back(order, "19.95"))

        assert refunds.discard(context, refund.refund_id).status is RefundStatus.DISCARDED
        assert refunds.request(context, back(order, "19.95")).status is RefundStatus.PENDING


@pytest.mark.parametrize("end", [refunds.approve, refunds.discard])
def test_only_a_refund_that_waits_can_be_approved_or_discarded(
    context: Context, end: Callable[[Context, str], Refund]
) -> None:
    done = refunds.request(context, back(bought(context), "1.00"))

    for refund_id in (done.refund_id, "unknown"):
        with pytest.raises(errors.RefundNotFound):
            end(context, refund_id)


def test_a_waiting_refund_is_none_of_another_merchants(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with waiting(services, merchant) as context:
        refund = refunds.request(context, back(bought(context), "1.00"))
    with engine(services, other_merchant) as stranger:
        assert refunds.pending(stranger) == []
        with pytest.raises(errors.RefundNotFound):
            refunds.approve(stranger, refund.refund_id)


def test_a_refund_without_an_answer_is_asked_for_again_and_given_once(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    till = SilentTill()
    with engine(services, merchant, gateway=till) as context:
        order = bought(context)
        refund = refunds.request(context, back(order, "19.95"))
        till.silent = False

        assert refund.status is RefundStatus.OPEN
        assert refusal(context, back(order, "1.00")).message == "You already have a pending refund request."
        service.reconcile(context)
        assert [each.status for each in given(context, order)] == [RefundStatus.OPEN]

        clock.advance(LATER)
        service.reconcile(context)
        service.reconcile(context)

        assert [each.status for each in given(context, order)] == [RefundStatus.DONE]
        assert service.find(context, order.reference or "").status is OrderStatus.REFUND
    assert till.given == {refund.idempotency_key: Decimal("19.95")}


def test_a_refund_whose_process_died_is_finished_by_reconciling(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    till = CrashingTill()
    with engine(services, merchant, gateway=till) as context:
        order = bought(context)
    with pytest.raises(Crash), engine(services, merchant, gateway=till) as context:
        refunds.request(context, back(order, "19.95"))
    clock.advance(LATER)

    healthy = Till()
    healthy.__dict__ = {**till.__dict__}
    with engine(services, merchant, gateway=healthy) as context:
        service.reconcile(context)

        assert [refund.status for refund in given(context, order)] == [RefundStatus.DONE]
    assert list(healthy.given.values()) == [Decimal("19.95")]


def test_of_many_refunds_at_once_no_more_is_given_back_than_was_paid(services: Services, merchant: Merchant) -> None:
    till, together, outcomes = SlowTill(), threading.Barrier(6), list[str]()
    with engine(services, merchant, gateway=till) as context:
        order = bought(context)

    def ask(amount: str) -> None:
        together.wait(timeout=10)
        try:
            with engine(services, merchant, gateway=till) as context:
                outcomes.append(refunds.request(context, back(order, amount)).status.value)
        except ApiError as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=ask, args=(amount,)) for amount in ("19.95", "10.00") * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    allowed = {"DONE", errors.RefundPending.code, errors.AlreadyRefunded.code, errors.AmountExceeded.code}
    assert len(outcomes) == 6
    assert set(outcomes) <= allowed
    assert "DONE" in outcomes
    assert sum(till.given.values()) <= Decimal("19.95")


def test_a_refund_resumed_beside_its_own_call_is_given_and_written_once(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    till = SlowTill()
    with engine(services, merchant, gateway=till) as context:
        order = bought(context)

    def ask() -> None:
        with engine(services, merchant, gateway=till) as context:
            refunds.request(context, back(order, "19.95"))

    first = threading.Thread(target=ask)
    first.start()
    assert till.asked.wait(timeout=10)
    clock.advance(LATER)
    with engine(services, merchant, gateway=till) as context:
        service.reconcile(context)
        first.join(timeout=30)

        assert [refund.status for refund in given(context, order)] == [RefundStatus.DONE]
        assert len(invoices.of_order(context, order.reference or "")) == 2
    assert len(till.given) == 1
