"""Promotions: which lines one is for, and what it takes off a unit of them.

Discounts are taken off the unit price that the quantity and the options make, in its price type.
"""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellOffer
from rpc_server.commerce.campaigns.promotions.model import (
    PromotedProduct,
    Promotion,
    PromotionType,
    Recurring,
    SpecialPrice,
)
from rpc_server.commerce.campaigns.terms import Amounts
from rpc_server.commerce.pricing.exchange import NO_RATES, Rates
from rpc_server.commerce.pricing.model import LineTerms
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded


@dataclass(frozen=True, slots=True)
class DiscountableLine:
    """What discounts need to know of an order line.

    ``terms`` are those without any discount, negative for a line that is itself taken off the order;
    ``paid_now`` are others that count in the order's sums instead, in a trial. ``surcharge`` is what the
    ``options`` (codes) added to the unit price. ``offer`` is the cross-sell offer the line has a claim to. A
    dynamic product has neither code nor configuration. ``takes_promotions`` is False for taxes, shipping and such;
    ``refused`` are codes of promotions asked for with another line alone.
    """

    terms: LineTerms
    product_code: str = ""
    configuration_code: str = ""
    options: frozenset[str] = frozenset()
    surcharge: Decimal = ZERO
    tax_category: str | None = None
    offer: CrossSellOffer | None = None
    paid_now: LineTerms | None = None
    takes_promotions: bool = True
    refused: frozenset[str] = frozenset()


def is_for(promotion: Promotion, line: DiscountableLine) -> bool:
    """Whether the promotion discounts this line: by its type, its products and its tax category."""
    if (
        promotion.code in line.refused
        or not line.takes_promotions
        or promotion.tax_category not in (None, line.tax_category)
    ):
        return False
    match promotion.type:
        case PromotionType.REGULAR:
            return any(_is_meant(product, line) for product in promotion.products)
        case PromotionType.GLOBAL:
            return True
        case PromotionType.SPECIAL_PRICE:
            return _special_price(promotion, line) is not None
        case PromotionType.ORDER:
            return False


def unit_discount(promotion: Promotion, line: DiscountableLine, currency: str, rates: Rates = NO_RATES) -> Decimal:
    """What the promotion takes off one unit of a line it is for, to the cent (30 % of 19.95 is 5.99).

    Never more than the unit price. An amount not given in ``currency`` is converted from the promotion's
    default currency at ``rates``; without a rate nothing is taken off.
    """
    price = line.terms.unit_price
    special = _special_price(promotion, line)
    if special is not None:
        listed = price if special.options else price - line.surcharge
        wanted_price = _amount(special.amounts, promotion.default_currency, currency, rates)
        wanted = ZERO if wanted_price is None else listed - wanted_price
    elif promotion.percent is not None:
        wanted = percentage(promotion.percent, price)
    else:
        wanted = fixed_amount(promotion, currency, rates)
    return rounded(max(min(wanted, price), ZERO))


def fixed_amount(promotion: Promotion, currency: str, rates: Rates = NO_RATES) -> Decimal:
    """The promotion's amount in ``currency``, given or converted from its default currency; else nothing."""
    return _amount(promotion.amounts, promotion.default_currency, currency, rates) or ZERO


def needs_rates(promotion: Promotion, currency: str) -> bool:
    """Whether the promotion has an amount that is not given in ``currency``."""
    given = [promotion.amounts, *(price.amounts for price in promotion.special_prices)]
    return any(amounts and currency not in dict(amounts) for amounts in given)


def is_for_renewal(recurring: Recurring, charges: int | None, renewal: int) -> bool:
    """Whether a discount of a purchase counts for its renewal of this number, from 1, too.

    ``charges`` is how many renewals it counts for when ``recurring`` is CUSTOM.
    """
    match recurring:
        case Recurring.NONE:
            return False
        case Recurring.ALL:
            return True
        case Recurring.CUSTOM:
            return renewal <= (charges or 0)


def _is_meant(product: PromotedProduct, line: DiscountableLine) -> bool:
    return (
        product.code == line.product_code
        and product.configuration_code in (None, line.configuration_code)
        and line.options.issuperset(product.options)
    )


def _special_price(promotion: Promotion, line: DiscountableLine) -> SpecialPrice | None:
    """The row of the price matrix for the line: one for exactly its options before one for the base price."""
    rows = [
        row
        for row in promotion.special_prices
        if row.product_code == line.product_code
        and row.configuration_code in (None, line.configuration_code)
        and row.option_codes in (frozenset(), line.options)
    ]
    return max(rows, key=lambda row: len(row.options), default=None)


def _amount(amounts: Amounts, default_currency: str | None, currency: str, rates: Rates) -> Decimal | None:
    given = dict(amounts)
    if currency in given or default_currency not in given:
        return given.get(currency)
    return rates.converted(given[default_currency], default_currency, currency)
