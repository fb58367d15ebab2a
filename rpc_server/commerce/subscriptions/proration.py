"""What an upgrade costs. No published page prints the formula; the rule here is the one merchants describe.

The running period's unused days are credited against the new product's price, and a full period of the new
product starts on the day of the upgrade.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LinePrice, LineTerms, PriceType
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded


class UpgradeScheme(Enum):
    """What an upgrade path credits: the unused days, the whole running period, or nothing (names inferred)."""

    PRORATED = "PRORATED"
    DIFFERENCE = "DIFFERENCE"
    FULL = "FULL"


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """A running period: what it cost net, its first day, and the day it ends on; None for a lifetime."""

    net: Decimal
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class UpgradeTerms:
    """What the price of an upgrade is made from.

    ``unit_price`` is the target's, options in it; ``credit`` is net; ``custom_price`` replaces the computed
    price of the whole upgrade. Prices are in ``price_type``, all in one currency.
    """

    quantity: int
    unit_price: Decimal
    price_type: PriceType
    vat_percent: Decimal
    credit: Decimal
    custom_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UpgradeCharge:
    """What an upgrade comes to.

    ``prorated`` is the computed price, below zero when the credit is more than the target costs; ``billing``
    what is charged, never below zero; ``unit_price`` what one unit of the order is to be priced at for that.
    ``period_net`` is the cost of the new period, credit and charge together: what the next upgrade credits.
    """

    prorated: LinePrice
    billing: LinePrice
    unit_price: Decimal
    period_net: Decimal


def credit(period: PaidPeriod, today: date, scheme: UpgradeScheme) -> Decimal:
    """How much of a paid period counts towards its successor: net, to the cent.

    PRORATED is the share of days left, the day of the upgrade among them. A lifetime is never used up.
    """
    match scheme:
        case UpgradeScheme.FULL:
            return ZERO
        case UpgradeScheme.DIFFERENCE:
            return period.net
        case UpgradeScheme.PRORATED:
            return rounded(period.net * _share_left(period, today))


def charge(terms: UpgradeTerms) -> UpgradeCharge:
    """The target's price for all units less the credit, or the custom price where there is one."""
    credit_in_type = _in_price_type(terms)
    computed = terms.unit_price * terms.quantity - credit_in_type
    charged = max(computed, ZERO) if terms.custom_price is None else terms.custom_price
    full = _line(terms, terms.unit_price)
    billing = _line(terms, charged / terms.quantity)
    return UpgradeCharge(
        prorated=_line(terms, computed / terms.quantity),
        billing=billing,
        unit_price=charged / terms.quantity,
        period_net=billing.net + min(terms.credit, full.net),
    )


def _share_left(period: PaidPeriod, today: date) -> Decimal:
    if period.ends is None:
        return Decimal(1)
    days = (period.ends - period.starts).days
    left = min(max((period.ends - today).days, 0), days)
    return Decimal(left) / days if days else ZERO


def _in_price_type(terms: UpgradeTerms) -> Decimal:
    if terms.price_type is PriceType.NET:
        return terms.credit
    return rounded(terms.credit + percentage(terms.vat_percent, terms.credit))


def _line(terms: UpgradeTerms, unit_price: Decimal) -> LinePrice:
    return price_line(
        LineTerms(
            quantity=terms.quantity,
            unit_price=unit_price,
            price_type=terms.price_type,
            vat_percent=terms.vat_percent,
        )
    )
