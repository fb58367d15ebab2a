"""What a partner pays for a line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.catalog.model import Price
from rpc_server.commerce.partners.model import ListedProduct, UnitPrice
from rpc_server.commerce.partners.pricing import partner_price, priced_by_list, unit_price
from rpc_server.commerce.pricing.model import LinePrice, PriceType
from rpc_server.commerce.pricing.selection import SelectedPrice
from tests.partner_world import SUPPORT, configuration, product

CONFIGURATION = configuration("50.00", SUPPORT)


def selected(amount: str, price_type: PriceType = PriceType.NET) -> SelectedPrice:
    return SelectedPrice(Decimal(amount), price_type, (), CONFIGURATION)


def test_the_margin_comes_off_the_net_price_and_tax_is_on_the_rest() -> None:
    line = partner_price(selected("100.00"), quantity=3, vat_percent=Decimal(19), margin_percent=Decimal(20))

    assert line == LinePrice(
        unit_net=Decimal("100.00"),
        unit_gross=Decimal("115.20"),
        unit_vat=Decimal("15.20"),
        unit_discount=Decimal("20.00"),
        unit_net_discounted=Decimal("80.00"),
        unit_gross_discounted=Decimal("95.20"),
        net=Decimal("300.00"),
        gross=Decimal("345.60"),
        net_discounted=Decimal("240.00"),
        gross_discounted=Decimal("285.60"),
        discount=Decimal("60.00"),
        vat=Decimal("45.60"),
        vat_percent=Decimal(19),
    )


def test_a_gross_list_price_loses_its_tax_before_the_margin_is_taken() -> None:
    line = partner_price(
        selected("119.00", PriceType.GROSS), quantity=1, vat_percent=Decimal(19), margin_percent=Decimal(20)
    )

    assert unit_price(line, "EUR") == UnitPrice("EUR", Decimal("80.00"), Decimal("20.00"), Decimal("15.20"))


def test_the_margin_of_a_unit_is_rounded_half_up() -> None:
    line = partner_price(selected("19.95"), quantity=1, vat_percent=Decimal(0), margin_percent=Decimal(30))

    assert unit_price(line, "EUR") == UnitPrice("EUR", Decimal("13.96"), Decimal("5.99"), Decimal("0.00"))


@given(
    st.decimals("0", "99999", places=2),
    st.integers(1, 999),
    st.decimals("0", "27", places=2),
    st.decimals("0", "100", places=2),
    st.sampled_from(PriceType),
)
def test_what_the_partner_pays_and_keeps_adds_up_to_the_list_price(
    amount: Decimal, quantity: int, vat_percent: Decimal, margin_percent: Decimal, price_type: PriceType
) -> None:
    line = partner_price(
        SelectedPrice(amount, price_type, (), CONFIGURATION),
        quantity=quantity,
        vat_percent=vat_percent,
        margin_percent=margin_percent,
    )

    unit = unit_price(line, "EUR")
    assert unit.net + unit.margin == line.unit_net
    assert unit.net >= 0
    assert line.net_discounted == unit.net * quantity
    assert line.gross_discounted == line.net_discounted + line.vat


def test_prices_of_the_list_stand_in_the_place_of_the_catalogues() -> None:
    sold = product(1, configurations=(CONFIGURATION,))
    prices = (Price(Decimal("40.00"), "EUR"),)

    listed = priced_by_list(sold, ListedProduct(1, prices), country="DE")

    (only,) = listed.configurations
    assert (only.regular, only.renewal, only.price_type, only.option_groups) == (
        prices,
        (),
        PriceType.NET,
        (SUPPORT,),
    )


@pytest.mark.parametrize("margin", [None, Decimal(10)])
def test_a_list_without_prices_leaves_those_of_the_catalogue(margin: Decimal | None) -> None:
    sold = product(1)

    assert priced_by_list(sold, ListedProduct(1, (), margin), country="DE") is sold
