"""What goes into the price of a line and what comes out."""

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.pricing.money import ZERO


class PriceType(Enum):
    """Whether a stated price is without (NET) or with (GROSS) tax."""

    NET = "NET"
    GROSS = "GROSS"


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What arithmetic needs to know of one order line.

    ``unit_price`` holds option surcharges already; ``unit_discount`` is taken off one unit of it, in the
    same price type, for ``discounted_quantity`` units (None: all).
    """

    quantity: int
    unit_price: Decimal
    price_type: PriceType
    vat_percent: Decimal
    unit_discount: Decimal = ZERO
    discounted_quantity: int | None = None


@dataclass(frozen=True, slots=True)
class LinePrice:
    """One line's prices; ``unit_*`` are of one unit and rounded by themselves, the rest of the whole line.

    Always: gross = net + vat, net_discounted = net - discount, gross_discounted = net_discounted + vat.
    """

    unit_net: Decimal
    unit_gross: Decimal
    unit_vat: Decimal
    unit_discount: Decimal
    unit_net_discounted: Decimal
    unit_gross_discounted: Decimal
    net: Decimal
    gross: Decimal
    net_discounted: Decimal
    gross_discounted: Decimal
    discount: Decimal
    vat: Decimal
    vat_percent: Decimal


class ChosenOption(msgspec.Struct, frozen=True):
    """An option a line was bought with, and what it added to the unit price."""

    group_code: str
    group_name: str
    is_required: bool
    name: str
    value: str
    surcharge: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """An order's sums over its lines."""

    net: Decimal = ZERO
    gross: Decimal = ZERO
    net_discounted: Decimal = ZERO
    gross_discounted: Decimal = ZERO
    discount: Decimal = ZERO
    vat: Decimal = ZERO

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})
