"""Which discount each line of an order takes.

Documented is that regular, quantity and order promotions exclude each other, one an order, and that a discount
is taken off the price the quantity makes. The rest of the rule is ours:

- Of the promotions that run, an order takes the one that leaves the least to pay; of equal ones the first given
  (the buyer's coupons in his order, then what needs none, by code). One that saves nothing is not taken.
- A line with a claim to a cross-sell offer takes the offer or the promotion, whichever takes more off the line;
  the offer, if they are equal. They do not add up.
- ``MaximumQuantity`` counts the units of the whole order, line after line; further units cost the full price.
- An order promotion takes its amount off the total after tax, but no more than the net total: the tax is owed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rpc_server.commerce.campaigns.promotions.model import Promotion, PromotionType
from rpc_server.commerce.pricing import cross_sell
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.lines import price_line, total
from rpc_server.commerce.pricing.model import LineTerms, Totals
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.pricing.promotions import DiscountableLine, fixed_amount, is_for, unit_discount


@dataclass(frozen=True, slots=True)
class Discount:
    """What is taken off one unit, for how many units (None: all), and the promotion it comes from, if any."""

    unit_amount: Decimal
    units: int | None
    promotion: Promotion | None

    def of_line(self, quantity: int) -> Decimal:
        """What it takes off a line of ``quantity`` units."""
        return self.unit_amount * (quantity if self.units is None else min(quantity, self.units))


@dataclass(frozen=True, slots=True)
class Decision:
    """The discount of each line, the promotion the order takes, and what that takes off the total after tax."""

    discounts: tuple[Discount | None, ...]
    promotion: Promotion | None = None
    order_amount: Decimal = ZERO


def decide(
    lines: Sequence[DiscountableLine],
    promotions: Iterable[Promotion],
    *,
    currency: str,
    day: date,
    rates: Rates = NO_RATES,
) -> Decision:
    """How an order of these lines is discounted by the promotions that run on ``day``."""
    running = [promotion for promotion in promotions if promotion.runs_on(day)]
    without = _with(None, lines, currency, rates)
    if not running:
        return without
    decisions = [without, *(_with(promotion, lines, currency, rates) for promotion in running)]
    return min(decisions, key=lambda decision: _left_to_pay(lines, decision))


def discounted(terms: LineTerms, discount: Discount | None) -> LineTerms:
    """The terms of a line with its discount."""
    if discount is None:
        return terms
    return replace(terms, unit_discount=discount.unit_amount, discounted_quantity=discount.units)


def _with(promotion: Promotion | None, lines: Sequence[DiscountableLine], currency: str, rates: Rates) -> Decision:
    discounts = []
    left = promotion.maximum_quantity if promotion else None
    for line in lines:
        discount = _best(promotion, line, currency, rates, left)
        if discount is not None and discount.promotion is not None and left is not None:
            left = max(left - line.terms.quantity, 0)
        discounts.append(discount)
    amount = ZERO
    if promotion is not None and promotion.type is PromotionType.ORDER:
        owed = max(_totals(lines, discounts).net_discounted, ZERO)
        amount = min(fixed_amount(promotion, currency, rates), owed)
    return Decision(tuple(discounts), promotion, amount)


def _best(
    promotion: Promotion | None, line: DiscountableLine, currency: str, rates: Rates, left: int | None
) -> Discount | None:
    """What takes most off the line; None where nothing does."""
    offered = []
    if line.offer is not None:
        offered.append(Discount(cross_sell.unit_discount(line.offer, line.terms.unit_price), None, None))
    if promotion is not None and is_for(promotion, line):
        offered.append(Discount(unit_discount(promotion, line, currency, rates), left, promotion))
    quantity = line.terms.quantity
    best = max(offered, key=lambda discount: discount.of_line(quantity), default=None)
    return best if best is not None and best.of_line(quantity) > 0 else None


def _totals(lines: Sequence[DiscountableLine], discounts: Sequence[Discount | None]) -> Totals:
    return total(
        price_line(line.paid_now or discounted(line.terms, discount))
        for line, discount in zip(lines, discounts, strict=True)
    )


def _left_to_pay(lines: Sequence[DiscountableLine], decision: Decision) -> Decimal:
    """What the order comes to, a line in its trial at its regular price."""
    prices = (
        price_line(discounted(line.terms, discount)).gross_discounted
        for line, discount in zip(lines, decision.discounts, strict=True)
    )
    return sum(prices, ZERO) - decision.order_amount
