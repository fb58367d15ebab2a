"""Shipping methods, what is to be sent, and what that costs."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.catalog.model import ShippingClass

Amounts = tuple[tuple[str, Decimal], ...]
"""Amounts by currency, the first one to be converted where another is asked for."""


@dataclass(frozen=True, slots=True)
class ShippingMethod:
    """A way of sending, into ``countries`` or, without any, everywhere.

    Its net price is ``amounts`` once an order and ``unit_amounts`` for every unit sent.
    """

    code: str
    name: str
    amounts: Amounts
    unit_amounts: Amounts = ()
    countries: frozenset[str] = frozenset()
    tracking_url: str | None = None

    def reaches(self, country: str) -> bool:
        return not self.countries or country in self.countries


@dataclass(frozen=True, slots=True)
class Goods:
    """Units of one tangible product; ``net`` is what they cost together, after discounts."""

    quantity: int
    net: Decimal
    shipping_class: ShippingClass | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent to ``country``, and the tax on sending it, where the buyer is taxed."""

    goods: tuple[Goods, ...]
    country: str
    currency: str
    vat_percent: Decimal


@dataclass(frozen=True, slots=True)
class ShippingPrice:
    """What sending a parcel by a method costs, in the parcel's currency."""

    method: ShippingMethod
    currency: str
    net: Decimal
    gross: Decimal
