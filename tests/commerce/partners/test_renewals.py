"""Subscriptions a partner sold, renewed on its credit."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.partners import deciding, orders
from rpc_server.commerce.partners.errors import ProductNotListed, QuantityNotAvailable
from rpc_server.commerce.partners.model import PartnerOrder, PartnerOrderStatus, PartnerStatus
from rpc_server.commerce.partners.pricing import partner_price
from rpc_server.commerce.partners.renewals import service
from rpc_server.commerce.partners.renewals.errors import (
    ExtraInvalid,
    NothingToRenew,
    RenewalTooEarly,
    RenewedTwice,
    SubscriptionOfNoPartner,
)
from rpc_server.commerce.partners.renewals.extras import rate_of
from rpc_server.commerce.partners.renewals.model import Extra, NewRenewal, RenewalItem
from rpc_server.commerce.partners.tables import PartnerRow, PriceListProductRow
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.commerce.pricing.selection import SelectedPrice
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.errors import NeverExpires, SubscriptionDisabled, SubscriptionNotFound
from rpc_server.commerce.subscriptions.model import HistoryType, Subscription
from rpc_server.errors import ApiError
from tests.commerce.partners.conftest import Buy, Trade
from tests.partner_world import configuration

FIVE_PERCENT = Extra(Decimal(5))


def sold(context: Context, order: PartnerOrder) -> Subscription:
    return subscriptions.find(context, order.order.lines[0].subscription_reference or "")


def renewal(subscription: Subscription, **changes: Any) -> NewRenewal:
    return replace(NewRenewal((RenewalItem(subscription.reference),)), **changes)


@pytest.fixture
def subscription(context: Context, trade_with: Trade, buy: Buy) -> Subscription:
    """Two units of 1001, at 100.00 a unit, sold by PARTNER1 for a month."""
    trade_with()
    return sold(context, buy(2))


def test_a_renewal_costs_the_list_price_less_the_margin(context: Context, subscription: Subscription) -> None:
    offer = service.price(context, renewal(subscription))

    assert (offer.totals.net, offer.margin, offer.totals.net_discounted, offer.totals.vat) == (
        Decimal(200), Decimal(40), Decimal(160), Decimal("30.40"),
    )  # fmt: skip


def test_extras_are_taken_off_beside_the_margin(context: Context, subscription: Subscription) -> None:
    offer = service.price(
        context, renewal(subscription, extra_margin=FIVE_PERCENT, extra_discount=Extra(Decimal(9), is_percent=False))
    )

    assert (offer.margin, offer.margins.extra_margin, offer.margins.extra_discount) == (
        Decimal(40), Decimal(10), Decimal(9),
    )  # fmt: skip
    assert (offer.margins.extra_margin_percent, offer.margins.extra_discount_percent) == (Decimal(5), None)
    assert offer.totals.net_discounted == Decimal(141)


def test_a_renewal_within_the_credit_runs_for_the_next_period(
    context: Context, subscription: Subscription, clock: SetClock
) -> None:
    clock.advance(timedelta(days=20))

    placed = service.place(context, renewal(subscription, external_reference="PO-9", extra_margin=FIVE_PERCENT))

    renewed = subscriptions.find(context, subscription.reference)
    assert (placed.status, placed.order.kind, placed.order.external_reference, placed.amount) == (
        PartnerOrderStatus.COMPLETE, "RENEWAL", "PO-9", Decimal("178.50"),
    )  # fmt: skip
    assert (renewed.period_starts_at, renewed.renewals, renewed.paid_net) == (
        subscription.expires_at, 1, Decimal(150),
    )  # fmt: skip
    assert renewed.expires_at is not None
    assert subscription.expires_at is not None
    assert renewed.expires_at > subscription.expires_at
    assert [entry.type for entry in store.history(context, renewed.reference)] == [
        HistoryType.SALE, HistoryType.RENEWAL,
    ]  # fmt: skip
    (margins,) = orders.margins_of(context, [placed.order.reference or ""]).values()
    assert (margins.percent, margins.extra_margin, margins.extra_margin_percent) == (
        Decimal(20),
        Decimal(10),
        Decimal(5),
    )


def test_a_renewal_past_the_credit_waits_and_so_does_its_period(
    context: Context, subscription: Subscription, buy: Buy
) -> None:
    buy(3)

    placed = service.place(context, renewal(subscription))

    assert (placed.status, placed.order.status) == (PartnerOrderStatus.AWAITING_PAYMENT, OrderStatus.PENDING)
    assert subscriptions.find(context, subscription.reference) == subscription


def test_a_renewal_runs_when_it_is_approved(context: Context, trade_with: Trade, buy: Buy) -> None:
    trade_with(is_trusted=False)
    subscription = sold(context, buy(1))
    placed = service.place(context, renewal(subscription))
    assert subscriptions.find(context, subscription.reference).renewals == 0

    deciding.approve(context, placed.order.reference or "")

    assert subscriptions.find(context, subscription.reference).renewals == 1


def test_a_renewal_may_be_of_more_units(context: Context, subscription: Subscription) -> None:
    item = RenewalItem(subscription.reference, quantity=3)

    service.place(context, NewRenewal((item,)))

    assert subscriptions.find(context, subscription.reference).quantity == 3


def test_several_subscriptions_are_one_order(context: Context, subscription: Subscription, buy: Buy) -> None:
    other = sold(context, buy(1))

    placed = service.place(context, NewRenewal(tuple(RenewalItem(s.reference) for s in (other, subscription))))

    assert [line.subscription_reference for line in placed.order.lines] == [other.reference, subscription.reference]


def test_an_expired_subscription_is_renewed_from_its_end(
    context: Context, subscription: Subscription, clock: SetClock
) -> None:
    clock.advance(timedelta(days=100))

    service.place(context, renewal(subscription))

    assert subscriptions.find(context, subscription.reference).period_starts_at == subscription.expires_at


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"is_enabled": False}, SubscriptionDisabled),
        ({"expires_at": None}, NeverExpires),
        ({"partner_code": None}, SubscriptionOfNoPartner),
        ({"product_id": 1005}, ProductNotListed),
        ({"quantity": 100}, QuantityNotAvailable),
    ],
)
def test_what_cannot_be_renewed(
    context: Context, subscription: Subscription, changes: dict[str, Any], error: type[ApiError]
) -> None:
    store.save(context, replace(subscription, **changes))

    with pytest.raises(error):
        service.price(context, renewal(subscription))
    with pytest.raises(error):
        service.place(context, renewal(subscription))


def test_an_active_one_is_renewed_in_its_last_ninety_days(context: Context, subscription: Subscription) -> None:
    ends_at = context.clock.now() + timedelta(days=90)
    store.save(context, replace(subscription, expires_at=ends_at))
    assert service.price(context, renewal(subscription)).totals.net == Decimal(200)

    store.save(context, replace(subscription, expires_at=ends_at + timedelta(seconds=1)))

    with pytest.raises(RenewalTooEarly):
        service.price(context, renewal(subscription))


def test_a_partner_no_longer_active_renews_nothing(context: Context, subscription: Subscription) -> None:
    context.session.query(PartnerRow).update({"status": PartnerStatus.INACTIVE})

    with pytest.raises(SubscriptionOfNoPartner):
        service.place(context, renewal(subscription))


def test_a_product_taken_off_the_list_is_not_renewed(context: Context, subscription: Subscription) -> None:
    context.session.query(PriceListProductRow).filter_by(product_id=1001).delete()

    with pytest.raises(ProductNotListed):
        service.place(context, renewal(subscription))


@pytest.mark.parametrize(
    "extra",
    [Extra(Decimal(101)), Extra(Decimal(-1)), Extra(Decimal("200.01"), is_percent=False)],
)
def test_an_extra_of_more_than_there_is_is_refused(context: Context, subscription: Subscription, extra: Extra) -> None:
    with pytest.raises(ExtraInvalid):
        service.price(context, renewal(subscription, extra_margin=extra))


def test_nothing_or_the_same_twice_is_refused(context: Context, subscription: Subscription) -> None:
    item = RenewalItem(subscription.reference)

    with pytest.raises(NothingToRenew):
        service.place(context, NewRenewal(()))
    with pytest.raises(RenewedTwice):
        service.place(context, NewRenewal((item, item)))
    with pytest.raises(SubscriptionNotFound):
        service.place(context, NewRenewal((RenewalItem("0000000000"),)))


@given(
    value=st.decimals(0, 10_000, places=2),
    units=st.lists(st.tuples(st.decimals(1, 1_000, places=2), st.integers(1, 50)), min_size=1, max_size=5),
)
def test_a_fixed_extra_is_spread_over_the_order_to_the_cent_of_a_unit(
    value: Decimal, units: list[tuple[Decimal, int]]
) -> None:
    listed = sum((unit * quantity for unit, quantity in units), Decimal(0))
    assume(value <= listed)

    rate = rate_of(Extra(value, is_percent=False), listed, "ExtraMargin")

    spread = sum((rate.of_unit(unit) * quantity for unit, quantity in units), Decimal(0))
    assert abs(spread - value) <= sum(quantity for _, quantity in units) * Decimal("0.005")
    assert rate.percent is None


@given(
    amount=st.decimals(0, 100_000, places=2),
    margin=st.decimals(0, 100, places=2),
    extra=st.decimals(0, 1_000, places=2),
    quantity=st.integers(1, 500),
    vat=st.decimals(0, 30, places=1),
)
def test_a_partner_owes_what_is_left_of_the_list_price_and_its_tax(
    amount: Decimal, margin: Decimal, extra: Decimal, quantity: int, vat: Decimal
) -> None:
    selected = SelectedPrice(amount, PriceType.NET, (), configuration("1"))

    price = partner_price(selected, quantity=quantity, vat_percent=vat, margin_percent=margin, extra=extra)

    assert price.net == amount * quantity
    assert Decimal(0) <= price.net_discounted <= price.net
    assert price.net_discounted + price.discount == price.net
    assert price.gross_discounted == price.net_discounted + price.vat
