"""The arithmetic of shipping: a method's price, and what the shipping classes of the goods add to it. Pure.

How the two go together is inferred; the members of a class are documented. Shipping is taxed as a NET line
(recorded: 10 at 24 % is 12.40).
"""

from collections.abc import Iterable
from decimal import Decimal

from rpc_server.commerce.catalog.model import ShippingClass, ShippingScope
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded
from rpc_server.commerce.shipping.errors import ShippingNotPriced
from rpc_server.commerce.shipping.model import Amounts, Goods, Parcel, ShippingMethod, ShippingPrice


def price(method: ShippingMethod, parcel: Parcel, rates: Rates) -> ShippingPrice | None:
    """What sending the parcel by the method costs; None where the method has no price in its currency.

    Raises ``ShippingNotPriced`` where a shipping class has none.
    """
    units = sum(goods.quantity for goods in parcel.goods)
    base = _amount(method.amounts, parcel.currency, rates)
    unit = _amount(method.unit_amounts, parcel.currency, rates)
    if base is None or unit is None:
        return None
    net = rounded(base + unit * units + classes_cost(parcel.goods, parcel.currency, rates))
    gross = net + rounded(percentage(parcel.vat_percent, net))
    return ShippingPrice(method, parcel.currency, net, gross)


def classes_cost(goods: Iterable[Goods], currency: str, rates: Rates) -> Decimal:
    """What the shipping classes of the goods add, net; a class that counts once an order does so once."""
    cost, counted = ZERO, set[ShippingClass]()
    for each in goods:
        shipping = each.shipping_class
        if shipping is None:
            continue
        if not shipping.is_fixed:
            cost += percentage(shipping.amount, each.net)
        elif shipping.apply_to is ShippingScope.PRODUCT:
            cost += _fixed(shipping, currency, rates) * each.quantity
        elif shipping not in counted:
            cost += _fixed(shipping, currency, rates)
            counted.add(shipping)
    return rounded(cost)


def _fixed(shipping: ShippingClass, currency: str, rates: Rates) -> Decimal:
    amount = rates.converted(shipping.amount, shipping.currency or currency, currency)
    if amount is None:
        raise ShippingNotPriced(
            f"The shipping class {shipping.name} has no price in {currency}.",
            field="currency",
            hint=f"It is priced in {shipping.currency}.",
        )
    return amount


def _amount(amounts: Amounts, currency: str, rates: Rates) -> Decimal | None:
    """The amount in the currency, stated or converted; zero where none is stated in any."""
    stated = dict(amounts)
    if currency in stated or not amounts:
        return stated.get(currency, ZERO)
    source, amount = amounts[0]
    return rates.converted(amount, source, currency)
