"""The arithmetic of order lines; recorded orders of the hosted service are its tests.

Tax is taken of the discounted line and rounded once, half up; figures of one unit are rounded by themselves,
so ``unit_vat`` times the quantity may differ from ``vat`` (9 x 19.95 at 6 %: 1.20 a unit, 10.77 the line).
"""

from collections.abc import Iterable
from decimal import Decimal

from rpc_server.commerce.pricing.model import LinePrice, LineTerms, PriceType, Totals
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded


def price_line(terms: LineTerms) -> LinePrice:
    """All prices of a line, in the currency of its unit price.

    NET: vat = round(net after discount x rate). GROSS: net = round(gross / (1 + rate)), vat = gross - net,
    both after discount; ``discount`` is then the difference of the two nets. A discount is a whole number of
    cents a unit and never exceeds the price it is taken off.
    """
    unit_discount = rounded(terms.unit_discount)
    net, net_discounted, vat = _taxed(
        terms, terms.unit_price * terms.quantity, unit_discount * _discounted_units(terms)
    )
    unit_net, unit_net_discounted, unit_vat = _taxed(terms, terms.unit_price, unit_discount)
    return LinePrice(
        unit_net=unit_net,
        unit_gross=unit_net + unit_vat,
        unit_vat=unit_vat,
        unit_discount=unit_net - unit_net_discounted,
        unit_net_discounted=unit_net_discounted,
        unit_gross_discounted=unit_net_discounted + unit_vat,
        net=net,
        gross=net + vat,
        net_discounted=net_discounted,
        gross_discounted=net_discounted + vat,
        discount=net - net_discounted,
        vat=vat,
        vat_percent=terms.vat_percent,
    )


def restated(amount: Decimal, stated_in: PriceType, wanted_in: PriceType, vat_percent: Decimal) -> Decimal:
    """A net amount with its tax, or one with tax without it, where that is what is wanted."""
    if stated_in is wanted_in:
        return amount
    if wanted_in is PriceType.NET:
        return _without_tax(amount, vat_percent)
    return amount + rounded(percentage(vat_percent, amount))


def total(lines: Iterable[LinePrice]) -> Totals:
    """The sums of the lines; zero for none."""
    return sum((_totals(line) for line in lines), Totals())


def _discounted_units(terms: LineTerms) -> int:
    return terms.quantity if terms.discounted_quantity is None else min(terms.quantity, terms.discounted_quantity)


def _taxed(terms: LineTerms, amount: Decimal, discount: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Net, net after discount, and the tax of the latter."""
    listed = rounded(amount)
    paid = listed - min(discount, max(listed, ZERO))
    if terms.price_type is PriceType.NET:
        return listed, paid, rounded(percentage(terms.vat_percent, paid))
    net_paid = _without_tax(paid, terms.vat_percent)
    return _without_tax(listed, terms.vat_percent), net_paid, paid - net_paid


def _without_tax(gross: Decimal, vat_percent: Decimal) -> Decimal:
    return rounded(gross * 100 / (100 + vat_percent))


def _totals(line: LinePrice) -> Totals:
    return Totals(
        net=line.net,
        gross=line.gross,
        net_discounted=line.net_discounted,
        gross_discounted=line.gross_discounted,
        discount=line.discount,
        vat=line.vat,
    )
