"""What an order or item is told beside its products: how it renews, what it claims, what is only kept."""

from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.pricing.model import PriceType


class PurchaseType(Enum):
    """What a line is; COUPON amounts are given positive and taken off."""

    PRODUCT = "PRODUCT"
    TAX = "TAX"
    SHIPPING = "SHIPPING"
    COUPON = "COUPON"


class CustomOption(msgspec.Struct, frozen=True):
    """An option of a dynamic product: its own name, value and surcharge on the unit price."""

    group: str
    name: str
    value: str
    surcharge: Decimal = Decimal(0)


class Recurrence(msgspec.Struct, frozen=True):
    """How a dynamic product renews: every ``length`` ``unit``s (DAY, MONTH, YEAR) for ``amount``."""

    length: int
    unit: str
    amount: Decimal
    contract_length: int | None = None
    contract_unit: str | None = None


class CustomTerms(msgspec.Struct, frozen=True):
    """How one subscription of a catalogue product renews, in place of what the product says.

    Every ``length`` ``unit``s (DAY, MONTH, YEAR) for ``amount`` a unit, in ``amount_type`` or the line's price
    type. What is None stays as the product has it.
    """

    length: int | None = None
    unit: str | None = None
    amount: Decimal | None = None
    amount_type: PriceType | None = None
    contract_length: int | None = None
    contract_unit: str | None = None


class TrialTerms(msgspec.Struct, frozen=True):
    """A trial of ``days`` days for ``price`` a line, in the payment currency."""

    days: int
    price: Decimal


class CrossSellClaim(msgspec.Struct, frozen=True):
    """A client's claim to a campaign's discount."""

    parent_code: str
    campaign_code: str


class ExtraField(msgspec.Struct, frozen=True):
    """An additional field of an order or item."""

    code: str
    text: str | None
    value: str | None


class Remarks(msgspec.Struct, frozen=True, kw_only=True):
    """What a client tells of a purchase that changes nothing of it: kept, and shown where answers have it."""

    machine_id: str | None = None
    is_b2b: bool | None = None
    gift: dict[str, str] | None = None


NO_REMARKS = Remarks()


class BillingRule(Enum):
    """What an order must say of its buyer: the four members published 3.0 samples have, or all that 6.0 lists."""

    MINIMAL = "MINIMAL"
    FULL = "FULL"
