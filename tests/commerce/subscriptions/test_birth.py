"""What a finished order starts."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.model import Order, PurchaseType, Recurrence, TrialTerms
from rpc_server.commerce.payments.model import Payment, PaymentType
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LineTerms, PriceType
from rpc_server.commerce.subscriptions import birth, service
from rpc_server.commerce.subscriptions.model import HistoryEntry, HistoryType, Subscription
from rpc_server.ids import Ids
from tests.subscription_world import ADA, NOW, finished_order, line


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def subscribe(context: Context, order: Order) -> Order:
    return birth.subscribe(context, order)[0]


def _born(context: Context, order: Order) -> list[Subscription]:
    references = [line.subscription_reference for line in subscribe(context, order).lines]
    return [service.find(context, reference) for reference in references if reference]


def test_a_line_of_a_product_that_recurs_starts_a_subscription(context: Context) -> None:
    (born,) = _born(context, finished_order(line(quantity=3, sku="S-1")))

    assert born == Subscription(
        reference=born.reference,
        order_reference="100000001",
        product_id=101,
        product_code="STARTER",
        product_name="Starter",
        product_version="1.2",
        quantity=3,
        options=(),
        customer_reference=555000111,
        external_customer_reference="ada",
        billing=ADA,
        end_user=ADA,
        country="GB",
        language="en",
        purchased_at=NOW,
        starts_at=NOW,
        period_starts_at=NOW,
        expires_at=_noon(2026, 4, 10),
        renewed_at=None,
        modified_at=NOW,
        cycle_length=1,
        cycle_unit="M",
        anchor_day=10,
        is_enabled=True,
        is_recurring=True,
        is_trial=False,
        was_trial=False,
        is_test=False,
        receives_notifications=True,
        partner_code=None,
        sku="S-1",
        currency="USD",
        price_type=PriceType.NET,
        paid_net=Decimal("30.00"),
        renewal_unit_price=Decimal(30),
        card_id="card",
        grace_days=5,
    )


def test_the_history_begins_with_the_sale(context: Context) -> None:
    (born,) = _born(context, finished_order(line(sku="S-1"), partner_code="PARTNER1"))

    assert service.history(context, born.reference) == [
        HistoryEntry("100000001", HistoryType.SALE, born.reference, NOW, _noon(2026, 4, 10), "S-1", "PARTNER1")
    ]


def test_lines_that_do_not_recur_start_nothing(context: Context) -> None:
    order = finished_order(
        line(1, code="GADGET", product_id=105),
        line(2, is_dynamic=True, code=None, product_id=None),
        line(3, purchase_type=PurchaseType.SHIPPING, is_dynamic=True, recurrence=Recurrence(1, "MONTH", Decimal(5))),
        line(4, purchase_type=PurchaseType.COUPON, is_dynamic=True, recurrence=Recurrence(1, "MONTH", Decimal(5))),
    )

    assert subscribe(context, order) == order


@pytest.mark.parametrize(
    ("unit", "length", "ends"),
    [
        ("DAY", 10, _noon(2026, 3, 20)),
        ("MONTH", 3, _noon(2026, 6, 10)),
        ("YEAR", 1, _noon(2027, 3, 10)),
    ],
)
@pytest.mark.parametrize("purchase_type", [PurchaseType.PRODUCT, PurchaseType.TAX])
def test_a_dynamic_product_renews_as_its_order_says(
    context: Context, unit: str, length: int, ends: datetime, purchase_type: PurchaseType
) -> None:
    recurrence = Recurrence(length, unit, Decimal(12))
    dynamic = line(code=None, product_id=None, is_dynamic=True, recurrence=recurrence, purchase_type=purchase_type)

    (born,) = _born(context, finished_order(dynamic))

    assert (born.product_code, born.product_version, born.expires_at) == (None, "", ends)


def test_a_bundle_is_one_subscription_of_its_own_cycle(context: Context) -> None:
    (born,) = _born(context, finished_order(line(code="BOTH", product_id=108)))

    assert (born.product_code, born.expires_at) == ("BOTH", _noon(2027, 3, 10))


def test_a_lifetime_product_never_expires(context: Context) -> None:
    (born,) = _born(context, finished_order(line(code="FOREVER", product_id=104)))

    assert (born.expires_at, born.is_lifetime) == (None, True)


def test_a_trial_lasts_its_own_days_and_cost_its_own_price(context: Context) -> None:
    trial_price = price_line(LineTerms(1, Decimal(2), PriceType.NET, Decimal(0)))
    tried = line(trial=TrialTerms(15, Decimal(2)), trial_price=trial_price)

    (born,) = _born(context, finished_order(tried))

    assert (born.is_trial, born.was_trial, born.paid_net) == (True, True, Decimal("2.00"))
    assert (born.expires_at, born.cycle_unit) == (_noon(2026, 3, 25), "M")


def test_a_later_start_moves_the_whole_period(context: Context) -> None:
    (born,) = _born(context, finished_order(line(starts_at=datetime(2026, 5, 31, 6, tzinfo=UTC))))

    assert (born.purchased_at, born.starts_at) == (NOW, datetime(2026, 5, 31, 6, tzinfo=UTC))
    assert (born.expires_at, born.anchor_day) == (datetime(2026, 6, 30, 6, tzinfo=UTC), 31)


@pytest.mark.parametrize("payment", [None, Payment(PaymentType.CC, "USD", None, False, "card", None, None, None)])
def test_only_payments_that_may_recur_make_it_renew_by_itself(context: Context, payment: Payment | None) -> None:
    (born,) = _born(context, finished_order(line(), payment=payment))

    assert born.is_recurring is False


def test_whoever_the_order_is_delivered_to_uses_it(context: Context) -> None:
    charles = Address(first_name="Charles", last_name="Babbage", country="GB")

    (born,) = _born(context, finished_order(line(), delivery=charles))

    assert (born.end_user.first_name, born.end_user.email, born.billing) == ("Charles", "Ada@example.com", ADA)


def test_each_line_has_its_own_subscription(context: Context) -> None:
    placed = subscribe(context, finished_order(line(1), line(2, code="GADGET"), line(3, code="SUITE")))

    first, none, third = (line.subscription_reference for line in placed.lines)
    assert (none, first == third) == (None, False)
    assert {s.reference for s in service.of_order(context, "100000001")} == {first, third}


class _Drawing(Ids):
    """Draws these references, then others."""

    def __init__(self, *references: str) -> None:
        super().__init__()
        self._references = list(references)

    def subscription_reference(self) -> str:
        return self._references.pop(0) if self._references else super().subscription_reference()


def test_references_that_are_taken_are_drawn_again(context: Context) -> None:
    taken = subscribe(context, replace(finished_order(line()), reference="100000002")).lines[0].subscription_reference
    drawing = replace(
        context, services=replace(context.services, ids=_Drawing(taken or "", "AAAAAAAAAA", "AAAAAAAAAA"))
    )

    placed = subscribe(drawing, finished_order(line(1), line(2), line(3)))

    references = [line.subscription_reference for line in placed.lines]
    assert len({taken, *references}) == 4
    assert references[1] == "AAAAAAAAAA"
    assert {s.reference for s in service.of_order(context, "100000001")} == set(references)
    assert [len(service.history(context, reference or "")) for reference in references] == [1, 1, 1]


def test_an_order_starts_its_subscriptions_once(context: Context) -> None:
    once = subscribe(context, finished_order(line()))

    assert subscribe(context, once) == once


@pytest.mark.parametrize("kind", ["RENEWAL", "UPGRADE"])
def test_renewals_and_upgrades_start_none(context: Context, kind: str) -> None:
    order = replace(finished_order(line()), kind=kind)

    assert subscribe(context, order) == order
