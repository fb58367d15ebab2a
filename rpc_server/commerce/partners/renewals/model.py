"""The renewal of a partner's subscriptions as asked for, and what it costs."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.orders.model import OrderLine
from rpc_server.commerce.partners.model import Margins, Partner
from rpc_server.commerce.pricing.model import Totals
from rpc_server.commerce.pricing.money import ZERO


@dataclass(frozen=True, slots=True)
class RenewalItem:
    """A subscription to renew; what is None stays as it has it. ``options`` are option codes."""

    reference: str
    quantity: int | None = None
    options: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """What is agreed beside the margin: per cent of the list price, or a fixed amount of the order."""

    value: Decimal = ZERO
    is_percent: bool = True


@dataclass(frozen=True, slots=True)
class NewRenewal:
    """What a partner's renewal order is asked to be."""

    items: tuple[RenewalItem, ...]
    extra_discount: Extra = Extra()
    extra_margin: Extra = Extra()
    external_reference: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class RenewalOffer:
    """What the renewal costs the partner."""

    partner: Partner
    lines: tuple[OrderLine, ...]
    totals: Totals
    margins: Margins

    @property
    def margin(self) -> Decimal:
        """What the partner keeps of the list price, but for the extras."""
        return self.totals.discount - self.margins.extra_margin - self.margins.extra_discount
