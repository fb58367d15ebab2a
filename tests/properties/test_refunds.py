"""However refunds are asked for, never more is given back than was paid: of an order, of a line, in units."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds import rules
from rpc_server.commerce.orders.refunds.errors import AmountInvalid, RefundRefused
from rpc_server.commerce.orders.refunds.model import NewRefund, Refund, RefundItem, RefundKind, RefundStatus
from rpc_server.commerce.orders.soundness import totals_of
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LineTerms, PriceType
from tests.properties.searching import from_both_seeds, holds
from tests.subscription_world import finished_order, line

_SUM = re.compile(r"add up to ([0-9.]+)\.$")
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)

cents = st.integers(1, 20_000).map(lambda amount: Decimal(amount) / 100)
terms = st.builds(
    LineTerms,
    quantity=st.integers(1, 7),
    unit_price=cents,
    price_type=st.sampled_from(PriceType),
    vat_percent=st.sampled_from([Decimal(0), Decimal(19), Decimal("6.25")]),
)
items = st.builds(
    RefundItem,
    path=st.just("items[0]"),
    reference=st.integers(1, 4).map(lambda number: f"{number:040x}"),
    quantity=st.none() | st.integers(-1, 8),
    amount=st.none() | cents,
)
asked = st.tuples(st.lists(items, max_size=3), st.none() | cents)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """A finished order of one to three lines."""
    lines = tuple(
        line(number, quantity=one.quantity, price=price_line(one), price_type=one.price_type)
        for number, one in enumerate(draw(st.lists(terms, min_size=1, max_size=3)), start=1)
    )
    return finished_order(*lines, totals=totals_of(lines))


def granted(order: Order, before: list[Refund], wanted: list[RefundItem], amount: Decimal | None) -> Refund | None:
    """The refund as it is written, when it is allowed; all that is left where no amount is given."""
    left = rules.left_of(order.totals.gross_discounted, before)
    try:
        checked = rules.checked_amount(amount or left, left)
        lines = rules.refunded_lines(order, before, NewRefund("1", checked, tuple(wanted)))
    except AmountInvalid as refused:
        return _with_the_sum_of_the_items(order, before, wanted, refused)
    except RefundRefused:
        return None
    return Refund(
        refund_id=str(len(before)),
        order_reference="1",
        kind=RefundKind.REFUND,
        status=RefundStatus.DONE,
        amount=checked,
        currency="USD",
        is_total=checked == left,
        lines=lines,
        reason="Other",
        charged="c",
        idempotency_key="k",
        requested_at=NOW,
    )


def _with_the_sum_of_the_items(
    order: Order, before: list[Refund], wanted: list[RefundItem], refused: AmountInvalid
) -> Refund | None:
    """The same refund asked for again, with the amount the refusal hints at."""
    told = _SUM.search(refused.hint or "")
    return granted(order, before, wanted, Decimal(told[1])) if told else None


@from_both_seeds
def test_no_more_is_given_back_than_was_paid(seed: int) -> None:
    def is_within_what_was_paid(case: tuple[Order, list[tuple[list[RefundItem], Decimal | None]]]) -> None:
        order, wishes = case
        refunds: list[Refund] = []
        for wanted, amount in wishes:
            refund = granted(order, refunds, wanted, amount)
            refunds += [refund] if refund else []

        assert sum(refund.amount for refund in refunds) <= order.totals.gross_discounted
        assert all(refund.amount == sum(line.amount for line in refund.lines) for refund in refunds if refund.lines)
        assert [refund.is_total for refund in refunds[:-1]] == [False] * (len(refunds) - 1)
        for bought in order.lines:
            of_it = [line for refund in refunds for line in refund.lines if line.number == bought.number]
            assert sum(line.amount for line in of_it) <= rules.worth(bought)
            assert sum(line.quantity for line in of_it) <= bought.quantity

    holds(is_within_what_was_paid, st.tuples(orders(), st.lists(asked, min_size=1, max_size=8)), seed)


@from_both_seeds
def test_line_by_line_and_unit_by_unit_everything_comes_back(seed: int) -> None:
    def comes_back(order: Order) -> None:
        refunds: list[Refund] = []
        for line_ in order.lines:
            for _ in range(line_.quantity):
                one = granted(order, refunds, [RefundItem("items[0]", line_.reference, 1)], None)
                refunds += [one] if one else []

        left = rules.left_of(order.totals.gross_discounted, refunds)
        assert left >= 0
        assert left == 0 or any(rules.worth(line_) < line_.quantity * Decimal("0.01") for line_ in order.lines)

    holds(comes_back, orders(), seed)
