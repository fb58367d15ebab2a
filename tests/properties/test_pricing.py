"""Arithmetic of lines, options and discounts, for any prices."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.catalog.model import OptionGroupType, PriceImpact, PricingSchema
from rpc_server.commerce.pricing.lines import price_line, total
from rpc_server.commerce.pricing.model import LineTerms, PriceType, Totals
from rpc_server.commerce.pricing.money import CENT, rounded
from rpc_server.commerce.pricing.options import choose, surcharges
from tests.catalogue import a_group, an_option

cents = st.decimals(0, 1_000_000, places=2)
amounts = st.decimals(0, 1_000_000, places=4)
percentages = st.decimals(0, 100, places=2)
quantities = st.integers(1, 99_999)
terms = st.builds(
    LineTerms,
    quantity=quantities,
    unit_price=amounts,
    price_type=st.sampled_from(PriceType),
    vat_percent=percentages,
    unit_discount=amounts,
    discounted_quantity=st.none() | quantities,
)
impacts = st.builds(
    PriceImpact,
    is_percent=st.booleans(),
    is_addition=st.booleans(),
    is_on_base=st.booleans(),
    percent=percentages,
    amounts=st.tuples(st.tuples(st.just("USD"), amounts)),
)


@given(terms)
def test_gross_is_net_and_vat_and_a_discount_lies_between_the_nets(line: LineTerms) -> None:
    priced = price_line(line)

    assert priced.gross == priced.net + priced.vat
    assert priced.net_discounted == priced.net - priced.discount
    assert priced.gross_discounted == priced.net_discounted + priced.vat
    assert priced.unit_gross == priced.unit_net + priced.unit_vat
    assert priced.unit_net_discounted == priced.unit_net - priced.unit_discount
    assert priced.unit_gross_discounted == priced.unit_net_discounted + priced.unit_vat


@given(terms)
def test_nothing_is_below_zero_or_finer_than_a_cent(line: LineTerms) -> None:
    priced = price_line(line)
    figures = [getattr(priced, name) for name in priced.__slots__]

    assert min(figures) >= 0
    assert all(figure == rounded(figure) for figure in figures)


@given(terms)
def test_without_a_discount_the_line_costs_its_stated_price(line: LineTerms) -> None:
    priced = price_line(replace(line, unit_discount=Decimal(0)))
    stated = priced.net if line.price_type is PriceType.NET else priced.gross

    assert stated == rounded(line.unit_price * line.quantity)
    assert priced.discount == 0


@given(terms)
def test_more_units_never_cost_less(line: LineTerms) -> None:
    fewer, more = price_line(line), price_line(replace(line, quantity=line.quantity + 1))

    assert more.net >= fewer.net
    assert more.net_discounted >= fewer.net_discounted
    assert more.gross_discounted >= fewer.gross_discounted


@given(cents, percentages, quantities)
def test_a_net_price_turned_gross_and_back_is_within_a_cent(price: Decimal, vat: Decimal, quantity: int) -> None:
    there = price_line(LineTerms(quantity, price, PriceType.NET, vat))
    back = price_line(LineTerms(1, there.gross, PriceType.GROSS, vat))

    assert abs(back.net - there.net) <= CENT
    assert back.gross == there.gross


@given(st.lists(terms, max_size=5))
def test_an_order_is_the_sum_of_its_lines(lines: list[LineTerms]) -> None:
    priced = [price_line(line) for line in lines]

    assert total(priced) == Totals(
        net=sum((line.net for line in priced), Decimal(0)),
        gross=sum((line.gross for line in priced), Decimal(0)),
        net_discounted=sum((line.net_discounted for line in priced), Decimal(0)),
        gross_discounted=sum((line.gross_discounted for line in priced), Decimal(0)),
        discount=sum((line.discount for line in priced), Decimal(0)),
        vat=sum((line.vat for line in priced), Decimal(0)),
    )


@given(amounts, st.lists(impacts, max_size=6))
def test_options_never_push_the_price_below_zero(base: Decimal, made: list[PriceImpact]) -> None:
    options = [an_option(f"o{n}", impact) for n, impact in enumerate(made)]
    choices = choose((a_group(OptionGroupType.CHECKBOX, *options),), [o.code for o in options], field="options")

    added = surcharges(PricingSchema.DYNAMIC, base, choices, "USD")

    assert [option.value for option in added] == [option.code for option in options]
    assert base + sum(option.surcharge for option in added) >= 0
