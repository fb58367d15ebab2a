"""An invoice as it is kept: once it has its number it never changes, whatever becomes of the order."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.pricing.money import ZERO


class InvoiceKind(Enum):
    """CANCELLATION takes back a sale as a whole, REFUND a part of it or all of it; their amounts are negative."""

    SALE = "SALE"
    CANCELLATION = "CANCELLATION"
    REFUND = "REFUND"


class Series(Enum):
    """Which numbers an invoice counts among: those of test orders leave no gaps between real ones."""

    LIVE = "LIVE"
    TEST = "TEST"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The next number of a series, and the moment, in the account's zone, at which it is given."""

    series: Series
    number: int
    issued_at: datetime


class Seller(msgspec.Struct, frozen=True, kw_only=True):
    """Who invoices. ``note`` is what the seller has to state at the foot: its register, its bank."""

    address: Address
    note: str | None = None


class Correction(msgspec.Struct, frozen=True):
    """The sale invoice another one takes back, in whole or in part."""

    label: str
    issued_at: datetime


class InvoiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line, named by ``number`` as in the order; amounts are of the whole line.

    ``listed`` is net before the discount, ``net`` after it. ``unit_net`` is None where the price is not one of
    units: in a trial, and where an amount is given back.
    """

    number: int
    name: str
    details: tuple[str, ...] = ()
    quantity: int | None
    unit_net: Decimal | None
    listed: Decimal
    discount: Decimal = ZERO
    net: Decimal
    vat_percent: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


class TaxShare(msgspec.Struct, frozen=True):
    """What is taxed at one rate, and the tax on it: the sum over the lines, each rounded by itself."""

    percent: Decimal
    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """The document: both parties, the lines and what they are for, as they stood when it was made out.

    Moments are in the account's zone. ``finished_at`` is when the order was. ``delivery`` is None where it went
    to the buyer's address. ``payment`` says in words how it was paid. ``notes`` are sentences below the totals.
    """

    series: Series
    number: int
    kind: InvoiceKind
    issued_at: datetime
    corrects: Correction | None = None
    reason: str | None = None
    order_reference: str
    order_number: int
    order_kind: str
    ordered_at: datetime
    finished_at: datetime | None
    external_reference: str | None
    currency: str
    payment: str | None
    seller: Seller
    buyer: Address
    delivery: Address | None
    lines: tuple[InvoiceLine, ...]
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The number as people write it: ``000042``, and ``TEST-000042`` in the series of test orders."""
        return f"{'TEST-' if self.series is Series.TEST else ''}{self.number:06d}"

    @property
    def listed(self) -> Decimal:
        return sum((line.listed for line in self.lines), ZERO)

    @property
    def discount(self) -> Decimal:
        return sum((line.discount for line in self.lines), ZERO)

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), ZERO)

    @property
    def vat(self) -> Decimal:
        return sum((line.vat for line in self.lines), ZERO)

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat

    @property
    def taxes(self) -> tuple[TaxShare, ...]:
        """The tax summary: one share for each rate, the highest first."""
        shares: dict[Decimal, TaxShare] = {}
        for line in self.lines:
            known = shares.get(line.vat_percent, TaxShare(line.vat_percent, ZERO, ZERO))
            shares[line.vat_percent] = TaxShare(line.vat_percent, known.net + line.net, known.vat + line.vat)
        return tuple(shares[percent] for percent in sorted(shares, reverse=True))


@dataclass(frozen=True, slots=True)
class RefundedLine:
    """What is given back of one line of the order, with tax; ``quantity`` where it is so many units."""

    number: int
    gross: Decimal
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back: ``gross`` altogether, positive, with tax, in the order's currency.

    ``lines`` say what for; what they do not name is spread over the order. ``reference`` tells one refund of
    an order from another.
    """

    reference: str
    gross: Decimal
    lines: tuple[RefundedLine, ...] = ()
    reason: str | None = None
