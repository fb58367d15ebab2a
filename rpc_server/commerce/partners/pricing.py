"""What a partner pays: the list's prices in the place of the catalogue's, less the partner's margin. Pure."""

from dataclasses import replace
from decimal import Decimal

from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.partners.model import ListedProduct, UnitPrice
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LinePrice, LineTerms, PriceType
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded
from rpc_server.commerce.pricing.selection import SelectedPrice, configuration_for


def priced_by_list(product: Product, listed: ListedProduct, *, country: str) -> Product:
    """The product with the list's own prices, net, for every country; unchanged where the list states none.

    Options and what they add stay those of the configuration that holds in ``country``. Currencies the list states
    no price in are converted from the product's default currency, or from the first the list has.
    """
    if not listed.prices:
        return product
    usual = configuration_for(product, country, path="")
    stated = [price.currency for price in listed.prices]
    configuration = replace(
        usual,
        default_currency=usual.default_currency if usual.default_currency in stated else stated[0],
        is_default=True,
        countries=frozenset[str](),
        price_type=PriceType.NET,
        regular=listed.prices,
        renewal=(),
    )
    return replace(product, configurations=(configuration,))


def partner_price(
    selected: SelectedPrice, *, quantity: int, vat_percent: Decimal, margin_percent: Decimal, extra: Decimal = ZERO
) -> LinePrice:
    """A line as the partner owes it: the net list price, the margin as its discount, tax on what is left.

    The margin is rounded on one unit, so that it is the documented ``PartnerMarginPerUnit``. ``extra`` is what
    was agreed beside it for one unit, in whole cents.
    """
    one = LineTerms(1, selected.amount, selected.price_type, vat_percent)
    net = price_line(one).unit_net
    off = rounded(percentage(margin_percent, net)) + extra
    return price_line(replace(one, quantity=quantity, unit_price=net, price_type=PriceType.NET, unit_discount=off))


def unit_price(line: LinePrice, currency: str) -> UnitPrice:
    """The figures of one unit: list price = net + margin, cost with tax = net + vat."""
    return UnitPrice(currency, line.unit_net_discounted, line.unit_discount, line.unit_vat)
