"""Line arithmetic, on the numbers of recorded orders."""

from decimal import Decimal

import pytest

from rpc_server.commerce.pricing.lines import price_line, total
from rpc_server.commerce.pricing.model import LinePrice, LineTerms, PriceType, Totals
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded


def line(
    quantity: int, unit_price: str, vat: str, *, discount: str = "0", units: int | None = None, gross: bool = False
) -> LinePrice:
    price_type = PriceType.GROSS if gross else PriceType.NET
    return price_line(LineTerms(quantity, Decimal(unit_price), price_type, Decimal(vat), Decimal(discount), units))


def test_tax_is_taken_of_the_discounted_net() -> None:
    assert line(1, "19.95", "1", discount="5.99") == LinePrice(
        unit_net=Decimal("19.95"),
        unit_gross=Decimal("20.09"),
        unit_vat=Decimal("0.14"),
        unit_discount=Decimal("5.99"),
        unit_net_discounted=Decimal("13.96"),
        unit_gross_discounted=Decimal("14.10"),
        net=Decimal("19.95"),
        gross=Decimal("20.09"),
        net_discounted=Decimal("13.96"),
        gross_discounted=Decimal("14.10"),
        discount=Decimal("5.99"),
        vat=Decimal("0.14"),
        vat_percent=Decimal(1),
    )


def test_an_order_adds_up_its_lines_with_the_trial_in_place_of_the_price() -> None:
    trial, discounted = line(1, "50", "1"), line(1, "19.95", "1", discount="5.99")

    assert total([trial, discounted]) == Totals(
        net=Decimal("69.95"),
        gross=Decimal("70.59"),
        net_discounted=Decimal("63.96"),
        gross_discounted=Decimal("64.60"),
        discount=Decimal("5.99"),
        vat=Decimal("0.64"),
    )


def test_an_order_without_lines_is_worth_nothing() -> None:
    assert total([]) == Totals(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)


def test_the_tax_of_a_line_is_rounded_once_and_not_per_unit() -> None:
    priced = line(9, "19.95", "6")

    assert (priced.unit_vat, priced.unit_gross) == (Decimal("1.20"), Decimal("21.15"))
    assert (priced.net, priced.vat, priced.gross) == (Decimal("179.55"), Decimal("10.77"), Decimal("190.32"))


@pytest.mark.parametrize(
    ("amount", "vat", "gross"), [("50.00", "3.13", "53.13"), ("19.95", "1.25", "21.20")], ids=["half up", "nearest"]
)
def test_half_a_cent_is_rounded_up(amount: str, vat: str, gross: str) -> None:
    priced = line(1, amount, "6.25")

    assert (priced.vat, priced.gross) == (Decimal(vat), Decimal(gross))


def test_a_gross_price_holds_its_tax() -> None:
    priced = line(1, "9.99", "24", gross=True)

    assert (priced.net, priced.vat, priced.gross) == (Decimal("8.06"), Decimal("1.93"), Decimal("9.99"))


def test_a_surcharge_in_the_unit_price_is_part_of_every_figure() -> None:
    priced = line(1, "107", "0")

    assert (priced.unit_net, priced.unit_gross, priced.gross_discounted) == (Decimal(107), Decimal(107), Decimal(107))


def test_shipping_is_taxed_as_goods_are() -> None:
    priced = line(1, "10", "24")

    assert (priced.net, priced.vat, priced.gross) == (Decimal(10), Decimal("2.40"), Decimal("12.40"))


def test_lines_of_several_units_add_up() -> None:
    totals = total([line(2, "55", "20"), line(1, "200", "20")])

    assert (totals.net, totals.vat, totals.gross) == (Decimal(310), Decimal(62), Decimal(372))


def test_a_discount_of_a_gross_price_is_told_net() -> None:
    priced = line(1, "124", "24", discount="24", gross=True)

    assert (priced.net, priced.discount, priced.net_discounted) == (Decimal(100), Decimal("19.35"), Decimal("80.65"))
    assert (priced.vat, priced.gross_discounted) == (Decimal("19.35"), Decimal(100))


def test_a_discount_for_some_units_leaves_the_others_at_full_price() -> None:
    priced = line(5, "20", "0", discount="5", units=3)

    assert (priced.net, priced.discount, priced.net_discounted) == (Decimal(100), Decimal(15), Decimal(85))


def test_a_discount_for_more_units_than_there_are_is_for_all() -> None:
    assert line(2, "20", "0", discount="5", units=3).discount == Decimal(10)


def test_a_discount_never_exceeds_the_price() -> None:
    priced = line(2, "3", "20", discount="5")

    assert (priced.discount, priced.net_discounted, priced.vat) == (Decimal(6), Decimal(0), Decimal(0))


def test_a_negative_price_is_not_discounted() -> None:
    priced = line(1, "-10", "20", discount="5")

    assert (priced.net, priced.discount, priced.vat, priced.gross) == (
        Decimal(-10), Decimal(0), Decimal(-2), Decimal(-12),
    )  # fmt: skip


def test_halves_are_rounded_away_from_zero() -> None:
    assert [rounded(Decimal(amount)) for amount in ("5.985", "3.125", "-3.125", "3.1249")] == [
        Decimal("5.99"), Decimal("3.13"), Decimal("-3.13"), Decimal("3.12"),
    ]  # fmt: skip


def test_a_percentage_is_not_rounded() -> None:
    assert percentage(Decimal("6.25"), Decimal("0.01")) == Decimal("0.000625")
