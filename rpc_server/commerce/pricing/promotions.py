"""Promotions: coupons and instant discounts, and which discount a line takes.

A line takes one discount. Regular and quantity promotions are documented to exclude each other; of cross-sell
nothing is written, so it competes with them too (inferred). The one that takes most off the line wins, of equal
ones cross-sell, then the promotion named first. Discounts are taken off the unit price that the quantity and
the options make, in its price type. How often a promotion has been used is not looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rpc_server.commerce.catalog.model import CrossSellOffer, Promotion
from rpc_server.commerce.pricing import cross_sell
from rpc_server.commerce.pricing.money import percentage, rounded


@dataclass(frozen=True, slots=True)
class Discount:
    """What is taken off one unit, for how many units (None: all), and the promotion it comes from."""

    unit_amount: Decimal
    units: int | None
    promotion: Promotion | None

    def of_line(self, quantity: int) -> Decimal:
        """What it takes off a line of ``quantity`` units."""
        return self.unit_amount * (quantity if self.units is None else min(quantity, self.units))


def best_discount(
    promotions: Iterable[Promotion],
    offer: CrossSellOffer | None,
    *,
    product_code: str,
    unit_price: Decimal,
    quantity: int,
    currency: str,
    day: date,
) -> Discount | None:
    """The discount that takes most off the line, None when nothing does.

    ``offer`` is the cross-sell offer the line claims. A fixed promotion without an amount in ``currency``
    takes nothing off; no more than the price is taken off.
    """
    offered = [Discount(cross_sell.unit_discount(offer, unit_price), None, None)] if offer else []
    for promotion in promotions:
        if promotion.runs_on(day) and (not promotion.products or product_code in promotion.products):
            amount = unit_discount(promotion, unit_price, currency)
            offered.append(Discount(amount, promotion.maximum_quantity or None, promotion))
    best = max(offered, key=lambda discount: discount.of_line(quantity), default=None)
    return best if best is not None and best.unit_amount > 0 else None


def unit_discount(promotion: Promotion, unit_price: Decimal, currency: str) -> Decimal:
    """What the promotion takes off one unit, to the cent (30 % of 19.95 is 5.99)."""
    if promotion.percent is not None:
        return rounded(percentage(promotion.percent, unit_price))
    return min(dict(promotion.amounts).get(currency, Decimal(0)), unit_price)
