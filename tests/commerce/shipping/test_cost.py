"""The arithmetic of shipping."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.catalog.model import ShippingCharge, ShippingClass, ShippingScope
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.shipping.cost import classes_cost, price
from rpc_server.commerce.shipping.errors import ShippingNotPriced
from rpc_server.commerce.shipping.model import Amounts, Goods, Parcel, ShippingMethod, ShippingPrice

RATES = Rates({"USD": Decimal(1), "EUR": Decimal("0.9")})


def a_class(
    amount: str, scope: ShippingScope = ShippingScope.PRODUCT, charge: ShippingCharge = ShippingCharge.FIXED
) -> ShippingClass:
    return ShippingClass("Heavy", Decimal(amount), "USD" if charge is ShippingCharge.FIXED else None, scope, charge)


def goods(quantity: int, net: str = "10", shipping: ShippingClass | None = None) -> Goods:
    return Goods(quantity, Decimal(net), shipping)


def a_method(amounts: str | None = "10", units: str | None = None, currency: str = "USD") -> ShippingMethod:
    def stated(amount: str | None) -> Amounts:
        return ((currency, Decimal(amount)),) if amount else ()

    return ShippingMethod("POST", "Post", stated(amounts), stated(units))


def parcel(*sent: Goods, currency: str = "USD", vat: str = "0") -> Parcel:
    return Parcel(sent, "RO", currency, Decimal(vat))


def test_shipping_is_taxed_as_recorded() -> None:
    """Recorded: net 10 at 24 % is 12.40."""
    method = a_method()

    assert price(method, parcel(goods(3), vat="24"), NO_RATES) == ShippingPrice(
        method, "USD", Decimal("10.00"), Decimal("12.40")
    )


@pytest.mark.parametrize(
    ("sent", "cost"),
    [
        ((goods(2), goods(1)), "0"),
        ((goods(2, shipping=a_class("1.5")), goods(1, shipping=a_class("4"))), "7"),
        (
            (
                goods(2, shipping=a_class("5", ShippingScope.ORDER)),
                goods(7, shipping=a_class("5", ShippingScope.ORDER)),
            ),
            "5",
        ),
        (
            (
                goods(2, shipping=a_class("5", ShippingScope.ORDER)),
                goods(7, shipping=a_class("6", ShippingScope.ORDER)),
            ),
            "11",
        ),
        ((goods(9, "19.95", a_class("10", charge=ShippingCharge.PERCENT)),), "2.00"),
        ((goods(9, "100", a_class("10", ShippingScope.ORDER, ShippingCharge.PERCENT)), goods(1)), "10"),
    ],
    ids=["none", "every unit", "once an order", "two classes", "a share", "a share of its own products"],
)
def test_shipping_classes_add_what_they_say(sent: tuple[Goods, ...], cost: str) -> None:
    assert classes_cost(sent, "USD", NO_RATES) == Decimal(cost)


@pytest.mark.parametrize(
    ("method", "net"), [(a_method("10", "2"), "16.00"), (a_method("10"), "10.00"), (a_method(None, "2"), "6.00")]
)
def test_a_method_costs_something_an_order_and_something_a_unit(method: ShippingMethod, net: str) -> None:
    found = price(method, parcel(goods(2), goods(1)), NO_RATES)

    assert found is not None
    assert found.net == Decimal(net)


def test_what_is_not_stated_in_the_currency_is_converted() -> None:
    found = price(a_method("10", "2"), parcel(goods(3, shipping=a_class("1")), currency="EUR"), RATES)

    assert found is not None
    assert found.net == Decimal("9.00") + 3 * Decimal("1.80") + 3 * Decimal("0.90")


def test_a_method_without_a_price_in_the_currency_has_none() -> None:
    assert price(a_method(), parcel(goods(1), currency="EUR"), NO_RATES) is None
    assert price(a_method("10", currency="XPF"), parcel(goods(1)), RATES) is None


def test_a_class_without_a_price_in_the_currency_is_refused_by_name() -> None:
    with pytest.raises(ShippingNotPriced) as refusal:
        classes_cost((goods(1, shipping=a_class("1")),), "EUR", NO_RATES)

    assert (refusal.value.message, refusal.value.hint) == (
        "The shipping class Heavy has no price in EUR.", "It is priced in USD.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("countries", "country", "reaches"),
    [(set(), "RO", True), ({"RO"}, "RO", True), ({"DE"}, "RO", False), (set(), "", True), ({"DE"}, "", False)],
)
def test_a_method_reaches_its_countries_or_all(countries: set[str], country: str, reaches: bool) -> None:
    method = ShippingMethod("POST", "Post", (), (), frozenset(countries))

    assert method.reaches(country) is reaches


cents = st.decimals(0, 10_000, places=2)


@given(cents, cents, st.integers(1, 99_999), st.decimals(0, 100, places=2))
def test_gross_is_net_and_tax_to_the_cent(base: Decimal, unit: Decimal, quantity: int, vat: Decimal) -> None:
    method = a_method(str(base), str(unit))

    found = price(method, parcel(goods(quantity), vat=str(vat)), NO_RATES)

    assert found is not None
    assert found.net == base + unit * quantity
    assert abs(found.gross - found.net * (100 + vat) / 100) <= Decimal("0.005")
